// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "tests/bench/medians.h"

#include <benchmark/benchmark.h>

#include <cstdio>
#include <map>

namespace zocalo::bench {

namespace {

bool anyFailed = false; // the reporter's field for it has another name in each version of the library

/// Google Benchmark's table, which keeps the medians as they go by.
class MedianReporter : public benchmark::ConsoleReporter
{
public:
    MedianReporter() : ConsoleReporter(OO_Tabular) {}

    void ReportRuns(const std::vector<Run> &runs) override
    {
        for (const Run &run : runs) {
            if (run.run_type == Run::RT_Aggregate && run.aggregate_name == "median")
                m_medians[run.run_name.function_name] = run.GetAdjustedRealTime();
        }
        ConsoleReporter::ReportRuns(runs);
    }

    /// The median of that benchmark, 0 if it was not run.
    double median(const std::string &name) const
    {
        const auto found = m_medians.find(name);
        return found == m_medians.end() ? 0 : found->second;
    }

private:
    std::map<std::string, double> m_medians;
};

} // namespace

void fail(benchmark::State &state, const std::string &reason)
{
    anyFailed = true;
    state.SkipWithError(reason.c_str());
}

int runBenchmarks(int argc, char **argv, const std::vector<Pair> &pairs)
{
    std::vector<std::string> defaults{"--benchmark_repetitions=21", "--benchmark_enable_random_interleaving=true",
                                      "--benchmark_report_aggregates_only=true"};
    std::vector<char *> arguments{argv[0]};
    for (std::string &word : defaults)
        arguments.push_back(word.data());
    arguments.insert(arguments.end(), argv + 1, argv + argc);
    int count = static_cast<int>(arguments.size());
    benchmark::Initialize(&count, arguments.data());
    if (benchmark::ReportUnrecognizedArguments(count, arguments.data()))
        return 2;

    MedianReporter reporter;
    benchmark::RunSpecifiedBenchmarks(&reporter);
    for (const Pair &pair : pairs) {
        const double subject = reporter.median(pair.subject);
        const double least = reporter.median(pair.least);
        if (subject > 0 && least > 0)
            std::printf("%s: %.1f ms, %.2f times %s (%.1f ms)\n", pair.subject.c_str(), subject, subject / least,
                        pair.least.c_str(), least);
    }
    return anyFailed ? 1 : 0;
}

} // namespace zocalo::bench
