// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/play/liverun.h"

#include "core/lesson/director.h"

namespace zocalo::play {

LiveRun::LiveRun(const lesson::Lesson &lesson, int clients, lesson::Kind kind, const QString &language, QObject *parent)
    : QObject(parent), m_lesson(lesson), m_clients(clients), m_kind(kind), m_language(language)
{
}

LiveRun::~LiveRun()
{
    if (!m_thread) {
        return;
    }
    {
        const QMutexLocker lock(&m_mutex);
        m_stop = true;
        m_wake.wakeAll();
    }
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

void LiveRun::recorded(const history::Event &event)
{
    QMetaObject::invokeMethod(this, [this, event] { emit eventRecorded(event); }, Qt::QueuedConnection);
}

bool LiveRun::mayGoOn(bool hold)
{
    QMetaObject::invokeMethod(
        this,
        [this, hold] {
            m_waiting = true;
            m_holding = hold;
            emit waitingStarted();
        },
        Qt::QueuedConnection);
    const QMutexLocker lock(&m_mutex);
    while (m_permits == 0 && !m_stop) {
        m_wake.wait(&m_mutex);
    }
    if (m_stop) {
        return false;
    }
    --m_permits;
    return true;
}

void LiveRun::play()
{
    lesson::Director director(m_lesson, m_clients, m_kind, m_language);
    const Status status = director.play(*this);
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
