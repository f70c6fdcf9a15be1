// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
// zocalo-peer: makes the socket calls that it is told on standard input (README.md). It knows nothing of being watched.
#include "core/peer/command.h"
#include "core/peer/workers.h"

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <string>

#include <unistd.h>

namespace {

constexpr std::size_t kMaxLine = 2 * 524288 + 256; // the longest send, in hexadecimal

/// Hands each whole line of `buffer` to the workers; what is left is the beginning of the next.
void takeLines(zocalo::peer::Workers &workers, std::string &buffer, bool &skipping)
{
    std::size_t begin = 0;
    for (std::size_t end = 0; (end = buffer.find('\n', begin)) != std::string::npos; begin = end + 1) {
        std::string line = buffer.substr(begin, end - begin);
        if (zocalo::peer::isExit(line))
            _exit(EXIT_SUCCESS);
        if (!skipping)
            workers.give(std::move(line));
        skipping = false;
    }
    buffer.erase(0, begin);
    if (buffer.size() > kMaxLine) {
        if (!skipping)
            workers.reply("- bad");
        skipping = true;
        buffer.clear();
    }
}

} // namespace

int main()
{
    std::signal(SIGPIPE, SIG_IGN);
    static zocalo::peer::Workers workers; // outlives main: its threads end with the process
    std::string buffer;
    bool skipping = false;
    char chunk[65536];
    while (true) {
        const ssize_t got = ::read(STDIN_FILENO, chunk, sizeof chunk);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            _exit(got == 0 ? EXIT_SUCCESS : EXIT_FAILURE);
        buffer.append(chunk, static_cast<std::size_t>(got));
        takeLines(workers, buffer, skipping);
    }
}
