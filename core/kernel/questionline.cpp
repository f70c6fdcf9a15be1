// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/kernel/questionline.h"

#include "core/kernel/diagnosticrow.h"

#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/sock_diag.h>

#include <netinet/in.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace zocalo::kernel {

struct QuestionLine::Question
{
    nlmsghdr header;
    inet_diag_req_v2 request;
};

namespace {

/// One row with its attributes takes some 450 bytes.
constexpr std::size_t kAnswerSize = 2048;
/// The kernel answers before send() returns: who waits longer than this waits for nothing.
constexpr timeval kAnswerPatience{2, 0};

void writeAddress(const trace::Endpoint &endpoint, __be32 (&address)[4], __be16 &port)
{
    std::memcpy(address, endpoint.address.data(), sizeof address);
    port = htons(endpoint.port);
}

} // namespace

QuestionLine::~QuestionLine()
{
    if (m_fd >= 0) {
        ::close(m_fd);
    }
}

int QuestionLine::open()
{
    if (m_fd >= 0) {
        return 0;
    }
    const int fd = ::socket(AF_NETLINK, SOCK_DGRAM | SOCK_CLOEXEC, NETLINK_SOCK_DIAG);
    if (fd < 0) {
        return errno;
    }
    // Connected to the kernel: nobody else can send to it.
    sockaddr_nl kernel{};
    kernel.nl_family = AF_NETLINK;
    if (::connect(fd, reinterpret_cast<const sockaddr *>(&kernel), sizeof kernel) != 0) {
        const int failure = errno;
        ::close(fd);
        return failure;
    }
    ::setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &kAnswerPatience, sizeof kAnswerPatience);
    m_fd = fd;
    m_questions.resize(kMost * sizeof(Question));
    m_answers.resize(kMost * kAnswerSize);
    m_places.resize(kMost);
    m_headers.resize(kMost);
    return 0;
}

int QuestionLine::ask(const Ends *ends, int count, SocketRow *rows)
{
    if (const int failure = open(); failure != 0) {
        return failure;
    }
    int failure = send(ends, count);
    failure = failure != 0 ? failure : receive(ends, count, rows);
    m_first += static_cast<quint32>(count);
    if (failure != 0) {
        ::close(m_fd);
        m_fd = -1;
    }
    return failure;
}

int QuestionLine::send(const Ends *ends, int count)
{
    for (int i = 0; i < count; ++i) {
        Question question{};
        question.header.nlmsg_len = sizeof question;
        question.header.nlmsg_type = SOCK_DIAG_BY_FAMILY;
        question.header.nlmsg_flags = NLM_F_REQUEST;
        question.header.nlmsg_seq = m_first + static_cast<quint32>(i);
        inet_diag_req_v2 &request = question.request;
        request.sdiag_family = static_cast<__u8>(ends[i].local.family);
        request.sdiag_protocol = IPPROTO_TCP;
        request.idiag_states = 0xffffffff;
        request.idiag_ext = 1 << (INET_DIAG_INFO - 1);
        writeAddress(ends[i].local, request.id.idiag_src, request.id.idiag_sport);
        writeAddress(ends[i].remote, request.id.idiag_dst, request.id.idiag_dport);
        request.id.idiag_if = ends[i].local.scope;
        // Whatever socket it is by now: in TIME-WAIT it has another cookie.
        request.id.idiag_cookie[0] = request.id.idiag_cookie[1] = INET_DIAG_NOCOOKIE;
        std::memcpy(m_questions.data() + static_cast<std::size_t>(i) * sizeof question, &question, sizeof question);
    }
    const std::size_t size = static_cast<std::size_t>(count) * sizeof(Question);
    ssize_t sent = 0;
    do {
        sent = ::send(m_fd, m_questions.data(), size, 0);
    } while (sent < 0 && errno == EINTR);
    return sent < 0 ? errno : 0;
}

int QuestionLine::receive(const Ends *ends, int count, SocketRow *rows)
{
    // Each question has an answer, a row or an error, in a message of its own.
    for (int received = 0; received < count;) {
        for (int i = 0; i < count - received; ++i) {
            const auto index = static_cast<std::size_t>(i);
            m_places[index] = {m_answers.data() + index * kAnswerSize, kAnswerSize};
            m_headers[index] = {};
            m_headers[index].msg_hdr.msg_iov = &m_places[index];
            m_headers[index].msg_hdr.msg_iovlen = 1;
        }
        const int came =
            ::recvmmsg(m_fd, m_headers.data(), static_cast<unsigned>(count - received), MSG_WAITFORONE, nullptr);
        if (came < 0 && errno == EINTR) {
            continue;
        }
        if (came <= 0) {
            return came < 0 && errno != EAGAIN ? errno : ETIMEDOUT;
        }
        for (std::size_t i = 0; i < static_cast<std::size_t>(came); ++i) {
            const bool cut = (m_headers[i].msg_hdr.msg_flags & MSG_TRUNC) != 0;
            if (cut || !take(m_headers[i].msg_len, m_answers.data() + i * kAnswerSize, ends, count, rows)) {
                return EPROTO;
            }
        }
        received += came;
    }
    return 0;
}

bool QuestionLine::take(std::size_t size, const std::byte *answer, const Ends *ends, int count, SocketRow *rows) const
{
    nlmsghdr header;
    if (size < sizeof header) {
        return false;
    }
    std::memcpy(&header, answer, sizeof header);
    const quint32 index = header.nlmsg_seq - m_first;
    if (header.nlmsg_len < sizeof header || header.nlmsg_len > size || index >= static_cast<quint32>(count)) {
        return false;
    }
    const std::byte *const body = answer + sizeof header;
    const std::size_t bodySize = header.nlmsg_len - sizeof header;
    if (header.nlmsg_type == NLMSG_ERROR) {
        nlmsgerr error{};
        std::memcpy(&error, body, std::min(bodySize, sizeof error));
        return error.error == -ENOENT; // there is none
    }
    if (header.nlmsg_type != SOCK_DIAG_BY_FAMILY || bodySize < sizeof(inet_diag_msg)) {
        return false;
    }
    const SocketRow row = diagnosticRow(body, bodySize, Protocol::Tcp);
    // Where there is no such connection the kernel finds the socket that listens there.
    if (Ends{row.local.unmapped(), row.remote.unmapped()} == ends[index]) {
        rows[index] = row;
    }
    return true;
}

} // namespace zocalo::kernel
