// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/result.h"
#include "core/history/event.h"
#include "core/history/recordinginfo.h"

#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace zocalo::history {

class RecordingTables;

/// Writes a recording (docs/recording.md) while the run goes on, on a thread of its own. Killed at any moment, the file
/// has everything up to the last flush(), and what was appended more than a tenth of a second before.
///
/// append(), flush() and finish() may be called from one thread at a time, each of them from any thread.
class RecordingWriter
{
    Q_DISABLE_COPY_MOVE(RecordingWriter)

public:
    /// Makes the file; there must be none of that name. Errors: FileExists, FileUnwritable; then nothing is left there.
    static Result<std::unique_ptr<RecordingWriter>> create(const QString &path, const RecordingInfo &info);
    /// Finishes it.
    ~RecordingWriter();

    /// Appends an event. Returns at once, unless the disk is far behind. Left out are events that make no sense to the
    /// world either: the return of an unknown call, a second end of a process. After a failure all are left out.
    void append(const Event &event);
    /// Waits until all that was appended is on the disk. Call it before a step is shown. Errors: RecordingStuck.
    Status flush();
    /// Writes what is left and closes the file, which is one file then. Errors: RecordingStuck (what was written before
    /// stays, and can be opened).
    Status finish();
    /// Why it stopped writing, if it did.
    Status status() const;
    const QString &path() const { return m_path; }

private:
    RecordingWriter(QString path, std::unique_ptr<RecordingTables> tables);
    void work();
    void stop();

    QString m_path;
    std::unique_ptr<RecordingTables> m_tables; ///< the thread's, once it runs
    mutable std::mutex m_mutex;                ///< guards what follows
    std::condition_variable m_toDo;
    std::condition_variable m_done;
    std::vector<Event> m_waiting;
    quint64 m_appended = 0;
    quint64 m_written = 0;
    quint64 m_wanted = 0; ///< up to here somebody waits for it
    bool m_stop = false;
    Status m_status;
    std::thread m_thread;
};

} // namespace zocalo::history
