// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
// The part of RecordingTables that writes what only programs that were watched have.
#include "core/history/recordingschema.h"
#include "core/history/recordingtables.h"
#include "core/history/recordingvalues.h"

namespace zocalo::history {

int RecordingTables::writeSocketsHeld(qint64 timeNs, const SocketsHeld &held)
{
    const quint64 at = ++m_position;
    m_held.bindUnsigned(0, at);
    m_held.bind(1, timeNs);
    m_held.bind(2, held.process);
    m_held.bind(3, held.complete ? 1 : 0);
    int result = m_held.run();
    int place = 0;
    for (const HeldSocket &socket : held.sockets) {
        m_heldSocket.bindUnsigned(0, at);
        m_heldSocket.bind(1, place++);
        m_heldSocket.bind(2, socket.fd);
        m_heldSocket.bindUnsigned(3, socket.socket);
        m_heldSocket.bind(4, socket.domain);
        m_heldSocket.bind(5, socket.type);
        m_heldSocket.bind(6, socket.protocol);
        m_heldSocket.bind(7, socket.listening ? 1 : 0);
        bindAddress(m_heldSocket, 8, socket.local);
        bindAddress(m_heldSocket, 9, socket.peer);
        result = result == SQLITE_OK ? m_heldSocket.run() : result;
    }
    return result;
}

int RecordingTables::writeSource(qint64 timeNs, const SourceSeen &seen)
{
    if (m_format < kFormatWithLines)
        return SQLITE_OK;
    m_source.bindUnsigned(0, ++m_position);
    m_source.bind(1, timeNs);
    m_source.bind(2, seen.id);
    m_source.bindCopy(3, seen.path);
    if (seen.text.isEmpty())
        m_source.bindNull(4);
    else
        m_source.bindCopy(4, seen.text);
    return m_source.run();
}

int RecordingTables::writeUnseen(qint64 timeNs, const Unseen &part)
{
    if (m_format < kFormatWithUnseen)
        return SQLITE_OK;
    const std::string_view why = unseenName(part.why);
    m_unseen.bindUnsigned(0, ++m_position);
    m_unseen.bind(1, timeNs);
    m_unseen.bind(2, part.pid);
    m_unseen.bindCopy(3, part.name);
    m_unseen.bindText(4, why.data(), qsizetype(why.size()));
    m_unseen.bind(5, part.program);
    return m_unseen.run();
}

} // namespace zocalo::history
