// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include <linux/netlink.h>

#include <array>
#include <cstddef>
#include <cstdint>

namespace zocalo::run {

/// The few things that a laboratory's network needs, asked over rtnetlink (man 7 rtnetlink) in the network namespace of
/// the calling thread. Allocates nothing, so it may be used after fork. Each function gives 0 or an errno.
class RtNetlink
{
public:
    RtNetlink() = default;
    ~RtNetlink();
    RtNetlink(const RtNetlink &) = delete;
    RtNetlink &operator=(const RtNetlink &) = delete;

    int open();
    /// Switches the interface with that index on.
    int setUp(unsigned index);
    /// Makes a bridge.
    int addBridge(const char *name);
    /// Makes a pair of virtual Ethernet interfaces, the second in another network namespace.
    int addPair(const char *name, const char *peerName, int peerNamespace);
    /// Makes the interface a port of a bridge.
    int setMaster(unsigned index, unsigned bridge);
    /// `address`: IPv4, network byte order.
    int addAddress(unsigned index, std::uint32_t address, unsigned char prefix);

private:
    void begin(int type, int flags);
    void append(const void *data, std::size_t size);
    void attribute(int type, const void *data, std::size_t size);
    std::size_t openAttribute(int type);
    void closeAttribute(std::size_t at);
    int talk();

    int m_fd = -1;
    unsigned m_sequence = 0;
    alignas(nlmsghdr) std::array<char, 1024> m_message{};
    std::size_t m_size = 0;
};

} // namespace zocalo::run
