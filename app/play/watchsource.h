// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/result.h"
#include "core/history/event.h"
#include "core/run/heldthread.h"
#include "core/run/unseen.h"
#include "core/run/watchinvitation.h"
#include "core/trace/hello.h"

#include <QList>
#include <QMutex>
#include <QObject>
#include <QSemaphore>
#include <QThread>

#include <atomic>
#include <memory>
#include <optional>

namespace zocalo::run {
class GateKeeper;
class Run;
} // namespace zocalo::run

namespace zocalo::play {

/// Programs of the user's that run in terminals, watched live: a run on a thread of its own that they join. They run
/// freely, or as setPace() says, and go on, unobserved, when this is stopped or destroyed. Signals are emitted on the
/// thread that the object lives on.
class WatchSource : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(WatchSource)

public:
    WatchSource();
    ~WatchSource() override;

    /// Before start(): who knows that token may join, of whatever user.
    void setToken(const trace::Token &token) { m_token = token; }
    /// Begins, once only, and gives the name of the listener that programs join. Errors: TapMissing, PeerMissing,
    /// TooManyFiles, SharedMemory.
    Result<QByteArray> start();
    /// Somebody who was given that name is to join; to be called before that can happen.
    void expect(const run::WatchRequest &request);
    /// A program that was expected is never to join, or has ended without: the run's history keeps that.
    void keepNeverJoined(pid_t pid, const QString &name);
    /// Lets everybody go on, unobserved, and gives what was seen until then.
    void stop();

    /// How the programs go on from now on; `speed` is that of Pace::Slow, 1 being the pace of a first reading.
    void setPace(run::Pace pace, double speed);
    run::Pace pace() const { return m_pace; }
    /// Who is held, the longest first, as heldChanged() told it last.
    const QList<run::HeldThread> &held() const { return m_held; }
    /// Lets a thread go on from there to its next entry or return; nothing happens if it has gone on already.
    void letGo(const run::HeldThread &thread);

signals:
    void eventsRead(const QList<zocalo::history::Event> &events);
    /// held() is another; the events that lead there were read before.
    void heldChanged();
    /// Parts of what is watched are not seen; the events that lead there were read before.
    void unseenFound(const QList<zocalo::run::Unseen> &parts);
    /// The run cannot go on; what it has given stays.
    void failed(const zocalo::Error &error);

private:
    void watch();
    void join();
    Status watchOn(run::Run &run);
    void takeOrders(run::GateKeeper &gate);
    void keepUnseen(run::Run &run);
    void giveBatch();
    void giveUnseen(const QList<run::Unseen> &parts);
    void giveHeld(const QList<run::HeldThread> &held);
    void setRun(run::Run *run);
    void wake();

    std::atomic<bool> m_stop{false};
    Result<QByteArray> m_listener{QByteArray()};
    std::optional<trace::Token> m_token;
    run::Pace m_pace = run::Pace::Free;
    QList<run::HeldThread> m_held;
    QSemaphore m_started;
    QSemaphore m_room;                ///< for batches that were given and not yet taken
    QList<history::Event> m_batch;    ///< the thread's own
    QMutex m_mutex;                   ///< guards what follows
    run::Run *m_run = nullptr;        ///< lives on the thread
    QList<run::HeldThread> m_goers;   ///< to be let go on
    QList<run::Unseen> m_neverJoined; ///< to be kept
    bool m_newPace = false;
    run::Pace m_wantedPace = run::Pace::Free;
    qint64 m_pauseNs = 0;
    std::unique_ptr<QThread> m_thread;
};

} // namespace zocalo::play
