// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "core/trace/hello.h"
#include "core/trace/ringwriter.h"

#include <cstdint>
#include <unordered_map>

#include <sys/types.h>

namespace zocalo::ptracer {

/// What a socket is: asked once for each.
struct SocketKind
{
    std::uint16_t domain = 0;
    std::uint16_t type = 0;
    std::uint16_t protocol = 0;
};

/// One traced process: its ring, in which its calls are recorded for it.
class WatchedProcess
{
public:
    /// Says hello for the process `pid` to the run that the environment names (docs/record-format.md). If nobody
    /// answers, the process is not recorded, and isWanted() is false.
    WatchedProcess(pid_t pid, pid_t parent, trace::HelloReason reason);
    ~WatchedProcess();
    WatchedProcess(const WatchedProcess &) = delete;
    WatchedProcess &operator=(const WatchedProcess &) = delete;

    pid_t pid() const { return m_pid; }
    int pidfd() const { return m_pidfd; }
    trace::RingWriter &ring() { return m_ring; }
    bool isWanted() const { return m_ring.isWanted(); }
    /// What the socket of that cookie is; nullptr the first time it is asked for.
    const SocketKind *knownKind(std::uint64_t cookie) const;
    void rememberKind(std::uint64_t cookie, const SocketKind &kind);
    /// Records that the process has ended, with that status (wait(2)).
    void tellEnd(int status);

private:
    bool join(int memfd, pid_t parent, trace::HelloReason reason);

    pid_t m_pid;
    int m_pidfd = -1;
    trace::RingWriter m_ring;
    std::unordered_map<std::uint64_t, SocketKind> m_kinds;
};

} // namespace zocalo::ptracer
