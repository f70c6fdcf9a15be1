// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "app/play/liverun.h"

#include <QObject>
#include <QPointer>

#include <memory>
#include <vector>

namespace zocalo::play {

/// Runs on their way out. It can take more than a second until all processes of a run are gone, and a window must
/// answer meanwhile: nobody waits here, but for the destructor.
class EndingRuns : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(EndingRuns)

public:
    explicit EndingRuns(QObject *parent = nullptr);
    /// Waits until their processes are gone.
    ~EndingRuns() override;

    /// Ends the run (nullptr for none) and keeps it until its processes are gone. It tells nobody anything any more.
    void take(std::unique_ptr<LiveRun> run);
    /// Starts `run` (not owned) when all others are gone, because it may need their ports; at once if there is none. It
    /// takes the place of a run that still waits for this.
    void startAfterwards(LiveRun *run);
    bool isEmpty() const { return m_runs.empty(); }

private:
    void remove(const LiveRun *run);

    std::vector<std::unique_ptr<LiveRun>> m_runs;
    QPointer<LiveRun> m_next;
};

} // namespace zocalo::play
