// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/history/callcursor.h"

#include "core/history/plainrecord.h"
#include "core/history/recordingschema.h"
#include "core/history/recordingvalues.h"

namespace zocalo::history {
namespace {

quint8 observer(Row &row)
{
    const std::string_view name = row.text(col(CallColumn::ObservedBy));
    if (name != "tap" && name != "ptrace")
        row.fail();
    return name == "ptrace" ? 2 : 1;
}

/// NULL: as at the entry.
template <typename Number>
Number changed(Row &row, CallColumn column, Number entry)
{
    return row.isNull(col(column)) ? entry : row.number<Number>(col(column));
}

trace::Record readEntry(Row &row, quint32 pid)
{
    using enum CallColumn;
    trace::Record record;
    record.pid = row.isNull(col(Pid)) ? pid : row.number<quint32>(col(Pid));
    record.tid = row.number<quint32>(col(Thread));
    record.call = row.call(col(Call), false);
    record.fd = row.number<qint32>(col(Fd));
    record.socket = row.bits(col(Socket));
    record.address = row.address(col(Address));
    record.requested = row.bits(col(Requested));
    record.payloadTotal = row.number<quint32>(col(SentTotal));
    record.local = row.address(col(Local));
    record.peer = row.address(col(Peer));
    record.domain = row.number<quint16>(col(Domain));
    record.type = row.number<quint16>(col(Type));
    record.protocol = row.number<quint16>(col(Protocol));
    record.flags = row.number<quint32>(col(Flags));
    record.level = row.number<qint32>(col(Level));
    record.option = row.number<qint32>(col(Option));
    record.value = row.number<qint32>(col(Value));
    record.observedBy = observer(row);
    record.serial = row.bits(col(Serial));
    record.caller = row.bits(col(Caller));
    return record;
}

trace::Record readReturn(Row &row, const trace::Record &entry)
{
    using enum CallColumn;
    trace::Record back;
    back.result = static_cast<qint64>(row.bits(col(Result)));
    back.error = row.isNull(col(Error)) ? 0 : row.named<int>(col(Error), errnoFromName);
    back.newSocket = row.isNull(col(NewSocket)) ? 0 : row.bits(col(NewSocket));
    back.address = row.address(col(AddressBack));
    back.payloadTotal = row.number<quint32>(col(ReceivedTotal));
    back.local = row.address(col(LocalBack));
    back.peer = row.address(col(PeerBack));
    back.domain = changed(row, DomainBack, entry.domain);
    back.type = changed(row, TypeBack, entry.type);
    back.protocol = changed(row, ProtocolBack, entry.protocol);
    back.value = changed(row, ValueBack, entry.value);
    return back;
}

} // namespace

bool CallCursor::open(UntrustedDatabase &database)
{
    return Cursor::open(database, "SELECT * FROM call ORDER BY entered") &&
           (database.format() < kFormatWithLines || m_lines.open(database, "SELECT * FROM call_line ORDER BY entered"));
}

/// The line that made the present call, if one is known.
bool CallCursor::readLine(trace::Record &record)
{
    if (m_lines.at() != at())
        return m_lines.at() == 0 || m_lines.at() > at(); // one of no call would stand here for ever
    Row line = m_lines.row();
    record.source = line.number<quint16>(1);
    record.line = line.number<quint32>(2);
    return line.isGood() && m_lines.advance();
}

bool CallCursor::read(qint64 originNs, const QHash<ProcessId, qint64> &pids, Event &entered, Return &returned)
{
    using enum CallColumn;
    Row present = row();
    CallEntered entry;
    entry.id = present.bits(col(Id));
    entry.process = present.number<quint32>(col(Process));
    const auto pid = pids.constFind(entry.process);
    if (pid == pids.cend())
        return false;
    entry.payload = present.blob(col(Sent), trace::kPayloadLimit);
    entered.timeNs = present.moment(col(EnterNs), originNs);
    trace::Record record = readEntry(present, static_cast<quint32>(*pid));
    if (!readLine(record))
        return false;
    entry.record = plainEntry(record, quint64(entered.timeNs), entry.payload.size());
    returned.position = 0;
    if (!present.isNull(col(Returned))) {
        returned.position = present.position(col(Returned));
        returned.timeNs = entered.timeNs + present.nanoseconds(col(TookNs));
        CallReturned &data = returned.data;
        data.id = entry.id;
        data.process = entry.process;
        data.payload = present.blob(col(Received), trace::kPayloadLimit);
        data.record = plainReturn(record, readReturn(present, record), quint64(returned.timeNs), data.payload.size());
        if (returned.position <= this->at() || returned.timeNs < 0)
            return false;
    }
    entered.data = std::move(entry);
    return present.isGood();
}

} // namespace zocalo::history
