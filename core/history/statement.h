// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QString>

#include <sqlite3.h>

#include <optional>
#include <string_view>

namespace zocalo::history {

/// A prepared statement of SQLite. Columns and parameters are numbered from 0. What was bound stays bound until it is
/// bound anew.
class Statement
{
    Q_DISABLE_COPY_MOVE(Statement)

public:
    Statement() = default;
    ~Statement() { finalize(); }

    /// SQLITE_OK or an error of SQLite.
    int prepare(sqlite3 *database, const char *sql)
    {
        finalize();
        return sqlite3_prepare_v3(database, sql, -1, SQLITE_PREPARE_PERSISTENT, &m_statement, nullptr);
    }
    void finalize()
    {
        sqlite3_finalize(m_statement);
        m_statement = nullptr;
    }
    bool isPrepared() const { return m_statement != nullptr; }

    void bind(int index, qint64 value) { sqlite3_bind_int64(m_statement, index + 1, value); }
    void bindUnsigned(int index, quint64 value) { bind(index, static_cast<qint64>(value)); }
    void bindNull(int index) { sqlite3_bind_null(m_statement, index + 1); }
    /// The text must live until reset().
    void bindText(int index, const char *text, qsizetype size)
    {
        sqlite3_bind_text(m_statement, index + 1, text, static_cast<int>(size), SQLITE_STATIC);
    }
    void bindCopy(int index, const QString &text)
    {
        const QByteArray utf8 = text.toUtf8();
        sqlite3_bind_text(m_statement, index + 1, utf8.constData(), static_cast<int>(utf8.size()), SQLITE_TRANSIENT);
    }
    /// The bytes must live until reset(); none of them gives NULL.
    void bindBytes(int index, const QByteArray &bytes)
    {
        if (bytes.isEmpty())
            bindNull(index);
        else
            sqlite3_bind_blob(m_statement, index + 1, bytes.constData(), static_cast<int>(bytes.size()), SQLITE_STATIC);
    }
    void bindCopiedBytes(int index, const QByteArray &bytes)
    {
        sqlite3_bind_blob(m_statement, index + 1, bytes.constData(), static_cast<int>(bytes.size()), SQLITE_TRANSIENT);
    }

    /// SQLITE_ROW, SQLITE_DONE or an error.
    int step() { return sqlite3_step(m_statement); }
    int reset() { return sqlite3_reset(m_statement); }
    /// For a statement that gives no rows: steps and resets; SQLITE_OK or an error.
    int run()
    {
        const int result = step();
        reset();
        return result == SQLITE_DONE || result == SQLITE_ROW ? SQLITE_OK : result;
    }

    int type(int column) const { return sqlite3_column_type(m_statement, column); }
    bool isNull(int column) const { return type(column) == SQLITE_NULL; }
    /// Empty if it is not an integer.
    std::optional<qint64> integer(int column) const
    {
        if (type(column) != SQLITE_INTEGER)
            return std::nullopt;
        return sqlite3_column_int64(m_statement, column);
    }
    /// The text in UTF-8, or the blob: valid until the next step. Empty for anything else.
    std::string_view bytes(int column) const
    {
        const int kind = type(column);
        const void *data = kind == SQLITE_TEXT   ? sqlite3_column_text(m_statement, column)
                           : kind == SQLITE_BLOB ? sqlite3_column_blob(m_statement, column)
                                                 : nullptr;
        if (data == nullptr)
            return {};
        return {static_cast<const char *>(data), static_cast<std::size_t>(sqlite3_column_bytes(m_statement, column))};
    }

private:
    sqlite3_stmt *m_statement = nullptr;
};

} // namespace zocalo::history
