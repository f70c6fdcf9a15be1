// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/figure/panelfacts.h"

#include "core/code/recordedprogram.h"

#include <algorithm>

namespace zocalo::figure {

namespace {

StepMark markOf(const world::World &world)
{
    const world::Moment &moment = world.moment();
    const world::Process *process = world.process(moment.process);
    StepMark mark{moment.kind, moment.name, moment.group, false, 0};
    if (process) {
        mark.group = process->group;
        mark.server = process->role == world::Role::Server;
        mark.sender = process->ordinal;
    }
    return mark;
}

/// The process that acts at a step, or acted last before it.
QString actorAt(const world::Timeline &timeline, int step)
{
    for (; step > 0; --step) {
        const world::World &world = timeline.world(step);
        if (const world::Process *process = world.process(world.moment().process))
            return process->name;
    }
    return {};
}

} // namespace

PanelFacts panelFacts(const world::Timeline &timeline, int step)
{
    PanelFacts facts;
    facts.step = step;
    facts.stepCount = timeline.stepCount();
    facts.before = std::clamp(step - MostMarks / 2, 1, std::max(1, facts.stepCount - MostMarks));
    for (int i = facts.before; i < std::min(facts.stepCount, facts.before + MostMarks); ++i)
        facts.marks << markOf(timeline.world(i));
    facts.process = actorAt(timeline, step);
    if (facts.process.isEmpty())
        return facts;
    // Sockets get their names from the whole run; the calls are those up to the step.
    facts.program = code::recordedProgram(world::callsList(timeline.events()), facts.process);
    const auto soFar = timeline.events().mid(0, timeline.momentEvent(step) + 1);
    const qsizetype made = code::recordedProgram(world::callsList(soFar), facts.process).calls.size();
    facts.program.calls = facts.program.calls.mid(0, made);
    return facts;
}

} // namespace zocalo::figure
