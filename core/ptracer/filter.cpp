// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/ptracer/filter.h"

#include "core/ptracer/syscalls.h"

#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <vector>

#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace zocalo::ptracer {

namespace {

#if defined(__x86_64__)
constexpr std::uint32_t kArchitecture = AUDIT_ARCH_X86_64;
#elif defined(__aarch64__)
constexpr std::uint32_t kArchitecture = AUDIT_ARCH_AARCH64;
#else
#error "this processor's name for seccomp is not known here"
#endif

constexpr std::uint32_t kSecondArgument = offsetof(seccomp_data, args) + 8; // its low half: both are little-endian

sock_filter statement(unsigned code, std::uint32_t value) { return {static_cast<std::uint16_t>(code), 0, 0, value}; }

sock_filter jump(std::uint32_t value, std::uint8_t ifEqual, std::uint8_t otherwise)
{
    return {BPF_JMP | BPF_JEQ | BPF_K, ifEqual, otherwise, value};
}

std::vector<sock_filter> program()
{
    const sock_filter allow = statement(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
    const sock_filter stop = statement(BPF_RET | BPF_K, SECCOMP_RET_TRACE);
    std::vector<sock_filter> code;
    code.push_back(statement(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, arch)));
    code.push_back(jump(kArchitecture, 1, 0));
    code.push_back(allow); // a 32-bit call: its numbers mean something else
    code.push_back(statement(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, nr)));
    for (const Syscall &each : watchedSyscalls()) {
        if (each.number == SYS_fcntl)
            continue;
        code.push_back(jump(static_cast<std::uint32_t>(each.number), 0, 1));
        code.push_back(stop);
    }
    // Interrupted calls: how they go on is seen at these two (Tracer).
    for (const long number : {SYS_rt_sigreturn, SYS_restart_syscall}) {
        code.push_back(jump(static_cast<std::uint32_t>(number), 0, 1));
        code.push_back(stop);
    }
    code.push_back(jump(SYS_fcntl, 1, 0));
    code.push_back(allow);
    code.push_back(statement(BPF_LD | BPF_W | BPF_ABS, kSecondArgument));
    for (const int command : {F_DUPFD, F_DUPFD_CLOEXEC}) {
        code.push_back(jump(static_cast<std::uint32_t>(command), 0, 1));
        code.push_back(stop);
    }
    code.push_back(allow);
    return code;
}

} // namespace

int installFilter()
{
    std::vector<sock_filter> code = program();
    const sock_fprog filter{static_cast<unsigned short>(code.size()), code.data()};
    if (::prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter) == 0)
        return 0;
    if (errno != EACCES)
        return errno;
    if (::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 || ::prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter) != 0)
        return errno;
    return 0;
}

} // namespace zocalo::ptracer
