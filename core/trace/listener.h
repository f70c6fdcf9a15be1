// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "core/trace/hello.h"

#include <sys/socket.h>
#include <sys/un.h>

namespace zocalo::trace {

/// Where a process says hello, as the environment tells it: ZOCALO_TAP is "@name", an abstract UNIX socket, or "/path",
/// one in the file system, or both in one word, "@name/path". An abstract name is known in its own network namespace
/// only, so from any other one the path is taken. ZOCALO_TOKEN, if it is there, is shown to a listener of another user.
///
/// For use in watched processes: nothing but system calls, and no memory of the heap.
class Listener
{
public:
    /// A connection to it; `fd` is the caller's to close.
    struct Connection
    {
        int fd = -1;           ///< -1: nobody is there, or somebody else
        bool byPath = false;   ///< so it may be in another network namespace
        bool isVisible = true; ///< its process has a number in the namespace of ours
    };

    /// Both as they stand in the environment; may be null. False if there is no name that could be one.
    bool read(const char *name, const char *token);
    /// Waits at most that long for anything. Only a listener of our own user is talked to, unless there is a token.
    Connection connect(long patienceSeconds) const;
    const Token &token() const { return m_token; }
    bool hasToken() const { return m_hasToken; }

private:
    Connection connectTo(const sockaddr_un &address, socklen_t length, long patienceSeconds) const;

    sockaddr_un m_abstract{};
    socklen_t m_abstractLength = 0; ///< 0: none
    sockaddr_un m_path{};
    socklen_t m_pathLength = 0; ///< 0: none
    Token m_token{};
    bool m_hasToken = false;
};

/// A token as 32 hexadecimal digits; false if it is none.
bool readToken(const char *text, Token &token);

} // namespace zocalo::trace
