// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/run/rtnetlink.h"

#include <linux/if_link.h>
#include <linux/rtnetlink.h>
#include <linux/veth.h>

#include <net/if.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace zocalo::run {

RtNetlink::~RtNetlink()
{
    if (m_fd >= 0)
        ::close(m_fd);
}

int RtNetlink::open()
{
    m_fd = ::socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE);
    return m_fd < 0 ? errno : 0;
}

void RtNetlink::begin(int type, int flags)
{
    m_message.fill(0);
    m_size = sizeof(nlmsghdr);
    auto *const header = reinterpret_cast<nlmsghdr *>(m_message.data());
    header->nlmsg_type = static_cast<__u16>(type);
    header->nlmsg_flags = static_cast<__u16>(NLM_F_REQUEST | NLM_F_ACK | flags);
    header->nlmsg_seq = ++m_sequence;
}

void RtNetlink::append(const void *data, std::size_t size)
{
    std::memcpy(m_message.data() + m_size, data, size);
    m_size += NLMSG_ALIGN(size);
}

void RtNetlink::attribute(int type, const void *data, std::size_t size)
{
    rtattr header{};
    header.rta_type = static_cast<unsigned short>(type);
    header.rta_len = static_cast<unsigned short>(RTA_LENGTH(size));
    append(&header, sizeof header);
    append(data, size);
}

std::size_t RtNetlink::openAttribute(int type)
{
    const std::size_t at = m_size;
    rtattr header{};
    header.rta_type = static_cast<unsigned short>(type);
    append(&header, sizeof header);
    return at;
}

void RtNetlink::closeAttribute(std::size_t at)
{
    const auto size = static_cast<unsigned short>(m_size - at);
    std::memcpy(m_message.data() + at + offsetof(rtattr, rta_len), &size, sizeof size);
}

int RtNetlink::talk()
{
    auto *const header = reinterpret_cast<nlmsghdr *>(m_message.data());
    header->nlmsg_len = static_cast<__u32>(m_size);
    sockaddr_nl kernel{};
    kernel.nl_family = AF_NETLINK;
    if (::sendto(m_fd, m_message.data(), m_size, 0, reinterpret_cast<sockaddr *>(&kernel), sizeof kernel) < 0)
        return errno;
    alignas(nlmsghdr) std::array<char, 4096> answer{};
    const ssize_t size = ::recv(m_fd, answer.data(), answer.size(), 0);
    if (size < 0)
        return errno;
    nlmsghdr told{};
    if (static_cast<std::size_t>(size) < sizeof(nlmsghdr) + sizeof(nlmsgerr))
        return EPROTO;
    std::memcpy(&told, answer.data(), sizeof told);
    nlmsgerr error{};
    std::memcpy(&error, answer.data() + sizeof told, sizeof error);
    return told.nlmsg_type == NLMSG_ERROR && told.nlmsg_seq == m_sequence ? -error.error : EPROTO;
}

int RtNetlink::setUp(unsigned index)
{
    begin(RTM_NEWLINK, 0);
    ifinfomsg link{};
    link.ifi_index = static_cast<int>(index);
    link.ifi_flags = IFF_UP;
    link.ifi_change = IFF_UP;
    append(&link, sizeof link);
    return talk();
}

int RtNetlink::addBridge(const char *name)
{
    begin(RTM_NEWLINK, NLM_F_CREATE | NLM_F_EXCL);
    const ifinfomsg link{};
    append(&link, sizeof link);
    attribute(IFLA_IFNAME, name, std::strlen(name) + 1);
    const std::size_t info = openAttribute(IFLA_LINKINFO);
    attribute(IFLA_INFO_KIND, "bridge", sizeof "bridge" - 1);
    closeAttribute(info);
    return talk();
}

int RtNetlink::addPair(const char *name, const char *peerName, int peerNamespace)
{
    begin(RTM_NEWLINK, NLM_F_CREATE | NLM_F_EXCL);
    const ifinfomsg link{};
    append(&link, sizeof link);
    attribute(IFLA_IFNAME, name, std::strlen(name) + 1);
    const std::size_t info = openAttribute(IFLA_LINKINFO);
    attribute(IFLA_INFO_KIND, "veth", sizeof "veth" - 1);
    const std::size_t data = openAttribute(IFLA_INFO_DATA);
    const std::size_t peer = openAttribute(VETH_INFO_PEER);
    append(&link, sizeof link);
    attribute(IFLA_IFNAME, peerName, std::strlen(peerName) + 1);
    attribute(IFLA_NET_NS_FD, &peerNamespace, sizeof peerNamespace);
    closeAttribute(peer);
    closeAttribute(data);
    closeAttribute(info);
    return talk();
}

int RtNetlink::setMaster(unsigned index, unsigned bridge)
{
    begin(RTM_NEWLINK, 0);
    ifinfomsg link{};
    link.ifi_index = static_cast<int>(index);
    append(&link, sizeof link);
    attribute(IFLA_MASTER, &bridge, sizeof bridge);
    return talk();
}

int RtNetlink::addAddress(unsigned index, std::uint32_t address, unsigned char prefix)
{
    begin(RTM_NEWADDR, NLM_F_CREATE | NLM_F_EXCL);
    ifaddrmsg message{};
    message.ifa_family = AF_INET;
    message.ifa_prefixlen = prefix;
    message.ifa_index = index;
    append(&message, sizeof message);
    attribute(IFA_LOCAL, &address, sizeof address);
    attribute(IFA_ADDRESS, &address, sizeof address);
    return talk();
}

} // namespace zocalo::run
