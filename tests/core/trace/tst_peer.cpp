// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/trace/endpoint.h"
#include "tests/support/sockets.h"

#include <QDir>
#include <QProcess>
#include <QtTest>

using zocalo::testing::TestSocket;
using zocalo::trace::Endpoint;

namespace {

const QString kPeer = QStringLiteral(ZOCALO_HELPER_DIR "/zocalo-peer");

/// zocalo-peer on its own, unwatched.
class Peer
{
public:
    Peer()
    {
        process.start(kPeer, QStringList());
        process.waitForStarted();
    }
    ~Peer()
    {
        process.closeWriteChannel();
        process.waitForFinished();
    }
    Peer(const Peer &) = delete;
    Peer &operator=(const Peer &) = delete;

    QByteArray reply()
    {
        while (!process.canReadLine() && process.waitForReadyRead(20000)) {
        }
        return process.readLine().trimmed();
    }
    void tell(const QByteArray &command) { process.write(command + '\n'); }
    QByteArray ask(const QByteArray &command)
    {
        tell(command);
        return reply();
    }
    qsizetype threads() const
    {
        const QDir tasks(QStringLiteral("/proc/%1/task").arg(process.processId()));
        return tasks.entryList(QDir::Dirs | QDir::NoDotAndDotDot).size();
    }

    QProcess process;
};

/// A port that stays free for a peer: this socket is bound to it with SO_REUSEADDR, and does nothing else.
class KeptPort
{
public:
    explicit KeptPort(int type) : m_socket(AF_INET, type)
    {
        const int yes = 1;
        setsockopt(m_socket.fd(), SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
        m_socket.bindToLoopback();
    }
    Endpoint endpoint() const { return m_socket.local(); }
    QByteArray text() const { return QByteArray::fromStdString(endpoint().toString()); }

private:
    TestSocket m_socket;
};

QByteArray textOf(const Endpoint &endpoint) { return QByteArray::fromStdString(endpoint.toString()); }

} // namespace

class TestPeer : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void tcpCommands_talkToUs();
    void tcpClient_connectsToUs();
    void udpCommands_talkToUs();
    void flagsAndNames_areTheKernels();
    void failures_areNamed();
    void nonsense_isBad_data();
    void nonsense_isBad();
    void asleepInAccept_stillListens();
    void quickCommands_needNoMoreThreads();
    void endOfInput_endsItAsleep();
    void exitCommand_endsItAsleep();
    void overlongLine_isBadAndSkipped();
    void nobodyReads_itEnds();
};

void TestPeer::tcpCommands_talkToUs()
{
    const KeptPort port(SOCK_STREAM);
    Peer peer;
    QCOMPARE(peer.ask("1 socket tcp"), QByteArray("1 ok 3"));
    QCOMPARE(peer.ask("2 setsockopt 3 reuseaddr 1"), QByteArray("2 ok 0"));
    QCOMPARE(peer.ask("3 bind 3 " + port.text()), QByteArray("3 ok 0"));
    QCOMPARE(peer.ask("4 listen 3 5"), QByteArray("4 ok 0"));
    const TestSocket client(AF_INET, SOCK_STREAM);
    QVERIFY(client.connectTo(port.endpoint()));
    QCOMPARE(peer.ask("5 accept 3"), "5 ok 4 " + textOf(client.local()));
    QCOMPARE(::send(client.fd(), "hola", 4, 0), ssize_t{4});
    QCOMPARE(peer.ask("6 recv 4 100"), QByteArray("6 ok 4 686f6c61"));
    QCOMPARE(::send(client.fd(), "x", 1, 0), ssize_t{1});
    QCOMPARE(peer.ask("7 recvfrom 4 100"), QByteArray("7 ok 1 78 -")); // TCP gives no address
    QCOMPARE(peer.ask("8 send 4 00FF0a"), QByteArray("8 ok 3"));
    char bytes[8] = {};
    QCOMPARE(::recv(client.fd(), bytes, sizeof bytes, 0), ssize_t{3});
    QCOMPARE(QByteArray(bytes, 3), QByteArray("\x00\xff\x0a", 3));
    QCOMPARE(peer.ask("9 shutdown 4 wr"), QByteArray("9 ok 0"));
    QCOMPARE(::recv(client.fd(), bytes, sizeof bytes, 0), ssize_t{0});
    ::shutdown(client.fd(), SHUT_WR);
    QCOMPARE(peer.ask("10 recv 4 100"), QByteArray("10 ok 0 -")); // end of file
    QCOMPARE(peer.ask("11 close 4"), QByteArray("11 ok 0"));
}

void TestPeer::tcpClient_connectsToUs()
{
    const TestSocket listener(AF_INET, SOCK_STREAM);
    QVERIFY(listener.bindToLoopback());
    QCOMPARE(::listen(listener.fd(), 1), 0);
    Peer peer;
    QCOMPARE(peer.ask("a socket tcp"), QByteArray("a ok 3"));
    QCOMPARE(peer.ask("b connect 3 " + textOf(listener.local())), QByteArray("b ok 0"));
    const TestSocket accepted(::accept(listener.fd(), nullptr, nullptr));
    QCOMPARE(peer.ask("c send 3 686f6c61"), QByteArray("c ok 4"));
    char bytes[8] = {};
    QCOMPARE(::recv(accepted.fd(), bytes, sizeof bytes, 0), ssize_t{4});
}

void TestPeer::udpCommands_talkToUs()
{
    const KeptPort port(SOCK_DGRAM);
    Peer peer;
    QCOMPARE(peer.ask("1 socket udp"), QByteArray("1 ok 3"));
    QCOMPARE(peer.ask("2 setsockopt 3 reuseaddr 1"), QByteArray("2 ok 0"));
    QCOMPARE(peer.ask("3 setsockopt 3 rcvbuf 65536"), QByteArray("3 ok 0"));
    QCOMPARE(peer.ask("4 bind 3 " + port.text()), QByteArray("4 ok 0"));
    const TestSocket client(AF_INET, SOCK_DGRAM);
    QVERIFY(client.connectTo(port.endpoint()));
    QCOMPARE(::send(client.fd(), "hola", 4, 0), ssize_t{4});
    QCOMPARE(peer.ask("5 recvfrom 3 100"), "5 ok 4 686f6c61 " + textOf(client.local()));
    QCOMPARE(::send(client.fd(), "", 0, 0), ssize_t{0});
    QCOMPARE(peer.ask("6 recv 3 100"), QByteArray("6 ok 0 -"));
    QCOMPARE(peer.ask("7 sendto 3 " + textOf(client.local()) + " -"), QByteArray("7 ok 0"));
    char byte = 0;
    QCOMPARE(::recv(client.fd(), &byte, 1, 0), ssize_t{0});
}

void TestPeer::flagsAndNames_areTheKernels()
{
    const KeptPort port(SOCK_DGRAM);
    Peer peer;
    QCOMPARE(peer.ask("1 socket udp nonblock"), QByteArray("1 ok 3"));
    QCOMPARE(peer.ask("2 getsockname 3"), QByteArray("2 ok 0 0.0.0.0:0"));
    QCOMPARE(peer.ask("3 getpeername 3"), QByteArray("3 error ENOTCONN"));
    peer.ask("4 setsockopt 3 reuseaddr 1");
    QCOMPARE(peer.ask("5 bind 3 " + port.text()), QByteArray("5 ok 0"));
    QCOMPARE(peer.ask("6 getsockname 3"), "6 ok 0 " + port.text());
    QCOMPARE(peer.ask("7 recv 3 4"), QByteArray("7 error EAGAIN"));
    const TestSocket client(AF_INET, SOCK_DGRAM);
    QVERIFY(client.connectTo(port.endpoint()));
    QCOMPARE(::send(client.fd(), "0123456789", 10, 0), ssize_t{10});
    QCOMPARE(peer.ask("8 recv 3 4 peek"), QByteArray("8 ok 4 30313233"));
    QCOMPARE(peer.ask("9 recv 3 4 trunc"), QByteArray("9 ok 10 30313233"));
    QCOMPARE(peer.ask("10 dup 3"), QByteArray("10 ok 4"));
    QCOMPARE(peer.ask("11 close 3"), QByteArray("11 ok 0"));
    QCOMPARE(peer.ask("12 recv 4 4 dontwait"), QByteArray("12 error EAGAIN"));
    QCOMPARE(peer.ask("13 setsockopt 4 nodelay 1"), QByteArray("13 error ENOPROTOOPT"));
}

void TestPeer::failures_areNamed()
{
    const KeptPort port(SOCK_STREAM); // nobody listens there
    Peer peer;
    QCOMPARE(peer.ask("1 socket tcp"), QByteArray("1 ok 3"));
    QCOMPARE(peer.ask("2 connect 3 " + port.text()), QByteArray("2 error ECONNREFUSED"));
    QCOMPARE(peer.ask("3 send 3 00"), QByteArray("3 error EPIPE")); // and SIGPIPE did not end it
    QCOMPARE(peer.ask("4 close 99"), QByteArray("4 error EBADF"));
    QCOMPARE(peer.ask("5 connect 3 [::1]:1"), QByteArray("5 error EAFNOSUPPORT"));
    QCOMPARE(peer.ask("6 accept 3"), QByteArray("6 error EINVAL"));
}

void TestPeer::nonsense_isBad_data()
{
    QTest::addColumn<QByteArray>("command");
    QTest::addColumn<QByteArray>("reply");
    const auto row = [](const char *command, const char *reply) {
        QTest::newRow(command) << QByteArray(command) << QByteArray(reply);
    };
    row("", "- bad");
    row("   ", "- bad");
    row("1", "1 bad");
    row("1 frobnicate", "1 bad");
    row("1 socket", "1 bad");
    row("1 socket sctp", "1 bad");
    row("1 socket tcp tcp", "1 bad");
    row("1 bind 3", "1 bad");
    row("1 bind x 127.0.0.1:1", "1 bad");
    row("1 bind 3 127.0.0.1", "1 bad");
    row("1 bind 3 127.0.0.1:99999", "1 bad");
    row("1 bind 3 localhost:80", "1 bad");
    row("1 bind 3 :80", "1 bad");
    row("1 bind 3 []:80", "1 bad");
    row("1 bind 3 [", "1 bad");
    row("1 bind 3 [:80", "1 bad");
    row("1 listen 3 many", "1 bad");
    row("1 listen 99999999999 1", "1 bad");
    row("1 send 3 abc", "1 bad");
    row("1 send 3 zz", "1 bad");
    row("1 send 3", "1 bad");
    row("1 recv 3 0", "1 bad");
    row("1 recv 3 -1", "1 bad");
    row("1 recv 3 1048577", "1 bad");
    row("1 shutdown 3 both", "1 bad");
    row("1 shutdown 3", "1 bad");
    row("1 setsockopt 3 lingers 1", "1 bad");
    row("1 setsockopt 99 linger 1", "1 error EBADF");
    row("1 socket tcp nonblocking", "1 bad");
    row("1 socket tcp nonblock nonblock", "1 bad");
    row("1 recv 3 10 later", "1 bad");
    row("1 send 3 00 dontwait,", "1 error EBADF");
    row("1 sendto 3 127.0.0.1:1 00 , ", "1 bad");
    row("1 dup", "1 bad");
    row("1 getsockname 3 4", "1 bad");
    row("1 close 0", "1 bad");
    row("1 close 1", "1 bad");
    row("123456789012345678901234567890123 socket tcp", "- bad");
}

void TestPeer::nonsense_isBad()
{
    QFETCH(QByteArray, command);
    QFETCH(QByteArray, reply);
    Peer peer;
    QCOMPARE(peer.ask(command), reply);
    QCOMPARE(peer.ask("2 socket tcp"), QByteArray("2 ok 3")); // nothing was called, nothing is hurt
}

void TestPeer::asleepInAccept_stillListens()
{
    const KeptPort port(SOCK_STREAM);
    Peer peer;
    peer.ask("1 socket tcp");
    peer.ask("2 setsockopt 3 reuseaddr 1");
    peer.ask("3 bind 3 " + port.text());
    QCOMPARE(peer.ask("4 listen 3 5"), QByteArray("4 ok 0"));
    peer.tell("5 accept 3");
    peer.tell("6 accept 3");
    QVERIFY(peer.ask("7 socket udp").startsWith("7 ok ")); // the sleepers have taken descriptors already
    const TestSocket client(AF_INET, SOCK_STREAM);
    QVERIFY(client.connectTo(port.endpoint()));
    const QByteArray accepted = peer.reply();
    QVERIFY(accepted.startsWith("5 ok ") || accepted.startsWith("6 ok "));
    QVERIFY(accepted.endsWith(' ' + textOf(client.local())));
}

void TestPeer::quickCommands_needNoMoreThreads()
{
    Peer peer;
    for (int i = 0; i < 500; ++i)
        QCOMPARE(peer.ask("x close 99"), QByteArray("x error EBADF"));
    QCOMPARE(peer.threads(), 2); // the one that reads commands, and one worker
}

void TestPeer::endOfInput_endsItAsleep()
{
    Peer peer;
    peer.ask("1 socket udp");
    peer.tell("2 recv 3 10");
    peer.process.closeWriteChannel();
    QVERIFY(peer.process.waitForFinished());
    QCOMPARE(peer.process.exitStatus(), QProcess::NormalExit);
    QCOMPARE(peer.process.exitCode(), 0);
}

void TestPeer::exitCommand_endsItAsleep()
{
    Peer peer;
    peer.ask("1 socket udp");
    peer.tell("2 recv 3 10");
    peer.tell("exit");
    QVERIFY(peer.process.waitForFinished());
    QCOMPARE(peer.process.exitStatus(), QProcess::NormalExit);
    QCOMPARE(peer.process.exitCode(), 0);
}

void TestPeer::overlongLine_isBadAndSkipped()
{
    Peer peer;
    peer.tell("1 send 3 " + QByteArray(3'000'000, 'a'));
    QCOMPARE(peer.reply(), QByteArray("- bad"));
    QCOMPARE(peer.ask("2 socket tcp"), QByteArray("2 ok 3"));
}

void TestPeer::nobodyReads_itEnds()
{
    QProcess shell; // whose `true` is the reader, and is gone at once
    shell.start(QStringLiteral("/bin/sh"), {QStringLiteral("-c"), QStringLiteral("\"$0\" | true"), kPeer});
    QVERIFY(shell.waitForStarted());
    for (int i = 0; i < 1000 && shell.state() == QProcess::Running; ++i) {
        shell.write("1 close 99\n");
        shell.waitForFinished(10);
    }
    QCOMPARE(shell.state(), QProcess::NotRunning);
}

// What was open when the test was started would take the first descriptors of its programs.
void TestPeer::initTestCase() { QCOMPARE(::close_range(3, ~0U, CLOSE_RANGE_CLOEXEC), 0); }

QTEST_GUILESS_MAIN(TestPeer)
#include "tst_peer.moc"
