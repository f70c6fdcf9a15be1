// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/world/timeline.h"
#include "tests/bench/longrun.h"

#include <benchmark/benchmark.h>

using namespace zocalo;

namespace {

constexpr int kCalls = 100'000;

const QList<history::Event> &history100k()
{
    static const QList<history::Event> events = [] {
        QList<history::Event> list;
        bench::longRun(kCalls, [&](const history::Event &event) { list.append(event); });
        return list;
    }();
    return events;
}

void countCalls(benchmark::State &state)
{
    state.counters["calls/s"] = benchmark::Counter(kCalls, benchmark::Counter::kIsIterationInvariantRate);
}

/// Events to worlds, nothing kept.
void fold(benchmark::State &state)
{
    const QList<history::Event> &events = history100k();
    for (auto _ : state) {
        world::World world;
        for (const history::Event &event : events)
            world.apply(event);
        benchmark::DoNotOptimize(world.momentCount());
    }
    countCalls(state);
}
BENCHMARK(fold)->Unit(benchmark::kMillisecond);

/// The same with all that seeking needs: the events packed, worlds kept now and then.
void timeline(benchmark::State &state)
{
    const QList<history::Event> &events = history100k();
    for (auto _ : state) {
        world::Timeline timeline;
        for (const history::Event &event : events)
            timeline.append(event);
        benchmark::DoNotOptimize(timeline.stepCount());
    }
    countCalls(state);
}
BENCHMARK(timeline)->Unit(benchmark::kMillisecond);

} // namespace

BENCHMARK_MAIN();
