// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <vector>

namespace zocalo::bench {

/// Real processes that hold many real TCP connections over loopback, both ends of each: what a table of the kernel's is
/// long by. They end with the object.
class Crowd
{
public:
    /// `sockets`: ends of connections in all, in as many processes as the limit on open files asks for. Raises that
    /// limit as far as it goes.
    explicit Crowd(int sockets);
    ~Crowd();
    Crowd(const Crowd &) = delete;
    Crowd &operator=(const Crowd &) = delete;

    /// All connections are there.
    bool ready() const { return m_ready; }
    /// The ports that the processes listen at: one end of each connection.
    const std::vector<std::uint16_t> &ports() const { return m_ports; }
    const std::vector<pid_t> &pids() const { return m_pids; }
    /// Has the first process send a byte over its next connection, and waits until it is sent.
    void stir();

private:
    bool start(int connections);

    std::vector<pid_t> m_pids;
    std::vector<std::uint16_t> m_ports;
    std::vector<int> m_lines; ///< a socket to each process: what it is told, and what it answers
    bool m_ready = true;
};

} // namespace zocalo::bench
