// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/tap/session.h"

#include "core/tap/real.h"
#include "core/tap/socketinfo.h"
#include "core/trace/hello.h"
#include "core/trace/rawsyscall.h"

#include <atomic>
#include <cerrno>
#include <cstddef>
#include <cstdlib>
#include <cstring>

#include <pthread.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>

namespace zocalo::tap {

namespace {

using trace::asArgument;
using trace::rawSyscall;

constexpr long kPatienceSeconds = 5;
constexpr unsigned kKernelSignalSetSize = 8;

enum class State { Unknown, Joining, On, Off };

std::atomic<State> g_state{State::Unknown};
trace::RingWriter g_ring;
/// Where to say hello: kept from load, because a forked child may find its environment changed.
sockaddr_un g_listener;
socklen_t g_listenerLength = 0;

/// No signal handler of the program runs while this lives: it could make calls, or interrupt ours.
class SignalsBlocked
{
public:
    SignalsBlocked()
    {
        std::uint64_t all = ~std::uint64_t{0};
        rawSyscall(SYS_rt_sigprocmask, SIG_SETMASK, asArgument(&all), asArgument(&m_before), kKernelSignalSetSize);
    }
    ~SignalsBlocked() { rawSyscall(SYS_rt_sigprocmask, SIG_SETMASK, asArgument(&m_before), 0, kKernelSignalSetSize); }
    SignalsBlocked(const SignalsBlocked &) = delete;
    SignalsBlocked &operator=(const SignalsBlocked &) = delete;

private:
    std::uint64_t m_before = 0;
};

bool readListener()
{
    const char *name = secure_getenv(trace::kTapVariable);
    if (!name || !*name)
        return false;
    const std::size_t length = std::strlen(name);
    if (length >= sizeof g_listener.sun_path)
        return false;
    g_listener.sun_family = AF_UNIX;
    std::memcpy(g_listener.sun_path, name, length + 1);
    const bool isAbstract = name[0] == '@';
    if (isAbstract)
        g_listener.sun_path[0] = '\0';
    g_listenerLength = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + length + (isAbstract ? 0 : 1));
    return true;
}

/// A connection to a listener of our own user, or -1.
int connectToListener()
{
    const long connection = rawSyscall(SYS_socket, AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);
    if (connection < 0)
        return -1;
    const timeval patience{kPatienceSeconds, 0};
    rawSyscall(SYS_setsockopt, connection, SOL_SOCKET, SO_SNDTIMEO, asArgument(&patience), sizeof patience);
    rawSyscall(SYS_setsockopt, connection, SOL_SOCKET, SO_RCVTIMEO, asArgument(&patience), sizeof patience);
    ucred listener{};
    socklen_t length = sizeof listener;
    if (rawSyscall(SYS_connect, connection, asArgument(&g_listener), g_listenerLength) == 0 &&
        rawSyscall(SYS_getsockopt, connection, SOL_SOCKET, SO_PEERCRED, asArgument(&listener), asArgument(&length)) ==
            0 &&
        listener.uid == static_cast<uid_t>(rawSyscall(SYS_geteuid)))
        return static_cast<int>(connection);
    rawSyscall(SYS_close, connection);
    return -1;
}

/// Not on the stack: a thread's may be small. One thread joins at a time.
trace::HelloSocket g_held[trace::kMaxHelloSockets];

bool sendHello(int connection, int memfd, trace::HelloReason reason)
{
    trace::Hello hello;
    bool more = false;
    // The connection is a socket too, and not the program's.
    std::size_t held = heldSockets(g_held, trace::kMaxHelloSockets, more);
    for (std::size_t i = 0; i < held; ++i) {
        if (g_held[i].fd == connection)
            g_held[i--] = g_held[--held];
    }
    hello.socketCount = static_cast<std::uint16_t>(held);
    hello.moreSockets = more ? 1 : 0;
    hello.reason = reason;
    hello.pid = static_cast<std::uint32_t>(rawSyscall(SYS_getpid));
    hello.parentPid = static_cast<std::uint32_t>(rawSyscall(SYS_getppid));
    hello.slotCount = trace::kDefaultSlotCount;
    if (program_invocation_short_name)
        std::strncpy(hello.name, program_invocation_short_name, sizeof hello.name - 1);
    iovec pieces[] = {{&hello, sizeof hello}, {g_held, held * sizeof g_held[0]}};
    alignas(cmsghdr) char control[CMSG_SPACE(sizeof(int))] = {};
    msghdr message{};
    message.msg_iov = pieces;
    message.msg_iovlen = 2;
    message.msg_control = control;
    message.msg_controllen = sizeof control;
    cmsghdr *rights = CMSG_FIRSTHDR(&message);
    rights->cmsg_level = SOL_SOCKET;
    rights->cmsg_type = SCM_RIGHTS;
    rights->cmsg_len = CMSG_LEN(sizeof(int));
    std::memcpy(CMSG_DATA(rights), &memfd, sizeof memfd);
    return rawSyscall(SYS_sendmsg, connection, asArgument(&message), MSG_NOSIGNAL) ==
           static_cast<long>(sizeof hello + held * sizeof g_held[0]);
}

bool receiveGo(int connection)
{
    trace::HelloReply reply;
    const long got = rawSyscall(SYS_recvfrom, connection, asArgument(&reply), sizeof reply);
    return got == sizeof reply && reply.magic == trace::kHelloMagic && reply.version == trace::kHelloVersion &&
           reply.verdict == trace::HelloVerdict::Go;
}

/// Both descriptors are closed when it returns, whatever happened: the program's own start at 3.
bool join(trace::HelloReason reason)
{
    const SignalsBlocked blocked;
    const int memfd = g_ring.create(trace::kDefaultSlotCount);
    if (memfd < 0)
        return false;
    const int connection = connectToListener();
    const bool isSent = connection >= 0 && sendHello(connection, memfd, reason);
    rawSyscall(SYS_close, memfd);
    const bool isGo = isSent && receiveGo(connection);
    if (connection >= 0)
        rawSyscall(SYS_close, connection);
    if (!isGo)
        g_ring.destroy();
    return isGo;
}

/// In the child after fork: the parent's ring is not ours.
void afterFork()
{
    if (g_state.load() != State::On)
        return;
    if (trace::RingWriter::isFilling()) // forked by a signal handler in the middle of a record: it must be able to end
        return;
    const int savedErrno = errno;
    g_ring.destroy();
    forgetSockets();
    g_state.store(join(trace::HelloReason::Fork) ? State::On : State::Off);
    errno = savedErrno;
}

void start()
{
    State expected = State::Unknown;
    if (!g_state.compare_exchange_strong(expected, State::Joining))
        return;
    const int savedErrno = errno;
    const bool isOn = readListener() && join(trace::HelloReason::Start);
    if (isOn)
        pthread_atfork(nullptr, nullptr, afterFork);
    g_state.store(isOn ? State::On : State::Off);
    errno = savedErrno;
}

__attribute__((constructor)) void load()
{
    real();
    start();
}

} // namespace

trace::RingWriter *ring()
{
    State state = g_state.load(std::memory_order_acquire);
    if (state == State::Unknown) {
        start();
        state = g_state.load(std::memory_order_acquire);
    }
    return state == State::On && g_ring.isWanted() ? &g_ring : nullptr;
}

} // namespace zocalo::tap
