// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/run/programrun.h"

namespace zocalo::run {
namespace {

constexpr Run::Patience kTurn{2000};

} // namespace

Status ProgramRun::play(const Program &program)
{
    if (const Result<history::ProcessId> started = m_run.startProgram(program); !started) {
        return started.error();
    }
    while (m_run.isAlive() && !m_stopped) {
        if (const Status passed = m_run.pass(kTurn); !passed) {
            return passed;
        }
        if (const Status taken = m_run.watchTable(); !taken) {
            return taken;
        }
    }
    return {};
}

void ProgramRun::stop()
{
    m_stopped = true;
    m_run.wake();
}

} // namespace zocalo::run
