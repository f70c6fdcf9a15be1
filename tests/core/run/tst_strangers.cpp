// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
// Watched programs that talk with somebody who is not: what is told of that one is what the kernel and /proc tell.
#include "core/run/programrun.h"
#include "core/world/world.h"

#include <QElapsedTimer>
#include <QProcess>
#include <QStandardPaths>
#include <QTest>

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <functional>

using namespace zocalo;
using history::ProcessId;
using run::FileDescriptor;
using run::Program;
using run::Run;

namespace {

constexpr int kPatienceMs = 60000;

/// A run with one python program in it.
class Watched
{
public:
    Watched() : m_run(run::HelperPaths::find().value(), [this](const history::Event &event) { world.apply(event); }) {}
    Q_DISABLE_COPY_MOVE(Watched)

    bool start(const QStringList &arguments)
    {
        std::array<int, 2> ends{};
        if (::pipe2(ends.data(), O_CLOEXEC) != 0) {
            return false;
        }
        ::fcntl(ends[0], F_SETFL, O_NONBLOCK);
        m_output.reset(ends[0]);
        const FileDescriptor writing(ends[1]);
        Program program{QStringLiteral("python3"), arguments};
        program.streams[1] = ends[1];
        return m_run.startProgram(program).ok();
    }
    bool until(const std::function<bool()> &isSo)
    {
        QElapsedTimer clock;
        clock.start();
        while (!isSo()) {
            if (clock.hasExpired(kPatienceMs) || !m_run.pass(Run::Patience(1000)) || !m_run.watchTable()) {
                return false;
            }
        }
        return true;
    }
    /// The port that it writes.
    quint16 port()
    {
        QByteArray text;
        until([&] {
            std::array<char, 64> buffer{};
            const ssize_t size = ::read(m_output.get(), buffer.data(), buffer.size());
            text.append(buffer.data(), std::max<ssize_t>(size, 0));
            return text.endsWith('\n');
        });
        return text.trimmed().toUShort();
    }
    /// The one who is not watched; nullptr: nobody, or more than one.
    const world::Process *stranger() const
    {
        const world::Process *found = nullptr;
        for (const world::Process &process : world.processes()) {
            if (process.outside) {
                if (found) {
                    return nullptr;
                }
                found = &process;
            }
        }
        return found;
    }
    const world::Socket *socketOf(ProcessId process) const
    {
        const auto &sockets = world.sockets();
        const auto found = std::find_if(sockets.begin(), sockets.end(), [process](const world::Socket &socket) {
            return socket.creator == process && !socket.listening;
        });
        return found == sockets.end() ? nullptr : &*found;
    }
    Run &run() { return m_run; }

    world::World world;

private:
    FileDescriptor m_output;
    Run m_run;
};

sockaddr_in loopback(quint16 port)
{
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
}

/// A UDP socket bound there; its port, if that is 0, is put into `address`.
FileDescriptor boundTo(sockaddr_in &address)
{
    FileDescriptor fd(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0));
    const int yes = 1;
    socklen_t size = sizeof address;
    ::setsockopt(fd.get(), SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    if (::bind(fd.get(), reinterpret_cast<const sockaddr *>(&address), size) != 0 ||
        ::getsockname(fd.get(), reinterpret_cast<sockaddr *>(&address), &size) != 0) {
        fd.reset();
    }
    return fd;
}

quint64 cookieOf(int fd)
{
    quint64 cookie = 0;
    socklen_t size = sizeof cookie;
    ::getsockopt(fd, SOL_SOCKET, SO_COOKIE, &cookie, &size);
    return cookie;
}

QString script(const char *name) { return QStringLiteral(ZOCALO_SOURCE_DIR "/tests/programs/") + QLatin1String(name); }

} // namespace

class TestStrangers : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase()
    {
        qputenv("ZOCALO_HELPERS", ZOCALO_HELPER_DIR);
        if (QStandardPaths::findExecutable(QStringLiteral("python3")).isEmpty()) {
            QSKIP("python3 is not installed");
        }
    }
    void client_isToldByTheKernelsTable();
    void nc_isNamed();
    void server_isToldBeforeAccept();
    void datagrams_haveASender();
    void samePort_isNotSameAddress();
    void watchedOnes_areNoStrangers();
};

// The stranger is this process.
void TestStrangers::client_isToldByTheKernelsTable()
{
    Watched watched;
    QVERIFY(watched.start({script("echoserver.py"), QStringLiteral("1")}));
    const sockaddr_in server = loopback(watched.port());
    FileDescriptor client(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    QCOMPARE(::connect(client.get(), reinterpret_cast<const sockaddr *>(&server), sizeof server), 0);
    QVERIFY(watched.until([&] { return watched.stranger() != nullptr; }));
    const ProcessId id = watched.stranger()->id;
    QCOMPARE(watched.stranger()->pid, qint64{::getpid()});
    QCOMPARE(watched.stranger()->role, world::Role::Client);
    QCOMPARE(watched.stranger()->name, QStringLiteral("tst_strangers"));
    const world::Socket *socket = watched.socketOf(id);
    QVERIFY(socket);
    QCOMPARE(socket->id, cookieOf(client.get()));
    QCOMPARE(socket->owners, (QList<world::Owner>{{id, -1}}));
    QCOMPARE(socket->state, kernel::State::Established);
    QVERIFY(watched.until([&] { return watched.world.socket(socket->peerSocket) != nullptr; }));

    // What it sends is not seen; what the server answers is, and where it lands.
    QCOMPARE(::send(client.get(), "hello", 5, 0), 5);
    QVERIFY(watched.until([&] { return !watched.world.messages().isEmpty(); }));
    QCOMPARE(watched.world.messages().size(), 1);
    QVERIFY(watched.until([&] { return watched.world.messages().first().landed == socket->id; }));
    QCOMPARE(watched.world.messages().first().outcome, world::Outcome::Queued);
    const world::Process *const self = watched.world.process(id);
    QVERIFY(self->openCalls.isEmpty());
    QCOMPARE(self->lastCall, trace::Call::Unknown);

    // It has not read what came: nobody knows whether it would have, so nothing is told of that.
    client.reset();
    QVERIFY(watched.until([&] { return watched.world.socket(socket->id)->closed; }));
    QVERIFY(watched.world.messages().first().outcome != world::Outcome::Discarded);
    QVERIFY(watched.until([&] { return !watched.run().isAlive(); })); // the stranger does not keep the run
}

void TestStrangers::nc_isNamed()
{
    if (QStandardPaths::findExecutable(QStringLiteral("nc")).isEmpty()) {
        QSKIP("nc is not installed");
    }
    Watched watched;
    QVERIFY(watched.start({script("echoserver.py"), QStringLiteral("1")}));
    QProcess nc;
    nc.start(QStringLiteral("nc"), {QStringLiteral("127.0.0.1"), QString::number(watched.port())});
    QVERIFY(nc.waitForStarted());
    QVERIFY(watched.until([&] { return watched.stranger() != nullptr; }));
    QCOMPARE(watched.stranger()->pid, nc.processId());
    QVERIFY2(watched.stranger()->name.startsWith(QLatin1String("nc")), qPrintable(watched.stranger()->name));
    nc.kill();
    QVERIFY(nc.waitForFinished());
    QVERIFY(watched.until([&] { return watched.stranger()->activity == world::Activity::Ended; }));
    QCOMPARE(watched.stranger()->signal, SIGKILL);
}

// The other way round: this process listens, and does not even accept.
void TestStrangers::server_isToldBeforeAccept()
{
    const FileDescriptor listener(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    sockaddr_in address = loopback(0);
    QCOMPARE(::bind(listener.get(), reinterpret_cast<const sockaddr *>(&address), sizeof address), 0);
    QCOMPARE(::listen(listener.get(), 5), 0);
    socklen_t size = sizeof address;
    ::getsockname(listener.get(), reinterpret_cast<sockaddr *>(&address), &size);
    Watched watched;
    QVERIFY(watched.start({script("echoclient.py"), QString::number(ntohs(address.sin_port)), QStringLiteral("word")}));
    QVERIFY(watched.until([&] { return watched.stranger() != nullptr; }));
    QCOMPARE(watched.stranger()->pid, qint64{::getpid()});
    QCOMPARE(watched.stranger()->role, world::Role::Server);
    const world::Socket *const listening = watched.world.socket(cookieOf(listener.get()));
    QVERIFY(listening);
    QVERIFY(listening->listening);
    // Its accept queue is the kernel's word.
    QVERIFY(watched.until([&] { return listening->acceptQueue.size() == 1; }));
}

void TestStrangers::datagrams_haveASender()
{
    // A port that is free: one that the program chooses itself makes it a server.
    FileDescriptor finder(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0));
    sockaddr_in server = loopback(0);
    socklen_t size = sizeof server;
    QCOMPARE(::bind(finder.get(), reinterpret_cast<const sockaddr *>(&server), size), 0);
    QCOMPARE(::getsockname(finder.get(), reinterpret_cast<sockaddr *>(&server), &size), 0);
    finder.reset();
    Watched watched;
    QVERIFY(watched.start({QStringLiteral("-c"),
                           QStringLiteral("import socket, sys\n"
                                          "s = socket.socket(type=socket.SOCK_DGRAM)\n"
                                          "s.bind(('127.0.0.1', int(sys.argv[1])))\n"
                                          "print(sys.argv[1], flush=True)\n"
                                          "s.sendto(*s.recvfrom(100))\n"
                                          "s.recvfrom(100)\n"),
                           QString::number(ntohs(server.sin_port))}));
    QCOMPARE(watched.port(), ntohs(server.sin_port));
    const FileDescriptor client(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0));
    QCOMPARE(::sendto(client.get(), "hi", 2, 0, reinterpret_cast<const sockaddr *>(&server), sizeof server), 2);
    QVERIFY(watched.until([&] { return watched.stranger() != nullptr; }));
    QCOMPARE(watched.stranger()->pid, qint64{::getpid()});
    QCOMPARE(watched.stranger()->role, world::Role::Client);
    QCOMPARE(watched.socketOf(watched.stranger()->id)->id, cookieOf(client.get()));
    ::sendto(client.get(), "end", 3, 0, reinterpret_cast<const sockaddr *>(&server), sizeof server);
    QVERIFY(watched.until([&] { return !watched.run().isAlive(); }));
}

// Datagrams go to another machine, to an address where somebody nearer is, to one where two are, and to one alone.
void TestStrangers::samePort_isNotSameAddress()
{
    sockaddr_in far = loopback(0);
    far.sin_addr.s_addr = INADDR_ANY;
    const FileDescriptor elsewhere = boundTo(far);
    sockaddr_in near = loopback(0);
    const FileDescriptor bound = boundTo(near);
    sockaddr_in any = near;
    any.sin_addr.s_addr = INADDR_ANY;
    const FileDescriptor behind = boundTo(any);
    sockaddr_in shared = loopback(0);
    const FileDescriptor one = boundTo(shared);
    const FileDescriptor two = boundTo(shared);
    sockaddr_in last = loopback(0);
    last.sin_addr.s_addr = INADDR_ANY;
    const FileDescriptor alone = boundTo(last);
    QVERIFY(elsewhere && bound && behind && one && two && alone);
    Watched watched;
    QStringList targets{QStringLiteral("192.0.2.1:%1").arg(ntohs(far.sin_port))}; // of nobody: RFC 5737
    for (const sockaddr_in &target : {near, shared, last}) {
        targets.append(QStringLiteral("127.0.0.1:%1").arg(ntohs(target.sin_port)));
    }
    QVERIFY(
        watched.start(QStringList{QStringLiteral("-c"), QStringLiteral("import socket, sys\n"
                                                                       "for target in sys.argv[1:]:\n"
                                                                       "    host, port = target.split(':')\n"
                                                                       "    s = socket.socket(type=socket.SOCK_DGRAM)\n"
                                                                       "    try:\n"
                                                                       "        s.sendto(b'x', (host, int(port)))\n"
                                                                       "    except OSError:\n"
                                                                       "        pass\n"
                                                                       "s.recvfrom(1)\n")} +
                      targets));
    const bool isMet = watched.until([&] { return watched.world.socket(cookieOf(alone.get())) != nullptr; });
    QCOMPARE(::kill(static_cast<pid_t>(watched.run().pid(0)), SIGTERM), 0);
    QVERIFY(watched.until([&] { return !watched.run().isAlive(); }));
    QVERIFY(isMet);
    QVERIFY(watched.world.socket(cookieOf(bound.get())));
    for (const FileDescriptor *const other : {&elsewhere, &behind, &one, &two}) {
        QVERIFY(!watched.world.socket(cookieOf(other->get())));
    }
}

void TestStrangers::watchedOnes_areNoStrangers()
{
    Watched watched;
    QVERIFY(watched.start({script("echoserver.py"), QStringLiteral("2")}));
    const QString port = QString::number(watched.port());
    for (const char *word : {"one", "two"}) {
        QVERIFY(watched.run()
                    .startProgram({QStringLiteral("python3"), {script("echoclient.py"), port, QLatin1String(word)}})
                    .ok());
    }
    QVERIFY(watched.until([&] { return !watched.run().isAlive(); }));
    QCOMPARE(watched.world.processes().size(), 3);
    QVERIFY(std::none_of(watched.world.processes().begin(), watched.world.processes().end(),
                         [](const world::Process &process) { return process.outside; }));
}

QTEST_GUILESS_MAIN(TestStrangers)
#include "tst_strangers.moc"
