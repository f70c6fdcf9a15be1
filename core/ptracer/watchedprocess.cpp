// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/ptracer/watchedprocess.h"

#include <algorithm>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string_view>

#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

namespace zocalo::ptracer {

namespace {

constexpr long kPatienceSeconds = 5;
/// A program that goes through more sockets than this is asked for their kinds again.
constexpr std::size_t kMostKinds = 65536;

int connectToListener()
{
    const char *name = std::getenv(trace::kTapVariable);
    sockaddr_un address{};
    const std::size_t length = name ? std::strlen(name) : 0;
    if (length == 0 || length >= sizeof address.sun_path)
        return -1;
    address.sun_family = AF_UNIX;
    std::memcpy(address.sun_path, name, length + 1);
    const bool isAbstract = name[0] == '@';
    if (isAbstract)
        address.sun_path[0] = '\0';
    const auto size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + length + (isAbstract ? 0 : 1));
    const int connection = ::socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);
    const timeval patience{kPatienceSeconds, 0};
    ::setsockopt(connection, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
    ::setsockopt(connection, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    if (connection >= 0 && ::connect(connection, reinterpret_cast<const sockaddr *>(&address), size) != 0) {
        ::close(connection);
        return -1;
    }
    return connection;
}

/// The file name of the program that the process runs.
void readName(pid_t pid, char *target, std::size_t size)
{
    char path[4096];
    char link[64];
    std::snprintf(link, sizeof link, "/proc/%d/exe", pid);
    const ssize_t length = ::readlink(link, path, sizeof path - 1);
    if (length <= 0)
        return;
    path[length] = '\0';
    const char *slash = std::strrchr(path, '/');
    const std::string_view name = slash ? slash + 1 : path;
    std::memcpy(target, name.data(), std::min(name.size(), size - 1)); // the rest is zero already
}

bool sendHello(int connection, int memfd, trace::Hello &hello)
{
    iovec piece{&hello, sizeof hello};
    alignas(cmsghdr) char control[CMSG_SPACE(sizeof(int))] = {};
    msghdr message{};
    message.msg_iov = &piece;
    message.msg_iovlen = 1;
    message.msg_control = control;
    message.msg_controllen = sizeof control;
    cmsghdr *rights = CMSG_FIRSTHDR(&message);
    rights->cmsg_level = SOL_SOCKET;
    rights->cmsg_type = SCM_RIGHTS;
    rights->cmsg_len = CMSG_LEN(sizeof(int));
    std::memcpy(CMSG_DATA(rights), &memfd, sizeof memfd);
    return ::sendmsg(connection, &message, MSG_NOSIGNAL) == sizeof hello;
}

bool receiveGo(int connection)
{
    trace::HelloReply reply;
    return ::recv(connection, &reply, sizeof reply, 0) == sizeof reply && reply.magic == trace::kHelloMagic &&
           reply.version == trace::kHelloVersion && reply.verdict == trace::HelloVerdict::Go;
}

} // namespace

WatchedProcess::WatchedProcess(pid_t pid, pid_t parent, trace::HelloReason reason)
    : m_pid(pid), m_pidfd(static_cast<int>(::syscall(SYS_pidfd_open, pid, 0)))
{
    const int memfd = m_ring.create(trace::kDefaultSlotCount);
    if (memfd < 0)
        return;
    if (m_pidfd < 0 || !join(memfd, parent, reason))
        m_ring.destroy();
    ::close(memfd);
}

WatchedProcess::~WatchedProcess()
{
    m_ring.destroy();
    if (m_pidfd >= 0)
        ::close(m_pidfd);
}

bool WatchedProcess::join(int memfd, pid_t parent, trace::HelloReason reason) const
{
    const int connection = connectToListener();
    if (connection < 0)
        return false;
    trace::Hello hello;
    hello.reason = reason;
    hello.pid = static_cast<std::uint32_t>(m_pid);
    hello.parentPid = static_cast<std::uint32_t>(parent);
    hello.slotCount = trace::kDefaultSlotCount;
    hello.moreSockets = 1; // not asked for: what it holds is told by its calls
    readName(m_pid, hello.name, sizeof hello.name);
    const bool isGo = sendHello(connection, memfd, hello) && receiveGo(connection);
    ::close(connection);
    return isGo;
}

const SocketKind *WatchedProcess::knownKind(std::uint64_t cookie) const
{
    const auto found = m_kinds.find(cookie);
    return found == m_kinds.end() ? nullptr : &found->second;
}

void WatchedProcess::rememberKind(std::uint64_t cookie, const SocketKind &kind)
{
    if (m_kinds.size() >= kMostKinds)
        m_kinds.clear();
    m_kinds.insert_or_assign(cookie, kind);
}

} // namespace zocalo::ptracer
