// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "core/world/callslist.h"
#include "core/world/eventlog.h"
#include "core/world/world.h"

#include <QHash>
#include <QList>
#include <QStringList>

#include <memory>

namespace zocalo::world {

/// A growing history cut into steps, with the world at each.
///
/// Step 0 is the world before the first call. Each further step is one recorded moment: the entry or the return of a
/// call, the beginning of a process that has another's sockets (fork), exec in one that has sockets, or the end of a
/// process. A call that cannot wait and moves nothing (socket, bind, listen, close, shutdown, set/getsockopt,
/// getsockname, getpeername) makes one step, at its return. What comes after a moment and belongs to it (the kernel's
/// table, its name, a thread falling asleep, the sockets that it has) is folded into the same step.
///
/// The world of the last step is at hand; any other is folded again from the nearest of those that are kept, which
/// share what did not change between them.
class Timeline
{
public:
    Timeline();

    /// Appends an event; returns the index of the step it belongs to. The world of the last step may still change while
    /// the events that belong to it arrive.
    int append(const history::Event &event);

    int stepCount() const { return static_cast<int>(m_momentEvents.size()); }
    /// The world at a step, 0 ≤ step < stepCount(). It stays valid until Recent others were asked for; that of the last
    /// step until the next append().
    const World &world(int step) const;
    const EventLog &events() const { return m_events; }
    /// The calls so far, the first CallsReader::Most of them. Valid until the next append().
    const QList<CallLine> &calls() const { return m_calls.read(m_events); }
    /// Index of the event that is the step's moment; -1 for step 0.
    int momentEvent(int step) const { return m_momentEvents.at(step); }
    /// The step that an event belongs to, by its index. The entry of a call that makes one step only belongs to that.
    int stepOf(qsizetype event) const;

    /// The step of that name: a name the lesson gave, or a message's full name or name ("tcp.B2", "B2"), meaning the
    /// entry of its send; of equal names the first. -1 if there is none.
    int stepNamed(const QString &name) const;
    /// Every name that the lesson gave to a step, in no order.
    QStringList stepNames() const { return m_names.keys(); }
    /// First step at which the run holds; -1 if it never did.
    int holdStep() const;

    /// True if the entry of that call makes no step: it cannot wait, and nothing moves before it returns.
    static bool isBrief(trace::Call call);

    /// How many events lie between two worlds that are kept, at first; when there are MostKept of them, every other one
    /// is let go and twice as many lie between them from then on, up to MostApart.
    static constexpr int LeastApart = 256;
    static constexpr int MostApart = 16384;
    static constexpr int MostKept = 256;
    /// How many worlds that were asked for stay at hand.
    static constexpr int Recent = 8;

private:
    /// A fold in mid-course.
    struct Course
    {
        World now;          ///< all events
        bool ahead = false; ///< `now` has the entry of a brief call, which is of the step to come
        int step = 0;
        qsizetype next = 0; ///< index of the event to come

        /// Folds an event in; true if it begins a step.
        bool feed(const history::Event &event);
    };

    void keepWorld();
    const World &foldAgain(int step) const;
    World worldAfter(const Course &course, qsizetype end) const;

    EventLog m_events;
    mutable CallsReader m_calls;
    Course m_course;         ///< through all events
    QList<Course> m_courses; ///< at the beginnings of some steps, the first one at step 0
    qsizetype m_apart = LeastApart;
    mutable Course m_again; ///< where the last world was folded again: often the following one is asked for next
    mutable QHash<int, std::shared_ptr<const World>> m_recent;
    mutable QList<int> m_recentSteps; ///< the oldest first
    QList<int> m_momentEvents;
    QHash<QString, int> m_names;
    int m_holdStep = -1;
};

} // namespace zocalo::world
