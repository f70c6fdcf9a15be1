// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/run/callsnow.h"

#include <algorithm>

namespace zocalo::run {
namespace {

/// Between two lookings at all gates.
constexpr qsizetype kFewestCalls = 1024;

} // namespace

void CallsNow::note(history::ProcessId ring, history::ProcessId writer, const trace::Record &record)
{
    if (m_calls.size() >= std::max(m_enough, kFewestCalls)) {
        forgetPassed();
    }
    m_calls.insert({ring, record.serial}, {writer, record.call, trace::holdOf(record)});
}

/// Whoever is not held at a call whose record is here will not be: the place at the gate is taken first.
void CallsNow::forgetPassed()
{
    QHash<history::ProcessId, std::vector<trace::HeldThread>> gates;
    m_calls.removeIf([&](const auto &call) {
        const history::ProcessId ring = call.key().first;
        auto gate = gates.constFind(ring);
        if (gate == gates.constEnd()) {
            gate = gates.insert(ring, m_gate(ring));
        }
        return std::find(gate->begin(), gate->end(), call.value().hold) == gate->end();
    });
    m_enough = 2 * m_calls.size();
}

void CallsNow::forget(history::ProcessId ring)
{
    m_calls.removeIf([ring](const auto &call) { return call.key().first == ring; });
}

const CallsNow::Call *CallsNow::of(history::ProcessId ring, const trace::HeldThread &hold) const
{
    const auto found = m_calls.constFind({ring, hold.serial});
    return found != m_calls.cend() && found->hold == hold ? &*found : nullptr;
}

} // namespace zocalo::run
