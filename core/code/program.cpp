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

} // namespace zocalo::code
