// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QList>
#include <QtGlobal>

namespace zocalo::history {

/// "Zoca": PRAGMA application_id of a recording.
inline constexpr quint32 kApplicationId = 0x5A6F6361;
/// Version of the format: PRAGMA user_version. Raised by whoever changes a table (docs/recording.md).
inline constexpr quint32 kFormat = 4;
/// What has neither segments nor lines of source is written in the first one, so that older programs read it.
inline constexpr quint32 kFormatPlain = 1;
inline constexpr quint32 kFormatWithSegments = 2;
/// Of watched programs: with the lines that make their calls.
inline constexpr quint32 kFormatWithLines = 3;
/// The same, with what of them was not seen.
inline constexpr quint32 kFormatWithUnseen = 4;

/// One table of a recording: its name, and the statement that makes it, to the letter.
struct TableSpec
{
    const char *name;
    const char *sql;
};

/// All tables of a recording of that format; it has nothing else.
QList<TableSpec> recordingTables(quint32 format = kFormat);

/// The columns of `call`, in their order.
enum class CallColumn : int {
    Entered,
    Returned,
    Id,
    Process,
    Thread,
    Call,
    Fd,
    Socket,
    Result,
    Error,
    NewSocket,
    Address,
    AddressBack,
    EnterNs,
    TookNs,
    Requested,
    SentTotal,
    Sent,
    ReceivedTotal,
    Received,
    Local,
    Peer,
    LocalBack,
    PeerBack,
    Domain,
    Type,
    Protocol,
    DomainBack,
    TypeBack,
    ProtocolBack,
    Flags,
    Level,
    Option,
    Value,
    ValueBack,
    ObservedBy,
    Serial,
    Caller,
    Pid,
    Count,
};
/// Its place in a row of the table.
constexpr int col(CallColumn column) { return static_cast<int>(column); }

} // namespace zocalo::history
