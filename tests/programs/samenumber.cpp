// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
// samenumber PROGRAM: runs it twice, the second time with the PID that it had the first time. Exit status 77: that may
// not be. clone(2), set_tid
#include <csignal>
#include <cstdint>

#include <linux/sched.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

namespace {

constexpr int kNotAllowed = 77;

/// `number`: what the child is to have; 0: any. Returns what it has, or -1.
pid_t run(char *const *program, pid_t number)
{
    clone_args wanted{};
    wanted.exit_signal = SIGCHLD;
    if (number != 0) {
        wanted.set_tid = reinterpret_cast<std::uintptr_t>(&number);
        wanted.set_tid_size = 1;
    }
    const auto child = static_cast<pid_t>(syscall(SYS_clone3, &wanted, sizeof wanted));
    if (child == 0) {
        execv(program[0], program);
        _exit(1);
    }
    int status = 0;
    return child > 0 && waitpid(child, &status, 0) == child && status == 0 ? child : -1;
}

} // namespace

int main(int count, char **words)
{
    const pid_t first = count == 2 ? run(words + 1, 0) : -1;
    if (first < 0) {
        return 1;
    }
    return run(words + 1, first) == first ? 0 : kNotAllowed;
}
