// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/figure/panelfacts.h"

#include "core/code/recordedprogram.h"

#include <QHash>

#include <algorithm>
#include <variant>

namespace zocalo::figure {

namespace {

using Started = QHash<history::ProcessId, history::ProcessStarted>;

/// The process of an event that is a step's moment; 0: of another event.
history::ProcessId actorOf(const history::Event &event)
{
    if (const auto *entered = std::get_if<history::CallEntered>(&event.data))
        return entered->process;
    if (const auto *returned = std::get_if<history::CallReturned>(&event.data))
        return returned->process;
    const auto *ended = std::get_if<history::ProcessEnded>(&event.data);
    return ended ? ended->process : 0;
}

StepMark markOf(const history::Event &event, const Started &started)
{
    StepMark mark;
    if (std::holds_alternative<history::CallEntered>(event.data))
        mark.kind = world::MomentKind::Entered;
    else
        mark.kind = std::holds_alternative<history::ProcessEnded>(event.data) ? world::MomentKind::ProcessEnded
                                                                              : world::MomentKind::Returned;
    const history::ProcessStarted process = started.value(actorOf(event));
    mark.group = process.group;
    mark.server = process.role == history::Role::Server;
    mark.sender = process.ordinal;
    return mark;
}

} // namespace

// From the events alone: of a long run not every step's world is kept, and folding them again takes its time.
PanelFacts panelFacts(const world::Timeline &timeline, int step)
{
    const QList<history::Event> &events = timeline.events();
    Started started;
    for (const history::Event &event : events) {
        if (const auto *process = std::get_if<history::ProcessStarted>(&event.data))
            started.insert(process->process, *process);
    }
    PanelFacts facts;
    facts.step = step;
    facts.stepCount = timeline.stepCount();
    facts.before = std::clamp(step - MostMarks / 2, 1, std::max(1, facts.stepCount - MostMarks));
    for (int i = facts.before; i < std::min(facts.stepCount, facts.before + MostMarks); ++i)
        facts.marks << markOf(events.at(timeline.momentEvent(i)), started);
    if (step == 0)
        return facts;
    facts.process = started.value(actorOf(events.at(timeline.momentEvent(step)))).name;
    // Sockets get their names from the whole run; the calls are those up to the step.
    facts.program = code::recordedProgram(world::callsList(events), facts.process);
    const auto soFar = events.mid(0, timeline.momentEvent(step) + 1);
    const qsizetype made = code::recordedProgram(world::callsList(soFar), facts.process).calls.size();
    facts.program.calls = facts.program.calls.mid(0, made);
    return facts;
}

} // namespace zocalo::figure
