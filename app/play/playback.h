// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "core/lesson/action.h"
#include "core/run/heldthread.h"
#include "core/world/timeline.h"

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

namespace zocalo::play {

class LiveRun;
class RecordingSource;
class WatchSource;

/// Moves through the steps of a run, recorded ones and those that the live run is still to make. A picture is drawn
/// from now(), next() and progress(); nothing else is remembered.
class Playback : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Playback)

public:
    /// What it is doing. Pending: waits for the live run to reach the next moment. Moving: between two steps. Resting:
    /// shows a step for as long as it takes to read, and will go on by itself. Still: waits for the user.
    enum class State { Still, Pending, Moving, Resting };

    static constexpr double SlowestSpeed = 0.25;
    static constexpr double FastestSpeed = 8;

    explicit Playback(QObject *parent = nullptr);

    /// Starts anew with a recording (not owned; nullptr for none), which was not started yet.
    void setRecording(RecordingSource *recording);
    /// Starts anew with programs that are watched (not owned), of which nothing was read yet. What they do is shown as
    /// it comes, until the user looks elsewhere; play() and toEnd() go back to that.
    void setWatch(WatchSource *watch);
    /// Starts anew with what was recorded of a run that is another playback's. add() gives it more of that.
    void setTimeline(const world::Timeline &timeline);
    void add(const history::Event &event) { append(event); }
    /// Starts anew with this run (not owned; nullptr for none), which was not started yet.
    void setRun(LiveRun *run);

    State state() const { return m_state; }
    const world::Timeline &timeline() const { return m_timeline; }
    int step() const { return m_step; }
    /// Steps recorded so far, without step 0.
    int lastStep() const { return m_timeline.stepCount() - 1; }
    const world::World &now() const { return m_timeline.world(m_step); }
    /// The step it moves to; nullptr unless Moving.
    const world::World *next() const;
    /// 0…1 from now() to next().
    double progress() const { return m_progress; }
    bool isPlaying() const { return m_playing; }
    /// Shows the newest recorded step, and there is a live run behind it.
    bool isAtEnd() const;
    /// The run holds at the step shown ("end of the messages").
    bool isHolding() const;
    double speed() const { return m_speed; }
    bool reducedMotion() const { return m_reducedMotion; }
    /// The lesson's script was set aside by the user's actions.
    bool isFreePlay() const;
    /// Programs of the user's are watched live: they do not wait for the picture.
    bool isWatching() const { return m_watch; }
    /// Lets go of the programs that are watched: what they did until now stays.
    void endWatch();
    /// How the programs that are watched go on.
    run::Pace pace() const;
    void setPace(run::Pace pace);
    /// Programs are watched, and held until they are told to go on.
    bool isStepping() const { return isWatching() && pace() == run::Pace::Step; }
    /// There is a run behind it that goes on, or waits to.
    bool isLive() const;
    /// The run is live and the step shown, or moved to, is its present one: the user can act.
    bool canAct() const;

    /// Has an action done in the live run, and plays what comes of it. Does nothing unless canAct().
    void act(const lesson::Action &action);
    /// Goes on by itself, from here.
    void play();
    /// Stops at once; a movement that has begun is finished by stepForward() or play().
    void pause();
    void togglePlaying() { m_playing ? pause() : play(); }
    /// Moves on by one step; lets the live run go on if this was its last (asks for it, of programs that are stepped).
    /// Called while it is on its way there, it makes one step more: the one that is being made is then over at once.
    void stepForward();
    void stepBack();
    void toStart();
    void toEnd();
    /// Shows a recorded step, without movement.
    void showStep(int step);
    /// Shows no step after this one until the lock is taken away (-1): a question about what comes is open.
    void setLock(int step);
    /// The step shown is the one that the lock holds at.
    bool isLocked() const { return m_lock >= 0 && m_step >= m_lock; }
    /// 0.25…8; 1 is the pace of a first reading.
    void setSpeed(double speed);
    /// Steps change without movement.
    void setReducedMotion(bool reduced);

signals:
    /// Something to be drawn has changed.
    void changed();
    void stateChanged();
    /// Another step is shown.
    void stepChanged(int step);
    /// More steps were recorded.
    void grown();
    /// After setTimeline(): it is to go on where nothing more was added yet; `playing`, and by itself from there.
    void moreWanted(bool playing);
    /// The user wants one of the programs that are held to go on.
    void goOnAsked();

private:
    void append(const history::Event &event);
    void appendAll(const QList<history::Event> &events);
    void follow();
    void askToGoOn();
    void jumpTo(int step);
    void runWaits();
    void runPending();
    void runEnded();
    void setState(State state);
    void go();
    void startMoving();
    void arrive();
    void tick();
    int movingTime() const;
    int restingTime() const;

    LiveRun *m_run = nullptr;
    RecordingSource *m_recording = nullptr;
    WatchSource *m_watch = nullptr;
    world::Timeline m_timeline;
    State m_state = State::Still;
    int m_step = 0;
    double m_progress = 0;
    int m_lock = -1;
    int m_pressed = 0; ///< steps that were asked for while one was on its way
    bool m_playing = false;
    bool m_isCopy = false;    ///< setTimeline() gave it what it has
    bool m_following = false; ///< free play, programs watched: what happens by itself is shown as it comes
    bool m_reducedMotion = false;
    double m_speed = 1;
    QTimer m_frames;
    QTimer m_rest;
    QElapsedTimer m_clock;
};

} // namespace zocalo::play
