// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "core/history/recordingreader.h"
#include "core/history/recordingwriter.h"

#include <QList>
#include <QString>

#include <algorithm>
#include <cstring>

/// What the tests of recordings share: writing a list of events, and comparing two.
namespace zocalo::test {

/// Writes the events into a new file and closes it; false if that failed.
inline bool writeRecording(const QString &path, const QList<history::Event> &events,
                           const history::RecordingInfo &info = {})
{
    auto writer = history::RecordingWriter::create(path, info);
    if (!writer)
        return false;
    for (const history::Event &event : events)
        writer.value()->append(event);
    return writer.value()->finish().ok();
}

/// The events of a run, some of whose calls were made by lines of two files: one with a text, one without.
inline QList<history::Event> withLines(QList<history::Event> events, const QString &text)
{
    using namespace history;
    const qint64 first = events.first().timeNs;
    events.insert(1, {first, SourceSeen{1, QStringLiteral("/x/server.py"), text}});
    events.insert(2, {first, SourceSeen{2, QStringLiteral("<string>"), {}}});
    quint32 line = 0;
    for (Event &event : events) {
        if (auto *entered = std::get_if<CallEntered>(&event.data); entered && ++line % 3 != 0) {
            entered->record.source = static_cast<quint16>(line % 2 + 1);
            entered->record.line = line;
        }
    }
    return events;
}

/// What a recording of a watched program says of itself: it has the tables of lines.
inline history::RecordingInfo watchedInfo()
{
    history::RecordingInfo info;
    info.command = {QStringLiteral("python3"), QStringLiteral("server.py")};
    return info;
}

/// Events of every kind there is: those of a run, and what programs that are watched add to it.
inline QList<history::Event> everyKindOfEvent(QList<history::Event> events)
{
    using namespace history;
    const qint64 after = events.last().timeNs;
    const auto first = std::find_if(events.cbegin(), events.cend(), [](const Event &event) {
        return std::holds_alternative<ProcessStarted>(event.data);
    });
    auto started = std::get<ProcessStarted>(first->data);
    started.process = 1000;
    started.name = QStringLiteral("shell");
    started.parent = std::get<ProcessStarted>(first->data).process;
    events.append({after + 1, started});
    const trace::Endpoint local = trace::Endpoint::fromString("127.0.0.1:9000");
    events.append(
        {after + 2,
         SocketsHeld{1000, true, {{3, 4097, 2, 1, 6, true, local, {}}, {-1, 4098, 2, 2, 17, false, {}, {}}}}});
    events.append({after + 3, SocketsHeld{1000, false, {}}});
    started.name = QStringLiteral("server"); // it has become another program
    events.append({after + 4, started});
    kernel::SocketRow row;
    row.cookie = 4098;
    row.protocol = kernel::Protocol::Udp;
    row.state = kernel::State::Close;
    row.local = local;
    events.append({after + 5, SocketDestroyed{row}});
    events.append({after + 6, ProcessEnded{1000, 0, 9}});
    // An IPv4 header and the beginning of a TCP header; and what is no packet at all.
    const QByteArray packet = QByteArray::fromHex("4500002f00004000400600000a0000020a000001c3512328");
    events.append({after + 8, SegmentSeen{after + 7, 47, packet}});
    events.append({after + 9, SegmentSeen{after + 8, 1500, QByteArray(SegmentSeen::kMostKept, 'x')}});
    events.append({after + 10, SegmentsLost{12}});
    events.append({after + 11, SourceSeen{3, QStringLiteral("/x/client.py"), QStringLiteral("import socket\n")}});
    events.append({after + 12, Unseen{4242, QStringLiteral("ñandú-static"), Unseen::Why::Static, 4241}});
    events.append({after + 13, Unseen{4294967295, QString(), Unseen::Why::NeverJoined, 0}});
    return events;
}

/// Alike in every field that an event has.
inline bool isSame(const history::Event &a, const history::Event &b)
{
    const auto sameRecord = [](const trace::Record &one, const trace::Record &two) {
        return std::memcmp(&one, &two, sizeof one) == 0;
    };
    if (a.timeNs != b.timeNs || a.data.index() != b.data.index())
        return false;
    if (const auto *call = std::get_if<history::CallEntered>(&a.data)) {
        const auto &other = std::get<history::CallEntered>(b.data);
        return call->id == other.id && call->process == other.process && call->payload == other.payload &&
               sameRecord(call->record, other.record);
    }
    if (const auto *call = std::get_if<history::CallReturned>(&a.data)) {
        const auto &other = std::get<history::CallReturned>(b.data);
        return call->id == other.id && call->process == other.process && call->payload == other.payload &&
               sameRecord(call->record, other.record);
    }
    if (const auto *asleep = std::get_if<history::CallAsleep>(&a.data)) {
        const auto &other = std::get<history::CallAsleep>(b.data);
        return asleep->id == other.id && asleep->process == other.process;
    }
    if (const auto *table = std::get_if<history::KernelSnapshot>(&a.data)) {
        const auto &other = std::get<history::KernelSnapshot>(b.data);
        return table->beginNs == other.beginNs && table->endNs == other.endNs && table->exact == other.exact &&
               table->rows == other.rows;
    }
    if (const auto *destroyed = std::get_if<history::SocketDestroyed>(&a.data))
        return destroyed->row == std::get<history::SocketDestroyed>(b.data).row;
    if (const auto *named = std::get_if<history::StepNamed>(&a.data))
        return named->name == std::get<history::StepNamed>(b.data).name;
    if (const auto *held = std::get_if<history::Held>(&a.data))
        return held->name == std::get<history::Held>(b.data).name;
    if (const auto *seen = std::get_if<history::SourceSeen>(&a.data))
        return *seen == std::get<history::SourceSeen>(b.data);
    if (const auto *part = std::get_if<history::Unseen>(&a.data))
        return *part == std::get<history::Unseen>(b.data);
    if (const auto *started = std::get_if<history::ProcessStarted>(&a.data))
        return *started == std::get<history::ProcessStarted>(b.data);
    if (const auto *ended = std::get_if<history::ProcessEnded>(&a.data))
        return *ended == std::get<history::ProcessEnded>(b.data);
    if (const auto *holds = std::get_if<history::SocketsHeld>(&a.data))
        return *holds == std::get<history::SocketsHeld>(b.data);
    if (const auto *segment = std::get_if<history::SegmentSeen>(&a.data)) {
        const auto &other = std::get<history::SegmentSeen>(b.data);
        return segment->seenNs == other.seenNs && segment->length == other.length && segment->bytes == other.bytes;
    }
    if (const auto *lost = std::get_if<history::SegmentsLost>(&a.data))
        return lost->packets == std::get<history::SegmentsLost>(b.data).packets;
    return std::get<history::NextCall>(a.data) == std::get<history::NextCall>(b.data);
}

/// The index of the first event in which they differ; −1 if they do not.
inline qsizetype firstDifference(const QList<history::Event> &a, const QList<history::Event> &b)
{
    for (qsizetype i = 0; i < std::min(a.size(), b.size()); ++i) {
        if (!isSame(a.at(i), b.at(i)))
            return i;
    }
    return a.size() == b.size() ? -1 : std::min(a.size(), b.size());
}

} // namespace zocalo::test
