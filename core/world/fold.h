// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "core/world/worlddata.h"

namespace zocalo::world {

/// Folds one event into a world's data. What makes no sense (an unknown process, a return without its entry) is left
/// out.
class Fold
{
public:
    Fold(WorldData &data, const history::Event &event)
        : d(data), m_timeNs(event.timeNs), m_ledger(d.sockets, d.messages)
    {
    }

    void operator()(const history::ProcessStarted &started);
    void operator()(const history::ProcessEnded &ended);
    void operator()(const history::NextCall &next);
    void operator()(const history::CallEntered &entered);
    void operator()(const history::CallReturned &returned);
    void operator()(const history::CallAsleep &asleep);
    void operator()(const history::KernelSnapshot &snapshot);
    void operator()(const history::SocketDestroyed &destroyed);
    void operator()(const history::StepNamed &named);
    void operator()(const history::Held &held);
    void operator()(const history::SocketsHeld &held);
    void operator()(const history::SegmentSeen &seen);
    void operator()(const history::SegmentsLost &lost);
    void operator()(const history::SourceSeen &seen);
    void operator()(const history::Unseen &part);

private:
    Process *processOf(ProcessId id);
    void showActivity(Process &process);
    Moment &startMoment(MomentKind kind, const Process &process);
    void dropOpenCalls(Process &process);
    void becomeProgram(Process &process, const history::ProcessStarted &started);
    bool inheritSockets(ProcessId parent, ProcessId child);
    void castByCall(Process &process, const EnteredCall &call);
    bool awaitsAnybody(const Socket &socket) const;
    bool isOfAnotherServer(const Process &process, const Socket &socket) const;
    void castByArrival(SocketId id, ProcessId sender);
    void castOutside(Process &process, const Socket &socket);
    void castAs(Process &process, Role role);
    void castAsClient(Process &process, const Socket &socket);
    void endHelp(Process &process);

    // Sockets
    static kernel::Protocol protocolOf(quint16 domain, quint16 type, quint16 protocol);
    SocketId meet(SocketId id, const trace::Record &record, ProcessId process);
    SocketId meet(SocketId id, kernel::Protocol protocol, quint16 domain, ProcessId process);
    void learnAddresses(SocketId id, const Endpoint &local, const Endpoint &remote, quint64 since);
    void enterState(SocketId id, kernel::State state, bool observed = false);
    CallId openConnect(SocketId id) const;
    void learnState(const EnteredCall &call, const trace::Record &record);
    void believeConnected(SocketId id);
    void believeBroken(SocketId id);
    static Linger lingerOf(const QByteArray &value);
    void sendFin(SocketId id);
    void leaveConnection(SocketId id, bool resets);
    void closeSocket(SocketId id, int signal);
    bool isAtListenersPort(const Socket &socket) const;
    bool isOutside(const Socket &socket) const;
    void takeDescriptor(SocketId id, ProcessId process, qint64 fd);
    void giveDescriptor(SocketId id, ProcessId process, int fd);
    void reopenSocket(SocketId id);

    // Returns, by what the call does
    void afterCall(const EnteredCall &call, const trace::Record &record, const QByteArray &payload, CallId id);
    void afterAccept(const EnteredCall &call, const trace::Record &record);
    void afterBindOrConnect(const EnteredCall &call, const trace::Record &record);
    void afterSend(const EnteredCall &call, const trace::Record &record);
    void afterReceive(const EnteredCall &call, const trace::Record &record, const QByteArray &payload, CallId id);
    void afterUrgent(const EnteredCall &call, const trace::Record &record, const QByteArray &payload, CallId id);
    void notePassing(const EnteredCall &call, const trace::Record &record);
    void afterClose(const EnteredCall &call);
    void afterCloseRange(const EnteredCall &call);
    void afterDup(const EnteredCall &call, const trace::Record &record);
    void afterOption(const EnteredCall &call);
    void afterShutdown(const EnteredCall &call);

    // Messages
    MessageId startMessage(const Process &sender, const history::CallEntered &entered, SocketId socket);
    Prediction predict(const Message &message) const;
    void predictAtReturn(MessageId id);
    bool isOtherEndOf(const Message &message, const Socket &socket) const;
    void predictLate(SocketId id);
    void blameForRefusal(SocketId sender);

    // The kernel's table
    struct Arrival
    {
        SocketId socket = 0;
        quint64 bytes = 0; ///< TCP: more than was known to wait
        quint32 drops = 0; ///< UDP: since the table before
        bool grew = false; ///< UDP: the queue takes more memory than before
        bool empty = false;
    };
    bool mayHaveMoved(const Socket &socket, const history::KernelSnapshot &snapshot) const;
    void readRow(const kernel::SocketRow &row, const history::KernelSnapshot &snapshot);
    void meetChild(const kernel::SocketRow &row);
    bool meetRemnant(const kernel::SocketRow &row, const history::KernelSnapshot &snapshot);
    void closeUnseen(SocketId id);
    void missRemnants(const QSet<SocketId> &listed);
    SocketId listenerOf(const kernel::SocketRow &row) const;
    void sortAcceptQueue(SocketId listener, qsizetype known);
    void noteCarrier(const Segment &segment, QByteArrayView data);
    void missAbsent(const QSet<SocketId> &listed, bool exact);
    void shortenAcceptQueue(const kernel::SocketRow &row, const QSet<SocketId> &listed);
    QList<Arrival> streamArrivals(const history::KernelSnapshot &snapshot);
    QSet<SocketId> placeStreams(const history::KernelSnapshot &snapshot);
    bool couldSend(SocketId sender, const Arrival &arrival, bool exact) const;
    quint64 unplaced(const StreamMatcher::Segment &segment) const;
    bool mayBeUnderWay(const Message &message, bool exact) const;
    void placeBytes(const Arrival &arrival, SocketId sender);
    QList<Arrival> datagramArrivals(const history::KernelSnapshot &snapshot) const;
    bool isFloating(MessageId id) const;
    QList<MessageId> freshDatagrams(bool exact) const;
    void placeDatagrams(const QList<Arrival> &arrivals, bool exact);
    void tellDrops(const Arrival &arrival, const QList<MessageId> &fresh, bool exact);

    WorldData &d;
    qint64 m_timeNs = 0;
    /// When the call entered that has returned, counted in events; 0 where the event is no return: in which order the
    /// kernel did things is not known then.
    quint64 m_enteredAt = 0;
    Ledger m_ledger;
};

} // namespace zocalo::world
