// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
// The part of RecordingTables that writes calls: one row for entry and return together.
#include "core/history/plainrecord.h"
#include "core/history/recordingschema.h"
#include "core/history/recordingtables.h"
#include "core/history/recordingvalues.h"

namespace zocalo::history {
namespace {

void bindName(Statement &statement, int index, std::string_view name)
{
    statement.bindText(index, name.data(), qsizetype(name.size()));
}

/// NULL where the return says what the entry said.
template <typename Number>
void bindChange(Statement &statement, int index, Number entry, Number back)
{
    if (entry == back)
        statement.bindNull(index);
    else
        statement.bind(index, back);
}

} // namespace

void RecordingTables::bindAddress(Statement &statement, int index, const trace::Endpoint &endpoint)
{
    if (endpoint == trace::Endpoint()) {
        statement.bindNull(index);
    } else if (const std::optional<std::string> text = endpointText(endpoint)) {
        statement.bindCopy(index, QString::fromStdString(*text));
    } else {
        statement.bindCopiedBytes(index, endpointBytes(endpoint));
    }
}

void RecordingTables::keepEntry(qint64 timeNs, const CallEntered &entered)
{
    if (!m_processes.contains(entered.process) || m_open.contains(entered.id))
        return;
    CallRow row;
    row.entered = ++m_position;
    row.enterNs = timeNs;
    row.entry = entered;
    m_indexes.insert(entered.id, qsizetype(m_fresh.size()));
    m_open.insert(entered.id, row);
    m_fresh.push_back(std::move(row));
}

void RecordingTables::keepReturn(qint64 timeNs, const CallReturned &returned)
{
    const auto open = m_open.constFind(returned.id);
    if (open == m_open.cend() || open->entry.process != returned.process)
        return;
    const auto index = m_indexes.constFind(returned.id);
    if (index == m_indexes.cend())
        m_returns.push_back(*open);
    CallRow &row = index == m_indexes.cend() ? m_returns.back() : m_fresh[std::size_t(*index)];
    row.returned = ++m_position;
    row.exitNs = timeNs;
    row.back = returned.record;
    row.received = returned.payload;
    m_indexes.remove(returned.id);
    m_open.erase(open);
}

int RecordingTables::writeCalls()
{
    int result = SQLITE_OK;
    for (const CallRow &row : m_fresh) {
        result = insertCall(row);
        if (result != SQLITE_OK)
            break;
    }
    for (const CallRow &row : m_returns) {
        if (result != SQLITE_OK)
            break;
        result = updateCall(row);
    }
    m_fresh.clear();
    m_indexes.clear();
    m_returns.clear();
    return result;
}

int RecordingTables::insertCall(const CallRow &row)
{
    using enum CallColumn;
    const trace::Record &entry = row.entry.record;
    Statement &s = m_insertCall;
    s.bindUnsigned(col(Entered), row.entered);
    s.bindUnsigned(col(Id), row.entry.id);
    s.bind(col(Process), row.entry.process);
    s.bind(col(Thread), entry.tid);
    bindName(s, col(Call), trace::callName(entry.call));
    s.bind(col(Fd), entry.fd);
    s.bindUnsigned(col(Socket), entry.socket);
    bindAddress(s, col(Address), entry.address);
    s.bind(col(EnterNs), row.enterNs);
    s.bindUnsigned(col(Requested), entry.requested);
    s.bind(col(SentTotal), entry.payloadTotal);
    s.bindBytes(col(Sent), row.entry.payload);
    bindAddress(s, col(Local), entry.local);
    bindAddress(s, col(Peer), entry.peer);
    s.bind(col(Domain), entry.domain);
    s.bind(col(Type), entry.type);
    s.bind(col(Protocol), entry.protocol);
    s.bind(col(Flags), entry.flags);
    s.bind(col(Level), entry.level);
    s.bind(col(Option), entry.option);
    s.bind(col(Value), entry.value);
    bindName(s, col(ObservedBy), entry.observedBy == 2 ? "ptrace" : "tap");
    s.bindUnsigned(col(Serial), entry.serial);
    s.bindUnsigned(col(Caller), entry.caller);
    if (entry.pid == m_processes.value(row.entry.process))
        s.bindNull(col(Pid));
    else
        s.bind(col(Pid), entry.pid);
    static constexpr ReturnColumns kColumns{col(Returned),     col(Result),   col(Error),         col(NewSocket),
                                            col(AddressBack),  col(TookNs),   col(ReceivedTotal), col(Received),
                                            col(LocalBack),    col(PeerBack), col(DomainBack),    col(TypeBack),
                                            col(ProtocolBack), col(ValueBack)};
    if (row.returned != 0) {
        bindReturn(s, row, kColumns);
    } else {
        for (const int column : kColumns)
            s.bindNull(column);
    }
    int result = s.run();
    if (result == SQLITE_OK)
        result = writeLine(row);
    return result == SQLITE_OK ? writeOdd(row, true, row.returned != 0) : result;
}

int RecordingTables::writeLine(const CallRow &row)
{
    const trace::Record &entry = row.entry.record;
    if (m_format < kFormatWithLines || (entry.source == 0 && entry.line == 0))
        return SQLITE_OK;
    m_callLine.bindUnsigned(0, row.entered);
    m_callLine.bind(1, entry.source);
    m_callLine.bind(2, entry.line);
    return m_callLine.run();
}

int RecordingTables::updateCall(const CallRow &row)
{
    static constexpr ReturnColumns kColumns{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13};
    bindReturn(m_updateCall, row, kColumns);
    m_updateCall.bindUnsigned(int(kColumns.size()), row.entered);
    const int result = m_updateCall.run();
    return result == SQLITE_OK ? writeOdd(row, false, true) : result;
}

void RecordingTables::bindReturn(Statement &statement, const CallRow &row, const ReturnColumns &columns)
{
    const trace::Record &entry = row.entry.record;
    const trace::Record &back = row.back;
    statement.bindUnsigned(columns[0], row.returned);
    statement.bind(columns[1], back.result);
    if (back.error == 0)
        statement.bindNull(columns[2]);
    else
        bindName(statement, columns[2], trace::errnoName(back.error));
    if (back.newSocket == 0)
        statement.bindNull(columns[3]);
    else
        statement.bindUnsigned(columns[3], back.newSocket);
    bindAddress(statement, columns[4], back.address);
    statement.bind(columns[5], row.exitNs - row.enterNs);
    statement.bind(columns[6], back.payloadTotal);
    statement.bindBytes(columns[7], row.received);
    bindAddress(statement, columns[8], back.local);
    bindAddress(statement, columns[9], back.peer);
    bindChange(statement, columns[10], entry.domain, back.domain);
    bindChange(statement, columns[11], entry.type, back.type);
    bindChange(statement, columns[12], entry.protocol, back.protocol);
    bindChange(statement, columns[13], entry.value, back.value);
}

int RecordingTables::writeOdd(const CallRow &row, bool entry, bool back)
{
    const auto write = [this](quint64 position, const trace::Record &record) {
        m_odd.bindUnsigned(0, position);
        m_odd.bindCopiedBytes(1, recordBytes(record));
        return m_odd.run();
    };
    const trace::Record &first = row.entry.record;
    const auto enterNs = static_cast<quint64>(row.enterNs + *m_originNs);
    const auto exitNs = static_cast<quint64>(row.exitNs + *m_originNs);
    int result = SQLITE_OK;
    if (entry && !isSame(first, plainEntry(first, enterNs, row.entry.payload.size())))
        result = write(row.entered, first);
    if (result == SQLITE_OK && back && !isSame(row.back, plainReturn(first, row.back, exitNs, row.received.size())))
        result = write(row.returned, row.back);
    return result;
}

} // namespace zocalo::history
