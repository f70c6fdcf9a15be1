// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/world/callslist.h"

#include "core/world/world.h"

#include <QHash>

#include <utility>

namespace zocalo::world {

QList<CallLine> lastCalls(const EventLog &events, qsizetype end, qsizetype most,
                          const std::function<bool(const EventLog::Outline &)> &wanted,
                          const std::function<bool(history::CallId)> &waits)
{
    QList<CallLine> lines;
    struct Return
    {
        qsizetype event = 0;
        bool wanted = false;
    };
    QHash<history::CallId, Return> returns; // of those whose entry is still to come
    for (qsizetype i = std::min(end, events.size()) - 1; i >= 0 && lines.size() < most; --i) {
        const EventLog::Outline outline = events.outline(i);
        if (outline.kind == EventLog::Outline::Kind::Returned) {
            returns.insert(outline.id, {i, wanted(outline)});
        } else if (outline.kind == EventLog::Outline::Kind::Entered) {
            const bool returned = returns.contains(outline.id);
            const Return last = returns.take(outline.id);
            if (!(last.wanted || wanted(outline)) || !(returned || waits(outline.id)))
                continue;
            const history::Event entry = events.at(i);
            CallLine line = begunCall(std::get<history::CallEntered>(entry.data));
            line.event = i;
            if (returned) {
                const history::Event event = events.at(last.event);
                complete(line, std::get<history::CallReturned>(event.data));
            }
            lines.prepend(line);
        }
    }
    return lines;
}

namespace {

/// What dup2() or dup3() is about to close.
history::SocketId targetOf(const World &world, const history::CallEntered &entered)
{
    const Socket *socket = world.socketAt(entered.process, entered.record.value);
    return socket && socket->protocol != kernel::Protocol::Other ? socket->id : 0;
}

} // namespace

/// Puts together the calls of a history that is told event by event.
class CallsReader::Writer
{
public:
    void tell(const history::Event &event, qsizetype index);
    QList<CallLine> lines;

private:
    World m_world;
    QHash<history::CallId, qsizetype> m_index;
};

void CallsReader::Writer::tell(const history::Event &event, qsizetype index)
{
    m_world.apply(event);
    if (const auto *entered = std::get_if<history::CallEntered>(&event.data)) {
        const Process *process = m_world.process(entered->process);
        if (!process || m_index.contains(entered->id))
            return;
        CallLine line = begunCall(*entered);
        line.event = index;
        line.process = process->name;
        describe(line, m_world, line.entry);
        if (line.entry.call == trace::Call::Dup2 || line.entry.call == trace::Call::Dup3)
            line.target = targetOf(m_world, *entered);
        if (const history::SourceSeen *const source = m_world.source(line.entry.source))
            line.caller = callerText(source->path, line.entry.line);
        m_index.insert(line.id, lines.size());
        lines.append(line);
    } else if (const auto *returned = std::get_if<history::CallReturned>(&event.data)) {
        const auto found = m_index.constFind(returned->id);
        if (found == m_index.cend() || lines.at(*found).returned)
            return;
        CallLine &line = lines[*found];
        complete(line, *returned);
        describe(line, m_world, returned->record);
    }
}

CallsReader::CallsReader() : m_writer(std::make_unique<Writer>()) {}

CallsReader::~CallsReader() = default;
CallsReader::CallsReader(const CallsReader &other)
    : m_writer(std::make_unique<Writer>(*other.m_writer)), m_next(other.m_next)
{
}

CallsReader &CallsReader::operator=(CallsReader other) noexcept
{
    std::swap(m_writer, other.m_writer);
    std::swap(m_next, other.m_next);
    return *this;
}

const QList<CallLine> &CallsReader::read(const EventLog &events)
{
    for (; m_next < events.size(); ++m_next) {
        const bool isFull = m_writer->lines.size() >= Most;
        if (isFull && events.outline(m_next).kind == EventLog::Outline::Kind::Entered)
            break;
        m_writer->tell(events.at(m_next), m_next);
    }
    return m_writer->lines;
}

QList<CallLine> callsList(const QList<history::Event> &events)
{
    CallsReader::Writer writer;
    for (qsizetype i = 0; i < events.size(); ++i)
        writer.tell(events.at(i), i);
    return writer.lines;
}

QList<CallLine> callsList(const EventLog &events, const std::atomic_bool *cancelled)
{
    CallsReader::Writer writer;
    for (qsizetype i = 0; i < events.size() && !(cancelled && cancelled->load(std::memory_order_relaxed)); ++i)
        writer.tell(events.at(i), i);
    return writer.lines;
}

} // namespace zocalo::world
