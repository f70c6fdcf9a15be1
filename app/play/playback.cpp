// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/play/playback.h"

#include "app/play/liverun.h"
#include "app/play/recordingsource.h"
#include "app/play/watchsource.h"

#include <algorithm>

namespace zocalo::play {

namespace {

constexpr int FrameMs = 16;
/// Whoever acts knows what is coming: the steps of an action follow each other sooner than a lesson's.
constexpr double ActingHaste = 2.5;
/// Steps that a picture may be behind the programs that it follows, before it leaves some out.
constexpr int MostBehind = 24;
/// Presses of a key that are remembered while a step is on its way.
constexpr int MostPressed = 30;

using trace::Call;
using world::Moment;

bool movesSomething(const Moment &moment)
{
    return !moment.messages.isEmpty() || moment.newFd >= 0 || moment.name == Call::Connect;
}

} // namespace

Playback::Playback(QObject *parent) : QObject(parent)
{
    m_frames.setInterval(FrameMs);
    m_frames.setTimerType(Qt::PreciseTimer);
    m_rest.setSingleShot(true);
    connect(&m_frames, &QTimer::timeout, this, [this] { tick(); });
    connect(&m_rest, &QTimer::timeout, this, [this] { go(); });
}

void Playback::setTimeline(const world::Timeline &timeline)
{
    setRun(nullptr);
    m_timeline = timeline;
    m_isCopy = true;
    emit grown();
    emit stateChanged();
    emit changed();
}

void Playback::setRecording(RecordingSource *recording)
{
    setRun(nullptr);
    m_recording = recording;
    if (recording) {
        connect(recording, &RecordingSource::eventsRead, this, &Playback::appendAll);
    }
}

void Playback::setWatch(WatchSource *watch)
{
    setRun(nullptr);
    m_watch = watch;
    m_following = true;
    connect(watch, &WatchSource::eventsRead, this, [this](const QList<history::Event> &events) {
        appendAll(events);
        follow();
    });
}

void Playback::follow()
{
    if (!m_following) {
        return;
    }
    if (lastStep() - m_step > MostBehind) {
        m_frames.stop();
        m_rest.stop();
        m_playing = false;
        jumpTo(lastStep());
    } else if (m_state == State::Still && m_step < lastStep()) {
        m_playing = true;
        startMoving();
    }
}

void Playback::endWatch()
{
    if (m_watch) {
        m_watch->disconnect(this);
        m_watch = nullptr;
        m_following = false;
        emit stateChanged();
    }
}

run::Pace Playback::pace() const { return m_watch ? m_watch->pace() : run::Pace::Free; }

void Playback::setPace(run::Pace pace)
{
    if (m_watch) {
        m_watch->setPace(pace, m_speed);
        if (pace == run::Pace::Step && m_following) {
            toEnd(); // whom the gate holds is held there, not where the picture still is
            return;
        }
        emit stateChanged();
    }
}

/// What comes of it is shown at once: no movement is waited for.
void Playback::askToGoOn()
{
    if (m_state == State::Moving) {
        m_frames.stop();
        arrive();
    }
    m_rest.stop();
    m_playing = false;
    m_pressed = 0;
    m_following = true;
    m_state = State::Still;
    emit stateChanged();
    emit goOnAsked();
}

void Playback::setRun(LiveRun *run)
{
    if (m_watch) {
        m_watch->disconnect(this);
        m_watch = nullptr;
    }
    if (m_run) {
        m_run->disconnect(this);
    }
    if (m_recording) {
        m_recording->disconnect(this);
        m_recording = nullptr;
    }
    m_frames.stop();
    m_rest.stop();
    m_run = run;
    m_timeline = world::Timeline();
    m_step = 0;
    m_progress = 0;
    m_playing = false;
    m_following = false;
    m_isCopy = false;
    m_lock = -1;
    m_pressed = 0;
    m_state = State::Still;
    if (run) {
        connect(run, &LiveRun::eventRecorded, this, [this](const history::Event &event) { append(event); });
        connect(run, &LiveRun::waitingStarted, this, [this] { runWaits(); });
        connect(run, &LiveRun::finished, this, [this] { runEnded(); });
    }
    emit stepChanged(0);
    emit stateChanged();
    emit changed();
}

const world::World *Playback::next() const
{
    return m_state == State::Moving || m_progress > 0 ? &m_timeline.world(m_step + 1) : nullptr;
}

bool Playback::isAtEnd() const { return m_step == lastStep(); }

bool Playback::isHolding() const { return isAtEnd() && m_run && m_run->isHolding(); }

bool Playback::isFreePlay() const { return m_run && m_run->isFreePlay(); }

bool Playback::isLive() const { return m_run && !m_run->isFinished(); }

bool Playback::canAct() const { return isLive() && !isLocked() && m_step + (next() ? 1 : 0) >= lastStep(); }

void Playback::act(const lesson::Action &action)
{
    if (!canAct()) {
        return;
    }
    if (next()) {
        m_frames.stop();
        arrive();
    }
    m_rest.stop();
    m_pressed = 0;
    m_playing = true;
    m_following = true;
    m_state = State::Pending;
    m_run->act(action);
    emit stateChanged();
}

void Playback::append(const history::Event &event)
{
    const int before = m_timeline.stepCount();
    m_timeline.append(event);
    if (m_timeline.stepCount() != before) {
        emit grown();
    }
    if (isAtEnd() && m_state != State::Moving) {
        emit changed();
    }
}

// What follows is told once for all of them: there may be thousands.
void Playback::appendAll(const QList<history::Event> &events)
{
    const int before = m_timeline.stepCount();
    const bool wasAtEnd = isAtEnd();
    for (const history::Event &event : events) {
        m_timeline.append(event);
    }
    if (m_timeline.stepCount() != before) {
        emit grown();
    }
    if (wasAtEnd && m_state != State::Moving) {
        emit changed();
    }
}

// The director announces a moment once everything that belongs to it was recorded, so a picture that starts to move now
// knows where it goes to.
void Playback::runWaits()
{
    if (m_state == State::Pending) {
        runPending();
    } else if (m_state == State::Still && m_following && m_step < lastStep()) {
        m_playing = true;
        startMoving();
    }
    emit stateChanged();
    emit changed();
}

void Playback::runPending()
{
    if (m_step < lastStep()) {
        startMoving();
    } else if (m_run->isHolding() || m_run->isIdle()) {
        m_playing = false;
        m_pressed = 0;
        setState(State::Still);
    } else {
        m_run->advance();
    }
}

void Playback::runEnded()
{
    if (m_state == State::Pending) {
        if (m_step < lastStep()) {
            startMoving();
            return;
        }
        m_playing = false;
        m_pressed = 0;
        setState(State::Still);
    }
    emit stateChanged();
    emit changed();
}

void Playback::setState(State state)
{
    if (m_state == state) {
        return;
    }
    m_state = state;
    emit stateChanged();
}

void Playback::play()
{
    if (m_playing) {
        return;
    }
    m_pressed = 0;
    m_playing = true;
    m_following = m_following || m_watch;
    emit stateChanged();
    if (m_state == State::Still) {
        go();
    }
}

void Playback::pause()
{
    if (!m_playing && m_state != State::Moving) {
        return;
    }
    m_playing = false;
    m_following = false;
    m_pressed = 0;
    m_frames.stop();
    m_rest.stop();
    if (m_state == State::Moving || m_state == State::Resting) {
        m_state = State::Still;
    }
    emit stateChanged();
}

void Playback::stepForward()
{
    if (isStepping() && m_step + (next() ? 1 : 0) >= lastStep()) {
        askToGoOn();
        return;
    }
    const bool played = m_playing;
    m_playing = false;
    m_following = m_following && !m_watch;
    if (m_state == State::Pending) {
        m_pressed = played ? 0 : std::min(m_pressed + 1, MostPressed);
        emit stateChanged();
        return;
    }
    if (m_state == State::Moving) {
        // As many steps as the key was pressed: this one is over at once, and the next begins.
        m_frames.stop();
        arrive();
        if (played) {
            return; // it was asked to stop here
        }
    }
    m_rest.stop();
    if (m_state == State::Resting) {
        m_state = State::Still;
    }
    if (m_state == State::Still) {
        go();
    }
    emit stateChanged();
}

void Playback::stepBack() { showStep(m_progress > 0 ? m_step : m_step - 1); }

void Playback::toStart() { showStep(0); }

void Playback::toEnd()
{
    showStep(lastStep());
    m_following = m_watch != nullptr;
}

void Playback::showStep(int step)
{
    m_playing = false;
    m_following = false;
    m_frames.stop();
    m_rest.stop();
    jumpTo(std::clamp(step, 0, m_lock < 0 ? lastStep() : std::min(m_lock, lastStep())));
}

void Playback::jumpTo(int step)
{
    m_pressed = 0;
    m_progress = 0;
    m_step = step;
    m_state = State::Still;
    emit stepChanged(m_step);
    emit stateChanged();
    emit changed();
}

void Playback::setSpeed(double speed)
{
    m_speed = std::clamp(speed, SlowestSpeed, FastestSpeed);
    if (m_watch) {
        m_watch->setPace(m_watch->pace(), m_speed);
    }
    emit stateChanged();
}

void Playback::setLock(int step)
{
    m_lock = step;
    if (step >= 0 && m_step + (next() ? 1 : 0) > step) {
        showStep(step);
    } else if (isLocked()) {
        pause();
    }
    emit stateChanged();
}

void Playback::setReducedMotion(bool reduced) { m_reducedMotion = reduced; }

void Playback::go()
{
    if (isLocked()) {
        m_playing = false;
        m_pressed = 0;
        setState(State::Still);
        emit stateChanged();
        return;
    }
    if (m_step < lastStep()) {
        startMoving();
        return;
    }
    if (!m_run || m_run->isFinished() || m_run->isIdle()) {
        const bool played = m_playing;
        m_playing = false;
        m_pressed = 0;
        setState(State::Still);
        emit stateChanged();
        if (m_isCopy) {
            emit moreWanted(played);
        }
        return;
    }
    setState(State::Pending);
    m_run->advance();
}

void Playback::startMoving()
{
    if (m_reducedMotion || m_pressed > 0) {
        arrive();
        return;
    }
    setState(State::Moving);
    m_clock.start();
    // A movement that was paused goes on from where it was.
    m_frames.start();
    emit changed();
}

void Playback::tick()
{
    const double part = double(m_clock.restart()) / movingTime();
    m_progress += part;
    if (m_progress >= 1) {
        m_frames.stop();
        arrive();
        return;
    }
    emit changed();
}

void Playback::arrive()
{
    m_progress = 0;
    ++m_step;
    const bool goesOn = m_pressed > 0;
    m_pressed = std::max(0, m_pressed - 1);
    if (m_playing) {
        m_state = State::Resting;
        m_rest.start(restingTime());
    } else {
        m_state = State::Still;
    }
    const int arrived = m_step;
    emit stepChanged(m_step);
    emit stateChanged();
    emit changed();
    if (goesOn && m_state == State::Still && m_step == arrived) {
        go();
    }
}

int Playback::movingTime() const
{
    const Moment &moment = m_timeline.world(m_step + 1).moment();
    int ms = 250;
    if (moment.kind == world::MomentKind::Returned && movesSomething(moment)) {
        ms = trace::isSend(moment.name) ? 1600 : 900;
    }
    return std::max(FrameMs, int(ms / m_speed));
}

int Playback::restingTime() const
{
    const int ms = movesSomething(now().moment()) ? 1500 : 800;
    return int(ms / m_speed / (m_following ? ActingHaste : 1));
}

} // namespace zocalo::play
