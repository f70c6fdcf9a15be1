// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/run/procinfo.h"

#include <QByteArray>
#include <QFile>
#include <QList>

#include <sys/ioctl.h>
#include <sys/wait.h>

#include <cstdint>

namespace zocalo::run {

namespace {

// proc_pid_stat(5); counted after the name, which may hold spaces and brackets.
constexpr qsizetype kState = 0;
constexpr qsizetype kParent = 1;
constexpr qsizetype kStart = 19;
constexpr qsizetype kExitCode = 49;

QList<QByteArray> statOf(pid_t pid)
{
    QFile file(QStringLiteral("/proc/%1/stat").arg(pid));
    if (!file.open(QIODevice::ReadOnly)) {
        return {};
    }
    const QByteArray text = file.readAll();
    return text.mid(text.lastIndexOf(')') + 2).trimmed().split(' ');
}

/// The layout of the kernel's struct pidfd_info, as far as it is needed (uapi/linux/pidfd.h).
struct PidFdInfo
{
    std::uint64_t mask;
    std::uint64_t cgroup;
    std::uint32_t ids[11];
    std::int32_t exitCode;
};
constexpr std::uint64_t kInfoExit = 1U << 3;

} // namespace

Ending endingFrom(int status)
{
    return WIFSIGNALED(status) ? Ending{0, WTERMSIG(status)} : Ending{WEXITSTATUS(status), 0};
}

QList<pid_t> childrenOf(pid_t pid, pid_t tid)
{
    QFile file(QStringLiteral("/proc/%1/task/%2/children").arg(pid).arg(tid));
    if (!file.open(QIODevice::ReadOnly)) {
        return {};
    }
    QList<pid_t> children;
    const QList<QByteArray> words = file.readAll().simplified().split(' ');
    for (const QByteArray &word : words) {
        if (const pid_t child = word.toInt(); child > 0) {
            children.append(child);
        }
    }
    return children;
}

pid_t parentOf(pid_t pid) { return statOf(pid).value(kParent).toInt(); }

bool isZombie(pid_t pid) { return statOf(pid).value(kState) == "Z"; }

bool isDying(pid_t pid)
{
    constexpr qsizetype kFlags = 6;
    constexpr quint64 kExiting = 0x4; // PF_EXITING in the kernel's linux/sched.h
    return (statOf(pid).value(kFlags).toULongLong() & kExiting) != 0;
}

quint64 startOf(pid_t pid) { return statOf(pid).value(kStart).toULongLong(); }

pid_t tracerOf(pid_t pid)
{
    constexpr char kTracer[] = "\nTracerPid:";
    QFile file(QStringLiteral("/proc/%1/status").arg(pid));
    if (!file.open(QIODevice::ReadOnly)) {
        return 0;
    }
    const QByteArray text = file.readAll();
    const qsizetype at = text.indexOf(kTracer);
    return at < 0 ? 0 : text.mid(at + qsizetype(sizeof kTracer) - 1).split('\n').first().trimmed().toInt();
}

std::optional<Ending> endingOf(pid_t pid, int pidFd)
{
    const QList<QByteArray> stat = statOf(pid);
    if (stat.value(kState) == "Z" && stat.size() > kExitCode) {
        return endingFrom(stat.at(kExitCode).toInt());
    }
    PidFdInfo info{};
    info.mask = kInfoExit;
    constexpr unsigned kPidFdIoctls = 0xff;
    constexpr unsigned kGetInfo = 11;
    if (::ioctl(pidFd, _IOWR(kPidFdIoctls, kGetInfo, PidFdInfo), &info) == 0 && (info.mask & kInfoExit) != 0) {
        return endingFrom(info.exitCode);
    }
    return std::nullopt;
}

} // namespace zocalo::run
