// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/run/programrun.h"

#include "core/run/clock.h"

namespace zocalo::run {
namespace {

constexpr Run::Patience kProgramTurn{2000};
/// A terminal that is closed tells everybody in it at once.
constexpr Run::Patience kLastFreed{50'000};
constexpr qint64 kLastWordsNs = 300'000'000;

} // namespace

Status ProgramRun::play(const Program &program)
{
    if (const Result<history::ProcessId> started = m_run.startProgram(program); !started) {
        return started.error();
    }
    qint64 deadline = 0;
    while (m_run.isAlive()) {
        if (m_stopped && deadline == 0) {
            deadline = monotonicNs() + kLastWordsNs;
        }
        if (deadline != 0 && (m_isEnded || monotonicNs() > deadline)) {
            break;
        }
        m_isEnded = m_run.hasEnded(0);
        if (const Status passed = m_run.pass(kProgramTurn); !passed) {
            return passed;
        }
        m_unseen += m_limits.look(m_run);
        if (const Status taken = m_run.watchTable(); !taken) {
            return taken;
        }
    }
    m_unseen += m_limits.look(m_run);
    if (!m_stopped) {
        m_run.awaitFreed(kLastFreed);
    }
    if (!m_stopped && !wasSeen()) {
        m_run.keepUnseen({m_run.pid(0), m_run.name(0), Unseen::Why::NeverJoined, m_run.pid(0)});
    }
    return {};
}

void ProgramRun::stop()
{
    m_stopped = true;
    m_run.wake();
}

void ProgramRun::stopIfEnded()
{
    if (m_isEnded) {
        stop();
    }
}

} // namespace zocalo::run
