// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "core/world/timeline.h"

#include <QList>

namespace zocalo::world {

/// What takes a TCP socket from one state to the next: a call on it, or a segment that it received (RFC 9293, section
/// 3.3.2). Segments are never observed: they are what the state that follows, and the calls at the other end, allow.
enum class Passage : quint8 {
    PassiveOpen,       ///< listen()
    ActiveOpen,        ///< connect(): a SYN is sent
    CloseAsked,        ///< shutdown(), close(), or the end of the process: a FIN is sent if there is a connection
    ResetSent,         ///< closed in a way that breaks the connection off: unread bytes, SO_LINGER, never accepted
    ResetAnswered,     ///< data came for a socket that nobody holds any more: the kernel answers with a reset
    SynReceived,       ///< a SYN: SYN and ACK are sent
    SynAckReceived,    ///< SYN and ACK: an ACK is sent
    AckReceived,       ///< the ACK of the own SYN, or of the own FIN
    FinReceived,       ///< a FIN: an ACK is sent
    FinAndAckReceived, ///< a FIN, and the ACK of the own one; in which order is not known
    ResetReceived,     ///< a RST
    TimeOut,           ///< time ran out: 2 MSL in TIME-WAIT, a connect() without an answer
    CloseUntold,       ///< closed, and it depends on what SO_LINGER was given whether a FIN or a RST was sent
    Unseen,            ///< the two states are known, and no legal way from one to the other: something was not seen
};

/// Who did the thing that a passage comes from. Of a segment received, data too: who sent it, at the other end.
struct PassageCause
{
    bool known = false;
    CallId call = 0; ///< 0 with `known`: no call, but the end of the process
    trace::Call name = trace::Call::Unknown;
    ProcessId process = 0;
    bool operator==(const PassageCause &) const = default;
};

/// One passage between two states.
struct StatePassage
{
    kernel::State from = kernel::State::Unknown;
    kernel::State to = kernel::State::Unknown;
    Passage by = Passage::Unseen;
    bool observed = false; ///< `to` was read in the kernel's table; else deduced: passed too fast to be read there, or
                           ///< not yet read
    int step = 0;          ///< at which it was read, or told by a call
    PassageCause cause;
    bool operator==(const StatePassage &) const = default;
};

/// The way of a TCP socket through the state machine of RFC 9293, up to a step.
struct StateHistory
{
    kernel::State began = kernel::State::Close; ///< LISTEN for the child of a listener: that is where RFC 9293 has it
                                                ///< begin, in Linux the state of the listener
    bool isChild = false;                       ///< a handshake has made it, for a listener
    int beganStep = 0;
    QList<StatePassage> passages; ///< oldest first; each begins where the one before has ended
    kernel::State now() const { return passages.isEmpty() ? began : passages.last().to; }
};

/// The history of a socket that `timeline` knows at that step. Of a UDP socket: without passages, for it has no state
/// machine. States between two that are known, through which every legal way leads, are added as deduced.
StateHistory stateHistory(const Timeline &timeline, int step, SocketId socket);

/// True for the transitions of RFC 9293: figure 5, the one that its note 2 adds (FIN-WAIT-1 to TIME-WAIT), and the
/// resets (sections 3.5.3, 3.10.5), which lead from any state with a connection to CLOSED.
bool isLegalPassage(kernel::State from, kernel::State to);

} // namespace zocalo::world
