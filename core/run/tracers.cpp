// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/run/tracers.h"

#include "core/run/procinfo.h"

namespace zocalo::run {

void Tracers::add(pid_t pid)
{
    m_starts.removeIf([](const auto &tracer) { return startOf(tracer.key()) != tracer.value(); });
    m_starts.insert(pid, startOf(pid));
}

bool Tracers::contains(pid_t pid) const
{
    const auto tracer = m_starts.constFind(pid);
    return tracer != m_starts.cend() && startOf(pid) == tracer.value();
}

} // namespace zocalo::run
