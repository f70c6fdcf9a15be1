// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
// bench_seek [CALLS]: a long history in memory. What it takes, and how near any step of it is.
#include "core/world/timeline.h"
#include "tests/bench/longrun.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <random>
#include <string>
#include <unistd.h>
#include <vector>

using namespace zocalo;

namespace {

constexpr quint64 kCalls = 1'000'000;
constexpr int kSeeks = 1000;

double residentMegabytes()
{
    std::ifstream statm("/proc/self/statm");
    double total = 0;
    double resident = 0;
    statm >> total >> resident;
    return resident * static_cast<double>(sysconf(_SC_PAGESIZE)) / 1e6;
}

double cpuSeconds() { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

} // namespace

int main(int argc, char **argv)
{
    const quint64 calls = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : kCalls;
    const double startedAt = cpuSeconds();
    bench::longRun(calls, [](const history::Event &) {});
    const double generated = cpuSeconds() - startedAt;

    const double before = residentMegabytes();
    world::Timeline timeline;
    const double filledFrom = cpuSeconds();
    bench::longRun(calls, [&](const history::Event &event) { timeline.append(event); });
    const double filled = cpuSeconds() - filledFrom - generated;
    const double after = residentMegabytes();
    std::printf("%-34s %12llu\n", "calls", static_cast<unsigned long long>(calls));
    std::printf("%-34s %12d\n", "steps", timeline.stepCount());
    std::printf("%-34s %12.0f calls/s (CPU)\n", "folded, packed, worlds kept", static_cast<double>(calls) / filled);
    std::printf("%-34s %12.0f MB\n", "memory for it", after - before);

    std::mt19937 random(1);
    std::uniform_int_distribution<int> anyStep(0, timeline.stepCount() - 1);
    std::vector<double> milliseconds;
    for (int i = 0; i < kSeeks; ++i) {
        const int step = anyStep(random);
        const double from = cpuSeconds();
        if (timeline.world(step).momentCount() == 0 && step > 0)
            return EXIT_FAILURE;
        milliseconds.push_back((cpuSeconds() - from) * 1000);
    }
    std::sort(milliseconds.begin(), milliseconds.end());
    std::printf("%-34s %12.2f ms (CPU)\n", "seek to any step, median", milliseconds[kSeeks / 2]);
    std::printf("%-34s %12.2f ms (CPU)\n", "seek to any step, p99", milliseconds[kSeeks * 99 / 100]);
    std::printf("%-34s %12.2f ms (CPU)\n", "seek to any step, slowest", milliseconds.back());
    std::printf("%-34s %12.0f MB\n", "memory after the seeks", residentMegabytes() - before);
    return EXIT_SUCCESS;
}
