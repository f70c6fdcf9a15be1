// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/kernel/socketrow.h"

namespace zocalo::kernel {

const char *stateName(State state)
{
    switch (state) {
    case State::Established:
        return "ESTABLISHED";
    case State::SynSent:
        return "SYN-SENT";
    case State::SynRecv:
    case State::NewSynRecv:
        return "SYN-RECEIVED";
    case State::FinWait1:
        return "FIN-WAIT-1";
    case State::FinWait2:
        return "FIN-WAIT-2";
    case State::TimeWait:
        return "TIME-WAIT";
    case State::Close:
        return "CLOSED";
    case State::CloseWait:
        return "CLOSE-WAIT";
    case State::LastAck:
        return "LAST-ACK";
    case State::Listen:
        return "LISTEN";
    case State::Closing:
        return "CLOSING";
    case State::Unknown:
        break;
    }
    return "";
}

} // namespace zocalo::kernel
