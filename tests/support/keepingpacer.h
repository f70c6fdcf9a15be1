// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "core/lesson/pacer.h"

#include <QList>

#include <functional>

namespace zocalo::testing {

/// Keeps every event, lets the run go on at once, and calls back at each moment.
class KeepingPacer : public lesson::Pacer
{
public:
    /// Returns false to stop the run.
    using AtMoment = std::function<bool(bool hold)>;
    explicit KeepingPacer(AtMoment atMoment = {}) : m_atMoment(std::move(atMoment)) {}

    void recorded(const history::Event &event) override { m_events.append(event); }
    Answer mayGoOn(bool hold) override
    {
        if (!m_started) {
            m_started = true; // nothing was called yet
            return Answer::GoOn;
        }
        (hold ? m_holds : m_moments) += 1;
        return !m_atMoment || m_atMoment(hold) ? Answer::GoOn : Answer::Stop;
    }

    const QList<history::Event> &events() const { return m_events; }
    int moments() const { return m_moments; }
    int holds() const { return m_holds; }

    /// All events of one kind, in order.
    template <typename T>
    QList<T> all() const
    {
        QList<T> found;
        for (const history::Event &event : m_events) {
            if (const T *data = std::get_if<T>(&event.data)) {
                found.append(*data);
            }
        }
        return found;
    }

private:
    AtMoment m_atMoment;
    QList<history::Event> m_events;
    bool m_started = false;
    int m_moments = 0;
    int m_holds = 0;
};

} // namespace zocalo::testing
