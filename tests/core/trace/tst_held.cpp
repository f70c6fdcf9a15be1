// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "tests/core/trace/watcher.h"
#include "tests/support/sockets.h"

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QProcessEnvironment>
#include <QtTest>

#include <csignal>
#include <memory>

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/wait.h>

using namespace zocalo;
using namespace zocalo::trace;
using zocalo::test::Seen;
using zocalo::test::Watcher;
using zocalo::testing::TestSocket;

namespace {

/// zocalo-peer under the tap.
class Peer
{
public:
    explicit Peer(const std::string &listener)
    {
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(QStringLiteral("LD_PRELOAD"), QStringLiteral(ZOCALO_HELPER_DIR "/libzocalo-tap.so"));
        environment.insert(QString::fromLatin1(kTapVariable), QString::fromStdString(listener));
        process.setProcessEnvironment(environment);
        process.start(QStringLiteral(ZOCALO_HELPER_DIR "/zocalo-peer"), QStringList());
        process.waitForStarted();
    }
    ~Peer()
    {
        process.closeWriteChannel();
        process.waitForFinished();
    }
    Peer(const Peer &) = delete;
    Peer &operator=(const Peer &) = delete;

    void tell(const QByteArray &command)
    {
        process.write(command + '\n');
        process.waitForBytesWritten();
    }
    QByteArray reply()
    {
        while (!process.canReadLine() && process.waitForReadyRead(20000)) {
        }
        return process.readLine().trimmed();
    }
    int sockets() const
    {
        const QDir files(QStringLiteral("/proc/%1/fd").arg(process.processId()));
        int count = 0;
        for (const QString &name : files.entryList(QDir::AllEntries | QDir::System | QDir::NoDotAndDotDot))
            count += QFile::symLinkTarget(files.filePath(name)).contains(QLatin1String("socket:"));
        return count;
    }

    QProcess process;
};

bool hasMessage(const TestSocket &socket)
{
    char byte = 0;
    return recv(socket.fd(), &byte, 1, MSG_PEEK | MSG_DONTWAIT) == 1;
}

} // namespace

class TestHeld : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void firstCall_isHeldAtEntryAndReturn();
    void heldSend_hasNotReachedTheKernel();
    void sleeper_doesNotKeepOthersFromTheGate();
    void heldProcess_endsWhenItsInputDoes();
    void heldProcess_canBeKilled();
    void watcherGone_heldGoesOn();
    void collectorKilled_heldGoesOn();
};

void TestHeld::firstCall_isHeldAtEntryAndReturn()
{
    Watcher watcher(GateMode::Hold);
    Peer peer(watcher.name());
    peer.tell("1 socket tcp");
    std::vector<Seen> seen = watcher.waitForCount(1);
    QCOMPARE(seen.size(), std::size_t{1});
    const Record entry = seen[0].record;
    QCOMPARE(entry.phase, Phase::Entry);
    const auto tid = static_cast<pid_t>(entry.tid);
    QVERIFY((watcher.held() == std::vector<HeldThread>{{entry.tid, Phase::Entry, entry.serial}}));
    QCOMPARE(peer.sockets(), 0);

    QVERIFY(watcher.release(tid));
    seen = watcher.waitForCount(2);
    QCOMPARE(seen.size(), std::size_t{2});
    QCOMPARE(seen[1].record.phase, Phase::Return);
    QCOMPARE(seen[1].record.result, 3);
    QVERIFY((watcher.held() == std::vector<HeldThread>{{entry.tid, Phase::Return, entry.serial}}));
    QCOMPARE(peer.sockets(), 1);
    QVERIFY(!peer.process.canReadLine()); // the program has not seen it
    QVERIFY(watcher.release(tid));
    QCOMPARE(peer.reply(), QByteArray("1 ok 3"));
    QVERIFY(watcher.held().empty());
}

void TestHeld::heldSend_hasNotReachedTheKernel()
{
    const TestSocket target(AF_INET, SOCK_DGRAM);
    QVERIFY(target.bindToLoopback());
    Watcher watcher(GateMode::Hold);
    Peer peer(watcher.name());
    peer.tell("1 socket udp");
    for (std::size_t i = 1; i <= 2; ++i)
        QVERIFY(watcher.release(static_cast<pid_t>(watcher.waitForCount(i).back().record.tid)));
    QCOMPARE(peer.reply(), QByteArray("1 ok 3"));
    peer.tell("2 sendto 3 " + QByteArray::fromStdString(target.local().toString()) + " 686f6c61");
    std::vector<Seen> seen = watcher.waitForCount(3);
    QCOMPARE(seen.back().record.phase, Phase::Entry);
    QCOMPARE(seen.back().payload, std::string("hola"));
    QCOMPARE(watcher.held().size(), std::size_t{1});
    QVERIFY(!hasMessage(target));
    QVERIFY(watcher.release(static_cast<pid_t>(seen.back().record.tid)));
    seen = watcher.waitForCount(4);
    QCOMPARE(seen.back().record.phase, Phase::Return);
    QVERIFY(hasMessage(target)); // on the loopback it is there when sendto() returns
    QVERIFY(watcher.release(static_cast<pid_t>(seen.back().record.tid)));
    QCOMPARE(peer.reply(), QByteArray("2 ok 4"));
}

void TestHeld::sleeper_doesNotKeepOthersFromTheGate()
{
    Watcher watcher(GateMode::Hold);
    Peer peer(watcher.name());
    std::size_t count = 0;
    const auto step = [&] {
        ++count;
        const Record record = watcher.waitForCount(count).at(count - 1).record;
        QVERIFY(watcher.release(static_cast<pid_t>(record.tid)));
    };
    peer.tell("1 socket udp");
    step();
    step();
    QCOMPARE(peer.reply(), QByteArray("1 ok 3"));
    peer.tell("2 bind 3 127.0.0.1:0");
    step();
    step();
    QCOMPARE(peer.reply(), QByteArray("2 ok 0"));
    peer.tell("3 recv 3 100");
    step(); // its entry: now it sleeps
    peer.tell("4 socket tcp");
    step();
    step();
    QCOMPARE(peer.reply(), QByteArray("4 ok 4"));
    const Endpoint bound = watcher.seen().at(3).record.local;
    peer.tell("5 sendto 3 " + QByteArray::fromStdString(bound.toString()) + " 78");
    step();
    step(); // of the two that return now, whichever comes first
    step();
    const QByteArrayList replies{peer.reply(), peer.reply()};
    QVERIFY(replies.contains("5 ok 1") && replies.contains("3 ok 1 78"));
}

void TestHeld::heldProcess_endsWhenItsInputDoes()
{
    Watcher watcher(GateMode::Hold);
    Peer peer(watcher.name());
    peer.tell("1 socket tcp");
    watcher.waitForCount(1);
    peer.process.closeWriteChannel();
    QVERIFY(peer.process.waitForFinished());
    QCOMPARE(peer.process.exitCode(), 0);
    QCOMPARE(peer.process.exitStatus(), QProcess::NormalExit);
}

void TestHeld::heldProcess_canBeKilled()
{
    Watcher watcher(GateMode::Hold);
    Peer peer(watcher.name());
    peer.tell("1 socket tcp");
    watcher.waitForCount(1);
    peer.process.kill();
    QVERIFY(peer.process.waitForFinished());
    QCOMPARE(watcher.finish().size(), std::size_t{1});
}

void TestHeld::watcherGone_heldGoesOn()
{
    auto watcher = std::make_unique<Watcher>(GateMode::Hold);
    Peer peer(watcher->name());
    peer.tell("1 socket tcp");
    watcher->waitForCount(1);
    watcher.reset();
    QCOMPARE(peer.reply(), QByteArray("1 ok 3"));
    peer.tell("2 close 3");
    QCOMPARE(peer.reply(), QByteArray("2 ok 0"));
}

void TestHeld::collectorKilled_heldGoesOn()
{
    int tube[2];
    QCOMPARE(pipe2(tube, O_CLOEXEC), 0);
    const pid_t collector = fork();
    if (collector == 0) {
        Watcher watcher(GateMode::Hold);
        const std::string line = watcher.name() + '\n';
        (void)!write(tube[1], line.data(), line.size());
        watcher.waitForCount(1);
        (void)!write(tube[1], "held\n", 5);
        while (true)
            pause();
    }
    QFile said;
    QVERIFY(said.open(tube[0], QIODevice::ReadOnly, QFileDevice::AutoCloseHandle));
    const std::string name = said.readLine().trimmed().toStdString();
    Peer peer(name);
    peer.tell("1 socket tcp");
    QCOMPARE(said.readLine(), QByteArray("held\n"));
    QCOMPARE(peer.sockets(), 0);
    kill(collector, SIGKILL); // and left unburied, as by a careless parent
    QCOMPARE(peer.reply(), QByteArray("1 ok 3"));
    peer.tell("2 close 3");
    QCOMPARE(peer.reply(), QByteArray("2 ok 0"));
    waitpid(collector, nullptr, 0);
    ::close(tube[1]);
}

// What was open when the test was started would take the first descriptors of its programs.
void TestHeld::initTestCase() { QCOMPARE(::close_range(3, ~0U, CLOSE_RANGE_CLOEXEC), 0); }

QTEST_GUILESS_MAIN(TestHeld)
#include "tst_held.moc"
