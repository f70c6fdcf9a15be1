// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "tests/bench/child.h"
#include "tests/bench/medians.h"

#include <benchmark/benchmark.h>

#include <cstdlib>

namespace {

/// The milliseconds in "first-frame-ms: N", which the programs print when ZOCALO_TIME_FIRST_FRAME is set; -1 without.
double firstFrame(const std::string &output)
{
    const std::string mark = "first-frame-ms:";
    const std::size_t place = output.find(mark);
    return place == std::string::npos ? -1 : std::strtod(output.c_str() + place + mark.size(), nullptr);
}

void window(benchmark::State &state, const std::string &program, const std::string &platform)
{
    for (auto _ : state) {
        const auto result = zocalo::bench::runChild({zocalo::bench::built(program)},
                                                    {"ZOCALO_TIME_FIRST_FRAME=1", "QT_QPA_PLATFORM=" + platform});
        const double milliseconds = firstFrame(result.errorOutput);
        if (result.exitCode != 0 || milliseconds < 0) {
            zocalo::bench::fail(state, "no first frame: " + result.errorOutput);
            break;
        }
        state.SetIterationTime(milliseconds / 1000);
    }
}

} // namespace

int main(int argc, char **argv)
{
    std::vector<zocalo::bench::Pair> pairs;
    const auto add = [](const std::string &name, const std::string &program, const std::string &platform) {
        benchmark::RegisterBenchmark(name.c_str(), [=](benchmark::State &state) { window(state, program, platform); })
            ->UseManualTime()
            ->Iterations(1)
            ->Unit(benchmark::kMillisecond);
    };
    std::vector<std::string> platforms{"offscreen"};
    if (std::getenv("DISPLAY"))
        platforms.emplace_back("xcb");
    for (const std::string &platform : platforms) {
        add("zocalo_" + platform, "zocalo", platform);
        add("least_window_" + platform, "least_window", platform);
        pairs.push_back({"zocalo_" + platform, "least_window_" + platform});
    }
    return zocalo::bench::runBenchmarks(argc, argv, pairs);
}
