// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/figure/fonts.h"
#include "app/panels/kernelmodel.h"
#include "app/panels/kernelrowpainter.h"
#include "core/kernel/sockettable.h"
#include "core/run/oursockets.h"
#include "core/run/tablereader.h"
#include "core/world/world.h"
#include "tests/bench/crowd.h"
#include "tests/bench/medians.h"

#include <benchmark/benchmark.h>

#include <QApplication>
#include <QHeaderView>
#include <QTableView>

#include <netinet/in.h>
#include <sys/socket.h>

#include <cstdio>
#include <string>
#include <vector>

using namespace zocalo;
using kernel::SocketRow;

namespace {

constexpr int Ours = 1'000;
constexpr int Others = 20'000;
constexpr auto Ipv4 = kernel::SocketTable::Families::Ipv4;

bench::Crowd &ourCrowd()
{
    static bench::Crowd crowd(Ours);
    return crowd;
}

/// Once asked for, they are there until the end.
bench::Crowd &otherCrowd()
{
    static bench::Crowd crowd(Others);
    return crowd;
}

/// The crowd's sockets as a run knows them: their cookies.
class Known
{
public:
    Known()
    {
        const quint16 port = ourCrowd().ports().front();
        const auto isOurs = [port](const SocketRow &row) { return row.local.port == port || row.remote.port == port; };
        kernel::SocketTable table;
        if (auto rows = table.read(isOurs, Ipv4)) {
            m_rows = rows.value();
        }
        for (const SocketRow &row : m_rows) {
            m_ours.note(row.cookie, AF_INET);
            m_reader.note(row.cookie);
        }
    }

    /// By the whole table.
    QList<SocketRow> readWhole()
    {
        const auto table = m_table.read({}, Ipv4);
        return table ? m_ours.pick(table.value()) : QList<SocketRow>();
    }
    /// As a run reads them at a step.
    QList<SocketRow> read()
    {
        const auto table = m_reader.read(Ipv4);
        const QList<SocketRow> rows = table ? m_ours.pick(table.value()) : QList<SocketRow>();
        m_reader.learn(rows);
        m_whole += m_reader.wasWhole() ? 1 : 0;
        return rows;
    }
    /// How many of the readings were of the whole table.
    int whole() const { return m_whole; }
    const QList<SocketRow> &rows() const { return m_rows; }

private:
    run::OurSockets m_ours;
    run::TableReader m_reader;
    kernel::SocketTable m_table;
    QList<SocketRow> m_rows;
    int m_whole = 0;
};

void snapshot(benchmark::State &state, QList<SocketRow> (Known::*read)())
{
    Known known;
    qsizetype picked = (known.*read)().size(); // the first one of a run is of the whole table
    for (auto _ : state) {
        picked = (known.*read)().size();
    }
    if (picked < Ours) {
        bench::fail(state, "the sockets are not in the table");
    }
    state.counters["ours"] = static_cast<double>(picked);
    state.counters["whole"] = known.whole();
}

void whole_table_1000(benchmark::State &state) { snapshot(state, &Known::readWhole); }
void snapshot_1000(benchmark::State &state) { snapshot(state, &Known::read); }

bool othersAreThere(benchmark::State &state)
{
    if (!otherCrowd().ready()) {
        bench::fail(state, "the connections could not be made");
    }
    return otherCrowd().ready();
}

void whole_table_1000_beside_20000(benchmark::State &state)
{
    if (othersAreThere(state)) {
        snapshot(state, &Known::readWhole);
    }
}

void snapshot_1000_beside_20000(benchmark::State &state)
{
    if (othersAreThere(state)) {
        snapshot(state, &Known::read);
    }
}

/// The world of the crowd's process: its sockets as it holds them.
world::World worldOf(const QList<SocketRow> &rows)
{
    world::World world;
    history::ProcessStarted started;
    started.pid = ourCrowd().pids().front();
    started.name = QStringLiteral("crowd");
    world.apply({1, started});
    history::SocketsHeld held;
    int fd = 3;
    for (const SocketRow &row : rows) {
        held.sockets.append({fd++, row.cookie, AF_INET, SOCK_STREAM, IPPROTO_TCP, row.state == kernel::State::Listen,
                             row.local, row.remote});
    }
    world.apply({2, held});
    return world;
}

/// One update of the panel, whole: bytes have gone to and come into a queue, the kernel is asked, and its answer is
/// folded, shown with what has changed, and painted.
void follow(benchmark::State &state)
{
    figure::loadFonts();
    Known known;
    world::World world = worldOf(known.rows());
    panels::KernelModel model;
    panels::KernelRowPainter painter;
    QTableView view;
    view.setModel(&model);
    view.setItemDelegate(&painter);
    view.setShowGrid(false);
    view.setWordWrap(false);
    view.verticalHeader()->hide();
    view.verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    view.resize(560, 860);
    view.show();
    qint64 now = 3;
    known.read();
    for (auto _ : state) {
        state.PauseTiming();
        ourCrowd().stir();
        state.ResumeTiming();
        ++now;
        world.apply({now, history::KernelSnapshot{now, now, true, known.read()}});
        model.show(world, true);
        model.setFlashing(true);
        view.repaint();
    }
    if (!ourCrowd().ready() || model.ours().size() < Ours || !model.hasChanges()) {
        bench::fail(state, "the panel does not show the change");
    }
    state.counters["whole"] = known.whole();
}

void panel_update_1000(benchmark::State &state) { follow(state); }

void panel_update_1000_beside_20000(benchmark::State &state)
{
    if (othersAreThere(state)) {
        follow(state);
    }
}

// In this order: once the others are there, they are there for all. The time is the clock's, and of the panel the
// CPU's, of all threads.
BENCHMARK(whole_table_1000)->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK(snapshot_1000)->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK(panel_update_1000)->Unit(benchmark::kMillisecond)->MeasureProcessCPUTime();
BENCHMARK(whole_table_1000_beside_20000)->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK(snapshot_1000_beside_20000)->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK(panel_update_1000_beside_20000)->Unit(benchmark::kMillisecond)->MeasureProcessCPUTime();

} // namespace

int main(int argc, char **argv)
{
    // Before there are threads: they are forked.
    if (!ourCrowd().ready()) {
        std::fprintf(stderr, "the connections could not be made\n");
        return 1;
    }
    if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM")) {
        qputenv("QT_QPA_PLATFORM", "offscreen");
    }
    const QApplication application(argc, argv);
    std::vector<char *> arguments(argv, argv + argc);
    std::string inOrder = "--benchmark_enable_random_interleaving=false";
    arguments.insert(arguments.begin() + 1, inOrder.data());
    return bench::runBenchmarks(static_cast<int>(arguments.size()), arguments.data(),
                                {{"snapshot_1000_beside_20000", "whole_table_1000_beside_20000"}});
}
