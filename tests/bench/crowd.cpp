// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "tests/bench/crowd.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>

namespace zocalo::bench {

namespace {

constexpr int FilesBesides = 64; ///< that a process has open beside its connections
constexpr int LongestQueue = 4096;

/// In the child: makes the connections, tells the port, and sends a byte over the next one for each byte it is told.
[[noreturn]] void hold(int line, int connections)
{
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    const int listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    std::uint16_t port = 0;
    auto *const plain = reinterpret_cast<sockaddr *>(&address);
    if (listener < 0 || ::bind(listener, plain, size) != 0 || ::listen(listener, LongestQueue) != 0 ||
        ::getsockname(listener, plain, &size) != 0) {
        ::_exit(1);
    }
    // Their end leaves nothing in TIME-WAIT, which the next run would count.
    const linger reset{1, 0};
    std::vector<int> clients;
    std::vector<int> accepted;
    for (int i = 0; i < connections; ++i) {
        clients.push_back(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
        ::setsockopt(clients.back(), SOL_SOCKET, SO_LINGER, &reset, sizeof reset);
        if (clients.back() < 0 || ::connect(clients.back(), plain, sizeof address) != 0 ||
            accepted.emplace_back(::accept4(listener, nullptr, nullptr, SOCK_CLOEXEC)) < 0) {
            ::_exit(1);
        }
        ::setsockopt(accepted.back(), SOL_SOCKET, SO_LINGER, &reset, sizeof reset);
    }
    port = ntohs(address.sin_port);
    if (::write(line, &port, sizeof port) != sizeof port) {
        ::_exit(1);
    }
    char told = 0;
    for (std::size_t next = 0; ::read(line, &told, 1) == 1; next = (next + 1) % clients.size()) {
        const bool sent = ::send(clients[next], "x", 1, 0) == 1;
        if (::write(line, sent ? "y" : "n", 1) != 1) {
            break;
        }
    }
    ::_exit(0);
}

} // namespace

Crowd::Crowd(int sockets)
{
    rlimit files{};
    ::getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &files);
    const int most = static_cast<int>(std::min<rlim_t>(files.rlim_max, 12'000)) - FilesBesides;
    for (int left = sockets / 2; left > 0 && m_ready;) {
        const int connections = std::min(left, most / 2);
        m_ready = connections > 0 && start(connections);
        left -= connections;
    }
}

Crowd::~Crowd()
{
    for (const int line : m_lines) {
        ::close(line);
    }
    for (const pid_t pid : m_pids) {
        ::kill(pid, SIGKILL);
        ::waitpid(pid, nullptr, 0);
    }
}

bool Crowd::start(int connections)
{
    int line[2] = {-1, -1};
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, line) != 0) {
        return false;
    }
    const pid_t pid = ::fork();
    if (pid == 0) {
        ::close(line[0]);
        hold(line[1], connections);
    }
    ::close(line[1]);
    m_lines.push_back(line[0]);
    if (pid < 0) {
        return false;
    }
    m_pids.push_back(pid);
    std::uint16_t port = 0;
    if (::read(line[0], &port, sizeof port) != sizeof port) {
        return false;
    }
    m_ports.push_back(port);
    return true;
}

void Crowd::stir()
{
    char answer = 0;
    if (::write(m_lines.front(), "s", 1) != 1 || ::read(m_lines.front(), &answer, 1) != 1 || answer != 'y') {
        m_ready = false;
    }
}

} // namespace zocalo::bench
