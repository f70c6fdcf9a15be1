// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/run/abilities.h"

#include "core/kernel/destroyedsockets.h"
#include "core/kernel/sockettable.h"
#include "core/run/clock.h"
#include "core/run/filedescriptor.h"
#include "core/run/laboratory.h"

#include <QStandardPaths>

#include <netinet/in.h>
#include <poll.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>

namespace zocalo::run {

namespace {

/// A kernel that frees a socket tells of it at once, or a moment later by a worker.
constexpr int kDestroyPatienceMs = 2000;

AbilityReport reportOf(Ability ability, int failure) { return {ability, failure == 0, failure}; }

/// Two connected sockets of ours on the loopback, over which one byte went.
class Pair
{
public:
    bool make()
    {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        auto *const any = reinterpret_cast<sockaddr *>(&address);
        const FileDescriptor listener(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
        m_client.reset(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
        if (!listener || !m_client || ::bind(listener.get(), any, size) != 0 || ::listen(listener.get(), 1) != 0 ||
            ::getsockname(listener.get(), any, &size) != 0 || ::connect(m_client.get(), any, size) != 0)
            return false;
        m_server.reset(::accept4(listener.get(), nullptr, nullptr, SOCK_CLOEXEC));
        return m_server && ::send(m_client.get(), "z", 1, MSG_NOSIGNAL) == 1;
    }
    quint64 cookie() const
    {
        quint64 cookie = 0;
        socklen_t size = sizeof cookie;
        ::getsockopt(m_client.get(), SOL_SOCKET, SO_COOKIE, &cookie, &size);
        return cookie;
    }
    void close()
    {
        m_client.reset();
        m_server.reset();
    }

private:
    FileDescriptor m_client;
    FileDescriptor m_server;
};

/// The table, what it counts, and the events: all three of the same connection.
QList<AbilityReport> tryDiagnostics()
{
    AbilityReport diagnostics{Ability::SocketDiagnostics};
    AbilityReport counters{Ability::Counters};
    AbilityReport events{Ability::DestroyEvents};
    kernel::DestroyedSockets destroyed;
    const Status listens = destroyed.open();
    Pair pair;
    if (!pair.make()) {
        diagnostics.errnoValue = counters.errnoValue = events.errnoValue = errno;
        return {diagnostics, counters, events};
    }
    const quint64 cookie = pair.cookie();
    kernel::SocketTable table;
    const auto isOurs = [cookie](const kernel::SocketRow &row) { return row.cookie == cookie; };
    const Result<QList<kernel::SocketRow>> rows = table.read(isOurs, kernel::SocketTable::Families::Ipv4);
    diagnostics.works = rows.ok() && rows.value().size() == 1;
    diagnostics.errnoValue = rows.ok() ? 0 : rows.error().errnoValue;
    counters.works = diagnostics.works && rows.value().first().counted && rows.value().first().bytesSent == 1;
    counters.errnoValue = diagnostics.errnoValue;
    events.errnoValue = listens ? 0 : listens.error().errnoValue;
    pair.close();
    const qint64 deadline = monotonicNs() + kDestroyPatienceMs * qint64{1'000'000};
    pollfd told{destroyed.fd(), POLLIN, 0};
    while (listens && !events.works && monotonicNs() < deadline) {
        ::poll(&told, 1, kDestroyPatienceMs);
        const QList<kernel::SocketRow> freed = destroyed.read();
        events.works = std::any_of(freed.begin(), freed.end(), isOurs);
    }
    return {diagnostics, counters, events};
}

AbilityReport tryLaboratory()
{
    const auto laboratory =
        Laboratory::open({QStringLiteral("10.0.0.1"), QStringLiteral("10.0.0.2")}, "@zocalo-doctor");
    if (laboratory) {
        return {Ability::Laboratory, true};
    }
    return {Ability::Laboratory, false, laboratory.error().errnoValue, laboratory.error().detail};
}

} // namespace

/// Seizes a child that waits to be killed, as the tracer does with a program that the tap cannot enter.
int ptraceFailure()
{
    const pid_t child = fork();
    if (child < 0) {
        return errno;
    }
    if (child == 0) {
        for (;;) {
            pause();
        }
    }
    const int failure = ptrace(PTRACE_SEIZE, child, nullptr, nullptr) == 0 ? 0 : errno;
    kill(child, SIGKILL);
    while (waitpid(child, nullptr, 0) < 0 && errno == EINTR) {
    }
    return failure;
}

QList<AbilityReport> tryAbilities()
{
    const QString ffmpeg = QStandardPaths::findExecutable(QStringLiteral("ffmpeg"));
    return tryDiagnostics() << reportOf(Ability::Ptrace, ptraceFailure()) << tryLaboratory()
                            << AbilityReport{Ability::Ffmpeg, !ffmpeg.isEmpty(), 0, ffmpeg};
}

} // namespace zocalo::run
