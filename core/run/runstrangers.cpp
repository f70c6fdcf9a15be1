// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
// Who is at the other end of watched programs, and is not watched.
#include "core/run/clock.h"
#include "core/run/programname.h"
#include "core/run/run.h"

#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>

namespace zocalo::run {
namespace {

/// Strangers come and go: after so many no more of them are told.
constexpr std::size_t kMostMembers = 5000;

} // namespace

/// The process of that number that is not watched (0: one that nobody knows), as a process of the run.
Run::Member *Run::stranger(qint64 pid)
{
    const auto known = std::find_if(m_members.begin(), m_members.end(), [pid](const auto &member) {
        return member->facts.outside && member->facts.pid == pid && !member->ended;
    });
    if (known != m_members.end()) {
        return known->get();
    }
    if (m_members.size() >= kMostMembers) {
        return nullptr;
    }
    auto member = std::make_unique<Member>();
    member->facts.process = static_cast<history::ProcessId>(m_members.size());
    member->facts.pid = pid;
    member->facts.outside = true;
    if (pid != 0) {
        member->pidFd.reset(static_cast<int>(::syscall(SYS_pidfd_open, pid, 0)));
        member->wantedName = programName(commandLineOf(static_cast<pid_t>(pid)));
    }
    m_members.push_back(std::move(member));
    tellStarted(*m_members.back());
    return m_members.back().get();
}

/// Tells of the sockets of those who are not watched. A socket of somebody who is, but which no call of theirs has
/// named, was made by a call that was not seen: that is no stranger's.
bool Run::meetStrangers(const NetworkTable &table, const QList<kernel::SocketRow> &ours)
{
    bool met = false;
    for (const Strangers::Found &found : m_strangers.find(table, ours)) {
        const kernel::SocketRow &row = found.row;
        if (found.pid != 0 && livingMember(static_cast<pid_t>(found.pid)) != nullptr) {
            continue;
        }
        Member *const holder = stranger(found.pid);
        if (holder == nullptr) {
            continue;
        }
        const bool isTcp = row.protocol == kernel::Protocol::Tcp;
        history::SocketsHeld held;
        held.process = holder->facts.process;
        held.sockets.append({-1, row.cookie, row.local.family, static_cast<quint16>(isTcp ? SOCK_STREAM : SOCK_DGRAM),
                             static_cast<quint16>(isTcp ? IPPROTO_TCP : IPPROTO_UDP), found.listening, row.local,
                             row.remote});
        m_ours.note(row.cookie, row.local.family);
        m_reader.note(row.cookie);
        give({monotonicNs(), held});
        met = true;
    }
    return met;
}

} // namespace zocalo::run
