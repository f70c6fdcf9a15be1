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

using Outline = world::EventLog::Outline;

StepMark markOf(const Outline &event, const Started &started)
{
    StepMark mark;
    mark.kind = event.kind == Outline::Kind::Entered        ? world::MomentKind::Entered
                : event.kind == Outline::Kind::ProcessEnded ? world::MomentKind::ProcessEnded
                                                            : world::MomentKind::Returned;
    const history::ProcessStarted process = started.value(event.process);
    mark.group = process.group;
    mark.server = process.role == history::Role::Server;
    mark.sender = process.ordinal;
    return mark;
}

} // namespace

// From the events alone: of a long run not every step's world is kept, and folding them again takes its time.
PanelFacts panelFacts(const world::Timeline &timeline, int step)
{
    const world::EventLog &events = timeline.events();
    Started started;
    for (qsizetype i = 0; i < events.size(); ++i) {
        if (events.outline(i).kind != Outline::Kind::Other)
            continue;
        const history::Event event = events.at(i);
        if (const auto *process = std::get_if<history::ProcessStarted>(&event.data))
            started.insert(process->process, *process);
    }
    PanelFacts facts;
    facts.step = step;
    facts.stepCount = timeline.stepCount();
    facts.before = std::clamp(step - MostMarks / 2, 1, std::max(1, facts.stepCount - MostMarks));
    for (int i = facts.before; i < std::min(facts.stepCount, facts.before + MostMarks); ++i)
        facts.marks << markOf(events.outline(timeline.momentEvent(i)), started);
    if (step == 0)
        return facts;
    facts.process = started.value(events.outline(timeline.momentEvent(step)).process).name;
    // Sockets get their names from the whole run; the calls are those up to the step.
    facts.program = code::recordedProgram(world::callsList(events), facts.process);
    const auto soFar = world::callsList(events, timeline.momentEvent(step) + 1);
    const qsizetype made = code::recordedProgram(soFar, facts.process).calls.size();
    facts.program.calls = facts.program.calls.mid(0, made);
    return facts;
}

} // namespace zocalo::figure
