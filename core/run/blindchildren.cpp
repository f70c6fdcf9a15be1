// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/run/blindchildren.h"

#include "core/run/clock.h"
#include "core/run/programname.h"
#include "core/run/run.h"

#include <QDir>
#include <QFile>

#include <sys/stat.h>

#include <cerrno>

namespace zocalo::run {
namespace {

constexpr qint64 kRoundNs = 5'000'000;
/// With many processes a look takes longer.
constexpr qint64 kRoundOfOneNs = 500'000;
/// Of files whose kind is remembered.
constexpr qsizetype kMostKinds = 4096;

/// The children that each thread of the process has made. proc_pid_children(5)
QList<pid_t> childrenOf(pid_t pid)
{
    QList<pid_t> children;
    const QString tasks = QStringLiteral("/proc/%1/task/").arg(pid);
    const QStringList threads = QDir(tasks).entryList(QDir::Dirs | QDir::NoDotAndDotDot);
    for (const QString &thread : threads) {
        QFile file(tasks + thread + QStringLiteral("/children"));
        if (!file.open(QIODevice::ReadOnly)) {
            continue;
        }
        for (const QByteArray &child : file.readAll().split(' ')) {
            if (const int number = child.trimmed().toInt(); number > 0) {
                children.append(number);
            }
        }
    }
    return children;
}

/// The environment that its program was given names the tap's listener.
bool hasTap(pid_t pid)
{
    QFile file(QStringLiteral("/proc/%1/environ").arg(pid));
    if (!file.open(QIODevice::ReadOnly)) {
        return true; // not known
    }
    const QByteArray environment = '\0' + file.readAll();
    return environment.contains(QByteArray(1, '\0') + trace::kTapVariable + '=');
}

} // namespace

/// Why nothing can be seen of that process; nothing: it can, or it is gone.
std::optional<WatchReason> BlindChildren::blindness(pid_t pid)
{
    const QString path = QStringLiteral("/proc/%1/exe").arg(pid);
    struct stat about = {};
    if (::stat(QFile::encodeName(path).constData(), &about) != 0) {
        // A process with rights of its own does not show its file.
        return errno == EACCES ? std::optional(WatchReason::Privileged) : std::nullopt;
    }
    const QPair<quint64, quint64> file{about.st_dev, about.st_ino};
    auto kind = m_kinds.constFind(file);
    if (kind == m_kinds.constEnd()) {
        if (m_kinds.size() >= kMostKinds) {
            m_kinds.clear();
        }
        kind = m_kinds.insert(file, ProgramKind::of(path).reason);
    }
    switch (*kind) {
    case WatchReason::Static:
    case WatchReason::Go:
    case WatchReason::Privileged:
    case WatchReason::Foreign:
        return *kind;
    case WatchReason::Dynamic:
        break;
    default:
        return std::nullopt;
    }
    return hasTap(pid) ? std::nullopt : std::optional(WatchReason::Dynamic);
}

/// In the middle of exec a process has its new file, but neither words nor environment yet (load_elf_binary() in the
/// kernel's fs/binfmt_elf.c sets them last): what lacks one of them is looked at once more.
bool BlindChildren::mayBeInExec(pid_t pid, WatchReason reason, const QList<QByteArray> &words)
{
    if (m_doubted.remove(pid) || (!words.isEmpty() && reason != WatchReason::Dynamic)) {
        return false;
    }
    m_doubted.insert(pid);
    return true;
}

QList<BlindChild> BlindChildren::look(const Run &run)
{
    const qint64 now = monotonicNs();
    QList<pid_t> ours;
    for (int i = 0; i < run.processCount(); ++i) {
        const auto process = static_cast<history::ProcessId>(i);
        if (!run.hasEnded(process) && run.isJoined(process)) {
            ours.append(static_cast<pid_t>(run.pid(process)));
        }
    }
    QList<BlindChild> found;
    if (now - m_lookedNs < kRoundNs + kRoundOfOneNs * ours.size()) {
        return found;
    }
    m_lookedNs = now;
    QList<pid_t> looked = ours;
    for (const pid_t pid : std::as_const(ours)) {
        looked += childrenOf(pid);
    }
    for (const pid_t pid : std::as_const(looked)) {
        if (m_known.contains(pid)) {
            continue;
        }
        const std::optional<WatchReason> reason = blindness(pid);
        if (!reason) {
            m_doubted.remove(pid);
            continue;
        }
        const QList<QByteArray> words = commandLineOf(pid);
        if (!mayBeInExec(pid, *reason, words)) {
            m_known.insert(pid);
            found.append({pid, programName(words), *reason});
        }
    }
    return found;
}

} // namespace zocalo::run
