// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/trace/listener.h"

#include "core/trace/rawsyscall.h"

#include <cstddef>
#include <cstring>

#include <sys/time.h>

namespace zocalo::trace {

namespace {

int hexDigit(char letter)
{
    if (letter >= '0' && letter <= '9')
        return letter - '0';
    if (letter >= 'a' && letter <= 'f')
        return letter - 'a' + 10;
    return -1;
}

socklen_t lengthOfName(std::size_t length) { return static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + length); }

} // namespace

bool readToken(const char *text, Token &token)
{
    if (!text || std::strlen(text) != 2 * sizeof token.bytes)
        return false;
    for (std::size_t i = 0; i < sizeof token.bytes; ++i) {
        const int high = hexDigit(text[2 * i]);
        const int low = hexDigit(text[2 * i + 1]);
        if (high < 0 || low < 0)
            return false;
        token.bytes[i] = static_cast<std::uint8_t>(high * 16 + low);
    }
    return true;
}

bool Listener::read(const char *name, const char *token)
{
    m_hasToken = readToken(token, m_token);
    m_abstractLength = m_pathLength = 0;
    if (!name)
        return false;
    const char *const slash = std::strchr(name, '/');
    const std::size_t abstract = slash ? static_cast<std::size_t>(slash - name) : std::strlen(name);
    if (name[0] == '@' && abstract > 1 && abstract < sizeof m_abstract.sun_path) {
        m_abstract.sun_family = AF_UNIX;
        std::memcpy(m_abstract.sun_path, name, abstract);
        m_abstract.sun_path[0] = '\0';
        m_abstractLength = lengthOfName(abstract);
    }
    const std::size_t path = slash ? std::strlen(slash) : 0;
    if (path > 1 && path < sizeof m_path.sun_path) {
        m_path.sun_family = AF_UNIX;
        std::memcpy(m_path.sun_path, slash, path + 1);
        m_pathLength = lengthOfName(path + 1);
    }
    return m_abstractLength != 0 || m_pathLength != 0;
}

Listener::Connection Listener::connect(long patienceSeconds) const
{
    Connection connection;
    if (m_abstractLength != 0)
        connection = connectTo(m_abstract, m_abstractLength, patienceSeconds);
    if (connection.fd < 0 && m_pathLength != 0) {
        connection = connectTo(m_path, m_pathLength, patienceSeconds);
        connection.byPath = true;
    }
    return connection;
}

Listener::Connection Listener::connectTo(const sockaddr_un &address, socklen_t length, long patienceSeconds) const
{
    Connection connection;
    const long fd = rawSyscall(SYS_socket, AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);
    if (fd < 0)
        return connection;
    const timeval patience{patienceSeconds, 0};
    rawSyscall(SYS_setsockopt, fd, SOL_SOCKET, SO_SNDTIMEO, asArgument(&patience), sizeof patience);
    rawSyscall(SYS_setsockopt, fd, SOL_SOCKET, SO_RCVTIMEO, asArgument(&patience), sizeof patience);
    ucred listener{};
    socklen_t size = sizeof listener;
    const bool isThere =
        rawSyscall(SYS_connect, fd, asArgument(&address), static_cast<long>(length)) == 0 &&
        rawSyscall(SYS_getsockopt, fd, SOL_SOCKET, SO_PEERCRED, asArgument(&listener), asArgument(&size)) == 0;
    if (isThere && (m_hasToken || listener.uid == static_cast<uid_t>(rawSyscall(SYS_geteuid)))) {
        connection.fd = static_cast<int>(fd);
        connection.isVisible = listener.pid > 0;
        return connection;
    }
    rawSyscall(SYS_close, fd);
    return connection;
}

} // namespace zocalo::trace
