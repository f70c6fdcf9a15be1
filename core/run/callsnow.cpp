// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/run/callsnow.h"

namespace zocalo::run {
namespace {

/// A program that goes through more threads than this is not stepped by anybody.
constexpr qsizetype kMostCallsNow = 65536;

} // namespace

void CallsNow::note(history::ProcessId ring, history::ProcessId writer, const trace::Record &record)
{
    if (m_calls.size() >= kMostCallsNow) {
        m_calls.clear();
    }
    m_calls.insert({ring, record.tid}, {writer, record.call, record.phase, record.serial});
}

void CallsNow::forget(history::ProcessId ring)
{
    m_calls.removeIf([ring](const auto &call) { return call.key().first == ring; });
}

const CallsNow::Call *CallsNow::of(history::ProcessId ring, quint32 tid, quint64 serial, trace::Phase phase) const
{
    const auto found = m_calls.constFind({ring, tid});
    return found != m_calls.cend() && found->serial == serial && found->phase == phase ? &*found : nullptr;
}

} // namespace zocalo::run
