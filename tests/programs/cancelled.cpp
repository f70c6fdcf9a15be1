// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
// A thread asleep in recv() is cancelled: its clean-up runs, and the program goes on.
#include <cstdio>

#include <pthread.h>
#include <sys/socket.h>
#include <unistd.h>

namespace {

int g_pair[2];
int g_tube[2];

void cleanUp(void *) { std::puts("cleaned up"); }

void *sleepInRecv(void *)
{
    char byte = 0;
    pthread_cleanup_push(cleanUp, nullptr);
    pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, nullptr); // it is to be cancelled in recv(), not here
    (void)!write(g_tube[1], "r", 1);
    pthread_setcancelstate(PTHREAD_CANCEL_ENABLE, nullptr);
    recv(g_pair[0], &byte, 1, 0);
    pthread_cleanup_pop(0);
    return nullptr;
}

} // namespace

int main()
{
    if (socketpair(AF_UNIX, SOCK_STREAM, 0, g_pair) != 0 || pipe(g_tube) != 0)
        return 1;
    pthread_t thread;
    pthread_create(&thread, nullptr, sleepInRecv, nullptr);
    char byte = 0;
    (void)!read(g_tube[0], &byte, 1);
    pthread_cancel(thread);
    void *result = nullptr;
    pthread_join(thread, &result);
    std::puts(result == PTHREAD_CANCELED ? "cancelled" : "ended");
    (void)!send(g_pair[1], "x", 1, 0);
    return 0;
}
