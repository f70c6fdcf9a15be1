// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/figure/stateswords.h"

#include "app/figure/articles.h"
#include "app/figure/callstate.h"

namespace zocalo::figure {

using kernel::State;
using world::Passage;
using world::StatePassage;

QString StatesWords::state(State state)
{
    return state == State::Unknown ? tr("UNKNOWN") : QString::fromLatin1(kernel::stateName(state));
}

QString StatesWords::owner(const world::Socket &socket) const
{
    const bool isOpen = !socket.owners.isEmpty();
    const QString process = m_names.process(isOpen ? socket.owners.first().process : socket.creator);
    if (socket.listening)
        //: %1 is a process, %2 the number of a descriptor
        return isOpen ? tr("%1, listening socket, fd %2").arg(process).arg(socket.owners.first().fd)
                      : tr("%1, listening socket, closed").arg(process);
    if (isOpen)
        //: %1 is a process, %2 the number of a descriptor
        return tr("%1, fd %2").arg(process).arg(socket.owners.first().fd);
    if (socket.closed && socket.lastOwner)
        //: %1 is a process, %2 the number of the descriptor that the socket had
        return tr("%1, fd %2, closed").arg(process).arg(socket.lastOwner->fd);
    //: %1 is a process
    return socket.closed ? tr("%1, closed").arg(process) : tr("%1, no fd: not accepted yet").arg(process);
}

QString StatesWords::addresses(const world::Socket &socket) const
{
    if (socket.local.port == 0)
        return tr("no address yet");
    const QString local = m_names.endpoint(socket.local, socket.protocol);
    return socket.remote.port == 0 ? local
                                   : local + QStringLiteral(" ↔ ") + m_names.endpoint(socket.remote, socket.protocol);
}

QString StatesWords::beginning(const world::StateHistory &history) const
{
    if (history.isChild)
        return tr("the listening socket's state: a handshake makes a new socket from here");
    return history.began == State::Close ? tr("as socket() makes it") : tr("as it was when the program joined the run");
}

QString StatesWords::who(const world::PassageCause &cause) const
{
    const Articles articles(m_world, m_names);
    if (cause.call == 0)
        return articles.in(tr("the end of %1").arg(m_names.process(cause.process)));
    //: %1 is a call, %2 the process that made it: "close() by Client A"
    return articles.in(tr("%1 by %2").arg(callText(cause.name), m_names.process(cause.process)));
}

QString StatesWords::asked(const StatePassage &passage) const
{
    if (!passage.cause.known)
        return tr("closed without a call of its own");
    const QString doing = who(passage.cause);
    if (passage.by == Passage::ActiveOpen)
        return tr("%1: sends SYN").arg(doing);
    if (passage.by == Passage::ResetSent)
        return tr("%1: breaks the connection off, sends RST").arg(doing);
    if (passage.from == State::SynSent)
        return passage.observed ? tr("%1: gives the attempt up").arg(doing)
                                : tr("%1, before it was seen what became of the attempt").arg(doing);
    if (passage.by == Passage::CloseUntold)
        return tr("%1: FIN or RST (value of SO_LINGER not recorded)").arg(doing);
    return passage.by == Passage::PassiveOpen || passage.from == State::Listen ? doing : tr("%1: sends FIN").arg(doing);
}

QString StatesWords::received(const StatePassage &passage) const
{
    const bool known = passage.cause.known;
    const QString sender = known ? who(passage.cause) : QString();
    switch (passage.by) {
    case Passage::SynReceived:
        return known ? tr("receives SYN (%1); sends SYN, ACK").arg(sender) : tr("receives SYN; sends SYN, ACK");
    case Passage::SynAckReceived:
        return tr("receives SYN, ACK (from the other kernel, by itself); sends ACK");
    case Passage::FinReceived:
        return known ? tr("receives FIN (%1); sends ACK").arg(sender) : tr("receives FIN; sends ACK");
    case Passage::FinAndAckReceived:
        return known ? tr("receives FIN (%1), and the ACK of its own FIN").arg(sender)
                     : tr("receives FIN, and the ACK of its own FIN");
    case Passage::ResetReceived:
        return known                            ? tr("receives RST (%1)").arg(sender)
               : passage.from == State::SynSent ? tr("receives RST: nobody listens there")
                                                : tr("receives RST (from the other kernel, by itself)");
    case Passage::ResetAnswered:
        return tr("receives data (%1) that nobody can read any more; sends RST").arg(sender);
    default:
        return passage.to == State::Established ? tr("receives ACK: the handshake is complete")
                                                : tr("receives the ACK of its FIN");
    }
}

QString StatesWords::cause(const StatePassage &passage) const
{
    switch (passage.by) {
    case Passage::PassiveOpen:
    case Passage::ActiveOpen:
    case Passage::CloseAsked:
    case Passage::ResetSent:
    case Passage::CloseUntold:
        return asked(passage);
    case Passage::TimeOut:
        return passage.from == State::TimeWait ? tr("2 MSL have passed (in Linux 60 s)") : tr("no answer in time");
    case Passage::Unseen:
        return tr("the way to here was not seen");
    default:
        return received(passage);
    }
}

QString StatesWords::evidence(bool observed) { return observed ? tr("seen in the kernel's table") : tr("deduced"); }

QString StatesWords::note()
{
    return tr("Observed: the calls, and the kernel's table at each step. Deduced from them: every segment, so the "
              "handshake as well, and states passed too fast to be seen in the table.");
}

QString StatesWords::noMachine()
{
    return tr("A UDP socket has no state machine: UDP has no connections (RFC 768). The kernel only notes whether "
              "connect() gave it a peer (ESTABLISHED) or not (UNCONN).");
}

} // namespace zocalo::figure
