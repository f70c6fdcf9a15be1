// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "tests/bench/child.h"
#include "tests/bench/medians.h"

#include <benchmark/benchmark.h>

#include <cstdlib>
#include <filesystem>

namespace {

/// A folder of our own for the pictures, removed at the end.
class Folder
{
public:
    Folder()
    {
        std::string name = (std::filesystem::temp_directory_path() / "zocalo-bench-XXXXXX").string();
        if (mkdtemp(name.data()))
            m_path = name;
    }
    ~Folder()
    {
        if (!m_path.empty())
            std::filesystem::remove_all(m_path);
    }
    Folder(const Folder &) = delete;
    Folder &operator=(const Folder &) = delete;
    std::string file(const std::string &name) const { return m_path + '/' + name; }

private:
    std::string m_path;
};

void picture(benchmark::State &state, std::vector<std::string> command)
{
    const Folder folder;
    const std::string file = folder.file("x.png");
    command.push_back(file);
    for (auto _ : state) {
        const auto result = zocalo::bench::runChild(command, {"QT_QPA_PLATFORM=offscreen"});
        if (result.exitCode != 0 || !std::filesystem::exists(file)) {
            zocalo::bench::fail(state, "no picture: " + result.errorOutput);
            break;
        }
        state.SetIterationTime(result.seconds);
    }
}

} // namespace

int main(int argc, char **argv)
{
    using zocalo::bench::built;
    const auto add = [](const char *name, const std::vector<std::string> &command) {
        benchmark::RegisterBenchmark(name, [command](benchmark::State &state) { picture(state, command); })
            ->UseManualTime()
            ->Iterations(1)
            ->Unit(benchmark::kMillisecond);
    };
    add("zocalo_figure", {built("zocalo"), "figure", "accept-vs-recvfrom", "-o"});
    add("least_picture", {built("least_picture")});
    return zocalo::bench::runBenchmarks(argc, argv, {{"zocalo_figure", "least_picture"}});
}
