// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "core/world/agreement.h"
#include "core/world/datagrammatcher.h"
#include "core/world/messagebook.h"
#include "core/world/segment.h"
#include "core/world/socketbook.h"
#include "core/world/streammatcher.h"

#include <QSharedData>

namespace zocalo::world {

/// A call that was entered and has not returned.
struct EnteredCall
{
    trace::Record entry;
    ProcessId process = 0;
    SocketId socket = 0;
    MessageId message = 0;
    quint64 at = 0; ///< when, counted in events
    bool asleep = false;
    Linger linger = Linger::Unknown; ///< setsockopt(SO_LINGER): what it was given
};

/// Predictions that were made since a socket last changed. A copy starts without them: they can be made again.
struct PredictionMemory
{
    struct Key
    {
        kernel::Protocol protocol = kernel::Protocol::Other;
        TupleKey tuple; ///< source and destination
        bool operator==(const Key &) const = default;
    };
    PredictionMemory() = default;
    PredictionMemory(const PredictionMemory &) {}
    PredictionMemory &operator=(const PredictionMemory &) = delete;

    QHash<Key, Prediction> known;
    quint64 epoch = 0;
};
inline size_t qHash(const PredictionMemory::Key &key, size_t seed = 0) noexcept
{
    return qHashBits(&key.tuple, sizeof key.tuple, seed + static_cast<size_t>(key.protocol));
}

/// What a World holds. Every part is implicitly shared, so copying it costs the same however long the run was.
class WorldData : public QSharedData
{
public:
    QList<Process> processes;
    /// Those whose last call was a sendmsg() on a UNIX socket, but for what close() brings along.
    QSet<ProcessId> passing;
    QHash<ProcessId, int> processIndex;
    SocketBook sockets;
    MessageBook messages;
    StreamMatcher streams;
    DatagramMatcher datagrams;
    QHash<CallId, EnteredCall> calls;
    QHash<SocketId, int> openReceives;    ///< receive calls that were entered on the socket and have not returned
    QHash<SocketId, int> acceptCounts;    ///< what the listeners' accept() calls gave so far
    QHash<SocketId, quint64> connectedAt; ///< when a TCP socket's connect() was entered, counted in events
    QHash<SocketId, qint64> touchedNs;    ///< when the last call on a socket returned
    QSet<SocketId> listed;                ///< sockets of the last kernel table
    QList<MessageId> floating;            ///< datagrams whose send returned and that were not seen since
    qint64 tableBeginNs = 0;              ///< when the last kernel table was begun
    QList<kernel::SocketRow> kernelRows;
    bool kernelExact = false;
    qint64 momentNs = 0;               ///< when the present moment was
    TableAge tableAge = TableAge::Old; ///< of the last kernel table
    PredictionMemory predictions;
    QHash<SocketId, SocketId> remnants; ///< cookie of what is left of a connection → the socket that was closed
    QHash<quint16, history::SourceSeen> sources;
    QList<history::Unseen> unseen;
    QList<Disagreement> disagreements;
    int contradictions = 0;
    quint64 segmentsLost = 0;
    QList<Segment> segments; ///< seen since the present moment began
    bool sawSegments = false;
    SequenceNumbers sequenceNumbers;
    Moment moment;
    quint64 moments = 0;
    quint64 sequence = 0; ///< events folded
};

} // namespace zocalo::world
