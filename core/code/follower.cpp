// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/code/follower.h"

#include "core/code/lessonprogram.h"
#include "core/code/recordedprogram.h"

#include <algorithm>

namespace zocalo::code {

namespace {

using world::CallLine;

/// What the kernel chose where the script left it the choice: "tcp.server.listener" → 57371.
QHash<QString, int> presentPorts(const lesson::Script &script, const QList<CallLine> &calls)
{
    QHash<QString, int> ports;
    QHash<QString, QList<const CallLine *>> binds;
    for (const CallLine &line : calls) {
        if (line.entry.call == trace::Call::Bind) {
            binds[line.process].append(&line);
        }
    }
    for (const lesson::CallPlan &plan : script.calls) {
        if (plan.call == trace::Call::Bind && !binds.value(plan.process).isEmpty()) {
            const CallLine *line = binds[plan.process].takeFirst();
            ports.insert(plan.process + QLatin1Char('.') + plan.on, line->local.port);
        }
    }
    return ports;
}

/// Of a long message only the beginning is kept.
bool isMessageOf(const CallLine &line, const ProgramCall &call)
{
    return line.payloadTotal == quint64(call.payload.size()) * quint64(call.times) &&
           call.payload.repeated(call.times).startsWith(line.payload);
}

bool isWhatWasTold(const Program &told, const QList<CallLine> &made)
{
    return made.size() <= told.calls.size() &&
           std::equal(made.begin(), made.end(), told.calls.begin(), [](const CallLine &line, const ProgramCall &call) {
               return line.entry.call == call.call && (!trace::isSend(call.call) || isMessageOf(line, call));
           });
}

/// How many calls the process had entered at a step.
int enteredAt(const world::Timeline &timeline, int step, world::ProcessId process)
{
    int count = 0;
    for (int i = 0; i <= timeline.momentEvent(step); ++i) {
        const auto event = timeline.events().outline(i);
        count += event.kind == world::EventLog::Outline::Kind::Entered && event.process == process;
    }
    return count;
}

/// How many of the program's calls are among the first `count` that the process made.
int writtenAmong(const QList<CallLine> &made, int count)
{
    const qsizetype known = std::min<qsizetype>(count, made.size());
    const auto written = std::count_if(made.begin(), made.begin() + known, isWritten);
    // Of a very long run not all calls are known: those stand behind the program's end.
    return static_cast<int>(written + count - known);
}

} // namespace

Followed follow(const RunPlan &plan, const world::Timeline &timeline, int step, const QString &process)
{
    const QList<CallLine> &calls = timeline.calls();
    QList<CallLine> made;
    std::copy_if(calls.begin(), calls.end(), std::back_inserter(made),
                 [&](const CallLine &line) { return line.process == process; });
    Followed followed;
    followed.program =
        lessonProgram(plan.script, process, plan.language, plan.usualPorts, presentPorts(plan.script, calls));
    const bool isRecorded = followed.program.calls.isEmpty() || !isWhatWasTold(followed.program, made);
    if (isRecorded) {
        followed.program = recordedProgram(calls, process);
    }
    const world::World &now = timeline.world(step);
    const world::Process *found = now.processNamed(process);
    if (found == nullptr || found->activity == world::Activity::Ended) {
        return followed;
    }
    const int entered = enteredAt(timeline, step, found->id);
    const int next = isRecorded ? writtenAmong(made, entered) : entered;
    const bool isLeftOut = isRecorded && entered > 0 && writtenAmong(made, entered - 1) == next;
    const world::Moment &moment = now.moment();
    if (!found->openCalls.isEmpty()) {
        followed.reached = isLeftOut ? Reached::LeftOut : Reached::Inside;
        followed.call = isLeftOut ? -1 : next - 1;
    } else if (moment.kind == world::MomentKind::Returned && moment.process == found->id && !isLeftOut) {
        followed.reached = Reached::Returned;
        followed.call = next - 1;
    } else if (next < followed.program.calls.size()) {
        followed.reached = Reached::Before;
        followed.call = next;
    }
    if (followed.call >= followed.program.calls.size()) {
        followed.call = -1;
        followed.reached = Reached::Nothing;
    }
    return followed;
}

} // namespace zocalo::code
