// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "core/history/event.h"
#include "core/world/world.h"

#include <QHash>
#include <QList>
#include <QStringList>

namespace zocalo::world {

/// A growing history cut into steps, with the world at each.
///
/// Step 0 is the world before the first call. Each further step is one recorded moment: the entry or the return of a
/// call, or the end of a process. A call that cannot wait and moves nothing (socket, bind, listen, close, shutdown,
/// set/getsockopt, getsockname, getpeername) makes one step, at its return. What comes after a moment and belongs to it
/// (the kernel's table, its name, a thread falling asleep) is folded into the same step.
class Timeline
{
public:
    Timeline();

    /// Appends an event; returns the index of the step it belongs to. The world of the last step may still change while
    /// the events that belong to it arrive.
    int append(const history::Event &event);

    int stepCount() const { return static_cast<int>(m_worlds.size()); }
    /// The world at a step, 0 ≤ step < stepCount().
    const World &world(int step) const { return m_worlds.at(step); }
    const QList<history::Event> &events() const { return m_events; }
    /// Index of the event that is the step's moment; -1 for step 0.
    int momentEvent(int step) const { return m_momentEvents.at(step); }

    /// The step of that name: a name the lesson gave, or a message's full name or name ("tcp.B2", "B2"), meaning the
    /// entry of its send; of equal names the first. -1 if there is none.
    int stepNamed(const QString &name) const;
    /// Every name that stepNamed() knows, in no order.
    QStringList stepNames() const { return m_names.keys(); }
    /// First step at which the run holds; -1 if it never did.
    int holdStep() const;

private:
    void nameMessages();

    QList<history::Event> m_events;
    World m_now;          ///< all events
    bool m_ahead = false; ///< m_now has the entry of a brief call that the last step's world has not
    QList<World> m_worlds;
    QList<int> m_momentEvents;
    QHash<QString, int> m_names;
    QHash<QString, int> m_messageNames;
    int m_holdStep = -1;
};

} // namespace zocalo::world
