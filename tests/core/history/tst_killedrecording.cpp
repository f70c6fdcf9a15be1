// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "tests/core/history/recordings.h"
#include "tests/core/trace/soak.h"
#include "tests/support/historybuilder.h"

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QRandomGenerator>
#include <QTemporaryDir>
#include <QTest>

using namespace zocalo;
using namespace zocalo::history;

namespace {

constexpr int kClients = 6;

struct Found
{
    ErrorCode opened = ErrorCode::None;
    QList<Event> events;
    bool isDamaged = false;
    bool isEnded = false;
};

Found lookInto(const QString &path)
{
    Found found;
    auto reader = RecordingReader::open(path);
    if (!reader) {
        found.opened = reader.error().code;
        return found;
    }
    found.events = reader.value()->readAll();
    found.isDamaged = !reader.value()->damage();
    found.isEnded = reader.value()->info().isEnded;
    return found;
}

} // namespace

/// A recording that was cut off by kill -9 has every step that was shown.
class TestKilledRecording : public QObject
{
    Q_OBJECT

private slots:
    void killedAtAnyMoment_hasWhatWasShown()
    {
        const QList<Event> all = test::twinRun(kClients).events;
        auto &random = *QRandomGenerator::global();
        int cut = 0;
        for (int round = 0; round < test::rounds(6, 200); ++round) {
            QTemporaryDir folder;
            const QString path = folder.filePath(QStringLiteral("run.zocalo"));
            QProcess child;
            child.start(QStringLiteral(ZOCALO_RECORDING_CHILD), {path, QString::number(kClients)});
            QVERIFY(child.waitForStarted());
            // Until it has shown so many events, and then a little longer: the kill comes in the middle of something.
            const int wait = random.bounded(int(all.size()));
            qsizetype shown = 0;
            while (shown < wait && child.waitForReadyRead(30'000)) {
                while (child.canReadLine())
                    shown = child.readLine().trimmed().toInt();
            }
            child.waitForFinished(random.bounded(4));
            child.kill();
            QVERIFY(child.waitForFinished());
            while (child.canReadLine())
                shown = child.readLine().trimmed().toInt();
            const Found found = lookInto(path);
            if (shown == 0 && found.opened != ErrorCode::None)
                continue; // it was killed before there was anything to keep
            QCOMPARE(found.opened, ErrorCode::None);
            QVERIFY2(found.events.size() >= shown, qPrintable(QString::number(shown)));
            QVERIFY(!found.isDamaged);
            QCOMPARE(test::firstDifference(found.events, all.mid(0, found.events.size())), -1);
            cut += found.isEnded ? 0 : 1;
        }
        QVERIFY(cut > 0);
    }

    void killedRecording_isReadWithoutAWrite_data()
    {
        QTest::addColumn<bool>("withIndex");
        QTest::newRow("log and index beside it") << true;
        QTest::newRow("copied with its log alone") << false;
    }
    void killedRecording_isReadWithoutAWrite()
    {
        QFETCH(bool, withIndex);
        QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("run.zocalo"));
        QProcess child;
        child.start(QStringLiteral(ZOCALO_RECORDING_CHILD), {path, QString::number(kClients)});
        QVERIFY(child.waitForReadyRead());
        child.kill();
        QVERIFY(child.waitForFinished());
        if (!withIndex)
            QVERIFY(QFile::remove(path + QLatin1String("-shm")));
        const auto state = [&folder] {
            QStringList files;
            const QFileInfoList list = QDir(folder.path()).entryInfoList(QDir::Files, QDir::Name);
            for (const QFileInfo &info : list) {
                QFile file(info.filePath());
                const QByteArray bytes = file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
                files << QStringLiteral("%1 %2 %3 %4")
                             .arg(info.fileName())
                             .arg(info.lastModified().toMSecsSinceEpoch())
                             .arg(bytes.size())
                             .arg(qHash(bytes));
            }
            return files;
        };
        const QStringList before = state();
        QCOMPARE(before.size(), withIndex ? 3 : 2);
        const Found found = lookInto(path);
        QCOMPARE(found.opened, ErrorCode::None);
        QVERIFY(!found.events.isEmpty());
        QCOMPARE(state(), before);
    }
};

QTEST_GUILESS_MAIN(TestKilledRecording)
#include "tst_killedrecording.moc"
