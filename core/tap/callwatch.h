// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "core/tap/memory.h"
#include "core/trace/record.h"
#include "core/trace/ringwriter.h"

namespace zocalo::tap {

/// One call under observation: made at its beginning, then enter(), the real call, returned(), leave(). False (and
/// nothing else of it may be used) if the call is not to be recorded: no run, or not a socket.
class CallWatch
{
public:
    /// A call on descriptor `fd`.
    CallWatch(trace::Call call, int fd, void *caller);
    /// A call on no descriptor.
    CallWatch(trace::Call call, void *caller);
    CallWatch(const CallWatch &) = delete;
    CallWatch &operator=(const CallWatch &) = delete;

    explicit operator bool() const { return m_ring != nullptr; }
    trace::Record &record() { return m_record; }
    bool isDatagram() const;
    bool isStream() const;

    /// Records the entry, with the bytes to be sent; waits at the gate. errno is as the program left it.
    void enter(const Bytes *sent = nullptr);

    /// Takes the time and the result, right after the real call. What the record says from here on is the return's.
    template <typename Result>
    void returned(Result result)
    {
        takeResult(static_cast<std::int64_t>(result));
    }
    /// After returned(): asks where the call's own socket is now.
    void askAddresses();
    /// After returned(): the socket that the call made, with all that there is to know about it.
    void askNewSocket(int fd);

    /// Records the return, with the bytes received; waits at the gate; restores errno.
    template <typename Result>
    Result leave(Result result, const Bytes *received = nullptr)
    {
        publishReturn(received);
        return result;
    }

private:
    void begin(trace::RingWriter *ring, trace::Call call, void *caller);
    void askAddresses(int fd);
    void takeResult(std::int64_t result);
    void publishReturn(const Bytes *received);
    void publish(const Bytes *bytes);

    trace::RingWriter *m_ring = nullptr;
    trace::Record m_record;
    int m_errno = 0;
};

} // namespace zocalo::tap
