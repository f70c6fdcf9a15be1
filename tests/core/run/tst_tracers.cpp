// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/run/tracers.h"

#include <QProcess>
#include <QTest>

#include <memory>
#include <vector>

using namespace zocalo;

namespace {

std::unique_ptr<QProcess> sleeper()
{
    auto process = std::make_unique<QProcess>();
    process->start(QStringLiteral("sleep"), {QStringLiteral("1000")});
    return process->waitForStarted() ? std::move(process) : nullptr;
}

void end(QProcess &process)
{
    process.kill();
    process.waitForFinished(-1);
}

} // namespace

/// Which processes speak for others.
class TestTracers : public QObject
{
    Q_OBJECT

private slots:
    void known_asLongAsItLives()
    {
        run::Tracers tracers;
        const auto tracer = sleeper();
        const auto other = sleeper();
        QVERIFY(tracer && other);
        const auto pid = static_cast<pid_t>(tracer->processId());
        tracers.add(pid);
        QVERIFY(tracers.contains(pid));
        QVERIFY(!tracers.contains(static_cast<pid_t>(other->processId())));
        end(*tracer);
        QVERIFY(!tracers.contains(pid));
        end(*other);
    }

    void ended_areForgotten()
    {
        constexpr int kMany = 20;
        run::Tracers tracers;
        const auto stays = sleeper();
        QVERIFY(stays);
        tracers.add(static_cast<pid_t>(stays->processId()));
        for (int i = 0; i < kMany; ++i) {
            const auto tracer = sleeper();
            QVERIFY(tracer);
            tracers.add(static_cast<pid_t>(tracer->processId()));
            QCOMPARE(tracers.size(), 2);
            end(*tracer);
        }
        QVERIFY(tracers.contains(static_cast<pid_t>(stays->processId())));
        end(*stays);
    }
};

QTEST_GUILESS_MAIN(TestTracers)
#include "tst_tracers.moc"
