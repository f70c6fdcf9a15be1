// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "tests/bench/child.h"

#include <chrono>
#include <fcntl.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

namespace zocalo::bench {

namespace {

std::vector<char *> pointers(const std::vector<std::string> &words)
{
    std::vector<char *> all;
    for (const std::string &word : words)
        all.push_back(const_cast<char *>(word.c_str())); // posix_spawn() does not write to them
    all.push_back(nullptr);
    return all;
}

std::string readToEnd(int fd)
{
    std::string all;
    char buffer[4096];
    for (ssize_t size = 0; (size = read(fd, buffer, sizeof buffer)) > 0;)
        all.append(buffer, static_cast<std::size_t>(size));
    return all;
}

} // namespace

ChildResult runChild(const std::vector<std::string> &command, const std::vector<std::string> &environment)
{
    // The first of two settings of one name wins.
    std::vector<std::string> settings = environment;
    for (char **setting = environ; *setting; ++setting)
        settings.emplace_back(*setting);

    ChildResult result;
    int errors[2] = {-1, -1};
    if (pipe2(errors, O_CLOEXEC) != 0)
        return result;
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_adddup2(&actions, errors[1], STDERR_FILENO);

    const auto begin = std::chrono::steady_clock::now();
    pid_t child = -1;
    const int failure = posix_spawn(&child, command.front().c_str(), &actions, nullptr, pointers(command).data(),
                                    pointers(settings).data());
    posix_spawn_file_actions_destroy(&actions);
    close(errors[1]);
    if (failure == 0) {
        result.errorOutput = readToEnd(errors[0]);
        int status = 0;
        rusage usage{};
        if (wait4(child, &status, 0, &usage) == child && WIFEXITED(status))
            result.exitCode = WEXITSTATUS(status);
        result.megabytes = static_cast<double>(usage.ru_maxrss) * 1024 / 1e6;
        result.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    }
    close(errors[0]);
    return result;
}

std::string built(const std::string &program) { return std::string(ZOCALO_BIN_DIR "/") + program; }

} // namespace zocalo::bench
