// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/tap/callwatch.h"

#include "core/tap/pythonline.h"
#include "core/tap/recentsocket.h"
#include "core/tap/session.h"
#include "core/tap/socketinfo.h"
#include "core/tap/threadids.h"

#include <algorithm>
#include <cerrno>
#include <ctime>
#include <utility>

namespace zocalo::tap {

namespace {

using trace::Phase;

std::uint64_t nowNs()
{
    timespec now{};
    clock_gettime(CLOCK_MONOTONIC, &now);
    return static_cast<std::uint64_t>(now.tv_sec) * 1'000'000'000U + static_cast<std::uint64_t>(now.tv_nsec);
}

/// Where the program called syscall(), while that calls one of the functions here.
thread_local void *t_rawCaller = nullptr;

/// The child of a vfork from which this thread is back; 0: none, or it was told. It is told before the thread's next
/// call, and not inside vfork, where a signal handler may make more calls than a ring has room for behind a record that
/// is not finished. A copy of the memory has it too, and another process's number.
thread_local pid_t t_untoldChild = 0;
thread_local std::uint32_t t_untoldParent = 0;

void setKind(trace::Record &record, const SocketKind &kind)
{
    record.domain = kind.domain;
    record.type = kind.type;
    record.protocol = kind.protocol;
}

/// Of what is no socket the kernel refuses it: ENOTSOCK. The others may be a file's as well.
bool isForSocketsAlone(trace::Call call)
{
    switch (call) {
    case trace::Call::Send:
    case trace::Call::Sendto:
    case trace::Call::Sendmsg:
    case trace::Call::Recv:
    case trace::Call::Recvfrom:
    case trace::Call::Recvmsg:
        return true;
    default:
        return false;
    }
}

} // namespace

CallWatch::CallWatch(trace::Call call, int fd, void *caller)
{
    trace::RingWriter *ring = tap::ring();
    if (!ring || !(isForSocketsAlone(call) ? setRecentSocket(fd) : setSocket(fd)))
        return;
    m_record.fd = fd;
    begin(ring, call, caller);
}

CallWatch::CallWatch(trace::Call call, int fd, int socket, void *caller)
{
    trace::RingWriter *ring = tap::ring();
    if (!ring)
        return;
    if (socket >= 0)
        setSocket(socket);
    m_record.fd = fd;
    begin(ring, call, caller);
}

bool CallWatch::setSocket(int fd)
{
    m_record.socket = cookieOf(fd);
    if (m_record.socket == 0)
        return false;
    bool isFirst = false;
    setKind(m_record, kindOf(fd, m_record.socket, isFirst));
    if (isFirst)
        askAddresses(fd);
    return true;
}

bool CallWatch::setRecentSocket(int fd)
{
    const std::uint64_t changes = descriptorChanges();
    RecentSocket socket;
    if (isRecent(fd)) {
        m_record.timeNs = nowNs();
        if (recallSocket(fd, m_record.timeNs, socket)) {
            m_record.socket = socket.cookie;
            setKind(m_record, socket.kind);
            return true;
        }
    }
    if (!setSocket(fd))
        return false;
    if (m_record.timeNs == 0)
        m_record.timeNs = nowNs();
    rememberSocket(fd, m_record.timeNs, changes,
                   {m_record.socket, {m_record.domain, m_record.type, m_record.protocol}});
    return true;
}

CallWatch::CallWatch(trace::Call call, void *caller)
{
    if (trace::RingWriter *ring = tap::ring())
        begin(ring, call, caller);
}

void CallWatch::begin(trace::RingWriter *ring, trace::Call call, void *caller)
{
    m_ring = ring;
    m_record.call = call;
    const ThreadIds ids = threadIds();
    if (t_untoldChild != 0 && t_untoldParent == ids.pid) {
        tellChild(std::exchange(t_untoldChild, 0), nullptr);
        m_record.timeNs = 0; // this call's entry is after that
    }
    m_record.tid = ids.tid;
    m_record.pid = ids.pid;
    if (areLinesWanted() && !isPythonHere())
        m_record.caller = reinterpret_cast<std::uint64_t>(t_rawCaller ? t_rawCaller : caller);
    m_record.serial = ring->nextSerial();
}

void tellChild(pid_t child, void *caller)
{
    CallWatch watch(trace::Call::Fork, caller);
    if (watch)
        watch.tellAside(child);
}

void tellChildLater(pid_t child)
{
    const std::uint32_t self = threadIds().pid;
    if (t_untoldChild != 0 && t_untoldParent == self)
        tellChild(std::exchange(t_untoldChild, 0), nullptr);
    t_untoldParent = self;
    t_untoldChild = child;
}

void setRawCaller(void *caller) { t_rawCaller = caller; }

bool CallWatch::isDatagram() const { return m_record.type == SOCK_DGRAM; }

bool CallWatch::isStream() const { return m_record.type == SOCK_STREAM; }

void CallWatch::enter(const Bytes *sent)
{
    m_record.phase = Phase::Entry;
    if (sent) {
        m_record.requested = sent->total;
        m_record.payloadTotal = static_cast<std::uint32_t>(std::min<std::uint64_t>(sent->total, UINT32_MAX));
    }
    if (isPythonHere()) {
        enterWithLine(sent);
        return;
    }
    if (m_record.timeNs == 0)
        m_record.timeNs = nowNs();
    publish(sent);
}

/// Apart, because the path takes much of a stack that may be small.
__attribute__((noinline)) void CallWatch::enterWithLine(const Bytes *sent)
{
    SourceLine line;
    if (pythonLine(line)) {
        m_record.source = line.length;
        m_record.line = line.line;
    }
    m_record.timeNs = nowNs();
    publish(sent, line.path);
    m_record.source = 0;
    m_record.line = 0;
}

void CallWatch::takeResult(std::int64_t result)
{
    m_errno = errno;
    m_record.timeNs = nowNs();
    m_record.phase = Phase::Return;
    m_record.result = result;
    m_record.error = result < 0 ? m_errno : 0;
    m_record.address = {};
    m_record.local = {};
    m_record.peer = {};
    m_record.payloadTotal = 0;
}

void CallWatch::tellAside(std::int64_t result)
{
    takeResult(result);
    publishReturn(nullptr);
}

void CallWatch::askAddresses()
{
    askAddresses(m_record.fd);
    setNamed(m_record.socket, m_record.local.port != 0);
}

void CallWatch::askAddressesIfUnnamed()
{
    if (!isNamed(m_record.socket))
        askAddresses();
}

void CallWatch::askAddresses(int fd)
{
    m_record.local = localOf(fd);
    m_record.peer = peerOf(fd);
}

void CallWatch::askNewSocket(int fd)
{
    noteDescriptorChange(); // the number may have become free unseen
    m_record.newSocket = cookieOf(fd);
    if (m_record.newSocket == 0)
        return;
    bool isFirst = false;
    setKind(m_record, kindOf(fd, m_record.newSocket, isFirst));
    askAddresses(fd);
}

void CallWatch::publishReturn(const Bytes *received)
{
    if (received && m_record.result > 0)
        m_record.payloadTotal = static_cast<std::uint32_t>(std::min<std::int64_t>(m_record.result, UINT32_MAX));
    publish(received);
    errno = m_errno;
}

int CallWatch::leaveTotal(int result, const Bytes &received)
{
    m_record.payloadTotal = static_cast<std::uint32_t>(std::min<std::uint64_t>(received.total, UINT32_MAX));
    publish(&received);
    errno = m_errno;
    return result;
}

void CallWatch::publish(const Bytes *bytes, const char *source)
{
    trace::GateHold hold;
    trace::PayloadView view = bytes ? bytes->view : trace::PayloadView{};
    view.source = source;
    m_ring->put(m_record, view, hold);
    m_ring->wait(hold);
}

} // namespace zocalo::tap
