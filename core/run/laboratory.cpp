// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/run/laboratory.h"

#include "core/run/laboratorybuilder.h"

#include <arpa/inet.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

namespace zocalo::run {
namespace {

QString nameOf(LaboratoryStage stage)
{
    switch (stage) {
    case LaboratoryStage::Namespaces:
        return QStringLiteral("namespaces");
    case LaboratoryStage::Identity:
        return QStringLiteral("identity");
    case LaboratoryStage::Network:
        return QStringLiteral("network");
    case LaboratoryStage::Sockets:
        return QStringLiteral("sockets");
    case LaboratoryStage::Capture:
        return QStringLiteral("capture");
    case LaboratoryStage::Done:
        break;
    }
    return {};
}

Error laboratoryError(LaboratoryStage stage, int number)
{
    const bool files = number == EMFILE || number == ENFILE;
    return {files ? ErrorCode::TooManyFiles : ErrorCode::Laboratory, QStringLiteral("laboratory"), nameOf(stage),
            number};
}

/// What the builder sends: the result, and the descriptors that came with it.
LaboratoryResult receive(int from, std::vector<FileDescriptor> &descriptors)
{
    LaboratoryResult result{LaboratoryStage::Namespaces, EIO, 0};
    alignas(cmsghdr) std::array<char, CMSG_SPACE(kMostLaboratoryDescriptors * sizeof(int))> control{};
    iovec data{&result, sizeof result};
    msghdr message{};
    message.msg_iov = &data;
    message.msg_iovlen = 1;
    message.msg_control = control.data();
    message.msg_controllen = control.size();
    ssize_t size = 0;
    do {
        size = ::recvmsg(from, &message, MSG_CMSG_CLOEXEC);
    } while (size < 0 && errno == EINTR);
    if (size != static_cast<ssize_t>(sizeof result))
        return {LaboratoryStage::Namespaces, EIO, 0};
    const cmsghdr *const header = CMSG_FIRSTHDR(&message);
    if (header != nullptr && header->cmsg_level == SOL_SOCKET && header->cmsg_type == SCM_RIGHTS) {
        const std::size_t count = (header->cmsg_len - CMSG_LEN(0)) / sizeof(int);
        for (std::size_t i = 0; i < count; ++i) {
            int fd = -1;
            std::memcpy(&fd, CMSG_DATA(header) + i * sizeof fd, sizeof fd);
            descriptors.emplace_back(fd);
        }
    }
    // Fewer came than were sent: ours may not hold so many.
    if (static_cast<int>(descriptors.size()) < result.descriptors)
        return {LaboratoryStage::Sockets, EMFILE, 0};
    return result;
}

} // namespace

int Laboratory::mostHosts() { return kMostLaboratoryHosts; }

Result<std::unique_ptr<Laboratory>> Laboratory::open(const QList<QString> &addresses, const QByteArray &listenerName)
{
    LaboratoryPlan plan;
    plan.hosts = static_cast<int>(std::clamp<qsizetype>(addresses.size(), 1, kMostLaboratoryHosts));
    for (int i = 0; i < plan.hosts && plan.hosts > 1; ++i) {
        in_addr address{};
        if (::inet_pton(AF_INET, addresses.at(i).toLatin1().constData(), &address) != 1)
            return laboratoryError(LaboratoryStage::Network, EINVAL);
        plan.address.at(static_cast<std::size_t>(i)) = address.s_addr;
    }
    // The environment's name begins with "@" in place of the zero byte.
    const QByteArray name = listenerName.mid(1);
    plan.listenerName = name.constData();
    plan.listenerNameSize = static_cast<int>(name.size());
    std::array<int, 2> ends{};
    if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends.data()) != 0)
        return laboratoryError(LaboratoryStage::Namespaces, errno);
    const FileDescriptor ours(ends[0]);
    FileDescriptor theirs(ends[1]);
    plan.report = theirs.get();
    const pid_t builder = ::fork();
    if (builder < 0)
        return laboratoryError(LaboratoryStage::Namespaces, errno);
    if (builder == 0)
        buildLaboratory(plan);
    theirs.reset();
    std::vector<FileDescriptor> descriptors;
    const LaboratoryResult result = receive(ours.get(), descriptors);
    while (::waitpid(builder, nullptr, 0) < 0 && errno == EINTR) {
    }
    if (result.stage != LaboratoryStage::Done)
        return laboratoryError(result.stage, result.errnoValue);
    if (descriptors.size() != 2 + static_cast<std::size_t>(plan.hosts) * kDescriptorsOfAHost)
        return laboratoryError(LaboratoryStage::Sockets, EPROTO);
    std::unique_ptr<Laboratory> laboratory(new Laboratory);
    laboratory->m_user = std::move(descriptors[0]);
    laboratory->m_capture = std::move(descriptors[1]);
    for (std::size_t at = 2; at < descriptors.size(); at += kDescriptorsOfAHost) {
        laboratory->m_hosts.push_back({std::move(descriptors[at]), std::move(descriptors[at + 1]),
                                       std::move(descriptors[at + 2]), std::move(descriptors[at + 3])});
    }
    return laboratory;
}

} // namespace zocalo::run
