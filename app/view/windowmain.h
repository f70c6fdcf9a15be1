// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "app/cli/arguments.h"

#include <chrono>

namespace zocalo::view {

/// False, with a complaint, where there is no display to open a window on. Needs an application object.
bool displayAvailable();

/// Opens the window on the lesson that the request names (the first, if none) and runs it until it is closed; returns
/// the exit status. `start` is when main() began: with ZOCALO_TIME_FIRST_FRAME in the environment the time to the first
/// painted frame is printed on standard error ("first-frame-ms: 42.1"), and the window closes.
int runWindow(int &argc, char **argv, const cli::Request &request, std::chrono::steady_clock::time_point start);

} // namespace zocalo::view
