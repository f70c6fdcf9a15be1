// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
// CallReader's part for the calls on many descriptors: those that wait until something can be done on one of them, and
// close_range(). Recorded if one of these is a socket.
#include "core/ptracer/callreader.h"

#include "core/ptracer/remote.h"

#include <algorithm>
#include <climits>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <vector>

#include <dirent.h>
#include <poll.h>
#include <sys/select.h>

namespace zocalo::ptracer {

namespace {

using trace::Call;

constexpr std::uint64_t kMostLooked = 4096; // descriptors of one call that are looked at

/// As many of poll()'s descriptors as are looked at.
std::vector<pollfd> polled(pid_t tid, std::uint64_t address, std::uint64_t count)
{
    std::vector<pollfd> fds(std::min<std::uint64_t>(static_cast<std::uint32_t>(count), kMostLooked));
    const std::size_t there = readMemory(tid, address, fds.data(), fds.size() * sizeof(pollfd));
    fds.resize(there / sizeof(pollfd));
    return fds;
}

/// The descriptors below `count` that are in one of select()'s three sets, in their order.
std::vector<int> selected(pid_t tid, const Arguments &arguments)
{
    constexpr int kWordBits = 64;
    const int count = std::clamp(static_cast<int>(arguments[0]), 0, FD_SETSIZE);
    std::vector<std::uint64_t> all(static_cast<std::size_t>((count + kWordBits - 1) / kWordBits));
    std::vector<std::uint64_t> set(all.size());
    for (std::size_t which = 1; which <= 3; ++which) {
        const std::size_t size = set.size() * sizeof set[0];
        if (arguments[which] == 0 || readMemory(tid, arguments[which], set.data(), size) != size)
            continue;
        for (std::size_t i = 0; i < set.size(); ++i)
            all[i] |= set[i];
    }
    std::vector<int> fds;
    for (int fd = 0; fd < count; ++fd) {
        if ((all[static_cast<std::size_t>(fd / kWordBits)] >> (fd % kWordBits)) & 1U)
            fds.push_back(fd);
    }
    return fds;
}

/// The descriptors that an epoll instance waits for: those that /proc names in the first lines. proc(5), "fdinfo".
std::vector<int> epollDescriptors(pid_t pid, int epoll)
{
    char path[64];
    std::snprintf(path, sizeof path, "/proc/%d/fdinfo/%d", pid, epoll);
    const std::unique_ptr<std::FILE, int (*)(std::FILE *)> file(std::fopen(path, "re"), &std::fclose);
    std::vector<int> fds;
    char line[256];
    while (file && fds.size() < kMostLooked && std::fgets(line, sizeof line, file.get())) {
        if (int fd = -1; std::sscanf(line, "tfd: %d", &fd) == 1)
            fds.push_back(fd);
    }
    return fds;
}

} // namespace

int CallReader::firstSocket(const std::vector<int> &fds) const
{
    const auto found =
        std::ranges::find_if(fds, [this](int fd) { return BorrowedSocket(m_process.pidfd(), fd).cookie() != 0; });
    return found == fds.end() ? -1 : *found;
}

/// /proc names the descriptors that there are: the range may be all numbers.
bool CallReader::hasSocketIn(std::uint32_t first, std::uint32_t last) const
{
    char path[64];
    std::snprintf(path, sizeof path, "/proc/%d/fd", m_process.pid());
    const std::unique_ptr<DIR, int (*)(DIR *)> folder(::opendir(path), &::closedir);
    while (folder) {
        const dirent *const entry = ::readdir(folder.get());
        if (!entry)
            break;
        char *end = nullptr;
        const unsigned long fd = std::strtoul(entry->d_name, &end, 10);
        if (end != entry->d_name && fd >= first && fd <= last &&
            BorrowedSocket(m_process.pidfd(), static_cast<int>(fd)).cookie() != 0)
            return true;
    }
    return false;
}

bool CallReader::readMany()
{
    const Arguments &a = m_arguments;
    int socket = -1;
    switch (m_record.call) {
    case Call::Poll:
    case Call::Ppoll: {
        std::vector<int> fds;
        for (const pollfd &each : polled(m_tid, a[0], a[1]))
            fds.push_back(each.fd);
        socket = firstSocket(fds);
        m_record.requested = static_cast<std::uint32_t>(a[1]);
        break;
    }
    case Call::Select:
    case Call::Pselect:
        socket = firstSocket(selected(m_tid, a));
        m_record.requested = static_cast<std::uint64_t>(static_cast<int>(a[0]));
        break;
    case Call::EpollWait:
    case Call::EpollPwait:
        m_record.fd = static_cast<int>(a[0]);
        m_record.requested = static_cast<std::uint64_t>(static_cast<int>(a[2]));
        return firstSocket(epollDescriptors(m_process.pid(), m_record.fd)) >= 0;
    default: // close_range
        m_record.fd = static_cast<int>(a[0]);
        m_record.value = static_cast<std::int32_t>(std::min<std::uint64_t>(static_cast<std::uint32_t>(a[1]), INT_MAX));
        m_record.flags = static_cast<std::uint32_t>(a[2]);
        return hasSocketIn(static_cast<std::uint32_t>(a[0]), static_cast<std::uint32_t>(a[1]));
    }
    if (socket < 0 || !isOnSocket(socket))
        return false;
    m_record.fd = -1; // on no single one
    m_record.value = socket;
    return true;
}

void CallReader::readReady()
{
    m_record.value = -1;
    if (m_record.result <= 0)
        return;
    if (m_record.call == Call::Poll || m_record.call == Call::Ppoll) {
        const std::vector<pollfd> fds = polled(m_tid, m_arguments[0], m_arguments[1]);
        const auto ready = std::ranges::find_if(fds, [](const pollfd &each) { return each.revents != 0; });
        m_record.value = ready == fds.end() ? -1 : ready->fd;
    } else if (const std::vector<int> fds = selected(m_tid, m_arguments); !fds.empty()) {
        m_record.value = fds.front(); // only those that are ready are still in the sets. select(2)
    }
}

} // namespace zocalo::ptracer
