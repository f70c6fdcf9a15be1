// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include <condition_variable>
#include <deque>
#include <mutex>
#include <string>

namespace zocalo::peer {

/// Threads that carry out commands: one at first, another whenever a command comes while all are inside a call. They
/// end with the process, never before.
class Workers
{
public:
    Workers() = default;
    Workers(const Workers &) = delete;
    Workers &operator=(const Workers &) = delete;

    /// Takes a command line; its reply is written to standard output when its call has ended.
    void give(std::string line);
    /// Writes one reply line, whole. Ends the process if nobody reads any more.
    void reply(std::string text);

private:
    void work();

    std::mutex m_mutex;
    std::condition_variable m_given;
    std::deque<std::string> m_lines;
    std::size_t m_idle = 0; ///< threads that will take the next command without a call in between
    std::mutex m_output;
};

} // namespace zocalo::peer
