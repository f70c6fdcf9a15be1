// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/figure/panelfacts.h"

#include "app/figure/timelinemark.h"
#include "core/code/recordedprogram.h"
#include "core/world/timelinerows.h"

#include <QHash>

#include <algorithm>
#include <variant>

namespace zocalo::figure {

namespace {

using Started = QHash<history::ProcessId, history::ProcessStarted>;

using Outline = world::EventLog::Outline;

StepMark markOf(const Outline &event, const world::World &last)
{
    StepMark mark;
    mark.kind = event.momentKind();
    mark.protocol = world::momentProtocol(last, event.socket != 0 ? event.socket : event.newSocket, event.process);
    mark.own = TimelineMark::colourOf(last.process(event.process));
    return mark;
}

} // namespace

// From the events: of a long run not every step's world is kept, and folding them again takes its time.
PanelFacts panelFacts(const world::Timeline &timeline, int step)
{
    const world::EventLog &events = timeline.events();
    Started started;
    for (qsizetype i = 0; i < events.size(); ++i) {
        if (events.outline(i).kind != Outline::Kind::ProcessStarted)
            continue;
        const history::Event event = events.at(i);
        if (const auto *process = std::get_if<history::ProcessStarted>(&event.data))
            started.insert(process->process, *process);
    }
    const world::World &last = timeline.world(timeline.stepCount() - 1);
    PanelFacts facts;
    facts.step = step;
    facts.stepCount = timeline.stepCount();
    facts.before = std::clamp(step - MostMarks / 2, 1, std::max(1, facts.stepCount - MostMarks));
    for (int i = facts.before; i < std::min(facts.stepCount, facts.before + MostMarks); ++i)
        facts.marks << markOf(events.outline(timeline.momentEvent(i)), last);
    facts.rows = world::timelineRows(last);
    if (step == 0)
        return facts;
    facts.process = started.value(events.outline(timeline.momentEvent(step)).process).name;
    // Sockets get their names from the whole run; the calls are those up to the step.
    const QList<world::CallLine> &calls = timeline.calls();
    facts.program = code::recordedProgram(calls, facts.process);
    const auto after =
        std::upper_bound(calls.begin(), calls.end(), timeline.momentEvent(step),
                         [](qsizetype event, const world::CallLine &line) { return event < line.event; });
    const QList<world::CallLine> soFar = calls.first(after - calls.begin());
    facts.program.calls.resize(code::recordedProgram(soFar, facts.process).calls.size());
    const auto latest = std::find_if(soFar.rbegin(), soFar.rend(),
                                     [&facts](const world::CallLine &line) { return line.process == facts.process; });
    facts.isWritten = latest == soFar.rend() || code::isWritten(*latest);
    return facts;
}

} // namespace zocalo::figure
