// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "core/kernel/socketrow.h"

#include <sys/socket.h>

#include <cstddef>
#include <vector>

namespace zocalo::kernel {

/// The two ends of a TCP connection, as one of its sockets has them. IPv4 is written as IPv4 (Endpoint::unmapped()).
struct Ends
{
    trace::Endpoint local;
    trace::Endpoint remote;

    bool operator==(const Ends &) const = default;
};

/// A NETLINK_SOCK_DIAG socket over which the kernel is asked about single TCP connections (man 7 sock_diag, without
/// NLM_F_DUMP): it finds each in its hash table and need not go through the rest. A question costs about 1.6 µs: 1.0 to
/// ask it, 0.6 to read the answer. Used by one thread at a time.
class QuestionLine
{
    Q_DISABLE_COPY_MOVE(QuestionLine)

public:
    /// Questions that are asked with one call.
    static constexpr int kMost = 32;

    QuestionLine() = default;
    ~QuestionLine();

    /// 0, or errno.
    int open();
    bool isOpen() const { return m_fd >= 0; }
    /// Writes the row of the socket with these ends to rows[i]; where there is none, that is left as it is. `count`: at
    /// most kMost. 0, or errno (EPROTO: the answer makes no sense); then what is still to come would be taken for the
    /// answer to other questions, so the line is closed.
    int ask(const Ends *ends, int count, SocketRow *rows);

private:
    struct Question;
    int send(const Ends *ends, int count);
    int receive(const Ends *ends, int count, SocketRow *rows);
    bool take(std::size_t size, const std::byte *answer, const Ends *ends, int count, SocketRow *rows) const;

    int m_fd = -1;
    quint32 m_first = 1; ///< the number of the first question of those that are asked
    std::vector<std::byte> m_questions;
    std::vector<std::byte> m_answers;
    std::vector<iovec> m_places;
    std::vector<mmsghdr> m_headers;
};

} // namespace zocalo::kernel
