// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/result.h"
#include "core/history/event.h"
#include "core/run/watchinvitation.h"

#include <QList>
#include <QMutex>
#include <QObject>
#include <QSemaphore>
#include <QThread>

#include <atomic>
#include <memory>

namespace zocalo::run {
class Run;
}

namespace zocalo::play {

/// Programs of the user's that run in terminals, watched live: a run on a thread of its own that they join. They run
/// freely, and go on, unobserved, when this is destroyed. Signals are emitted on the thread that the object lives on.
class WatchSource : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(WatchSource)

public:
    WatchSource();
    ~WatchSource() override;

    /// Begins, once only, and gives the name of the listener that programs join. Errors: TapMissing, PeerMissing,
    /// TooManyFiles, SharedMemory.
    Result<QByteArray> start();
    /// Somebody who was given that name is to join; to be called before that can happen.
    void expect(const run::WatchRequest &request);

signals:
    void eventsRead(const QList<zocalo::history::Event> &events);
    /// The run cannot go on; what it has given stays.
    void failed(const zocalo::Error &error);

private:
    void watch();
    Status watchOn(run::Run &run);
    void giveBatch();
    void setRun(run::Run *run);
    void wake();

    std::atomic<bool> m_stop{false};
    Result<QByteArray> m_listener{QByteArray()};
    QSemaphore m_started;
    QSemaphore m_room;             ///< for batches that were given and not yet taken
    QList<history::Event> m_batch; ///< the thread's own
    QMutex m_mutex;                ///< guards what follows
    run::Run *m_run = nullptr;     ///< lives on the thread
    std::unique_ptr<QThread> m_thread;
};

} // namespace zocalo::play
