// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/code/program.h"

#include <algorithm>

namespace zocalo::code {

bool Program::uses(int port) const
{
    return std::any_of(calls.begin(), calls.end(), [port](const ProgramCall &call) {
        return call.address.kind == ProgramAddress::Kind::Port && call.address.port == port;
    });
}

quint64 ProgramCall::length() const
{
    const quint64 whole = static_cast<quint64>(payload.size()) * static_cast<quint64>(times);
    return total > 0 ? std::min(whole, total) : whole;
}

} // namespace zocalo::code
