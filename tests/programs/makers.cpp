// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
// makers WAY: makes a child in that way, which has a socket of its parent's and lives on; the parent closes its own
// descriptor at once, so that the child's is the last one. "ends" as WAY: the child ends at once, the parent waits for
// it and only then closes, so that its own is the last one. So many times each.
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include <sched.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

namespace {

constexpr int kTimes = 5;

int g_line[2]; // the child reads its end: an end of file lets it go

[[noreturn]] void stay()
{
    close(g_line[1]);
    char byte = 0;
    _exit(read(g_line[0], &byte, 1) == 0 ? 0 : 1);
}

int stayToo(void *) { stay(); }

bool is(const char *way, const char *name) { return std::strcmp(way, name) == 0; }

/// The descriptor to write to is not the new program's.
pid_t spawn()
{
    char name[] = "cat";
    char *words[] = {name, nullptr};
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, g_line[0], 0);
    posix_spawn_file_actions_addclose(&actions, g_line[1]);
    pid_t child = 0;
    if (posix_spawnp(&child, "cat", &actions, nullptr, words, environ) != 0)
        std::exit(2);
    posix_spawn_file_actions_destroy(&actions);
    return child;
}

pid_t become()
{
    const pid_t child = vfork();
    if (child == 0) {
        dup2(g_line[0], 0);
        close(g_line[1]);
        execlp("cat", "cat", nullptr);
        _exit(2);
    }
    return child;
}

pid_t make(const char *way)
{
    static char stack[64 * 1024] __attribute__((aligned(16)));
    if (is(way, "spawn"))
        return spawn();
    if (is(way, "vfork"))
        return become();
    if (is(way, "clone"))
        return clone(stayToo, stack + sizeof stack, SIGCHLD, nullptr);
    const pid_t child = is(way, "_Fork")       ? _Fork()
                        : is(way, "SYS_fork")  ? static_cast<pid_t>(syscall(SYS_fork))
                        : is(way, "SYS_clone") ? static_cast<pid_t>(syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0))
                                               : fork();
    if (child == 0)
        stay();
    return child;
}

int leaveToChild(const char *way)
{
    const int fd = socket(AF_INET, SOCK_STREAM, 0);
    if (pipe(g_line) != 0)
        return 2;
    FILE *stream = nullptr;
    pid_t child = 0;
    if (is(way, "popen"))
        stream = popen("exec cat", "w");
    else
        child = make(way);
    close(fd);
    close(g_line[0]);
    close(g_line[1]);
    if (stream)
        return pclose(stream);
    return waitpid(child, nullptr, 0) == child ? 0 : 2;
}

int outliveChild()
{
    const int fd = socket(AF_INET, SOCK_STREAM, 0);
    const pid_t child = fork();
    if (child == 0)
        _exit(3);
    int status = 0;
    if (waitpid(child, &status, 0) != child)
        return 2;
    close(fd);
    return WEXITSTATUS(status) == 3 ? 0 : 2;
}

} // namespace

int main(int argc, char **argv)
{
    const char *way = argc > 1 ? argv[1] : "fork";
    for (int i = 0; i < kTimes; ++i) {
        const int failed = is(way, "ends") ? outliveChild() : leaveToChild(way);
        if (failed != 0)
            return failed;
    }
    return 0;
}
