// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/world/calllines.h"

#include "core/world/world.h"

namespace zocalo::world {

CallLines::CallLines(const EventLog &events) : m_events(events)
{
    World world;
    for (qsizetype i = 0; i < events.size(); ++i) {
        const history::Event event = events.at(i);
        world.apply(event);
        if (const auto *entered = std::get_if<history::CallEntered>(&event.data))
            enter(world, *entered, i);
        else if (const auto *returned = std::get_if<history::CallReturned>(&event.data))
            leave(world, *returned, i);
    }
    m_index = {};
    m_lastEnds = {};
    m_lastNames = {};
}

CallLine CallLines::at(qsizetype index) const
{
    const Known &known = m_calls.at(index);
    const history::Event entry = m_events.at(known.entry);
    CallLine line = begunCall(std::get<history::CallEntered>(entry.data));
    line.event = known.entry;
    if (known.returned >= 0) {
        const history::Event event = m_events.at(known.returned);
        complete(line, std::get<history::CallReturned>(event.data));
    }
    line.process = m_names.at(known.name);
    line.caller = callerText(m_paths.value(line.entry.source), line.entry.line);
    const Ends &ends = m_ends.at(known.ends);
    line.protocol = ends.protocol;
    line.local = ends.local;
    line.peer = ends.peer;
    return line;
}

void CallLines::enter(const World &world, const history::CallEntered &entered, qsizetype event)
{
    const Process *process = world.process(entered.process);
    if (!process || m_index.contains(entered.id))
        return;
    m_index.insert(entered.id, m_calls.size());
    CallLine line;
    line.socket = entered.record.socket;
    describe(line, world, entered.record);
    m_calls.append({event, -1, line.socket, endsOf(line), nameOf(entered.process, process->name)});
    if (const history::SourceSeen *source = world.source(entered.record.source);
        source && !m_paths.contains(entered.record.source))
        m_paths.insert(entered.record.source, source->path);
}

void CallLines::leave(const World &world, const history::CallReturned &returned, qsizetype event)
{
    const auto found = m_index.constFind(returned.id);
    if (found == m_index.cend() || m_calls.at(*found).returned >= 0)
        return;
    Known &known = m_calls[*found];
    known.returned = event;
    if (known.socket == 0)
        known.socket = returned.record.newSocket;
    const Ends &before = m_ends.at(known.ends);
    CallLine line;
    line.socket = known.socket;
    line.protocol = before.protocol;
    line.local = before.local;
    line.peer = before.peer;
    describe(line, world, returned.record);
    known.ends = endsOf(line);
}

/// A socket keeps its addresses for many calls.
quint32 CallLines::endsOf(const CallLine &line)
{
    const Ends ends{line.protocol, line.local, line.peer};
    const auto last = m_lastEnds.constFind(line.socket);
    if (last != m_lastEnds.cend() && m_ends.at(*last) == ends)
        return *last;
    m_ends.append(ends);
    const auto place = static_cast<quint32>(m_ends.size() - 1);
    m_lastEnds.insert(line.socket, place);
    return place;
}

/// By exec() a process may come to have another name.
quint32 CallLines::nameOf(history::ProcessId process, const QString &name)
{
    const auto last = m_lastNames.constFind(process);
    if (last != m_lastNames.cend() && m_names.at(*last) == name)
        return *last;
    m_names.append(name);
    const auto place = static_cast<quint32>(m_names.size() - 1);
    m_lastNames.insert(process, place);
    return place;
}

} // namespace zocalo::world
