// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "core/trace/endpoint.h"

#include <QtGlobal>

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <utility>

namespace zocalo::testing {

/// A real socket of the test's own, closed at the end of its scope.
class TestSocket
{
public:
    explicit TestSocket(int fd = -1) : m_fd(fd) {}
    TestSocket(int family, int type) : m_fd(::socket(family, type | SOCK_CLOEXEC, 0)) {}
    TestSocket(TestSocket &&other) noexcept : m_fd(std::exchange(other.m_fd, -1)) {}
    TestSocket &operator=(TestSocket &&other) noexcept
    {
        std::swap(m_fd, other.m_fd);
        return *this;
    }
    TestSocket(const TestSocket &) = delete;
    TestSocket &operator=(const TestSocket &) = delete;
    ~TestSocket() { close(); }

    void close()
    {
        if (m_fd >= 0) {
            ::close(std::exchange(m_fd, -1));
        }
    }

    int fd() const { return m_fd; }

    quint64 cookie() const
    {
        quint64 cookie = 0;
        socklen_t size = sizeof cookie;
        ::getsockopt(m_fd, SOL_SOCKET, SO_COOKIE, &cookie, &size);
        return cookie;
    }

    trace::Endpoint local() const { return ask(&::getsockname); }
    trace::Endpoint remote() const { return ask(&::getpeername); }

    /// Binds to a free port of the loopback.
    bool bindToLoopback(int family = AF_INET) const
    {
        const sockaddr_storage address = loopback(family, 0);
        return ::bind(m_fd, reinterpret_cast<const sockaddr *>(&address), sizeOf(family)) == 0;
    }

    bool connectTo(const trace::Endpoint &endpoint) const
    {
        const sockaddr_storage address = loopback(endpoint.family, endpoint.port);
        return ::connect(m_fd, reinterpret_cast<const sockaddr *>(&address), sizeOf(endpoint.family)) == 0;
    }

    TestSocket accept() const { return TestSocket(::accept4(m_fd, nullptr, nullptr, SOCK_CLOEXEC)); }

private:
    static socklen_t sizeOf(int family) { return family == AF_INET6 ? sizeof(sockaddr_in6) : sizeof(sockaddr_in); }

    static sockaddr_storage loopback(int family, quint16 port)
    {
        sockaddr_storage storage{};
        storage.ss_family = static_cast<sa_family_t>(family);
        if (family == AF_INET6) {
            auto &address = reinterpret_cast<sockaddr_in6 &>(storage);
            address.sin6_addr = in6addr_loopback;
            address.sin6_port = htons(port);
        } else {
            auto &address = reinterpret_cast<sockaddr_in &>(storage);
            address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
            address.sin_port = htons(port);
        }
        return storage;
    }

    trace::Endpoint ask(int (*question)(int, sockaddr *, socklen_t *)) const
    {
        sockaddr_storage storage{};
        socklen_t size = sizeof storage;
        if (question(m_fd, reinterpret_cast<sockaddr *>(&storage), &size) != 0) {
            return {};
        }
        return trace::Endpoint::fromSockaddr(reinterpret_cast<const sockaddr *>(&storage), size);
    }

    int m_fd = -1;
};

} // namespace zocalo::testing
