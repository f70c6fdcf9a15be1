// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/tap/socketinfo.h"

#include "core/tap/recentsocket.h"
#include "core/trace/rawsyscall.h"

#include <atomic>

#include <fcntl.h>
#include <sys/socket.h>

namespace zocalo::tap {

namespace {

using trace::asArgument;
using trace::rawSyscall;

/// One word a socket: low half of the cookie, named (1 bit), domain (7), type (8), protocol (16). One word, so that
/// threads need no lock. Cookies count up, so neighbours have places of their own.
constexpr std::size_t kRememberedCookies = 4096;
constexpr std::uint64_t kNamed = std::uint64_t{1} << 31;
std::atomic<std::uint64_t> g_seen[kRememberedCookies];

std::atomic<std::uint64_t> &placeOf(std::uint64_t cookie) { return g_seen[cookie % kRememberedCookies]; }

bool isOf(std::uint64_t seen, std::uint64_t cookie) { return seen >> 32 == (cookie & 0xffffffffU); }

int intOption(int fd, int option)
{
    int value = 0;
    socklen_t length = sizeof value;
    const long failure = rawSyscall(SYS_getsockopt, fd, SOL_SOCKET, option, asArgument(&value), asArgument(&length));
    return failure == 0 ? value : 0;
}

trace::Endpoint nameOf(long number, int fd)
{
    sockaddr_storage address;
    socklen_t length = sizeof address;
    if (rawSyscall(number, fd, asArgument(&address), asArgument(&length)) != 0)
        return {};
    return trace::Endpoint::fromSockaddr(reinterpret_cast<const sockaddr *>(&address), length);
}

} // namespace

std::uint64_t cookieOf(int fd)
{
    std::uint64_t cookie = 0;
    socklen_t length = sizeof cookie;
    if (rawSyscall(SYS_getsockopt, fd, SOL_SOCKET, SO_COOKIE, asArgument(&cookie), asArgument(&length)) != 0)
        return 0;
    return cookie;
}

SocketKind kindOf(int fd, std::uint64_t cookie, bool &isFirst)
{
    std::atomic<std::uint64_t> &place = placeOf(cookie);
    const std::uint64_t seen = place.load(std::memory_order_relaxed);
    isFirst = !isOf(seen, cookie);
    if (!isFirst) {
        return {static_cast<std::uint16_t>(seen >> 24 & 0x7f), static_cast<std::uint16_t>(seen >> 16 & 0xff),
                static_cast<std::uint16_t>(seen & 0xffff)};
    }
    const SocketKind kind{static_cast<std::uint16_t>(intOption(fd, SO_DOMAIN)),
                          static_cast<std::uint16_t>(intOption(fd, SO_TYPE)),
                          static_cast<std::uint16_t>(intOption(fd, SO_PROTOCOL))};
    place.store(cookie << 32 | std::uint64_t{kind.domain & 0x7fU} << 24 | std::uint64_t{kind.type & 0xffU} << 16 |
                    kind.protocol,
                std::memory_order_relaxed);
    return kind;
}

bool isNamed(std::uint64_t cookie)
{
    const std::uint64_t seen = placeOf(cookie).load(std::memory_order_relaxed);
    return isOf(seen, cookie) && (seen & kNamed) != 0;
}

void setNamed(std::uint64_t cookie, bool isNamed)
{
    std::atomic<std::uint64_t> &place = placeOf(cookie);
    std::uint64_t seen = place.load(std::memory_order_relaxed);
    // If another thread has changed it meanwhile, it is asked for again: nothing is lost.
    if (isOf(seen, cookie))
        place.compare_exchange_strong(seen, isNamed ? seen | kNamed : seen & ~kNamed, std::memory_order_relaxed);
}

void forgetSockets()
{
    noteDescriptorChange();
    for (std::atomic<std::uint64_t> &place : g_seen)
        place.store(0, std::memory_order_relaxed);
}

namespace {

/// Takes the sockets one by one.
class HeldList
{
public:
    HeldList(trace::HelloSocket *sockets, std::size_t room) : m_sockets(sockets), m_room(room) {}
    std::size_t count() const { return m_count; }
    bool isMore() const { return m_isMore; }

    void look(int fd)
    {
        const std::uint64_t cookie = cookieOf(fd);
        if (cookie == 0)
            return;
        if (m_count == m_room) {
            m_isMore = true;
            return;
        }
        trace::HelloSocket held;
        held.cookie = cookie;
        held.fd = fd;
        held.domain = static_cast<std::uint16_t>(intOption(fd, SO_DOMAIN));
        held.type = static_cast<std::uint16_t>(intOption(fd, SO_TYPE));
        held.protocol = static_cast<std::uint16_t>(intOption(fd, SO_PROTOCOL));
        held.local = localOf(fd);
        held.peer = peerOf(fd);
        held.listening = intOption(fd, SO_ACCEPTCONN) != 0 ? 1 : 0;
        m_sockets[m_count++] = held;
    }

private:
    trace::HelloSocket *m_sockets;
    std::size_t m_room;
    std::size_t m_count = 0;
    bool m_isMore = false;
};

/// As the kernel writes it, in front of the name. getdents64(2).
struct DirectoryEntry
{
    std::uint64_t inode;
    std::int64_t offset;
    unsigned short length;
    unsigned char type;
    char name[1];
};

/// The number that a name of /proc/self/fd is; -1 for "." and "..".
int numberOf(const char *name)
{
    int number = *name >= '0' && *name <= '9' ? 0 : -1;
    for (; *name >= '0' && *name <= '9'; ++name)
        number = number * 10 + (*name - '0');
    return number;
}

/// Shows `look` each descriptor that is open, until it says stop. False: not all were shown.
template <typename Look>
bool forEachDescriptor(Look look)
{
    constexpr int kMostReads = 64;
    constexpr int kLookedBlindly = 256; // where /proc is not there to say which descriptors there are
    const long folder =
        rawSyscall(SYS_openat, AT_FDCWD, asArgument("/proc/self/fd"), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    for (int fd = 0; folder < 0 && fd < kLookedBlindly; ++fd) {
        if (!look(fd))
            return false;
    }
    if (folder < 0)
        return false;
    alignas(DirectoryEntry) char entries[2048] = {};
    bool goesOn = true;
    long length = 1;
    for (int i = 0; goesOn && length > 0 && i < kMostReads; ++i) {
        length = rawSyscall(SYS_getdents64, folder, asArgument(entries), sizeof entries);
        for (long at = 0; goesOn && at < length;) {
            const auto *entry = reinterpret_cast<const DirectoryEntry *>(entries + at);
            if (const int fd = numberOf(entry->name); fd >= 0 && fd != folder)
                goesOn = look(fd);
            at += entry->length;
        }
    }
    rawSyscall(SYS_close, folder);
    return goesOn && length <= 0;
}

} // namespace

std::size_t heldSockets(trace::HelloSocket *sockets, std::size_t room, bool &more)
{
    HeldList list(sockets, room);
    const bool areAll = forEachDescriptor([&list](int fd) {
        list.look(fd);
        return true;
    });
    more = list.isMore() || !areAll;
    return list.count();
}

int firstSocketIn(unsigned first, unsigned last)
{
    int found = -1;
    forEachDescriptor([&](int fd) {
        if (static_cast<unsigned>(fd) >= first && static_cast<unsigned>(fd) <= last && cookieOf(fd) != 0)
            found = fd;
        return found < 0;
    });
    return found;
}

trace::Endpoint localOf(int fd) { return nameOf(SYS_getsockname, fd); }

trace::Endpoint peerOf(int fd) { return nameOf(SYS_getpeername, fd); }

} // namespace zocalo::tap
