// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

namespace zocalo::bench {

/// How a program ran.
struct ChildResult
{
    double seconds = 0;      ///< wall time, from before the start until it was waited for
    int exitCode = -1;       ///< -1: it could not be started, or a signal ended it
    double megabytes = 0;    ///< most memory that it had at a time (resident)
    std::string errorOutput; ///< what it said on standard error
};

/// Runs a program to its end, with `environment` ("NAME=value") added to our own. Its standard output is discarded.
ChildResult runChild(const std::vector<std::string> &command, const std::vector<std::string> &environment = {});

/// A program built beside the benchmarks, by its name.
std::string built(const std::string &program);

} // namespace zocalo::bench
