// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
// recordingchild FILE CLIENTS: records the twin run of that many clients, and tells on standard output after each step
// how many events it has shown. It is there to be killed.
#include "core/history/recordingwriter.h"
#include "tests/support/historybuilder.h"

#include <QString>

#include <string>
#include <unistd.h>

using namespace zocalo;

int main(int argc, char **argv)
{
    if (argc != 3)
        return 2;
    const test::TwinRun run = test::twinRun(QString::fromLocal8Bit(argv[2]).toInt());
    auto writer = history::RecordingWriter::create(QString::fromLocal8Bit(argv[1]), {});
    if (!writer)
        return 1;
    int given = 0;
    for (const history::Event &event : run.events) {
        writer.value()->append(event);
        ++given;
        // A table of the kernel ends a step here.
        if (!std::holds_alternative<history::KernelSnapshot>(event.data))
            continue;
        if (!writer.value()->flush())
            return 1;
        const std::string shown = std::to_string(given) + '\n';
        if (::write(STDOUT_FILENO, shown.data(), shown.size()) < 0)
            return 1;
    }
    return writer.value()->finish() ? 0 : 1;
}
