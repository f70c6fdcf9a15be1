// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
// What a play waits for between two steps, and how long.
#include "core/lesson/play.h"
#include "core/run/clock.h"

#include <algorithm>
#include <cerrno>

namespace zocalo::lesson {
namespace {

constexpr qint64 kPatienceNs = 5'000'000'000;
/// All the processes of a lesson share the machine's processors with whatever else runs: that much more for each.
constexpr qint64 kPatienceOfOneNs = 100'000'000;
/// A killed process closes its sockets before its end can be seen: the others' calls may fail that much earlier.
constexpr qint64 kDeathPatienceNs = 500'000'000;
constexpr run::Run::Patience kDeathTurn{10'000};
/// Linux delays an acknowledgement by some 40 ms at most.
constexpr qint64 kFinPatienceNs = 500'000'000;
constexpr run::Run::Patience kFinTurn{1'000};
/// Rings wake nobody: while something is expected of them they are looked at this often.
constexpr run::Run::Patience kTurn{100};

} // namespace

Status Play::waitUntil(const Condition &reached, history::ProcessId process, const QString &what)
{
    const qint64 deadline = run::monotonicNs() + kPatienceNs + kPatienceOfOneNs * m_run.processCount();
    // Once the script was set aside, the death of others is buried when the call is done.
    const auto isOver = [&] { return m_free ? m_run.hasEnded(process) : !m_ends.isEmpty(); };
    while (!isOver() && !reached()) {
        if (m_run.confused() >= 0) {
            return Error{ErrorCode::CallFailed, m_cast.name(process), what, EINVAL};
        }
        if (run::monotonicNs() > deadline) {
            return Error{ErrorCode::Timeout, m_cast.name(process), what, 0};
        }
        if (const Status advanced = m_run.advance(kTurn); !advanced) {
            return advanced;
        }
    }
    return !isOver() || (m_free && reached()) ? Status() : died();
}

Status Play::causeOf(const Status &failure)
{
    const qint64 deadline = run::monotonicNs() + kDeathPatienceNs;
    while (m_ends.isEmpty() && run::monotonicNs() < deadline) {
        if (!m_run.advance(kDeathTurn)) {
            return failure;
        }
    }
    return m_ends.isEmpty() ? failure : died();
}

/// Until no FIN is on its way. An acknowledgement waits for a timer, a few ms: one that is sent while the other end
/// closes can come after that end's own FIN, be answered, and the RST that answers this ends TIME-WAIT (RFC 1337, 2).
Status Play::awaitAcknowledged()
{
    const qint64 deadline = run::monotonicNs() + kFinPatienceNs;
    while (run::monotonicNs() < deadline) {
        const Result<history::KernelSnapshot> table = m_run.snapshot(false);
        if (!table) {
            return table.error();
        }
        const QList<kernel::SocketRow> &rows = table.value().rows;
        if (std::none_of(rows.begin(), rows.end(),
                         [](const auto &row) { return row.state == kernel::State::FinWait1; })) {
            break;
        }
        if (const Status advanced = m_run.advance(kFinTurn); !advanced) {
            return advanced;
        }
    }
    return {};
}

} // namespace zocalo::lesson
