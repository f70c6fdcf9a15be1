// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/play/liverun.h"

#include "core/lesson/director.h"

#include <utility>

namespace zocalo::play {

namespace {

/// While a run waits for the user, how often it looks whether one of its processes died.
constexpr unsigned long LookRoundMs = 50;

} // namespace

LiveRun::LiveRun(const lesson::Lesson &lesson, int clients, lesson::Kind kind, const QString &language, QObject *parent)
    : QObject(parent), m_lesson(lesson), m_clients(clients), m_kind(kind), m_language(language)
{
}

LiveRun::~LiveRun()
{
    if (!m_thread) {
        return;
    }
    stop();
    m_thread->wait();
}

void LiveRun::start()
{
    if (m_thread) {
        return;
    }
    m_thread.reset(QThread::create([this] { play(); }));
    m_thread->setObjectName(QStringLiteral("run"));
    m_thread->start();
}

void LiveRun::stop()
{
    const QMutexLocker lock(&m_mutex);
    m_stop = true;
    m_wake.wakeAll();
}

void LiveRun::advance()
{
    if (!m_waiting) {
        return;
    }
    m_waiting = false;
    const QMutexLocker lock(&m_mutex);
    ++m_permits;
    m_wake.wakeAll();
}

void LiveRun::act(const lesson::Action &action)
{
    if (m_finished) {
        return;
    }
    m_freePlay = true;
    const bool atMoment = m_waiting && !m_idle;
    m_waiting = false;
    const QMutexLocker lock(&m_mutex);
    m_actions.enqueue(action);
    m_permits += atMoment ? 1 : 0;
    m_wake.wakeAll();
}

void LiveRun::recorded(const history::Event &event)
{
    {
        const QMutexLocker lock(&m_mutex);
        m_underWay.enqueue(event);
        if (m_writer) {
            m_writer->append(event);
        }
    }
    QMetaObject::invokeMethod(
        this,
        [this] {
            m_mutex.lock();
            const history::Event next = m_underWay.dequeue();
            m_mutex.unlock();
            emit eventRecorded(next);
        },
        Qt::QueuedConnection);
}

void LiveRun::keepIn(std::shared_ptr<history::RecordingWriter> writer, const QList<history::Event> &soFar)
{
    const QMutexLocker lock(&m_mutex);
    for (const QList<history::Event> *events : {&soFar, static_cast<const QList<history::Event> *>(&m_underWay)}) {
        for (const history::Event &event : *events) {
            writer->append(event);
        }
    }
    m_writer = std::move(writer);
}

std::shared_ptr<history::RecordingWriter> LiveRun::keptIn() const
{
    const QMutexLocker lock(&m_mutex);
    return m_writer;
}

Status LiveRun::stopKeeping()
{
    const QMutexLocker writing(&m_writing);
    std::shared_ptr<history::RecordingWriter> writer;
    {
        const QMutexLocker lock(&m_mutex);
        writer = std::exchange(m_writer, nullptr);
    }
    return writer ? writer->finish() : Status();
}

// A step that is shown is on the disk: so it is there before anybody is told of it.
void LiveRun::flushWriter()
{
    const QMutexLocker writing(&m_writing);
    const std::shared_ptr<history::RecordingWriter> writer = keptIn();
    if (writer) {
        tellFailure(writer, writer->flush());
    }
}

void LiveRun::tellFailure(const std::shared_ptr<history::RecordingWriter> &writer, const Status &status)
{
    if (status || m_failedWriter == writer) {
        return;
    }
    m_failedWriter = writer;
    QMetaObject::invokeMethod(
        this, [this, error = status.error()] { emit keepingFailed(error); }, Qt::QueuedConnection);
}

void LiveRun::announce(Wait wait, bool hold)
{
    if (std::exchange(m_announced, wait) == wait) {
        return;
    }
    flushWriter();
    QMetaObject::invokeMethod(
        this,
        [this, wait, hold] {
            m_waiting = true;
            m_holding = hold;
            m_idle = wait == Wait::Action;
            emit waitingStarted();
        },
        Qt::QueuedConnection);
}

std::optional<lesson::Action> LiveRun::takeAction()
{
    const QMutexLocker lock(&m_mutex);
    return m_actions.isEmpty() ? std::nullopt : std::optional(m_actions.dequeue());
}

lesson::Pacer::Answer LiveRun::awaitAction()
{
    announce(Wait::Action, false);
    const QMutexLocker lock(&m_mutex);
    if (m_actions.isEmpty() && !m_stop) {
        m_wake.wait(&m_mutex, LookRoundMs);
    }
    if (m_stop) {
        return Answer::Stop;
    }
    if (m_actions.isEmpty()) {
        return Answer::Wait;
    }
    m_announced = Wait::None;
    return Answer::GoOn;
}

void LiveRun::refused(const lesson::Action &action, lesson::Obstacle obstacle)
{
    QMetaObject::invokeMethod(
        this, [this, action, obstacle] { emit actionRefused(action, obstacle); }, Qt::QueuedConnection);
}

lesson::Pacer::Answer LiveRun::mayGoOn(bool hold)
{
    announce(Wait::Moment, hold);
    const QMutexLocker lock(&m_mutex);
    if (m_permits == 0 && !m_stop) {
        m_wake.wait(&m_mutex, LookRoundMs);
    }
    if (m_stop) {
        return Answer::Stop;
    }
    if (m_permits == 0) {
        return Answer::Wait;
    }
    --m_permits;
    m_announced = Wait::None;
    return Answer::GoOn;
}

void LiveRun::play()
{
    lesson::Director director(m_lesson, m_clients, m_kind, m_language);
    const Status status = director.play(*this);
    {
        const QMutexLocker writing(&m_writing);
        if (const std::shared_ptr<history::RecordingWriter> writer = keptIn()) {
            tellFailure(writer, writer->finish());
        }
    }
    QMetaObject::invokeMethod(
        this,
        [this, error = status.error()] {
            m_finished = true;
            m_waiting = false;
            m_error = error;
            emit finished();
        },
        Qt::QueuedConnection);
}

} // namespace zocalo::play
