// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "core/history/event.h"
#include "core/world/world.h"

#include <QHash>
#include <QList>
#include <QStringList>

#include <memory>

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

    int stepCount() const { return static_cast<int>(m_momentEvents.size()); }
    /// The world at a step, 0 ≤ step < stepCount(). Of a long run not every world is kept: one that is not is folded
    /// again from the nearest that is, and stays valid until Recent others of them were asked for, or the next
    /// append().
    const World &world(int step) const;
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

    /// How many steps keep their worlds; of the later ones only every Stride-th is kept.
    static constexpr int Kept = 1000;
    static constexpr int Stride = 64;
    static constexpr int Recent = 64;

private:
    /// A fold in mid-course.
    struct Course
    {
        World now;          ///< all events
        World last;         ///< of the last step: without the entry of a brief call, which is of the step to come
        bool ahead = false; ///< `now` has such an entry
        int step = 0;
        qsizetype next = 0; ///< index of the event to come

        /// Folds an event in; true if it begins a step.
        bool feed(const history::Event &event);
    };

    void nameMessages();
    const World &foldAgain(int step) const;

    QList<history::Event> m_events;
    Course m_course;         ///< through all events
    QList<World> m_worlds;   ///< of the first steps
    QList<Course> m_courses; ///< at the beginning of every Stride-th step after them
    mutable Course m_again;  ///< where the last world was folded again: often the following one is asked for next
    mutable QHash<int, std::shared_ptr<const World>> m_recent;
    mutable QList<int> m_recentSteps; ///< the oldest first
    QList<int> m_momentEvents;
    QHash<QString, int> m_names;
    QHash<QString, int> m_messageNames;
    int m_holdStep = -1;
};

} // namespace zocalo::world
