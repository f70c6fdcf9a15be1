// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/result.h"
#include "core/history/statement.h"

#include <atomic>

namespace zocalo::history {

/// A recording of a stranger's, open for reading: nothing in it is executed, nothing is written, neither into it nor
/// beside it, and no question that is put to it takes for ever.
class UntrustedDatabase
{
    Q_DISABLE_COPY_MOVE(UntrustedDatabase)

public:
    /// `cancelled`, which must outlive this, ends a statement that is under way.
    explicit UntrustedDatabase(const std::atomic<bool> &cancelled) : m_cancelled(cancelled) {}
    ~UntrustedDatabase() { sqlite3_close(m_database); }

    /// Opens it and makes sure that it has the tables of a recording and nothing else. Errors: those of
    /// RecordingReader::open().
    Status open(const QString &path);

    /// The version of its format, once it is open.
    quint32 format() const { return m_format; }
    /// SQLITE_OK or an error.
    int prepare(Statement &statement, const char *sql) { return statement.prepare(m_database, sql); }
    /// Steps, within the bounds that a row may take.
    int step(Statement &statement)
    {
        m_ticks = 0;
        return statement.step();
    }

private:
    Status checkFile();
    Status openFile();
    void restrain();
    int checkSchema();
    static int tick(void *self);

    const std::atomic<bool> &m_cancelled;
    QString m_path;
    sqlite3 *m_database = nullptr;
    quint32 m_format = 0;
    int m_ticks = 0;
};

} // namespace zocalo::history
