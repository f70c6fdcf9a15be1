// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include <QtGlobal>

namespace zocalo::test {

/// How often to repeat something: `usual` times, or `soak` times when ZOCALO_SOAK is set.
inline int rounds(int usual, int soak) { return qEnvironmentVariableIsSet("ZOCALO_SOAK") ? soak : usual; }

} // namespace zocalo::test
