// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/kernel/threadstate.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <cstdio>
#include <optional>
#include <string_view>

namespace zocalo::kernel {
namespace {

/// A small file of /proc, as much of it as fits; empty and errno if it cannot be read.
class ProcFile
{
public:
    ProcFile(pid_t pid, pid_t tid, const char *name)
    {
        std::array<char, 64> path;
        std::snprintf(path.data(), path.size(), "/proc/%d/task/%d/%s", pid, tid, name);
        const int fd = ::open(path.data(), O_RDONLY | O_CLOEXEC);
        if (fd < 0) {
            m_error = errno;
            return;
        }
        const ssize_t size = ::read(fd, m_text.data(), m_text.size());
        m_error = size < 0 ? errno : 0;
        m_size = size < 0 ? 0 : static_cast<std::size_t>(size);
        ::close(fd);
    }

    std::string_view text() const { return {m_text.data(), m_size}; }
    int error() const { return m_error; }

private:
    std::array<char, 1024> m_text;
    std::size_t m_size = 0;
    int m_error = 0;
};

/// The state letter of a thread; 0 if it is gone.
char stateLetter(pid_t pid, pid_t tid)
{
    const ProcFile stat(pid, tid, "stat");
    // "1234 (name) S …": a name may hold brackets and spaces, so the last bracket counts.
    const std::size_t end = stat.text().rfind(')');
    return end == std::string_view::npos || end + 2 >= stat.text().size() ? '\0' : stat.text()[end + 2];
}

/// The system call a thread sleeps in; -1: in none; empty: this may not be known.
std::optional<long> currentSyscall(pid_t pid, pid_t tid)
{
    const ProcFile file(pid, tid, "syscall");
    if (file.error() == EACCES || file.error() == EPERM || file.error() == ENOENT) {
        return std::nullopt;
    }
    long number = -1;
    const std::string_view text = file.text();
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
}

} // namespace

ThreadState threadState(pid_t pid, pid_t tid, const QList<long> &numbers)
{
    const char state = stateLetter(pid, tid);
    if (state == '\0' || state == 'Z' || state == 'X') {
        return ThreadState::Gone;
    }
    if (state != 'S') {
        return ThreadState::Working;
    }
    const std::optional<long> number = currentSyscall(pid, tid);
    if (number && !numbers.contains(*number)) {
        return ThreadState::Working;
    }
    // Asleep before and after: it did not pass through this call between the two readings.
    return stateLetter(pid, tid) == 'S' ? ThreadState::Asleep : ThreadState::Working;
}

QList<long> blockingSyscalls(trace::Call call)
{
    using trace::Call;
    switch (call) {
    case Call::Accept:
    case Call::Accept4:
        return {SYS_accept, SYS_accept4};
    case Call::Connect:
        return {SYS_connect};
    case Call::Send:
    case Call::Sendto:
        return {SYS_sendto};
    case Call::Sendmsg:
        return {SYS_sendmsg};
    case Call::Sendmmsg:
        return {SYS_sendmmsg};
    case Call::Recv:
    case Call::Recvfrom:
        return {SYS_recvfrom};
    case Call::Recvmsg:
        return {SYS_recvmsg};
    case Call::Recvmmsg:
        return {SYS_recvmmsg};
    case Call::Read:
        return {SYS_read};
    case Call::Write:
        return {SYS_write};
    case Call::Readv:
        return {SYS_readv};
    case Call::Writev:
        return {SYS_writev};
    default:
        return {};
    }
}

QList<pid_t> threadsOf(pid_t pid)
{
    std::array<char, 64> path;
    std::snprintf(path.data(), path.size(), "/proc/%d/task", pid);
    QList<pid_t> threads;
    DIR *directory = ::opendir(path.data());
    if (directory == nullptr) {
        return threads;
    }
    while (const dirent *entry = ::readdir(directory)) {
        const std::string_view name = entry->d_name;
        pid_t tid = 0;
        const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), tid);
        if (error == std::errc() && end == name.data() + name.size()) {
            threads.append(tid);
        }
    }
    ::closedir(directory);
    std::sort(threads.begin(), threads.end());
    return threads;
}

} // namespace zocalo::kernel
