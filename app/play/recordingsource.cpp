// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/play/recordingsource.h"

namespace zocalo::play {

namespace {

/// The first batch is small: a picture waits for it. The others cost the window's thread a few milliseconds each.
constexpr int FirstBatch = 500;
constexpr int Batch = 5000;
/// So many may wait to be taken.
constexpr int MostWaiting = 4;

} // namespace

Result<std::unique_ptr<RecordingSource>> RecordingSource::open(const QString &path)
{
    auto reader = history::RecordingReader::open(path);
    if (!reader) {
        return reader.error();
    }
    return std::unique_ptr<RecordingSource>(new RecordingSource(std::move(reader.value()), path));
}

RecordingSource::RecordingSource(std::unique_ptr<history::RecordingReader> reader, const QString &path)
    : m_path(path), m_reader(std::move(reader)), m_room(MostWaiting)
{
}

RecordingSource::~RecordingSource()
{
    cancel();
    if (m_thread) {
        m_thread->wait();
    }
}

void RecordingSource::start()
{
    if (m_thread) {
        return;
    }
    m_thread.reset(QThread::create([this] { read(); }));
    m_thread->setObjectName(QStringLiteral("recording"));
    m_thread->start();
}

void RecordingSource::cancel()
{
    m_reader->cancel();
    m_room.release(MostWaiting); // whoever waits for room sees that it was cancelled
}

void RecordingSource::read()
{
    for (auto batch = m_reader->next(FirstBatch); !batch.isEmpty(); batch = m_reader->next(Batch)) {
        m_room.acquire();
        QMetaObject::invokeMethod(
            this,
            [this, batch] {
                m_room.release();
                emit eventsRead(batch);
            },
            Qt::QueuedConnection);
    }
    QMetaObject::invokeMethod(
        this,
        [this, error = m_reader->damage().error()] {
            m_finished = true;
            m_error = error;
            emit finished();
        },
        Qt::QueuedConnection);
}

} // namespace zocalo::play
