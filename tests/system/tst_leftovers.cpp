// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/base/result.h"
#include "core/kernel/sockettable.h"

#include <QDir>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>

#include <linux/close_range.h>
#include <unistd.h>

using namespace zocalo;

namespace {

/// Another program that plays the lesson, and what it has told.
class Player
{
public:
    /// `prefix` is a shell's words before the program ("ulimit -n 8;").
    explicit Player(const QStringList &arguments, const QString &prefix = {})
    {
        m_process.setProcessChannelMode(QProcess::SeparateChannels);
        // Whatever started the tests may have left files open: with `ulimit -n` they would count as the player's.
        m_process.setChildProcessModifier([] { ::close_range(3, ~0U, CLOSE_RANGE_CLOEXEC); });
        m_process.start(QStringLiteral("/bin/sh"),
                        QStringList{QStringLiteral("-c"), prefix + QStringLiteral(" exec \"$0\" \"$@\""),
                                    QStringLiteral(ZOCALO_LESSONPLAYER), QStringLiteral("accept-vs-recvfrom")} +
                            arguments);
    }

    QProcess &process() { return m_process; }

    bool waitForLine(const QByteArray &line)
    {
        while (!m_lines.contains(line)) {
            if (!m_process.canReadLine() && !m_process.waitForReadyRead(10'000)) {
                return false;
            }
            readLines();
        }
        return true;
    }

    bool waitForEnd()
    {
        const bool ended = m_process.state() == QProcess::NotRunning || m_process.waitForFinished(20'000);
        readLines();
        return ended;
    }

    /// The second words of the lines that begin with `word`.
    QList<qint64> numbersAfter(const QByteArray &word) const
    {
        QList<qint64> numbers;
        for (const QByteArray &line : m_lines) {
            const QList<QByteArray> words = line.split(' ');
            if (words.size() > 1 && words.first() == word) {
                numbers.append(words.at(1).toLongLong());
            }
        }
        return numbers;
    }

private:
    void readLines()
    {
        while (m_process.canReadLine()) {
            m_lines.append(m_process.readLine().trimmed());
        }
    }

    QProcess m_process;
    QList<QByteArray> m_lines;
};

/// A process that has ended but was not collected by its new parent counts as gone: it holds nothing.
bool isRunning(qint64 pid)
{
    return ::kill(static_cast<pid_t>(pid), 0) == 0 && QFile::exists(QStringLiteral("/proc/%1/exe").arg(pid));
}

bool isAnyRunning(const QList<qint64> &pids) { return std::any_of(pids.begin(), pids.end(), isRunning); }

/// True while a socket is bound to one of the ports and somebody holds it.
bool isHeld(const QList<qint64> &ports, kernel::Protocol protocol)
{
    kernel::SocketTable table;
    const auto rows = table.read([&](const kernel::SocketRow &row) {
        return row.protocol == protocol && row.inode != 0 && ports.contains(row.local.port);
    });
    return !rows.ok() || !rows.value().isEmpty();
}

QStringList sharedMemoryFiles()
{
    return QDir(QStringLiteral("/dev/shm")).entryList(QDir::AllEntries | QDir::NoDotAndDotDot);
}

} // namespace

class TestLeftovers : public QObject
{
    Q_OBJECT

private slots:
    void playerThatEnds_leavesNothing();
    void playerKilledInMidRun_leavesNothing_data();
    void playerKilledInMidRun_leavesNothing();
    void fewDescriptors_isToldAndLeavesNothing();
    void tapMissing_isToldBeforeAnythingStarts();
    void peerMissing_isToldBeforeAnythingStarts();
    void helpersInAFolderWithSpaces_work();
};

void TestLeftovers::playerThatEnds_leavesNothing()
{
    const QStringList files = sharedMemoryFiles();
    Player player({QStringLiteral("3")});
    QVERIFY(player.waitForEnd());
    QCOMPARE(player.process().exitCode(), 0);
    QCOMPARE(player.numbersAfter("pid").size(), 8);
    QCOMPARE(player.numbersAfter("tcp").size(), 1);
    QCOMPARE(player.numbersAfter("udp").size(), 1);
    QVERIFY(!isAnyRunning(player.numbersAfter("pid")));
    QVERIFY(!isHeld(player.numbersAfter("tcp"), kernel::Protocol::Tcp));
    QVERIFY(!isHeld(player.numbersAfter("udp"), kernel::Protocol::Udp));
    QCOMPARE(sharedMemoryFiles(), files);
}

void TestLeftovers::playerKilledInMidRun_leavesNothing_data()
{
    QTest::addColumn<int>("moment");
    for (const int moment : {1, 9, 40, 60}) {
        QTest::addRow("moment %d", moment) << moment;
    }
}

void TestLeftovers::playerKilledInMidRun_leavesNothing()
{
    QFETCH(int, moment);
    const QStringList files = sharedMemoryFiles();
    Player player({QStringLiteral("3"), QString::number(moment)});
    QVERIFY(player.waitForLine("paused"));
    const QList<qint64> pids = player.numbersAfter("pid");
    QCOMPARE(pids.size(), 8);
    QVERIFY(std::all_of(pids.begin(), pids.end(), isRunning));
    ::kill(static_cast<pid_t>(player.process().processId()), SIGKILL);
    QVERIFY(player.waitForEnd());
    QCOMPARE(player.process().exitStatus(), QProcess::CrashExit);
    QTRY_VERIFY(!isAnyRunning(pids));
    QTRY_VERIFY(!isHeld(player.numbersAfter("tcp"), kernel::Protocol::Tcp));
    QTRY_VERIFY(!isHeld(player.numbersAfter("udp"), kernel::Protocol::Udp));
    QCOMPARE(sharedMemoryFiles(), files);
}

void TestLeftovers::fewDescriptors_isToldAndLeavesNothing()
{
    for (const int limit : {5, 8, 12, 20}) {
        Player player({QStringLiteral("3")}, QStringLiteral("ulimit -n %1;").arg(limit));
        QVERIFY(player.waitForEnd());
        QCOMPARE(player.process().exitCode(), 1);
        QCOMPARE(player.numbersAfter("error"), QList<qint64>{static_cast<int>(ErrorCode::TooManyFiles)});
        QVERIFY(!isAnyRunning(player.numbersAfter("pid")));
    }
}

void TestLeftovers::tapMissing_isToldBeforeAnythingStarts()
{
    const QTemporaryDir empty;
    qputenv("ZOCALO_HELPERS", empty.path().toUtf8());
    Player player({QStringLiteral("3")});
    qunsetenv("ZOCALO_HELPERS");
    QVERIFY(player.waitForEnd());
    QCOMPARE(player.process().exitCode(), 1);
    QCOMPARE(player.numbersAfter("error"), QList<qint64>{static_cast<int>(ErrorCode::TapMissing)});
    QVERIFY(player.numbersAfter("pid").isEmpty());
}

void TestLeftovers::peerMissing_isToldBeforeAnythingStarts()
{
    const QTemporaryDir half;
    QVERIFY(QFile::copy(QStringLiteral(ZOCALO_HELPER_DIR "/libzocalo-tap.so"),
                        half.filePath(QStringLiteral("libzocalo-tap.so"))));
    qputenv("ZOCALO_HELPERS", half.path().toUtf8());
    Player player({QStringLiteral("3")});
    qunsetenv("ZOCALO_HELPERS");
    QVERIFY(player.waitForEnd());
    QCOMPARE(player.numbersAfter("error"), QList<qint64>{static_cast<int>(ErrorCode::PeerMissing)});
    QVERIFY(player.numbersAfter("pid").isEmpty());
}

void TestLeftovers::helpersInAFolderWithSpaces_work()
{
    // LD_PRELOAD is split at spaces and colons.
    const QTemporaryDir folder(QDir::tempPath() + QStringLiteral("/a folder XXXXXX"));
    for (const QString &name : {QStringLiteral("libzocalo-tap.so"), QStringLiteral("zocalo-peer")}) {
        QVERIFY(QFile::copy(QStringLiteral(ZOCALO_HELPER_DIR "/") + name, folder.filePath(name)));
    }
    qputenv("ZOCALO_HELPERS", folder.path().toUtf8());
    Player player({QStringLiteral("1")});
    qunsetenv("ZOCALO_HELPERS");
    QVERIFY(player.waitForEnd());
    QCOMPARE(player.process().exitCode(), 0);
}

QTEST_GUILESS_MAIN(TestLeftovers)
#include "tst_leftovers.moc"
