// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "tests/core/trace/watcher.h"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstring>

#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

namespace zocalo::test {

using namespace trace;

Watcher::Watcher(GateMode mode, HelloVerdict verdict) : m_mode(mode), m_verdict(verdict)
{
    static std::atomic<int> count{0};
    m_name = "@zocalo-test-" + std::to_string(getpid()) + '-' + std::to_string(++count);
    m_listener = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::memcpy(address.sun_path + 1, m_name.data() + 1, m_name.size() - 1);
    const auto length = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + m_name.size());
    if (bind(m_listener, reinterpret_cast<sockaddr *>(&address), length) != 0 || listen(m_listener, 16) != 0)
        m_name.clear();
    m_thread = std::thread([this] { work(); });
}

Watcher::~Watcher()
{
    m_stop = true;
    if (m_thread.joinable())
        m_thread.join();
    for (const int connection : m_connections)
        ::close(connection);
    ::close(m_listener);
}

void Watcher::work()
{
    while (!m_stop) {
        std::vector<pollfd> fds{{m_listener, POLLIN, 0}};
        for (const int connection : m_connections)
            fds.push_back({connection, POLLIN, 0});
        poll(fds.data(), fds.size(), 1);
        welcome();
        drain();
    }
    while (drain()) {
    }
}

void Watcher::welcome()
{
    for (int connection = 0; (connection = accept4(m_listener, nullptr, nullptr, SOCK_CLOEXEC)) >= 0;)
        m_connections.push_back(connection);
    for (int &connection : m_connections) {
        ReceivedHello hello;
        const int failure = receiveHello(connection, hello);
        if (failure == EAGAIN)
            continue;
        if (failure == 0) {
            const std::lock_guard lock(m_mutex);
            auto reader = std::make_unique<RingReader>();
            if (m_verdict == HelloVerdict::Go && reader->attach(hello.memfd, hello.pid) == 0)
                reader->setGate(m_mode);
            m_readers.push_back(std::move(reader));
            m_hellos.push_back(hello.hello);
            ::close(hello.memfd);
            if (hello.netlink >= 0)
                ::close(hello.netlink);
            sendReply(connection, m_verdict);
            m_changed.notify_all();
        }
        ::close(connection);
        connection = -1;
    }
    std::erase(m_connections, -1);
}

bool Watcher::drain()
{
    const std::lock_guard lock(m_mutex);
    bool isAny = false;
    for (std::size_t ring = 0; ring < m_readers.size(); ++ring) {
        Seen seen{ring, {}, {}};
        RingReader::Next next = RingReader::Next::Empty;
        while ((next = m_readers[ring]->next(seen.record, seen.payload)) != RingReader::Next::Empty) {
            isAny = true;
            if (next == RingReader::Next::Ok)
                m_seen.push_back(seen);
        }
    }
    if (isAny)
        m_changed.notify_all();
    return isAny;
}

std::vector<Hello> Watcher::hellos() const
{
    const std::lock_guard lock(m_mutex);
    return m_hellos;
}

std::vector<Seen> Watcher::seen() const
{
    const std::lock_guard lock(m_mutex);
    return m_seen;
}

bool Watcher::waitFor(const std::function<bool(const std::vector<Seen> &)> &enough)
{
    std::unique_lock lock(m_mutex);
    return m_changed.wait_for(lock, std::chrono::seconds(20), [&] { return enough(m_seen); });
}

std::vector<Seen> Watcher::waitForCount(std::size_t count)
{
    waitFor([count](const std::vector<Seen> &seen) { return seen.size() >= count; });
    return seen();
}

std::vector<Seen> Watcher::finish()
{
    m_stop = true;
    if (m_thread.joinable())
        m_thread.join();
    return seen();
}

std::vector<HeldThread> Watcher::held(std::size_t ring) const
{
    const std::lock_guard lock(m_mutex);
    return ring < m_readers.size() ? m_readers[ring]->heldThreads() : std::vector<HeldThread>();
}

bool Watcher::release(pid_t tid, std::size_t ring)
{
    const std::lock_guard lock(m_mutex);
    if (ring >= m_readers.size())
        return false;
    // A thread inside a signal handler may be there twice: its last call.
    HeldThread last;
    for (const HeldThread &hold : m_readers[ring]->heldThreads()) {
        if (hold.tid == static_cast<std::uint32_t>(tid) && hold.serial >= last.serial)
            last = hold;
    }
    return m_readers[ring]->release(last);
}

RingCounters Watcher::counters(std::size_t ring) const
{
    const std::lock_guard lock(m_mutex);
    return ring < m_readers.size() ? m_readers[ring]->counters() : RingCounters();
}

} // namespace zocalo::test
