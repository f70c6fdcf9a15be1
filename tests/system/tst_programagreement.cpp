// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/run/run.h"
#include "core/world/missedbytes.h"
#include "core/world/world.h"
#include "tests/support/disagreements.h"

#include <QElapsedTimer>
#include <QFile>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

using namespace zocalo;
using run::HelperPaths;
using run::Program;
using run::Run;

namespace {

constexpr qint64 kProgramPatienceMs = 120'000;
constexpr Run::Patience kShortTurn{500};
constexpr Run::Patience kUsual{50'000};

QString script(const char *name) { return QStringLiteral(ZOCALO_SOURCE_DIR "/tests/programs/") + QLatin1String(name); }
QString built(const char *name) { return QStringLiteral(ZOCALO_PROGRAM_DIR "/") + QLatin1String(name); }

/// Plays programs under observation, the world beside them, and keeps what the kernel's tables have against it.
class Watched
{
public:
    /// `between`: two tables.
    explicit Watched(Run::Patience between)
        : m_between(between), m_run(HelperPaths::find().value(), [this](const history::Event &event) { take(event); })
    {
        m_clock.start();
    }

    /// Starts a program, whose output goes to that file.
    bool start(const QStringList &command, QFile &output)
    {
        Program program{command.first(), command.mid(1)};
        program.streams[1] = output.handle();
        return m_run.startProgram(program).ok();
    }
    /// Goes on until that is so; false: it took too long, or nothing more can be seen (why()).
    bool until(const std::function<bool()> &isSo)
    {
        while (!isSo()) {
            if (m_clock.hasExpired(kProgramPatienceMs)) {
                m_why = QStringLiteral("too long: %1 calls, %2 tables, %3")
                            .arg(m_calls)
                            .arg(m_tables)
                            .arg(m_run.isAlive() ? QLatin1String("alive") : QLatin1String("ended"));
                return false;
            }
            Status went = m_run.pass(kShortTurn);
            if (went) {
                went = m_run.watchTable(m_between);
            }
            if (!went) {
                const Error &error = went.error();
                m_why = QStringLiteral("error %1: %2 %3 %4")
                            .arg(static_cast<int>(error.code))
                            .arg(error.subject, error.detail, qt_error_string(error.errnoValue));
                return false;
            }
        }
        return true;
    }
    const QString &why() const { return m_why; }
    bool untilEnded()
    {
        return until([this] { return !m_run.isAlive(); });
    }
    const QStringList &found() const { return m_found; }
    int contradictions() const { return m_world.contradictions(); }
    /// What is told at the end of a command, after the last word of the kernel's; empty: nothing.
    QString missed()
    {
        m_run.awaitFreed(kUsual);
        QString text;
        for (const world::MissedBytes::Missed &each : m_bytes.missed()) {
            text += QStringLiteral("%1: %2 sockets, %3 sent, %4 received; ")
                        .arg(each.name)
                        .arg(each.sockets)
                        .arg(each.sent)
                        .arg(each.received);
        }
        return text;
    }
    int tables() const { return m_tables; }
    int calls() const { return m_calls; }

private:
    void take(const history::Event &event)
    {
        m_world.apply(event);
        m_bytes.take(event);
        m_calls += std::holds_alternative<history::CallEntered>(event.data) ? 1 : 0;
        if (std::holds_alternative<history::KernelSnapshot>(event.data)) {
            ++m_tables;
            for (const QString &each : testing::contradictionsNow(m_world)) {
                m_found.append(QStringLiteral("table %1: %2").arg(m_tables).arg(each));
            }
        }
    }

    Run::Patience m_between;
    QElapsedTimer m_clock;
    world::World m_world;
    world::MissedBytes m_bytes;
    QStringList m_found;
    QString m_why;
    int m_tables = 0;
    int m_calls = 0;
    Run m_run;
};

int runs(int few) { return qEnvironmentVariableIntValue("ZOCALO_SOAK") == 1 ? 50 : few; }

} // namespace

/// What the recorded calls of real programs tell against the kernel's own counters, as the programs run freely.
class TestProgramAgreement : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { qputenv("ZOCALO_HELPERS", ZOCALO_HELPER_DIR); }
    void everyProgram_agrees_data();
    void everyProgram_agrees();
    void serverAndClients_agree_data();
    void serverAndClients_agree();
};

void TestProgramAgreement::everyProgram_agrees_data()
{
    QTest::addColumn<QStringList>("command");
    for (const char *kind :
         {"plain", "ipv6", "unix", "threads", "prefork", "socketserver", "asyncio", "http", "select", "epoll", "udp",
          "multicast", "failures", "pair", "copies", "options", "descriptors", "spawn"}) {
        QTest::newRow(kind) << QStringList{QStringLiteral("python3"), script("servers.py"), QLatin1String(kind)};
    }
    for (const char *program : {"everycall", "everycall-fortified", "everycall-static", "rarecalls",
                                "rarecalls-fortified", "rarecalls-static", "family", "borrowers", "renamed",
                                "cancelled", "interrupted", "interrupted-static", "waiting", "waiting-static"}) {
        QTest::newRow(program) << QStringList{built(program)};
    }
    QTest::newRow("hidden, seen") << QStringList{built("hidden"), QStringLiteral("seen")};
    QTest::newRow("echo-go") << QStringList{built("echo-go")};
    for (const auto &[program, source] : std::initializer_list<std::pair<const char *, const char *>>{
             {"node", "echo.js"}, {"perl", "echo.pl"}, {"ruby", "echo.rb"}, {"java", "Echo.java"}}) {
        QTest::newRow(source) << QStringList{QLatin1String(program), script(source)};
    }
    for (const char *source : {"nginx.sh", "redis.sh"}) {
        QTest::newRow(source) << QStringList{QStringLiteral("sh"), script(source)};
    }
}

void TestProgramAgreement::everyProgram_agrees()
{
    QFETCH(QStringList, command);
    const QString first = command.first();
    const QString row = QLatin1String(QTest::currentDataTag());
    const QString needed = row == QLatin1String("nginx.sh")   ? QStringLiteral("nginx")
                           : row == QLatin1String("redis.sh") ? QStringLiteral("redis-cli")
                                                              : first;
    const bool isThere = first.startsWith(QLatin1Char('/')) ? QFile::exists(first)
                                                            : !QStandardPaths::findExecutable(needed).isEmpty() ||
                                                                  QFile::exists(QStringLiteral("/usr/sbin/") + needed);
    if (!isThere) {
        QSKIP(qPrintable(needed + QStringLiteral(" is not here")));
    }
    for (int i = 0; i < runs(1); ++i) {
        QTemporaryDir folder;
        QFile output(folder.filePath(QStringLiteral("output")));
        QVERIFY(output.open(QIODevice::WriteOnly));
        // As often as can be, and as often as a user's.
        Watched watched(i % 2 == 0 ? Run::Patience(0) : kUsual);
        QVERIFY(watched.start(first == QLatin1String("sh") ? command + QStringList{folder.path()} : command, output));
        QVERIFY2(watched.untilEnded(), qPrintable(watched.why()));
        QVERIFY(watched.calls() > 0 && watched.tables() > 0);
        QVERIFY2(watched.found().isEmpty(), qPrintable(watched.found().join(QLatin1Char('\n'))));
        QCOMPARE(watched.contradictions(), 0);
        QCOMPARE(watched.missed(), QString());
    }
}

void TestProgramAgreement::serverAndClients_agree_data()
{
    QTest::addColumn<QStringList>("server");
    QTest::addColumn<QList<QStringList>>("clients"); // "PORT" stands for what the server prints
    const QString python = QStringLiteral("python3");
    const QString port = QStringLiteral("PORT");
    const QString host = QStringLiteral("127.0.0.1");
    QTest::newRow("echoserver, echoclient")
        << QStringList{python, script("echoserver.py"), QStringLiteral("3")}
        << QList<QStringList>{{python, script("echoclient.py"), port, QStringLiteral("one"), QStringLiteral("two")},
                              {python, script("echoclient.py"), port, QStringLiteral("three")},
                              {python, script("echoclient.py"), port}};
    QTest::newRow("echoserver, impatient")
        << QStringList{python, script("echoserver.py"), QStringLiteral("2")}
        << QList<QStringList>{{python, script("impatient.py"), port, QStringLiteral("5")},
                              {python, script("impatient.py"), port, QStringLiteral("0.001")}};
    QTest::newRow("hosts") << QStringList{python, script("hosts.py"), QStringLiteral("serve"), host}
                           << QList<QStringList>{{python, script("hosts.py"), QStringLiteral("ask"), host, port,
                                                  QStringLiteral("word")}};
}

void TestProgramAgreement::serverAndClients_agree()
{
    QFETCH(QStringList, server);
    QFETCH(QList<QStringList>, clients);
    if (QStandardPaths::findExecutable(server.first()).isEmpty()) {
        QSKIP("python3 is not installed");
    }
    for (int i = 0; i < runs(1); ++i) {
        QTemporaryDir folder;
        QFile output(folder.filePath(QStringLiteral("port")));
        QFile replies(folder.filePath(QStringLiteral("replies")));
        QVERIFY(output.open(QIODevice::WriteOnly) && replies.open(QIODevice::WriteOnly));
        Watched watched(i % 2 == 0 ? Run::Patience(0) : kUsual);
        QVERIFY(watched.start(server, output));
        // Through a file description of its own: the server's has the offset at which the server writes.
        const auto printed = [&output] {
            QFile file(output.fileName());
            return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
        };
        QVERIFY2(watched.until([&printed] { return printed().endsWith('\n'); }), qPrintable(watched.why()));
        const QString port = QString::fromLatin1(printed().trimmed());
        for (QStringList client : std::as_const(clients)) {
            QVERIFY(watched.start(client.replaceInStrings(QStringLiteral("PORT"), port), replies));
        }
        QVERIFY2(watched.untilEnded(), qPrintable(watched.why()));
        QVERIFY(watched.calls() > 0 && watched.tables() > 0);
        QVERIFY2(watched.found().isEmpty(), qPrintable(watched.found().join(QLatin1Char('\n'))));
        QCOMPARE(watched.contradictions(), 0);
        QCOMPARE(watched.missed(), QString());
    }
}

QTEST_GUILESS_MAIN(TestProgramAgreement)
#include "tst_programagreement.moc"
