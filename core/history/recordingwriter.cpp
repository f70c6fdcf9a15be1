// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/history/recordingwriter.h"

#include "core/history/recordingtables.h"

#include <algorithm>
#include <chrono>
#include <span>
#include <utility>

namespace zocalo::history {
namespace {

/// What nobody waits for is written this often.
constexpr std::chrono::milliseconds kRhythm{100};
/// So many events are not left waiting, whatever the time.
constexpr std::size_t kBatch = 8192;
/// What is written at once.
constexpr std::size_t kPart = 2048;
/// The disk is far behind: whoever appends waits. The ring of a watched process fills then, and slows it.
constexpr std::size_t kMostWaiting = 16 * kBatch;

} // namespace

Result<std::unique_ptr<RecordingWriter>> RecordingWriter::create(const QString &path, const RecordingInfo &info)
{
    auto tables = std::make_unique<RecordingTables>();
    if (const Status created = tables->create(path, info); !created)
        return created.error();
    return std::unique_ptr<RecordingWriter>(new RecordingWriter(path, std::move(tables)));
}

RecordingWriter::RecordingWriter(QString path, std::unique_ptr<RecordingTables> tables)
    : m_path(std::move(path)), m_tables(std::move(tables)), m_thread([this] { work(); })
{
}

RecordingWriter::~RecordingWriter() { stop(); }

void RecordingWriter::append(const Event &event)
{
    std::unique_lock lock(m_mutex);
    m_done.wait(lock, [this] { return m_waiting.size() < kMostWaiting || !m_status; });
    if (!m_status || m_stop)
        return;
    m_waiting.push_back(event);
    ++m_appended;
    if (m_waiting.size() == 1 || m_waiting.size() == kBatch)
        m_toDo.notify_one();
}

Status RecordingWriter::flush()
{
    std::unique_lock lock(m_mutex);
    m_wanted = m_appended;
    m_toDo.notify_one();
    m_done.wait(lock, [this] { return m_written >= m_wanted || !m_status; });
    return m_status;
}

Status RecordingWriter::finish()
{
    stop();
    return status();
}

Status RecordingWriter::status() const
{
    const std::lock_guard lock(m_mutex);
    return m_status;
}

void RecordingWriter::stop()
{
    {
        const std::lock_guard lock(m_mutex);
        m_stop = true;
        m_toDo.notify_one();
    }
    if (m_thread.joinable())
        m_thread.join();
}

void RecordingWriter::work()
{
    std::vector<Event> batch; // it and m_waiting change places: both keep their room
    std::unique_lock lock(m_mutex);
    for (;;) {
        m_toDo.wait(lock, [this] { return !m_waiting.empty() || m_stop; });
        // A little more may come, unless somebody waits for what is there.
        m_toDo.wait_for(lock, kRhythm, [this] { return m_stop || m_waiting.size() >= kBatch || m_wanted > m_written; });
        std::swap(batch, m_waiting);
        const bool isLast = m_stop;
        lock.unlock();
        // In parts: on a full disk those that still found room stay.
        Status status;
        for (std::size_t from = 0; from < batch.size() && status; from += kPart)
            status = m_tables->write(std::span(batch).subspan(from, std::min(kPart, batch.size() - from)));
        if (isLast)
            status = m_tables->close();
        const std::size_t written = batch.size();
        batch.clear();
        if (batch.capacity() > 2 * kBatch) // room for a flood is not kept
            batch.shrink_to_fit();
        lock.lock();
        m_written += written;
        m_status = status;
        m_done.notify_all();
        if (isLast)
            return;
    }
}

} // namespace zocalo::history
