// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/result.h"
#include "core/history/event.h"
#include "core/history/recordinginfo.h"

#include <QList>

#include <atomic>
#include <memory>

namespace zocalo::history {

class EventMerger;

/// Reads a recording (docs/recording.md) from its beginning to its end, in batches. A recording may come from anybody:
/// nothing in the file can make this crash, hang, take memory without bounds, or write a byte.
///
/// One thread at a time; cancel() from any.
class RecordingReader
{
    Q_DISABLE_COPY_MOVE(RecordingReader)

public:
    /// Errors: FileMissing, FileUnreadable, NotARecording (subject: path), RecordingNewer (detail: its format),
    /// RecordingDamaged (detail: 0, nothing of it can be read).
    static Result<std::unique_ptr<RecordingReader>> open(const QString &path);
    ~RecordingReader();

    const RecordingInfo &info() const { return m_info; }
    /// How many events there are, as the file says: for a progress bar, not to be relied upon.
    quint64 total() const { return m_info.events; }
    /// How many were given out.
    quint64 given() const;
    /// The next events, at most `most`. Empty at the end, after cancel(), and where the rest cannot be read: damage()
    /// tells.
    QList<Event> next(int most);
    /// Why the rest could not be read. RecordingDamaged (detail: how many events could), FileTooLarge (detail: the
    /// bytes of memory that may be taken), Stopped (it was cancelled).
    const Status &damage() const { return m_damage; }
    /// next() returns soon, and gives nothing any more.
    void cancel() { m_cancelled = true; }

    /// A short way for what is read as a whole: all events that can be read, and why the rest cannot.
    QList<Event> readAll();

    /// Most memory that the events of a recording may take.
    static constexpr qint64 kMostBytes = qint64{2} * 1024 * 1024 * 1024;

private:
    RecordingReader();

    QString m_path;
    RecordingInfo m_info;
    std::atomic<bool> m_cancelled{false};
    std::unique_ptr<EventMerger> m_merger;
    qint64 m_bytes = 0;
    Status m_damage;
};

} // namespace zocalo::history
