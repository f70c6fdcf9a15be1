// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstdint>

namespace zocalo::run {

inline constexpr int kMostLaboratoryHosts = 4;
inline constexpr int kDescriptorsOfAHost = 4;
inline constexpr int kMostLaboratoryDescriptors = 2 + kMostLaboratoryHosts * kDescriptorsOfAHost;

/// What to build: made before fork, for the builder may not allocate.
struct LaboratoryPlan
{
    int hosts = 1;                                             ///< 1: a network with its loopback, and no other
    std::array<std::uint32_t, kMostLaboratoryHosts> address{}; ///< of several hosts: IPv4, network byte order
    const char *listenerName = nullptr; ///< of an abstract UNIX socket in each network, without its zero
    int listenerNameSize = 0;
    int report = -1; ///< a UNIX socket: where the result goes
};

/// What the builder could not do.
enum class LaboratoryStage : int {
    Done,
    Namespaces, ///< unshare()
    Identity,   ///< /proc/self/uid_map
    Network,    ///< interfaces and addresses, over rtnetlink
    Sockets,    ///< those of ours inside the networks
    Capture,    ///< AF_PACKET
};

struct LaboratoryResult
{
    LaboratoryStage stage = LaboratoryStage::Done;
    int errnoValue = 0;
    int descriptors = 0; ///< that come with it: the user namespace, the capture, and of each host the network
                         ///< namespace, two sockets of NETLINK_SOCK_DIAG (the second tells of destroyed ones), the
                         ///< listener
};

/// Runs in a child process made by fork, of a process that may have threads: only system calls, no allocation. Makes a
/// user namespace and the networks of the hosts in it (man 7 user_namespaces, network_namespaces, rtnetlink), joined by
/// a bridge, opens sockets in them, sends all descriptors over `plan.report`, and ends. The namespaces live as long as
/// the descriptors and the processes in them.
[[noreturn]] void buildLaboratory(const LaboratoryPlan &plan);

} // namespace zocalo::run
