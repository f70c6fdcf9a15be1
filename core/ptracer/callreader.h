// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "core/ptracer/watchedprocess.h"
#include "core/trace/record.h"

#include <array>
#include <cstdint>
#include <vector>

#include <sys/socket.h>
#include <sys/types.h>
#include <sys/uio.h>

namespace zocalo::ptracer {

class BorrowedSocket;

/// The six arguments of a system call, as the kernel was given them.
using Arguments = std::array<std::uint64_t, 6>;

/// One system call of a stopped thread, made into the records that the tap would have written: entry, then return.
class CallReader
{
public:
    CallReader(WatchedProcess &process, pid_t tid, trace::Call call, const Arguments &arguments);

    /// Reads what the entry tells. False if the call is not on a socket: then it is not to be recorded.
    bool enter();
    /// Of what is no socket call but is told of (trace::isSocketCall()) there is no entry.
    bool hasEntry() const { return trace::isSocketCall(m_record.call); }
    /// Reads what the return tells; `result` is -errno for a failure.
    void leave(std::int64_t result);

    /// What enter() or leave() read, with its bytes: valid until the next of them.
    trace::Record &record() { return m_record; }
    trace::PayloadView payload();

private:
    bool readSocket();
    bool isOnSocket(int fd);
    bool readMany();
    int firstSocket(const std::vector<int> &fds) const;
    bool hasSocketIn(std::uint32_t first, std::uint32_t last) const;
    void readReady();
    void readEntry();
    void readMessageHeader();
    bool message(std::uint64_t number, ::mmsghdr &message) const;
    void readMessages();
    void readReceivedMessages();
    void readMove();
    void readReturn();
    void readReturnedAddress(std::uint64_t address, std::uint64_t lengthAt);
    void askNewSocket(int fd);
    void askAddresses(const BorrowedSocket &socket);
    void setKind(const BorrowedSocket &socket, bool &isFirst);
    void keep(std::uint64_t address, std::uint64_t length, std::uint64_t limit);
    void keepPieces(std::uint64_t pieces, std::uint64_t count, std::uint64_t limit);
    std::uint64_t total(std::uint64_t pieces, std::uint64_t count) const;

    WatchedProcess &m_process;
    pid_t m_tid;
    Arguments m_arguments;
    std::uint32_t m_room = 0; ///< for an address that is given back: what the program's buffer has
    trace::Record m_record;
    std::array<std::uint8_t, trace::kPayloadLimit> m_bytes;
    ::iovec m_piece{};
    std::uint32_t m_kept = 0;
};

} // namespace zocalo::ptracer
