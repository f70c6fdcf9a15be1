// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

namespace benchmark {
class State;
}

namespace zocalo::bench {

/// Two benchmarks by name: what is measured, and the least program that it is compared with.
struct Pair
{
    std::string subject;
    std::string least;
};

/// Ends the running benchmark as failed, with the reason.
void fail(benchmark::State &state, const std::string &reason);

/// `main` of a benchmark: 21 repetitions that take turns in random order unless the arguments say otherwise; prints the
/// medians, and the ratio of each pair. Returns the exit status: 1 if a benchmark failed.
int runBenchmarks(int argc, char **argv, const std::vector<Pair> &pairs);

} // namespace zocalo::bench
