// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/peer/workers.h"

#include "core/peer/command.h"

#include <cerrno>
#include <cstdlib>
#include <thread>

#include <unistd.h>

namespace zocalo::peer {

void Workers::give(std::string line)
{
    const std::lock_guard lock(m_mutex);
    m_lines.push_back(std::move(line));
    if (m_lines.size() > m_idle) {
        ++m_idle; // the new thread's first act is to look for a command
        std::thread([this] { work(); }).detach();
    }
    m_given.notify_one();
}

void Workers::work()
{
    std::unique_lock lock(m_mutex);
    while (true) {
        m_given.wait(lock, [this] { return !m_lines.empty(); });
        --m_idle;
        const std::string line = std::move(m_lines.front());
        m_lines.pop_front();
        lock.unlock();
        std::string text = perform(line);
        // Idle before the reply goes out: whoever reads it may send the next command at once, and needs no new thread.
        lock.lock();
        ++m_idle;
        lock.unlock();
        reply(std::move(text));
        lock.lock();
    }
}

void Workers::reply(std::string text)
{
    text += '\n';
    const std::lock_guard lock(m_output);
    for (std::size_t done = 0; done < text.size();) {
        const ssize_t written = ::write(STDOUT_FILENO, text.data() + done, text.size() - done);
        if (written > 0)
            done += static_cast<std::size_t>(written);
        else if (errno != EINTR)
            _exit(EXIT_FAILURE);
    }
}

} // namespace zocalo::peer
