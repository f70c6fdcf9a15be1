// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/world/statehistory.h"

#include <QHash>

#include <algorithm>
#include <cerrno>
#include <iterator>
#include <utility>

namespace zocalo::world {

using kernel::State;
using trace::Call;

namespace {

constexpr qint64 FinTimeoutNs = 60'000'000'000; ///< tcp_fin_timeout, TCP_TIMEWAIT_LEN (include/net/tcp.h)

// RFC 9293, figure 5 and note 2. The order decides between ways of the same length.
constexpr std::pair<State, State> Figure5[] = {
    {State::Close, State::SynSent},         {State::Close, State::Listen},      {State::Listen, State::SynRecv},
    {State::Listen, State::SynSent},        {State::Listen, State::Close},      {State::SynSent, State::Established},
    {State::SynSent, State::SynRecv},       {State::SynSent, State::Close},     {State::SynRecv, State::Established},
    {State::SynRecv, State::FinWait1},      {State::SynRecv, State::Listen},    {State::Established, State::FinWait1},
    {State::Established, State::CloseWait}, {State::FinWait1, State::FinWait2}, {State::FinWait1, State::Closing},
    {State::FinWait1, State::TimeWait},     {State::FinWait2, State::TimeWait}, {State::Closing, State::TimeWait},
    {State::CloseWait, State::LastAck},     {State::LastAck, State::Close},     {State::TimeWait, State::Close},
};

bool isInFigure5(State from, State to)
{
    return std::find(std::begin(Figure5), std::end(Figure5), std::pair(from, to)) != std::end(Figure5);
}

State normal(State state) { return state == State::NewSynRecv ? State::SynRecv : state; }

/// The shortest way between two states that does not lead through CLOSED; without `from`. Empty: there is none.
QList<State> wayBetween(State from, State to)
{
    QHash<State, State> cameFrom{{from, from}};
    QList<State> open{from};
    while (!open.isEmpty() && !cameFrom.contains(to)) {
        const State at = open.takeFirst();
        for (const auto &[edgeFrom, edgeTo] : Figure5) {
            if (edgeFrom != at || cameFrom.contains(edgeTo) || (edgeTo == State::Close && edgeTo != to))
                continue;
            cameFrom.insert(edgeTo, at);
            open.append(edgeTo);
        }
    }
    QList<State> way;
    for (State at = to; cameFrom.contains(to) && at != from; at = cameFrom.value(at))
        way.prepend(at);
    return way;
}

/// The states of a socket that has sent a FIN.
bool isAfterFin(State state)
{
    return state == State::FinWait1 || state == State::FinWait2 || state == State::Closing ||
           state == State::TimeWait || state == State::LastAck;
}

/// A connection is ended by this, and not by what it reads or writes.
bool breaksOff(const PassageCause &doing)
{
    constexpr Call Ending[] = {Call::Close, Call::CloseRange, Call::Dup2, Call::Dup3, Call::Connect};
    const bool isEnding = std::find(std::begin(Ending), std::end(Ending), doing.name) != std::end(Ending);
    return doing.known && (doing.call == 0 || isEnding);
}

/// Makes the history of one socket.
class Tracing
{
public:
    Tracing(const Timeline &timeline, int step, const Socket &socket)
        : m_timeline(timeline), m_world(timeline.world(step)), m_socket(socket),
          m_peer(m_world.socket(socket.peerSocket))
    {
    }
    StateHistory history() const;

private:
    QList<StateChange> changes() const;
    QList<State> way(State from, State to) const;
    Passage passage(State from, State to, const StateChange &change, qint64 since) const;
    PassageCause doingOf(const Socket &socket, const StateChange &change) const;
    PassageCause answeredCall(const StateChange &change) const;
    PassageCause senderOf(Passage by, qint64 before) const;
    int errorOf(const StateChange &change) const;
    bool isEndOf(const Socket &socket, const EventLog::Outline &moment) const;
    qint64 timeOf(qint64 event) const { return m_timeline.events().outline(event).timeNs; }

    const Timeline &m_timeline;
    const World &m_world;
    const Socket &m_socket;
    const Socket *m_peer;
};

// What a call has told and a table that follows at once denies was not so: where a FIN was supposed, and the socket is
// gone without a rest (TIME-WAIT), it was a reset. And what a table shows of an end that was closed tells which way it
// was closed: from SYN-SENT, it had a connection by then.
QList<StateChange> Tracing::changes() const
{
    QList<StateChange> kept;
    for (const StateChange &change : m_socket.states) {
        if (kept.isEmpty() || kept.last().observed) {
            kept.append(change);
            continue;
        }
        const State before = kept.size() > 1 ? kept.at(kept.size() - 2).state : m_socket.began;
        const State last = kept.last().state;
        const bool atOnce = m_timeline.stepOf(kept.last().event) == m_timeline.stepOf(change.event);
        const bool isUntold = last == State::Unknown && before == State::Established;
        if (atOnce && change.state == State::Close && (last == State::FinWait1 || isUntold)) {
            kept.last() = {State::Close, kept.last().cause, true, kept.last().event};
            continue;
        }
        const bool wasGivenUp = last == State::Close && before == State::SynSent;
        if (isAfterFin(change.state) && (last == State::Unknown || wasGivenUp)) {
            const State closing = before == State::CloseWait ? State::LastAck : State::FinWait1;
            kept.last() = {closing, kept.last().cause, false, kept.last().event};
        }
        kept.append(change);
    }
    return kept;
}

// A socket that connects to itself answers its own SYN by one, as in a simultaneous open (RFC 9293, figure 7).
QList<State> Tracing::way(State from, State to) const
{
    if (from == State::SynSent && to == State::Established && m_socket.peerSocket == m_socket.id)
        return {State::SynRecv, State::Established};
    if (isLegalPassage(from, to))
        return {to};
    QList<State> between = wayBetween(from, to);
    if (m_socket.peerSocket == m_socket.id && between.startsWith(State::SynSent))
        between.insert(1, State::SynRecv);
    return between;
}

// Where one process held both ends, its end was the end of either.
bool Tracing::isEndOf(const Socket &socket, const EventLog::Outline &moment) const
{
    const Socket *peer = m_world.socket(socket.peerSocket);
    return moment.kind == EventLog::Outline::Kind::ProcessEnded &&
           (moment.process == socket.creator || peer == nullptr || moment.process != peer->creator);
}

// What was done to this socket, as far as it was a call on it, or the end of its process. The table may have been read
// after a call on another one; and exec closes without any call.
PassageCause Tracing::doingOf(const Socket &socket, const StateChange &change) const
{
    const EventLog &events = m_timeline.events();
    if (change.cause == 0) {
        const int moment = m_timeline.momentEvent(m_timeline.stepOf(change.event));
        if (moment < 0 || !isEndOf(socket, events.outline(moment)))
            return {};
        return {true, 0, Call::Unknown, events.outline(moment).process};
    }
    const qsizetype entry = events.entryOf(change.cause);
    if (entry < 0)
        return {};
    const EventLog::Outline call = events.outline(entry);
    const bool isOfListener = socket.acceptOrdinal == 0 && call.socket != 0 && call.socket == socket.listener;
    const bool closesOthers = call.call == Call::CloseRange || call.call == Call::Dup2 || call.call == Call::Dup3;
    if (call.socket != socket.id && !isOfListener && !closesOthers)
        return {};
    return {true, change.cause, call.call, call.process};
}

// The errno by which a call on this socket has told of it, or the last one of them: the table was quicker.
int Tracing::errorOf(const StateChange &change) const
{
    const history::Event event = m_timeline.events().at(change.event);
    const auto *returned = std::get_if<history::CallReturned>(&event.data);
    const PassageCause doing = doingOf(m_socket, change);
    if (!returned || doing.call != returned->id)
        return m_socket.lastError;
    const trace::Record &record = returned->record;
    return doing.name == Call::Getsockopt && record.error == 0 ? record.value : record.error;
}

Passage Tracing::passage(State from, State to, const StateChange &change, qint64 since) const
{
    if (to == State::Unknown)
        return Passage::CloseUntold;
    if (!isLegalPassage(from, to))
        return Passage::Unseen;
    switch (to) {
    case State::Listen:
        return from == State::Close ? Passage::PassiveOpen : Passage::ResetReceived;
    case State::SynSent:
        return Passage::ActiveOpen;
    case State::SynRecv:
        return Passage::SynReceived;
    case State::Established:
        return from == State::SynSent ? Passage::SynAckReceived : Passage::AckReceived;
    case State::FinWait1:
    case State::LastAck:
        return Passage::CloseAsked;
    case State::CloseWait:
    case State::Closing:
        return Passage::FinReceived;
    case State::FinWait2:
        return Passage::AckReceived;
    case State::TimeWait:
        return from == State::FinWait2  ? Passage::FinReceived
               : from == State::Closing ? Passage::AckReceived
                                        : Passage::FinAndAckReceived;
    default:
        break;
    }
    const PassageCause doing = doingOf(m_socket, change);
    const int error = errorOf(change);
    const bool noAnswer = error == ETIMEDOUT || error == EHOSTUNREACH || error == ENETUNREACH;
    const bool waited = timeOf(change.event) - timeOf(since) >= FinTimeoutNs;
    switch (from) {
    case State::Listen:
        return Passage::CloseAsked;
    case State::LastAck:
        return Passage::AckReceived;
    case State::TimeWait:
        return Passage::TimeOut;
    case State::FinWait2:
        return answeredCall(change).known ? Passage::ResetAnswered : waited ? Passage::TimeOut : Passage::ResetReceived;
    case State::SynSent:
        if (breaksOff(doing) && doing.name != Call::Connect)
            return Passage::CloseAsked;
        return noAnswer ? Passage::TimeOut : Passage::ResetReceived;
    default:
        if (error == ETIMEDOUT)
            return Passage::TimeOut;
        if (answeredCall(change).known)
            return Passage::ResetAnswered;
        return breaksOff(doing) ? Passage::ResetSent : Passage::ResetReceived;
    }
}

// Data for a socket that its process has closed already (RFC 1122, section 4.2.2.13): what sent them.
PassageCause Tracing::answeredCall(const StateChange &change) const
{
    const qsizetype entry = m_timeline.events().entryOf(change.cause);
    if (!m_socket.closed || m_peer == nullptr || entry < 0)
        return {};
    const EventLog::Outline call = m_timeline.events().outline(entry);
    if (call.socket != m_peer->id || !trace::isSend(call.call))
        return {};
    return {true, change.cause, call.call, call.process};
}

// What the other end did that sent such a segment, the last time up to then. The answers to a SYN and to a FIN are the
// kernel's own: no call sends them.
PassageCause Tracing::senderOf(Passage by, qint64 before) const
{
    if (m_peer == nullptr || by == Passage::SynAckReceived || by == Passage::AckReceived)
        return {};
    const auto sends = [by](const StateChange &change) {
        switch (by) {
        case Passage::SynReceived:
            return change.state == State::SynSent || change.state == State::Established;
        case Passage::ResetReceived:
            return change.state == State::Close;
        default:
            return change.state == State::FinWait1 || change.state == State::LastAck;
        }
    };
    const int step = m_timeline.stepOf(before);
    PassageCause cause;
    for (const StateChange &change : m_peer->states) {
        if (sends(change) && m_timeline.stepOf(change.event) <= step)
            cause = doingOf(*m_peer, change);
    }
    if (by == Passage::ResetReceived && !breaksOff(cause)) // sent by the kernel, in answer
        return {};
    return cause;
}

StateHistory Tracing::history() const
{
    StateHistory history;
    history.isChild = m_socket.listener != 0;
    history.began = history.isChild ? State::Listen : m_socket.began;
    history.beganStep = m_timeline.stepOf(m_socket.knownSince);
    State at = history.began;
    qint64 since = m_socket.knownSince;
    for (const StateChange &change : changes()) {
        const State to = normal(change.state);
        if (to == at)
            continue;
        QList<State> states = way(at, to);
        if (states.isEmpty())
            states.append(to);
        for (qsizetype i = 0; i < states.size(); ++i) {
            StatePassage &passage = history.passages.emplaceBack();
            passage.from = at;
            passage.to = states.at(i);
            passage.by = this->passage(at, passage.to, change, since);
            passage.observed = change.observed && i + 1 == states.size();
            passage.step = m_timeline.stepOf(change.event);
            const bool isOwnDoing = passage.by == Passage::PassiveOpen || passage.by == Passage::ActiveOpen ||
                                    passage.by == Passage::CloseAsked || passage.by == Passage::ResetSent ||
                                    passage.by == Passage::CloseUntold;
            if (isOwnDoing)
                passage.cause = doingOf(m_socket, change);
            else if (passage.by == Passage::ResetAnswered)
                passage.cause = answeredCall(change);
            else if (passage.by != Passage::TimeOut && passage.by != Passage::Unseen)
                passage.cause = senderOf(passage.by, change.event);
            at = passage.to;
        }
        since = change.event;
    }
    return history;
}

} // namespace

bool isLegalPassage(State from, State to)
{
    const bool hasConnection = from != State::Close && from != State::Listen && from != State::Unknown;
    return isInFigure5(from, to) || (to == State::Close && hasConnection);
}

StateHistory stateHistory(const Timeline &timeline, int step, SocketId id)
{
    const Socket *socket = timeline.world(step).socket(id);
    if (socket == nullptr || socket->protocol != kernel::Protocol::Tcp)
        return {};
    return Tracing(timeline, step, *socket).history();
}

} // namespace zocalo::world
