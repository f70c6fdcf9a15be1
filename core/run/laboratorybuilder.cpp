// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/run/laboratorybuilder.h"

#include "core/run/rtnetlink.h"

#include <linux/if_packet.h>
#include <linux/sock_diag.h>

#include <net/ethernet.h>
#include <net/if.h>
#include <netinet/in.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/un.h>

#include <fcntl.h>
#include <sched.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstddef>
#include <cstdio>
#include <cstring>

namespace zocalo::run {
namespace {

constexpr unsigned kLoopbackIndex = 1; ///< of every network namespace
constexpr unsigned char kPrefix = 8;   ///< as that of the loopback's addresses
constexpr int kBacklog = 256;
constexpr int kCaptureRoom = 4 * 1024 * 1024;
constexpr int kDestroyedRoom = 4 * 1024 * 1024;

/// What is under way, and what has come of it.
struct Builder
{
    const LaboratoryPlan &plan;
    std::array<int, kMostLaboratoryDescriptors> descriptors{};
    int count = 0;
    std::array<int, kMostLaboratoryHosts> networks{};
    int hub = -1;

    void keep(int fd) { descriptors.at(static_cast<std::size_t>(count++)) = fd; }
};

int openNamespace(const char *path) { return ::open(path, O_RDONLY | O_CLOEXEC); }

int writeFile(const char *path, const char *text)
{
    const int fd = ::open(path, O_WRONLY | O_CLOEXEC);
    if (fd < 0)
        return errno;
    const auto size = static_cast<ssize_t>(std::strlen(text));
    const int failure = ::write(fd, text, static_cast<std::size_t>(size)) == size ? 0 : errno;
    ::close(fd);
    return failure;
}

/// In the namespace everybody stays who he is; without this he would be nobody.
int keepIdentity(uid_t user, gid_t group)
{
    std::array<char, 64> map{};
    std::snprintf(map.data(), map.size(), "%u %u 1", user, user);
    if (const int failure = writeFile("/proc/self/uid_map", map.data()); failure != 0)
        return failure;
    if (const int failure = writeFile("/proc/self/setgroups", "deny"); failure != 0 && failure != ENOENT)
        return failure;
    std::snprintf(map.data(), map.size(), "%u %u 1", group, group);
    return writeFile("/proc/self/gid_map", map.data());
}

int switchOnLoopback()
{
    RtNetlink network;
    const int failure = network.open();
    return failure != 0 ? failure : network.setUp(kLoopbackIndex);
}

/// A network of the host's own, with one interface that leads to the hub.
int addHost(Builder &builder, int index)
{
    int &own = builder.networks.at(static_cast<std::size_t>(index));
    if (::unshare(CLONE_NEWNET) != 0)
        return errno;
    own = openNamespace("/proc/self/ns/net");
    if (own < 0)
        return errno;
    if (const int failure = switchOnLoopback(); failure != 0)
        return failure;
    if (::setns(builder.hub, CLONE_NEWNET) != 0)
        return errno;
    const char name[] = {'h', 'o', 's', 't', static_cast<char>('0' + index), '\0'};
    RtNetlink hub;
    int failure = hub.open();
    if (failure == 0)
        failure = hub.addPair(name, "eth0", own);
    if (failure == 0)
        failure = hub.setMaster(::if_nametoindex(name), ::if_nametoindex("bridge0"));
    if (failure == 0)
        failure = hub.setUp(::if_nametoindex(name));
    if (failure != 0)
        return failure;
    if (::setns(own, CLONE_NEWNET) != 0)
        return errno;
    RtNetlink network;
    failure = network.open();
    const unsigned interface = ::if_nametoindex("eth0");
    if (failure == 0)
        failure = network.addAddress(interface, builder.plan.address.at(static_cast<std::size_t>(index)), kPrefix);
    if (failure == 0)
        failure = network.setUp(interface);
    if (failure == 0 && ::setns(builder.hub, CLONE_NEWNET) != 0)
        failure = errno;
    return failure;
}

int buildNetworks(Builder &builder)
{
    if (const int failure = switchOnLoopback(); failure != 0)
        return failure;
    builder.hub = openNamespace("/proc/self/ns/net");
    if (builder.hub < 0)
        return errno;
    if (builder.plan.hosts == 1) {
        builder.networks[0] = builder.hub;
        return 0;
    }
    {
        RtNetlink network;
        int failure = network.open();
        if (failure == 0)
            failure = network.addBridge("bridge0");
        if (failure == 0)
            failure = network.setUp(::if_nametoindex("bridge0"));
        if (failure != 0)
            return failure;
    }
    for (int i = 0; i < builder.plan.hosts; ++i) {
        if (const int failure = addHost(builder, i); failure != 0)
            return failure;
    }
    return 0;
}

int destroyedSocket()
{
    const int fd = ::socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, NETLINK_SOCK_DIAG);
    if (fd < 0)
        return -1;
    ::setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &kDestroyedRoom, sizeof kDestroyedRoom);
    sockaddr_nl address{};
    address.nl_family = AF_NETLINK;
    for (const int group :
         {SKNLGRP_INET_TCP_DESTROY, SKNLGRP_INET_UDP_DESTROY, SKNLGRP_INET6_TCP_DESTROY, SKNLGRP_INET6_UDP_DESTROY})
        address.nl_groups |= 1U << (group - 1);
    return ::bind(fd, reinterpret_cast<const sockaddr *>(&address), sizeof address) == 0 ? fd : -1;
}

/// Abstract names belong to a network namespace (man 7 unix): taps inside reach only a listener inside.
int listenerSocket(const LaboratoryPlan &plan)
{
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::memcpy(address.sun_path + 1, plan.listenerName, static_cast<std::size_t>(plan.listenerNameSize));
    const auto size =
        static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + 1 + static_cast<std::size_t>(plan.listenerNameSize));
    const int fd = ::socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    const bool listens =
        fd >= 0 && ::bind(fd, reinterpret_cast<const sockaddr *>(&address), size) == 0 && ::listen(fd, kBacklog) == 0;
    return listens ? fd : -1;
}

int openSockets(Builder &builder)
{
    for (int i = 0; i < builder.plan.hosts; ++i) {
        const int network = builder.networks.at(static_cast<std::size_t>(i));
        if (::setns(network, CLONE_NEWNET) != 0)
            return errno;
        builder.keep(network);
        builder.keep(::socket(AF_NETLINK, SOCK_DGRAM | SOCK_CLOEXEC, NETLINK_SOCK_DIAG));
        builder.keep(destroyedSocket());
        builder.keep(listenerSocket(builder.plan));
        for (int back = 1; back < kDescriptorsOfAHost; ++back) {
            if (builder.descriptors.at(static_cast<std::size_t>(builder.count - back)) < 0)
                return errno != 0 ? errno : EIO;
        }
    }
    return 0;
}

/// Sees each packet once, where it comes in: on the loopback, or at the hub.
int openCapture(int hub, int &fd)
{
    if (::setns(hub, CLONE_NEWNET) != 0)
        return errno;
    // Without a protocol nothing is captured before all is set.
    fd = ::socket(AF_PACKET, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd < 0)
        return errno;
    const int on = 1;
    ::setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &kCaptureRoom, sizeof kCaptureRoom);
    if (::setsockopt(fd, SOL_PACKET, PACKET_IGNORE_OUTGOING, &on, sizeof on) != 0 ||
        ::setsockopt(fd, SOL_SOCKET, SO_TIMESTAMPNS, &on, sizeof on) != 0)
        return errno;
    sockaddr_ll address{};
    address.sll_family = AF_PACKET;
    // All protocols: whoever asks for one alone gets what the bridge has left over.
    address.sll_protocol = htons(ETH_P_ALL);
    return ::bind(fd, reinterpret_cast<const sockaddr *>(&address), sizeof address) == 0 ? 0 : errno;
}

LaboratoryResult build(Builder &builder)
{
    const uid_t user = ::geteuid();
    const gid_t group = ::getegid();
    if (::unshare(CLONE_NEWUSER | CLONE_NEWNET) != 0)
        return {LaboratoryStage::Namespaces, errno, 0};
    if (const int failure = keepIdentity(user, group); failure != 0)
        return {LaboratoryStage::Identity, failure, 0};
    const int userNamespace = openNamespace("/proc/self/ns/user");
    if (userNamespace < 0)
        return {LaboratoryStage::Namespaces, errno, 0};
    builder.keep(userNamespace);
    if (const int failure = buildNetworks(builder); failure != 0)
        return {LaboratoryStage::Network, failure, 0};
    int capture = -1;
    if (const int failure = openCapture(builder.hub, capture); failure != 0)
        return {LaboratoryStage::Capture, failure, 0};
    builder.keep(capture);
    if (const int failure = openSockets(builder); failure != 0)
        return {LaboratoryStage::Sockets, failure, 0};
    return {LaboratoryStage::Done, 0, builder.count};
}

void send(int to, LaboratoryResult result, const std::array<int, kMostLaboratoryDescriptors> &descriptors)
{
    alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof descriptors)> control{};
    iovec data{&result, sizeof result};
    msghdr message{};
    message.msg_iov = &data;
    message.msg_iovlen = 1;
    if (result.descriptors > 0) {
        const std::size_t size = static_cast<std::size_t>(result.descriptors) * sizeof(int);
        message.msg_control = control.data();
        message.msg_controllen = CMSG_SPACE(size);
        cmsghdr *const header = CMSG_FIRSTHDR(&message);
        header->cmsg_level = SOL_SOCKET;
        header->cmsg_type = SCM_RIGHTS;
        header->cmsg_len = CMSG_LEN(size);
        std::memcpy(CMSG_DATA(header), descriptors.data(), size);
    }
    ::sendmsg(to, &message, MSG_NOSIGNAL);
}

} // namespace

void buildLaboratory(const LaboratoryPlan &plan)
{
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    Builder builder{plan, {}, 0, {}, -1};
    const LaboratoryResult result = build(builder);
    send(plan.report, result, builder.descriptors);
    ::_exit(0);
}

} // namespace zocalo::run
