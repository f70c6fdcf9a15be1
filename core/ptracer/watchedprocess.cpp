// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/ptracer/watchedprocess.h"

#include "core/ptracer/remote.h"
#include "core/trace/listener.h"

#include <algorithm>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <filesystem>
#include <iterator>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

#include <linux/netlink.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/utsname.h>
#include <unistd.h>

namespace zocalo::ptracer {

namespace {

constexpr long kPatienceSeconds = 5;
/// A program that goes through more sockets than this is asked for their kinds again.
constexpr std::size_t kMostKinds = 65536;

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

/// The sockets that a stopped process holds. `more`: it may hold others.
std::vector<trace::HelloSocket> heldSockets(pid_t pid, int pidfd, bool &more)
{
    std::vector<trace::HelloSocket> sockets;
    std::error_code error;
    const std::filesystem::path folder = "/proc/" + std::to_string(pid) + "/fd";
    std::filesystem::directory_iterator entry(folder, error);
    more = bool(error);
    for (; !error && entry != std::filesystem::directory_iterator(); entry.increment(error)) {
        std::error_code unread; // closed meanwhile by who shares its descriptors
        if (std::filesystem::read_symlink(entry->path(), unread).string().rfind("socket:", 0) != 0)
            continue;
        if (sockets.size() == trace::kMaxHelloSockets) {
            more = true;
            break;
        }
        trace::HelloSocket held;
        held.fd = std::atoi(entry->path().filename().c_str());
        const BorrowedSocket socket(pidfd, held.fd);
        held.cookie = socket.cookie();
        if (held.cookie == 0) {
            more = true;
            continue;
        }
        held.domain = static_cast<std::uint16_t>(socket.option(SO_DOMAIN));
        held.type = static_cast<std::uint16_t>(socket.option(SO_TYPE));
        held.protocol = static_cast<std::uint16_t>(socket.option(SO_PROTOCOL));
        held.listening = socket.option(SO_ACCEPTCONN) != 0 ? 1 : 0;
        held.local = socket.local();
        held.peer = socket.peer();
        sockets.push_back(held);
    }
    more = more || error;
    return sockets;
}

bool sendHello(int connection, int memfd, int netlink, trace::Hello &hello, std::vector<trace::HelloSocket> &sockets)
{
    const std::size_t listed = sockets.size() * sizeof(trace::HelloSocket);
    iovec pieces[] = {{&hello, sizeof hello}, {sockets.data(), listed}};
    const int descriptors[] = {memfd, netlink};
    const std::size_t carried = (netlink >= 0 ? 2 : 1) * sizeof(int);
    alignas(cmsghdr) char control[CMSG_SPACE(sizeof descriptors)] = {};
    msghdr message{};
    message.msg_iov = pieces;
    message.msg_iovlen = std::size(pieces);
    message.msg_control = control;
    message.msg_controllen = CMSG_SPACE(carried);
    cmsghdr *rights = CMSG_FIRSTHDR(&message);
    rights->cmsg_level = SOL_SOCKET;
    rights->cmsg_type = SCM_RIGHTS;
    rights->cmsg_len = CMSG_LEN(carried);
    std::memcpy(CMSG_DATA(rights), descriptors, carried);
    return ::sendmsg(connection, &message, MSG_NOSIGNAL) == static_cast<ssize_t>(sizeof hello + listed);
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

bool WatchedProcess::join(int memfd, pid_t parent, trace::HelloReason reason)
{
    trace::Listener listener;
    if (!listener.read(std::getenv(trace::kTapVariable), std::getenv(trace::kTokenVariable)))
        return false;
    const trace::Listener::Connection connection = listener.connect(kPatienceSeconds);
    if (connection.fd < 0)
        return false;
    m_ring.setBlind(!connection.isVisible);
    trace::Hello hello;
    hello.reason = reason;
    hello.pid = static_cast<std::uint32_t>(m_pid);
    hello.parentPid = static_cast<std::uint32_t>(parent);
    hello.slotCount = trace::kDefaultSlotCount;
    bool more = false;
    std::vector<trace::HelloSocket> sockets = heldSockets(m_pid, m_pidfd, more);
    hello.socketCount = static_cast<std::uint16_t>(sockets.size());
    hello.moreSockets = more ? 1 : 0;
    hello.token = listener.token();
    utsname system{};
    if (::uname(&system) == 0)
        std::memcpy(hello.host, system.nodename, sizeof hello.host - 1);
    readName(m_pid, hello.name, sizeof hello.name);
    const int netlink = connection.byPath ? ::socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_SOCK_DIAG) : -1;
    const bool isGo = sendHello(connection.fd, memfd, netlink, hello, sockets) && receiveGo(connection.fd);
    if (netlink >= 0)
        ::close(netlink);
    ::close(connection.fd);
    return isGo;
}

void WatchedProcess::tellEnd(int status)
{
    if (!isWanted())
        return;
    timespec now{};
    ::clock_gettime(CLOCK_MONOTONIC, &now);
    trace::Record record;
    record.call = trace::Call::Wait;
    record.observedBy = 2;
    record.phase = trace::Phase::Return;
    record.pid = static_cast<std::uint32_t>(m_pid);
    record.tid = record.pid;
    record.serial = m_ring.nextSerial();
    record.result = m_pid;
    record.value = status;
    record.timeNs = static_cast<std::uint64_t>(now.tv_sec) * 1'000'000'000U + static_cast<std::uint64_t>(now.tv_nsec);
    trace::GateHold none;
    m_ring.put(record, {}, none, static_cast<std::uint32_t>(::getpid()));
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
