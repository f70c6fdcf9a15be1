// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/run/gatekeeper.h"

#include "core/kernel/threadstate.h"
#include "core/run/clock.h"

#include <algorithm>

namespace zocalo::run {
namespace {

bool isSameHold(const HeldThread &a, const HeldThread &b)
{
    return a.process == b.process && a.tid == b.tid && a.serial == b.serial && a.phase == b.phase;
}

} // namespace

void GateKeeper::setPace(Pace pace, qint64 pauseNs)
{
    m_pace = pace;
    m_pauseNs = pauseNs;
    m_run.setGate(pace == Pace::Free ? trace::GateMode::Free : trace::GateMode::Hold);
}

bool GateKeeper::turn()
{
    const QList<HeldThread> found = m_pace == Pace::Free ? QList<HeldThread>() : m_run.held();
    const qint64 now = monotonicNs();
    QList<HeldThread> held;
    // Who was held before keeps the place in the row.
    for (const HeldThread &known : std::as_const(m_held)) {
        if (std::any_of(found.begin(), found.end(), [&](const auto &each) { return isSameHold(each, known); })) {
            held.append(known);
        }
    }
    for (HeldThread thread : found) {
        if (std::any_of(held.begin(), held.end(), [&](const auto &each) { return isSameHold(each, thread); })) {
            continue;
        }
        thread.sinceNs = now;
        const auto threads = kernel::threadsOf(static_cast<pid_t>(m_run.pid(thread.process))).size();
        thread.siblings = std::max(0, static_cast<int>(threads) - 1);
        held.append(thread);
    }
    if (m_pace == Pace::Slow && !held.isEmpty() && now - m_lastNs >= m_pauseNs &&
        now - held.first().sinceNs >= m_pauseNs) {
        m_lastNs = now;
        letGo(held.first());
    }
    const bool isOther = held != m_held;
    m_held = std::move(held);
    return isOther;
}

} // namespace zocalo::run
