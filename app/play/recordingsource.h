// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/result.h"
#include "core/history/recordingreader.h"

#include <QList>
#include <QObject>
#include <QSemaphore>
#include <QThread>

#include <memory>

namespace zocalo::play {

/// A recording that is read on a thread of its own, so that its first steps can be looked at while the rest is still
/// read. Signals are emitted on the thread that the object lives on.
class RecordingSource : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(RecordingSource)

public:
    /// Opens it. Errors: those of RecordingReader::open().
    static Result<std::unique_ptr<RecordingSource>> open(const QString &path);
    /// Cancels the reading.
    ~RecordingSource() override;

    const QString &path() const { return m_path; }
    const history::RecordingInfo &info() const { return m_reader->info(); }
    /// How many events there are, as the file says.
    quint64 total() const { return m_reader->total(); }
    /// Begins to read. Once only.
    void start();
    /// Reads no more; what was read stays.
    void cancel();
    bool isFinished() const { return m_finished; }
    /// Why the rest could not be read; RecordingDamaged, FileTooLarge, Stopped.
    const Error &error() const { return m_error; }

signals:
    void eventsRead(const QList<zocalo::history::Event> &events);
    void finished();

private:
    explicit RecordingSource(std::unique_ptr<history::RecordingReader> reader, const QString &path);
    void read();

    QString m_path;
    std::unique_ptr<history::RecordingReader> m_reader;
    QSemaphore m_room; ///< for batches that were read and not yet taken
    bool m_finished = false;
    Error m_error;
    std::unique_ptr<QThread> m_thread;
};

} // namespace zocalo::play
