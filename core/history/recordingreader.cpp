// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/history/recordingreader.h"

#include "core/history/eventmerger.h"

namespace zocalo::history {
namespace {

constexpr int kBatch = 4096;

} // namespace

RecordingReader::RecordingReader() : m_merger(std::make_unique<EventMerger>(m_cancelled)) {}

RecordingReader::~RecordingReader() = default;

Result<std::unique_ptr<RecordingReader>> RecordingReader::open(const QString &path)
{
    std::unique_ptr<RecordingReader> reader(new RecordingReader);
    reader->m_path = path;
    if (const Status opened = reader->m_merger->open(path, reader->m_info); !opened)
        return opened.error();
    return reader;
}

quint64 RecordingReader::given() const { return m_merger->position(); }

QList<Event> RecordingReader::next(int most)
{
    QList<Event> events;
    while (m_damage && events.size() < most) {
        Event event;
        const EventMerger::Got got = m_cancelled ? EventMerger::Got::Damage : m_merger->next(event);
        if (got == EventMerger::Got::End)
            break;
        m_bytes += m_merger->lastBytes();
        if (got == EventMerger::Got::Damage && m_cancelled)
            m_damage = Error{ErrorCode::Stopped, m_path, {}, 0};
        else if (got == EventMerger::Got::Damage)
            m_damage = Error{ErrorCode::RecordingDamaged, m_path, QString::number(given()), 0};
        else if (m_bytes > kMostBytes)
            m_damage = Error{ErrorCode::FileTooLarge, m_path, QString::number(kMostBytes), 0};
        else
            events.append(std::move(event));
    }
    return events;
}

QList<Event> RecordingReader::readAll()
{
    QList<Event> all;
    for (QList<Event> batch = next(kBatch); !batch.isEmpty(); batch = next(kBatch))
        all.append(std::move(batch));
    return all;
}

} // namespace zocalo::history
