// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "core/history/event.h"
#include "core/history/untrusteddatabase.h"

#include <algorithm>
#include <limits>

namespace zocalo::history {

/// A row that is not trusted: each value is asked for with its bounds, and one that is not within them makes the row a
/// bad one.
class Row
{
public:
    /// Times are within this many nanoseconds: 73 years. Sums and differences of them cannot overflow.
    static constexpr qint64 kLongest = qint64{1} << 61;
    static constexpr qint64 kMostPosition = qint64{1} << 53;
    static constexpr int kMostName = 1024;

    explicit Row(const Statement &statement) : m_statement(statement) {}

    bool isGood() const { return m_good; }
    bool fail()
    {
        m_good = false;
        return false;
    }
    bool isNull(int column) const { return m_statement.isNull(column); }

    qint64 integer(int column, qint64 least, qint64 most);
    /// All 64 bits.
    quint64 bits(int column);
    template <typename Number>
    Number number(int column)
    {
        return static_cast<Number>(
            integer(column, std::numeric_limits<Number>::min(), std::numeric_limits<Number>::max()));
    }
    bool flag(int column) { return integer(column, 0, 1) == 1; }
    quint64 position(int column) { return static_cast<quint64>(integer(column, 1, kMostPosition)); }
    qint64 nanoseconds(int column) { return integer(column, -kLongest, kLongest); }
    /// Since the machine started: `originNs` and the column.
    qint64 moment(int column, qint64 originNs);
    std::string_view text(int column, int mostBytes = kMostName);
    QString string(int column, int mostBytes = kMostName);
    /// NULL gives none.
    QByteArray blob(int column, int mostBytes);
    /// NULL gives none.
    trace::Endpoint address(int column);
    /// The value that a name stands for.
    template <typename Value>
    Value named(int column, std::optional<Value> (*valueOf)(std::string_view))
    {
        const std::optional<Value> value = valueOf(text(column));
        if (!value)
            fail();
        return value.value_or(Value());
    }
    /// A call by its name; NULL is none, where it may be.
    trace::Call call(int column, bool mayBeNull);

private:
    const Statement &m_statement;
    bool m_good = true;
};

/// The rows of a table, in the order of their positions, which stand in the first column.
class Cursor
{
public:
    /// Whether several rows may have the same position.
    enum class Order { Single, Groups };

    /// False: it cannot be read.
    bool open(UntrustedDatabase &database, const char *sql, Order order = Order::Single);
    /// Position of the present row; 0: there is none any more.
    quint64 at() const { return m_at; }
    Row row() const { return Row(m_statement); }
    /// Goes on to the next row. False: it cannot be read, or its position is not higher (of groups: lower).
    bool advance();

private:
    UntrustedDatabase *m_database = nullptr;
    Statement m_statement;
    quint64 m_at = 0;
    Order m_order = Order::Single;
};

} // namespace zocalo::history
