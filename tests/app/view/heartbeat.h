// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include <QObject>
#include <QString>

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>

/// Asks the thread of `receiver`, from another one and again and again, to answer, and keeps how long it took at most.
class Heartbeat
{
public:
    explicit Heartbeat(QObject *receiver) : m_receiver(receiver), m_thread([this] { run(); }) {}
    Heartbeat(const Heartbeat &) = delete;
    Heartbeat &operator=(const Heartbeat &) = delete;
    ~Heartbeat()
    {
        {
            const std::scoped_lock lock(m_mutex);
            m_stop = true;
        }
        m_changed.notify_all();
        m_thread.join();
    }

    /// What the thread is about to do; to be called on it.
    void doing(const QString &what)
    {
        const std::scoped_lock lock(m_mutex);
        m_doing = what;
    }
    struct Wait
    {
        double ms = 0;
        QString doing; ///< what had been begun last
    };
    Wait longest() const
    {
        const std::scoped_lock lock(m_mutex);
        return m_longest;
    }
    int beats() const
    {
        const std::scoped_lock lock(m_mutex);
        return m_beats;
    }

private:
    using Clock = std::chrono::steady_clock;

    void run()
    {
        std::unique_lock lock(m_mutex);
        while (!m_stop) {
            m_answered = false;
            const Clock::time_point asked = Clock::now();
            lock.unlock();
            QMetaObject::invokeMethod(
                m_receiver, [this, asked] { answer(asked); }, Qt::QueuedConnection);
            lock.lock();
            m_changed.wait(lock, [this] { return m_answered || m_stop; });
            m_changed.wait_for(lock, std::chrono::milliseconds(2), [this] { return m_stop; });
        }
    }

    void answer(Clock::time_point asked)
    {
        const std::scoped_lock lock(m_mutex);
        const double ms = std::chrono::duration<double, std::milli>(Clock::now() - asked).count();
        if (ms > m_longest.ms) {
            m_longest = {ms, m_doing};
        }
        ++m_beats;
        m_answered = true;
        m_changed.notify_all();
    }

    QObject *m_receiver;
    mutable std::mutex m_mutex; ///< guards what follows
    std::condition_variable m_changed;
    bool m_stop = false;
    bool m_answered = false;
    QString m_doing;
    Wait m_longest;
    int m_beats = 0;
    std::thread m_thread;
};
