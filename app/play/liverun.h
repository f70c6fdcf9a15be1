// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/result.h"
#include "core/history/event.h"
#include "core/history/recordingwriter.h"
#include "core/lesson/lesson.h"
#include "core/lesson/pacer.h"

#include <QMutex>
#include <QObject>
#include <QQueue>
#include <QThread>
#include <QWaitCondition>

#include <memory>

namespace zocalo::play {

/// A lesson's run on a thread of its own: genuine processes, held at the gate after every recorded moment until
/// advance() lets them go on. Signals are emitted on the thread that the object lives on.
class LiveRun : public QObject, private lesson::Pacer
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(LiveRun)

public:
    /// `lesson` is copied. `language` chooses the messages' texts.
    LiveRun(const lesson::Lesson &lesson, int clients, lesson::Kind kind, const QString &language,
            QObject *parent = nullptr);
    /// Stops the run and waits until its processes are gone.
    ~LiveRun() override;

    void start();
    bool isStarted() const { return m_thread != nullptr; }
    /// Asks it to end its processes, and does not wait for that: finished() tells when they are gone.
    void stop();
    /// Lets the run go past the moment at which it waits. Does nothing if it does not wait.
    void advance();
    /// It waits at a moment: everything that belongs to the moment was announced.
    bool isWaiting() const { return m_waiting; }
    /// It waits where the lesson asks for the user ("end of the messages").
    bool isHolding() const { return m_waiting && m_holding; }
    /// Has `action` done as soon as the run can: after the call that is being made now, if there is one. From the first
    /// action on the lesson's script is set aside. Does nothing once the run is finished.
    void act(const lesson::Action &action);
    /// The user has acted: the run follows nobody but the user.
    bool isFreePlay() const { return m_freePlay; }
    /// It waits for an action: all that was asked for is done.
    bool isIdle() const { return m_waiting && m_idle; }
    /// How many clients a server may have.
    int maxClients() const { return m_lesson.maxClients; }
    bool isFinished() const { return m_finished; }
    /// Why it ended, if it failed.
    const Error &error() const { return m_error; }

    /// From now on the run is written down there as well, and a moment is on the disk before waitingStarted() announces
    /// it. `soFar` are the events that eventRecorded() gave.
    void keepIn(std::shared_ptr<history::RecordingWriter> writer, const QList<history::Event> &soFar);
    /// Finishes what keepIn() was given: the file is whole, and the run, which goes on, does not touch it any more.
    /// Errors: as of RecordingWriter::finish().
    Status stopKeeping();
    /// Where it is written down; null: nowhere.
    std::shared_ptr<history::RecordingWriter> keptIn() const;

signals:
    /// What keepIn() was given cannot grow any more. The run goes on.
    void keepingFailed(const zocalo::Error &error);
    void eventRecorded(const zocalo::history::Event &event);
    /// It waits for advance() now, or, if isIdle(), for act().
    void waitingStarted();
    /// An action had become impossible before it could be done: nothing was called.
    void actionRefused(const zocalo::lesson::Action &action, zocalo::lesson::Obstacle obstacle);
    /// It is over: all processes are gone. error() tells whether it failed.
    void finished();

private:
    void recorded(const history::Event &event) override;
    Answer mayGoOn(bool hold) override;
    std::optional<lesson::Action> takeAction() override;
    Answer awaitAction() override;
    void refused(const lesson::Action &action, lesson::Obstacle obstacle) override;
    void flushWriter();
    void tellFailure(const std::shared_ptr<history::RecordingWriter> &writer, const Status &status);
    enum class Wait { None, Moment, Action };
    void announce(Wait wait, bool hold);
    void play();

    lesson::Lesson m_lesson;
    int m_clients;
    lesson::Kind m_kind;
    QString m_language;
    bool m_waiting = false;
    bool m_holding = false;
    bool m_idle = false;
    bool m_freePlay = false;
    bool m_finished = false;
    Error m_error;

    QMutex m_writing;                  ///< one thread at a time waits for the disk; taken before m_mutex
    mutable QMutex m_mutex;            ///< guards what follows: it is shared with the run's thread
    QQueue<history::Event> m_underWay; ///< recorded, not yet given by eventRecorded()
    std::shared_ptr<history::RecordingWriter> m_writer;
    QWaitCondition m_wake;
    int m_permits = 0;
    QQueue<lesson::Action> m_actions;
    bool m_stop = false;
    std::shared_ptr<history::RecordingWriter> m_failedWriter; ///< the run's thread alone: its failure was told
    Wait m_announced = Wait::None; ///< the run's thread alone: waitingStarted() was sent for this wait
    std::unique_ptr<QThread> m_thread;
};

} // namespace zocalo::play
