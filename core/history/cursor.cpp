// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/history/cursor.h"

#include "core/history/recordingvalues.h"

#include <string>

namespace zocalo::history {

qint64 Row::integer(int column, qint64 least, qint64 most)
{
    const std::optional<qint64> value = m_statement.integer(column);
    if (!value || *value < least || *value > most) {
        fail();
        return std::clamp<qint64>(0, least, most);
    }
    return *value;
}

quint64 Row::bits(int column)
{
    return static_cast<quint64>(
        integer(column, std::numeric_limits<qint64>::min(), std::numeric_limits<qint64>::max()));
}

qint64 Row::moment(int column, qint64 originNs)
{
    const qint64 moment = originNs + nanoseconds(column);
    if (moment < 0)
        fail();
    return std::max<qint64>(moment, 0);
}

std::string_view Row::text(int column, int mostBytes)
{
    const std::string_view text = m_statement.bytes(column);
    if (m_statement.type(column) != SQLITE_TEXT || text.size() > std::size_t(mostBytes)) {
        fail();
        return {};
    }
    return text;
}

QString Row::string(int column, int mostBytes)
{
    const std::string_view utf8 = text(column, mostBytes);
    return QString::fromUtf8(utf8.data(), qsizetype(utf8.size()));
}

QByteArray Row::blob(int column, int mostBytes)
{
    if (isNull(column))
        return {};
    const std::string_view bytes = m_statement.bytes(column);
    if (m_statement.type(column) != SQLITE_BLOB || bytes.size() > std::size_t(mostBytes)) {
        fail();
        return {};
    }
    return {bytes.data(), qsizetype(bytes.size())};
}

trace::Endpoint Row::address(int column)
{
    if (isNull(column))
        return {};
    const std::string_view bytes = m_statement.bytes(column);
    std::optional<trace::Endpoint> endpoint;
    if (m_statement.type(column) == SQLITE_BLOB)
        endpoint = endpointFromBytes(bytes);
    else if (const auto read = trace::Endpoint::fromString(std::string(text(column))); read.isValid())
        endpoint = read;
    if (!endpoint)
        fail();
    return endpoint.value_or(trace::Endpoint());
}

trace::Call Row::call(int column, bool mayBeNull)
{
    if (mayBeNull && isNull(column))
        return trace::Call::Unknown;
    const trace::Call call = trace::callFromName(text(column));
    if (call == trace::Call::Unknown)
        fail();
    return call;
}

bool Cursor::open(UntrustedDatabase &database, const char *sql, Order order)
{
    m_order = order;
    m_database = &database;
    return database.prepare(m_statement, sql) == SQLITE_OK && advance();
}

bool Cursor::advance()
{
    const quint64 before = m_at;
    m_at = 0;
    const int result = m_database->step(m_statement);
    if (result != SQLITE_ROW)
        return result == SQLITE_DONE;
    Row present = row();
    m_at = present.position(0);
    return present.isGood() && (m_at > before || (m_order == Order::Groups && m_at == before));
}

} // namespace zocalo::history
