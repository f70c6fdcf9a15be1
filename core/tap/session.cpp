// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/tap/session.h"

#include "core/tap/pythonline.h"
#include "core/tap/real.h"
#include "core/tap/socketinfo.h"
#include "core/trace/hello.h"
#include "core/trace/listener.h"
#include "core/trace/rawsyscall.h"

#include <atomic>
#include <cerrno>
#include <cstddef>
#include <cstdlib>
#include <cstring>

#include <linux/netlink.h>
#include <pthread.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/utsname.h>

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
trace::Listener g_listener;

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

bool g_areLinesWanted = false;

/// Not on the stack: a thread's may be small. One thread joins at a time.
trace::HelloSocket g_held[trace::kMaxHelloSockets];

bool sendHello(int connection, int memfd, int netlink, trace::HelloReason reason)
{
    trace::Hello hello;
    bool more = false;
    // Ours are sockets too, and not the program's.
    std::size_t held = heldSockets(g_held, trace::kMaxHelloSockets, more);
    for (std::size_t i = 0; i < held; ++i) {
        if (g_held[i].fd == connection || g_held[i].fd == netlink)
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
    hello.token = g_listener.token();
    utsname system{};
    if (rawSyscall(SYS_uname, asArgument(&system)) == 0)
        std::memcpy(hello.host, system.nodename, sizeof hello.host - 1);
    iovec pieces[] = {{&hello, sizeof hello}, {g_held, held * sizeof g_held[0]}};
    const int descriptors[] = {memfd, netlink};
    const std::size_t carried = (netlink >= 0 ? 2 : 1) * sizeof(int);
    alignas(cmsghdr) char control[CMSG_SPACE(sizeof descriptors)] = {};
    msghdr message{};
    message.msg_iov = pieces;
    message.msg_iovlen = 2;
    message.msg_control = control;
    message.msg_controllen = CMSG_SPACE(carried);
    cmsghdr *rights = CMSG_FIRSTHDR(&message);
    rights->cmsg_level = SOL_SOCKET;
    rights->cmsg_type = SCM_RIGHTS;
    rights->cmsg_len = CMSG_LEN(carried);
    std::memcpy(CMSG_DATA(rights), descriptors, carried);
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

/// Its descriptors are closed when it returns, whatever happened: the program's own start at 3.
bool join(trace::HelloReason reason)
{
    const SignalsBlocked blocked;
    const int memfd = g_ring.create(trace::kDefaultSlotCount);
    if (memfd < 0)
        return false;
    const trace::Listener::Connection connection = g_listener.connect(kPatienceSeconds);
    // The run cannot ask for the table of another network namespace: it is handed a socket that can.
    const long netlink =
        connection.byPath ? rawSyscall(SYS_socket, AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_SOCK_DIAG) : -1;
    g_ring.setBlind(!connection.isVisible);
    const bool isSent =
        connection.fd >= 0 && sendHello(connection.fd, memfd, netlink < 0 ? -1 : static_cast<int>(netlink), reason);
    rawSyscall(SYS_close, memfd);
    if (netlink >= 0)
        rawSyscall(SYS_close, netlink);
    const bool isGo = isSent && receiveGo(connection.fd);
    if (connection.fd >= 0)
        rawSyscall(SYS_close, connection.fd);
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
    const char *lines = secure_getenv(trace::kLinesVariable);
    g_areLinesWanted = !lines || std::strcmp(lines, "0") != 0;
    const bool isOn = g_listener.read(secure_getenv(trace::kTapVariable), secure_getenv(trace::kTokenVariable)) &&
                      join(trace::HelloReason::Start);
    if (isOn)
        pthread_atfork(nullptr, nullptr, afterFork);
    g_state.store(isOn ? State::On : State::Off);
    errno = savedErrno;
}

__attribute__((constructor)) void load()
{
    real();
    start();
    // Not in start(), which an allocator may have called while it reads its settings: what is not found takes memory.
    if (g_areLinesWanted && g_state.load() == State::On)
        seekPython();
}

} // namespace

bool areLinesWanted() { return g_areLinesWanted; }

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
