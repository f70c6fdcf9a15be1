// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
// Who waits at the gates of a run's processes, and who is let go.
#include "core/run/run.h"

#include <algorithm>

namespace zocalo::run {

trace::RingReader *Run::ringFor(history::ProcessId process) const
{
    Member *asked = member(process);
    if (asked != nullptr && !asked->joined && !asked->isPeer) {
        asked = member(asked->ringOf);
    }
    return asked != nullptr && asked->ring.isAttached() ? &asked->ring : nullptr;
}

bool Run::release(history::ProcessId process, const trace::HeldThread &hold)
{
    trace::RingReader *const ring = ringFor(process);
    return ring != nullptr && ring->release(hold);
}

bool Run::isHeld(history::ProcessId process, quint32 tid) const
{
    const trace::RingReader *const ring = ringFor(process);
    if (ring == nullptr) {
        return false;
    }
    const std::vector<trace::HeldThread> threads = ring->heldThreads();
    return std::any_of(threads.begin(), threads.end(), [tid](const auto &thread) { return thread.tid == tid; });
}

void Run::setGate(trace::GateMode mode)
{
    m_gate = mode;
    for (const auto &member : m_members) {
        if (!member->isPeer && member->ring.isAttached()) {
            member->ring.setGate(mode);
        }
    }
}

QList<HeldThread> Run::held() const
{
    QList<HeldThread> held;
    for (const auto &member : m_members) {
        if (member->isPeer || !member->ring.isAttached()) {
            continue;
        }
        for (const trace::HeldThread &thread : member->ring.heldThreads()) {
            if (const auto *const call = m_callsNow.of(member->facts.process, thread)) {
                held.append({call->process, thread.tid, call->name, thread.phase, thread.serial, 0, 0});
            }
        }
    }
    return held;
}

/// A thread whose record cannot be told is not held at it: nobody could let it go.
void Run::letPass(history::ProcessId ring, const trace::Record &record)
{
    (void)m_members[ring]->ring.release(trace::holdOf(record));
}

} // namespace zocalo::run
