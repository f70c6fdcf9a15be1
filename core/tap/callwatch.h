// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "core/tap/memory.h"
#include "core/trace/record.h"
#include "core/trace/ringwriter.h"

#include <sys/types.h>

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
    /// A call on several descriptors, or on one that is no socket itself: `socket`, a descriptor, is the first socket
    /// it is about (-1: none that is known), and `fd` what the program gave (-1: no single one).
    CallWatch(trace::Call call, int fd, int socket, void *caller);
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
    /// The same for a call that can only give it a name: not if it is known to have one.
    void askAddressesIfUnnamed();
    /// After returned(): the socket that the call made, with all that there is to know about it.
    void askNewSocket(int fd);

    /// Records what is no socket call (trace::isSocketCall()), once it has returned: no entry, and nobody is held.
    void tellAside(std::int64_t result);

    /// Records the return, with the bytes received; waits at the gate; restores errno.
    template <typename Result>
    Result leave(Result result, const Bytes *received = nullptr)
    {
        publishReturn(received);
        return result;
    }

    /// The same where the result is no number of bytes: `received.total` is.
    int leaveTotal(int result, const Bytes &received);

private:
    bool setSocket(int fd);
    bool setRecentSocket(int fd);
    void begin(trace::RingWriter *ring, trace::Call call, void *caller);
    void askAddresses(int fd);
    void takeResult(std::int64_t result);
    void publishReturn(const Bytes *received);
    void enterWithLine(const Bytes *sent);
    void publish(const Bytes *bytes, const char *source = nullptr);

    trace::RingWriter *m_ring = nullptr;
    trace::Record m_record;
    int m_errno = 0;
};

/// This process has made that one (0: it is not known which), which has its descriptors.
void tellChild(pid_t child, void *caller);
/// The same, told before the thread's next call.
void tellChildLater(pid_t child);

/// The calls that this thread makes until it is set to null again are the program's, made there through syscall().
void setRawCaller(void *caller);

} // namespace zocalo::tap
