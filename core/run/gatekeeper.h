// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "core/run/heldthread.h"
#include "core/run/run.h"

#include <QList>

namespace zocalo::run {

/// Lets the programs of a run go on: freely, slowly, or one by one as told. While a thread is held the rest of the
/// world goes on: the kernel takes connections and data for it, and the time-outs of all run. A thread is held by the
/// gate of docs/record-format.md, so it goes on by itself when the run is gone, by whatever means that ends.
///
/// Lives on the run's thread.
class GateKeeper
{
public:
    /// `run` must outlive it.
    explicit GateKeeper(Run &run) : m_run(run) {}

    /// From now on, for all programs, those too that join later. `pauseNs` is that of Pace::Slow: between two threads
    /// that go on.
    void setPace(Pace pace, qint64 pauseNs);
    Pace pace() const { return m_pace; }
    /// To be called after each turn of the run: looks who is held, and lets go on who may. True if held() is another.
    bool turn();
    /// Who is held, the longest first.
    const QList<HeldThread> &held() const { return m_held; }
    /// Lets a thread go on from there to its next entry or return; false if it is not held there any more: who was told
    /// twice to go on, or has gone on since somebody looked, makes no second step.
    bool letGo(const HeldThread &hold) { return m_run.release(hold.process, {hold.tid, hold.phase, hold.serial}); }

private:
    Run &m_run;
    Pace m_pace = Pace::Free;
    qint64 m_pauseNs = 0;
    qint64 m_lastNs = 0; ///< when Pace::Slow let somebody go on
    QList<HeldThread> m_held;
};

} // namespace zocalo::run
