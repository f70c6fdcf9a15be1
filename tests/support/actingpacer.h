// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "core/lesson/actions.h"
#include "core/lesson/pacer.h"
#include "core/world/world.h"

#include <QList>
#include <QPair>

#include <functional>

namespace zocalo::testing {

/// A user who lets a script go on to a moment, and then acts: each time the run waits for an action, `act` looks at the
/// world and says what is to be done next. Without an answer the run ends.
class ActingPacer : public lesson::Pacer
{
public:
    using Act = std::function<std::optional<lesson::Action>(const world::World &)>;
    /// `from`: acts first at the moment with this number (0: before the first call), -1: where the run holds.
    explicit ActingPacer(Act act, int from = -1) : m_act(std::move(act)), m_from(from) {}

    void recorded(const history::Event &event) override
    {
        m_events.append(event);
        m_world.apply(event);
    }

    Answer mayGoOn(bool hold) override
    {
        if (!m_free && (hold ? m_from < 0 : m_from == m_moments)) {
            m_free = true;
            m_next = m_act(m_world);
        }
        m_moments += hold ? 0 : 1;
        return Answer::GoOn;
    }

    std::optional<lesson::Action> takeAction() override { return std::exchange(m_next, std::nullopt); }

    Answer awaitAction() override
    {
        if (m_idle) {
            m_idle();
        }
        m_next = m_act(m_world);
        return Answer::GoOn;
    }

    void refused(const lesson::Action &action, lesson::Obstacle obstacle) override
    {
        m_refused.append({action, obstacle});
    }

    /// Called each time the run has nothing more to do.
    void setIdle(std::function<void()> idle) { m_idle = std::move(idle); }

    const world::World &world() const { return m_world; }
    const QList<history::Event> &events() const { return m_events; }
    const QList<QPair<lesson::Action, lesson::Obstacle>> &refusals() const { return m_refused; }

private:
    Act m_act;
    int m_from;
    std::function<void()> m_idle;
    world::World m_world;
    QList<history::Event> m_events;
    QList<QPair<lesson::Action, lesson::Obstacle>> m_refused;
    std::optional<lesson::Action> m_next;
    bool m_free = false;
    int m_moments = 0;
};

} // namespace zocalo::testing
