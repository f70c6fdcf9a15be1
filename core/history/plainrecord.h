// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "core/trace/record.h"

#include <QtGlobal>

#include <cstring>
#include <type_traits>

/// What the columns of a recording's table `call` can say of a record: writer and reader agree here. A record that
/// differs is kept as a whole besides, as an odd one.
namespace zocalo::history {

/// `record` as its entry columns give it back.
inline trace::Record plainEntry(const trace::Record &record, quint64 timeNs, qsizetype kept)
{
    trace::Record plain = record;
    plain.phase = trace::Phase::Entry;
    plain.timeNs = timeNs;
    plain.payloadKept = static_cast<quint32>(kept);
    plain.newSocket = 0;
    plain.result = 0;
    plain.error = 0;
    return plain;
}

/// `back` as the return columns give it back: all else is as at the entry.
inline trace::Record plainReturn(const trace::Record &entry, const trace::Record &back, quint64 timeNs, qsizetype kept)
{
    trace::Record plain = plainEntry(entry, timeNs, kept);
    plain.phase = trace::Phase::Return;
    plain.result = back.result;
    plain.error = back.error;
    plain.newSocket = back.newSocket;
    plain.address = back.address;
    plain.local = back.local;
    plain.peer = back.peer;
    plain.payloadTotal = back.payloadTotal;
    plain.domain = back.domain;
    plain.type = back.type;
    plain.protocol = back.protocol;
    plain.value = back.value;
    plain.source = 0;
    plain.line = 0;
    return plain;
}

/// Alike in every byte.
inline bool isSame(const trace::Record &a, const trace::Record &b)
{
    static_assert(std::has_unique_object_representations_v<trace::Record>);
    return std::memcmp(&a, &b, sizeof a) == 0;
}

} // namespace zocalo::history
