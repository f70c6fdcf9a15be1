// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/ptracer/callreader.h"

#include "core/ptracer/remote.h"

#include <algorithm>
#include <ctime>

#include <limits.h>
#include <sys/socket.h>

namespace zocalo::ptracer {

namespace {

using trace::Call;
using trace::Phase;

constexpr std::uint64_t kTypeMask = 0xf; // the rest are SOCK_NONBLOCK and SOCK_CLOEXEC. socket(2)

std::uint64_t nowNs()
{
    timespec now{};
    ::clock_gettime(CLOCK_MONOTONIC, &now);
    return static_cast<std::uint64_t>(now.tv_sec) * 1'000'000'000U + static_cast<std::uint64_t>(now.tv_nsec);
}

std::uint32_t clamped(std::uint64_t length)
{
    return static_cast<std::uint32_t>(std::min<std::uint64_t>(length, UINT32_MAX));
}

bool makesSocket(Call call) { return call == Call::Socket || call == Call::Socketpair; }

bool isDuplicate(Call call) { return call == Call::Dup2 || call == Call::Dup3; }

bool isOnMany(Call call)
{
    switch (call) {
    case Call::Poll:
    case Call::Ppoll:
    case Call::Select:
    case Call::Pselect:
    case Call::EpollWait:
    case Call::EpollPwait:
    case Call::CloseRange:
        return true;
    default:
        return false;
    }
}

} // namespace

CallReader::CallReader(WatchedProcess &process, pid_t tid, Call call, const Arguments &arguments)
    : m_process(process), m_tid(tid), m_arguments(arguments)
{
    m_record.pid = static_cast<std::uint32_t>(process.pid());
    m_record.tid = static_cast<std::uint32_t>(tid);
    m_record.observedBy = 2;
    m_record.call = call;
    // send() and recv() are these system calls without an address.
    if (call == Call::Sendto && arguments[4] == 0)
        m_record.call = Call::Send;
    if (call == Call::Recvfrom && arguments[4] == 0)
        m_record.call = Call::Recv;
    // And select() is pselect6 without a mask.
    if (call == Call::Pselect && arguments[5] == 0)
        m_record.call = Call::Select;
}

trace::PayloadView CallReader::payload()
{
    m_piece = {m_bytes.data(), m_kept};
    return {&m_piece, 1, m_kept};
}

bool CallReader::enter()
{
    if (makesSocket(m_record.call)) {
        m_record.domain = static_cast<std::uint16_t>(m_arguments[0]);
        m_record.type = static_cast<std::uint16_t>(m_arguments[1] & kTypeMask);
        m_record.protocol = static_cast<std::uint16_t>(m_arguments[2]);
        m_record.flags = static_cast<std::uint32_t>(m_arguments[1] & ~kTypeMask);
    } else if (!readSocket()) {
        return false;
    }
    m_record.phase = Phase::Entry;
    m_record.serial = m_process.ring().nextSerial();
    readEntry();
    m_record.timeNs = nowNs();
    return true;
}

bool CallReader::isOnSocket(int fd)
{
    m_record.fd = fd;
    const BorrowedSocket socket(m_process.pidfd(), fd);
    m_record.socket = socket.cookie();
    if (m_record.socket == 0)
        return false;
    bool isFirst = false;
    setKind(socket, isFirst);
    if (isFirst)
        askAddresses(socket);
    return true;
}

bool CallReader::readSocket()
{
    if (!trace::isSocketCall(m_record.call))
        return true;
    if (isOnMany(m_record.call))
        return readMany();
    if (isOnSocket(static_cast<int>(m_arguments[0])))
        return true;
    if (m_record.call == Call::Splice && isOnSocket(static_cast<int>(m_arguments[2]))) {
        m_record.option = 1; // bytes go into it
        return true;
    }
    // Of interest too when it is the target that was a socket, because it is closed.
    return isDuplicate(m_record.call) &&
           BorrowedSocket(m_process.pidfd(), static_cast<int>(m_arguments[1])).cookie() != 0;
}

void CallReader::setKind(const BorrowedSocket &socket, bool &isFirst)
{
    const SocketKind *known = m_process.knownKind(socket.cookie());
    isFirst = known == nullptr;
    SocketKind kind;
    if (known) {
        kind = *known;
    } else {
        kind = {static_cast<std::uint16_t>(socket.option(SO_DOMAIN)),
                static_cast<std::uint16_t>(socket.option(SO_TYPE)),
                static_cast<std::uint16_t>(socket.option(SO_PROTOCOL))};
        m_process.rememberKind(socket.cookie(), kind);
    }
    m_record.domain = kind.domain;
    m_record.type = kind.type;
    m_record.protocol = kind.protocol;
}

void CallReader::askAddresses(const BorrowedSocket &socket)
{
    m_record.local = socket.local();
    m_record.peer = socket.peer();
}

void CallReader::readEntry()
{
    const Arguments &a = m_arguments;
    switch (m_record.call) {
    case Call::Bind:
    case Call::Connect:
        m_record.address = readAddress(m_tid, a[1], static_cast<socklen_t>(a[2]));
        break;
    case Call::Listen:
    case Call::Shutdown:
        m_record.requested = static_cast<std::uint64_t>(static_cast<int>(a[1]));
        break;
    case Call::Accept:
    case Call::Accept4:
        m_record.flags = m_record.call == Call::Accept4 ? static_cast<std::uint32_t>(a[3]) : 0;
        readValue(m_tid, a[2], m_room);
        break;
    case Call::Getsockname:
    case Call::Getpeername:
        readValue(m_tid, a[2], m_room);
        break;
    case Call::Send:
    case Call::Sendto:
        m_record.flags = static_cast<std::uint32_t>(a[3]);
        m_record.address = readAddress(m_tid, a[4], static_cast<socklen_t>(a[5]));
        [[fallthrough]];
    case Call::Write:
        m_record.requested = a[2];
        keep(a[1], a[2], UINT64_MAX);
        break;
    case Call::Writev:
        m_record.requested = total(a[1], a[2]);
        keepPieces(a[1], a[2], UINT64_MAX);
        break;
    case Call::Sendmsg:
    case Call::Recvmsg:
        readMessageHeader();
        break;
    case Call::Sendmmsg:
    case Call::Recvmmsg:
        readMessages();
        break;
    case Call::Sendfile:
    case Call::Splice:
        readMove();
        break;
    case Call::Recv:
    case Call::Recvfrom:
        m_record.flags = static_cast<std::uint32_t>(a[3]);
        readValue(m_tid, a[5], m_room);
        [[fallthrough]];
    case Call::Read:
        m_record.requested = a[2];
        break;
    case Call::Readv:
        m_record.requested = total(a[1], a[2]);
        break;
    case Call::Setsockopt:
        if (static_cast<socklen_t>(a[4]) == sizeof(int)) {
            readValue(m_tid, a[3], m_record.value);
        } else { // a structure, or a string
            m_record.requested = static_cast<socklen_t>(a[4]);
            m_record.payloadTotal = static_cast<socklen_t>(a[4]);
            if (trace::isValueKept(static_cast<int>(a[1])))
                keep(a[3], m_record.requested, UINT64_MAX);
        }
        [[fallthrough]];
    case Call::Getsockopt:
        m_record.level = static_cast<int>(a[1]);
        m_record.option = static_cast<int>(a[2]);
        break;
    case Call::Fcntl:
        m_record.option = static_cast<int>(a[1]);
        m_record.value = static_cast<std::int32_t>(a[2]);
        break;
    case Call::Dup2:
    case Call::Dup3:
        m_record.value = static_cast<int>(a[1]);
        m_record.flags = m_record.call == Call::Dup3 ? static_cast<std::uint32_t>(a[2]) : 0;
        break;
    default:
        break;
    }
    if (trace::isSend(m_record.call) && m_record.call != Call::Sendfile) // which shows the program no bytes
        m_record.payloadTotal = clamped(m_record.requested);
}

void CallReader::readMessageHeader()
{
    m_record.flags = static_cast<std::uint32_t>(m_arguments[2]);
    msghdr message{};
    if (!readValue(m_tid, m_arguments[1], message))
        return;
    const auto pieces = reinterpret_cast<std::uint64_t>(message.msg_iov);
    m_record.requested = total(pieces, message.msg_iovlen);
    m_room = message.msg_namelen;
    if (m_record.call == Call::Sendmsg) {
        m_record.address = readAddress(m_tid, reinterpret_cast<std::uint64_t>(message.msg_name), message.msg_namelen);
        keepPieces(pieces, message.msg_iovlen, UINT64_MAX);
    }
}

void CallReader::leave(std::int64_t result)
{
    m_record.timeNs = nowNs();
    m_record.phase = Phase::Return;
    m_record.result = result < 0 ? -1 : result;
    m_record.error = result < 0 ? static_cast<std::int32_t>(-result) : 0;
    m_record.address = {};
    m_record.local = {};
    m_record.peer = {};
    m_record.payloadTotal = 0;
    m_kept = 0;
    readReturn();
}

void CallReader::readReturn()
{
    const Arguments &a = m_arguments;
    const bool isDone = m_record.result >= 0;
    const bool isDatagram = m_record.type == SOCK_DGRAM;
    switch (m_record.call) {
    case Call::Socket:
        if (isDone)
            askNewSocket(static_cast<int>(m_record.result));
        break;
    case Call::Socketpair:
        if (std::array<int, 2> pair{}; isDone && readValue(m_tid, a[3], pair)) {
            askNewSocket(pair[0]);
            m_record.socket = BorrowedSocket(m_process.pidfd(), pair[1]).cookie();
            m_record.fd = pair[0];
            m_record.value = pair[1];
        }
        break;
    case Call::Accept:
    case Call::Accept4:
        if (isDone) {
            readReturnedAddress(a[1], a[2]);
            askNewSocket(static_cast<int>(m_record.result));
        }
        break;
    case Call::Bind:
    case Call::Listen:
    case Call::Connect:
        askAddresses(BorrowedSocket(m_process.pidfd(), m_record.fd));
        break;
    case Call::Getsockname:
    case Call::Getpeername:
        if (isDone)
            readReturnedAddress(a[1], a[2]);
        break;
    case Call::Getsockopt:
        if (socklen_t length = 0; isDone && readValue(m_tid, a[4], length) && length == sizeof(int))
            readValue(m_tid, a[3], m_record.value);
        break;
    case Call::Recvfrom:
        if (isDone)
            readReturnedAddress(a[4], a[5]);
        break;
    case Call::Poll:
    case Call::Ppoll:
    case Call::Select:
    case Call::Pselect:
        readReady();
        break;
    case Call::Recvmsg:
        if (msghdr message{}; isDone && readValue(m_tid, a[1], message) && message.msg_name)
            m_record.address = readAddress(m_tid, reinterpret_cast<std::uint64_t>(message.msg_name),
                                           std::min<std::uint64_t>(message.msg_namelen, m_room));
        break;
    default:
        break;
    }
    if (isDone && (m_record.call == Call::Sendfile || m_record.call == Call::Splice))
        m_record.payloadTotal = clamped(static_cast<std::uint64_t>(m_record.result));
    if (isDone && m_record.call == Call::Recvmmsg)
        readReceivedMessages();
    if (trace::isSend(m_record.call) && isDatagram) // the first one bound the socket to a port
        askAddresses(BorrowedSocket(m_process.pidfd(), m_record.fd));
    if (!trace::isReceive(m_record.call) || m_record.call == Call::Recvmmsg || m_record.result <= 0)
        return;
    m_record.payloadTotal = clamped(static_cast<std::uint64_t>(m_record.result));
    // With MSG_TRUNC a stream throws the bytes away unseen, and a datagram's true length may exceed the room. tcp(7)
    if (m_record.type == SOCK_STREAM && (m_record.flags & MSG_TRUNC) != 0)
        return;
    const auto there = static_cast<std::uint64_t>(m_record.result);
    if (m_record.call == Call::Readv) {
        keepPieces(a[1], a[2], there);
    } else if (m_record.call == Call::Recvmsg) {
        if (msghdr message{}; readValue(m_tid, a[1], message))
            keepPieces(reinterpret_cast<std::uint64_t>(message.msg_iov), message.msg_iovlen, there);
    } else {
        keep(a[1], std::min(there, a[2]), there);
    }
}

void CallReader::readReturnedAddress(std::uint64_t address, std::uint64_t lengthAt)
{
    std::uint32_t length = 0;
    if (address != 0 && readValue(m_tid, lengthAt, length))
        m_record.address = readAddress(m_tid, address, std::min(length, m_room));
}

void CallReader::askNewSocket(int fd)
{
    const BorrowedSocket socket(m_process.pidfd(), fd);
    m_record.newSocket = socket.cookie();
    if (m_record.newSocket == 0)
        return;
    bool isFirst = false;
    setKind(socket, isFirst);
    askAddresses(socket);
}

void CallReader::keep(std::uint64_t address, std::uint64_t length, std::uint64_t limit)
{
    const std::size_t wanted =
        std::min({length, limit, static_cast<std::uint64_t>(m_bytes.size()) - std::uint64_t{m_kept}});
    m_kept += static_cast<std::uint32_t>(readMemory(m_tid, address, m_bytes.data() + m_kept, wanted));
}

void CallReader::keepPieces(std::uint64_t pieces, std::uint64_t count, std::uint64_t limit)
{
    std::uint64_t left = std::min<std::uint64_t>(limit, trace::kPayloadLimit);
    for (std::uint64_t i = 0; i < count && i < IOV_MAX && left > 0; ++i) {
        iovec piece{};
        if (!readValue(m_tid, pieces + i * sizeof piece, piece))
            return;
        const std::uint64_t part = std::min<std::uint64_t>(piece.iov_len, left);
        const std::uint32_t before = m_kept;
        keep(reinterpret_cast<std::uint64_t>(piece.iov_base), part, part);
        if (m_kept - before < part) // not all of it is there: what follows would be taken for it
            return;
        left -= part;
    }
}

std::uint64_t CallReader::total(std::uint64_t pieces, std::uint64_t count) const
{
    std::uint64_t sum = 0;
    for (std::uint64_t i = 0; i < count && i < IOV_MAX; ++i) {
        iovec piece{};
        if (!readValue(m_tid, pieces + i * sizeof piece, piece))
            break;
        sum += piece.iov_len;
    }
    return sum;
}

} // namespace zocalo::ptracer
