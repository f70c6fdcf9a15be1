// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
// Calls that a signal interrupts: one that the kernel makes again without the program's knowing, and one that ends with
// EINTR. The handler itself makes a call. Prints for each what it saw of it: "name fd result errno".
#include <cerrno>
#include <csignal>
#include <cstdio>

#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

namespace {

int g_wake = -1;
volatile sig_atomic_t g_inHandler = 0;

void log(const char *name, int fd, long result)
{
    std::printf("%s %d %ld %d\n", name, fd, result, result < 0 ? errno : 0);
}

void onAlarm(int)
{
    if (g_wake >= 0)
        g_inHandler = static_cast<sig_atomic_t>(send(g_wake, "x", 1, 0));
}

void setHandler(int flags)
{
    struct sigaction action = {};
    action.sa_handler = onAlarm;
    action.sa_flags = flags;
    sigaction(SIGALRM, &action, nullptr);
}

void alarmSoon()
{
    const itimerval soon{{0, 0}, {0, 50'000}};
    setitimer(ITIMER_REAL, &soon, nullptr);
}

} // namespace

int main()
{
    int pair[2] = {-1, -1};
    log("socketpair", pair[0], socketpair(AF_UNIX, SOCK_STREAM, 0, pair));
    std::printf("# pair %d %d\n", pair[0], pair[1]);
    char byte = 0;

    // Made again: the handler sends what it waits for.
    setHandler(SA_RESTART);
    g_wake = pair[0];
    alarmSoon();
    long result = recv(pair[1], &byte, 1, 0);
    log("send", pair[0], g_inHandler); // in the handler, before recv() returned
    log("recv", pair[1], result);

    // Ended by the signal.
    setHandler(0);
    g_wake = -1;
    alarmSoon();
    result = recv(pair[1], &byte, 1, 0);
    log("recv", pair[1], result);

    log("close", pair[0], close(pair[0]));
    log("close", pair[1], close(pair[1]));
    std::fflush(stdout);
    raise(SIGTERM); // how it ends is told on
    return 0;
}
