// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/play/endingruns.h"

#include <algorithm>
#include <utility>

namespace zocalo::play {

EndingRuns::EndingRuns(QObject *parent) : QObject(parent) {}

EndingRuns::~EndingRuns() = default;

void EndingRuns::take(std::unique_ptr<LiveRun> run)
{
    if (!run || !run->isStarted() || run->isFinished()) {
        return; // nothing is left of it but its memory
    }
    run->disconnect();
    // Queued: a run is not destroyed while it is telling that it has finished.
    connect(
        run.get(), &LiveRun::finished, this, [this, ended = run.get()] { remove(ended); }, Qt::QueuedConnection);
    run->stop();
    m_runs.push_back(std::move(run));
}

void EndingRuns::startAfterwards(LiveRun *run)
{
    m_next = run;
    if (m_runs.empty() && m_next) {
        std::exchange(m_next, nullptr)->start();
    }
}

void EndingRuns::remove(const LiveRun *run)
{
    m_runs.erase(std::remove_if(m_runs.begin(), m_runs.end(), [run](const auto &each) { return each.get() == run; }),
                 m_runs.end());
    startAfterwards(m_next);
}

} // namespace zocalo::play
