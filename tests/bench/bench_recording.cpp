// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
// bench_recording [CALLS]: a long recording as a file. What it takes on the disk; how soon the window shows its first
// picture and has read all of it, and in how much memory; how long it takes to list all its calls. Beside it, tshark
// with a capture of as many packets.
#include "core/history/recordingwriter.h"
#include "tests/bench/capture.h"
#include "tests/bench/child.h"
#include "tests/bench/longrun.h"

#include <QFile>
#include <QFileInfo>
#include <QStandardPaths>
#include <QTemporaryDir>

#include <sqlite3.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>

using namespace zocalo;

namespace {

constexpr quint64 kCalls = 1'000'000;

void tell(const char *what, double value, const char *unit, int digits = 0)
{
    std::printf("%-44s %12.*f %s\n", what, digits, value, unit);
    std::fflush(stdout);
}

/// The number that a statement gives; -1 if it fails.
double ask(const QString &path, const char *sql)
{
    sqlite3 *database = nullptr;
    sqlite3_stmt *statement = nullptr;
    double answer = -1;
    if (sqlite3_open_v2(QFile::encodeName(path).constData(), &database, SQLITE_OPEN_READONLY, nullptr) == SQLITE_OK &&
        sqlite3_prepare_v2(database, sql, -1, &statement, nullptr) == SQLITE_OK &&
        sqlite3_step(statement) == SQLITE_ROW)
        answer = sqlite3_column_double(statement, 0);
    sqlite3_finalize(statement);
    sqlite3_close(database);
    return answer;
}

/// The number after "MARK:" in what a program said; -1 without.
double number(const std::string &output, const std::string &mark)
{
    const std::size_t place = output.find(mark + ':');
    return place == std::string::npos ? -1 : std::strtod(output.c_str() + place + mark.size() + 1, nullptr);
}

bool write(const QString &path, quint64 calls)
{
    history::RecordingInfo info;
    info.language = QStringLiteral("en");
    const auto begin = std::chrono::steady_clock::now();
    const auto writer = history::RecordingWriter::create(path, info);
    if (!writer)
        return false;
    bench::longRun(calls, [&](const history::Event &event) { writer.value()->append(event); });
    if (!writer.value()->finish())
        return false;
    const std::chrono::duration<double> spent = std::chrono::steady_clock::now() - begin;
    tell("written", static_cast<double>(calls) / spent.count(), "calls/s");
    return true;
}

void tellSize(const QString &path)
{
    const double calls = ask(path, "SELECT count(*) FROM call");
    const double payload = ask(path, "SELECT sum(ifnull(length(sent), 0) + ifnull(length(received), 0)) FROM call");
    const double tables = ask(path, "SELECT sum(pgsize) FROM dbstat WHERE name IN ('snapshot', 'socket_row')");
    const auto all = static_cast<double>(QFileInfo(path).size());
    tell("calls in it", calls, "");
    tell("file", all / 1e6, "MB");
    tell("  of that payload", payload / 1e6, "MB");
    if (tables >= 0)
        tell("  of that tables of the kernel", tables / 1e6, "MB");
    tell("  beside these, for a call", (all - payload - std::max(tables, 0.0)) / calls, "bytes");
}

/// False: it failed.
bool tellChild(const char *what, const bench::ChildResult &result)
{
    if (result.exitCode != 0) {
        std::fprintf(stderr, "%s: %s\n", what, result.errorOutput.c_str());
        return false;
    }
    tell(what, result.seconds, "s", 2);
    tell("  memory", result.megabytes, "MB");
    return true;
}

} // namespace

int main(int argc, char **argv)
{
    const quint64 calls = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : kCalls;
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("long.zocalo"));
    if (!write(path, calls))
        return EXIT_FAILURE;
    tellSize(path);

    const std::string zocalo = bench::built("zocalo");
    const std::string file = path.toStdString();
    const std::string platform = std::getenv("DISPLAY") ? "xcb" : "offscreen";
    const auto window =
        bench::runChild({zocalo, "open", file}, {"ZOCALO_TIME_FIRST_FRAME=1", "QT_QPA_PLATFORM=" + platform});
    if (!tellChild("window: opened, read to the end, closed", window))
        return EXIT_FAILURE;
    tell("  first picture after", number(window.errorOutput, "first-frame-ms"), "ms");
    tell("  all of it read after", number(window.errorOutput, "all-read-ms"), "ms");
    const auto list = bench::runChild({zocalo, "calls", file});
    if (!tellChild("zocalo calls: all of them listed", list))
        return EXIT_FAILURE;

    const QString tshark = QStandardPaths::findExecutable(QStringLiteral("tshark"));
    const QString capture = folder.filePath(QStringLiteral("long.pcap"));
    if (tshark.isEmpty() || !bench::writeCapture(capture, calls)) {
        std::printf("tshark is not installed: nothing to compare with\n");
        return EXIT_SUCCESS;
    }
    const auto peer = bench::runChild({tshark.toStdString(), "-n", "-r", capture.toStdString()});
    if (!tellChild("tshark -r: as many packets listed", peer))
        return EXIT_FAILURE;
    tell("zocalo calls to tshark: time", list.seconds / peer.seconds, "", 2);
    tell("zocalo calls to tshark: memory", list.megabytes / peer.megabytes, "", 2);
    tell("window to tshark: time", window.seconds / peer.seconds, "", 2);
    tell("window to tshark: memory", window.megabytes / peer.megabytes, "", 2);
    return EXIT_SUCCESS;
}
