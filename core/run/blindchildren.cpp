// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/run/blindchildren.h"

#include "core/run/procinfo.h"
#include "core/run/programname.h"
#include "core/run/run.h"
#include "core/run/tapenvironment.h"

#include <QDir>
#include <QFile>

#include <sys/stat.h>

#include <algorithm>
#include <cerrno>

namespace zocalo::run {
namespace {

constexpr qint64 kRoundNs = 5'000'000;
/// So many times a process has to be seen with words, and without the tap in its environment.
constexpr int kLooksToBelieve = 3;
constexpr qsizetype kMostDoubted = 4096;
/// Of processes that were told, before those that have ended are forgotten.
constexpr qsizetype kLeastKnown = 1024;
/// Of files whose kind is remembered.
constexpr qsizetype kMostKinds = 4096;

/// The children that each thread of the process has made. proc_pid_children(5)
QList<pid_t> childrenOf(pid_t pid)
{
    QList<pid_t> children;
    const QString tasks = QStringLiteral("/proc/%1/task/").arg(pid);
    const QStringList threads = QDir(tasks).entryList(QDir::Dirs | QDir::NoDotAndDotDot);
    for (const QString &thread : threads) {
        children += run::childrenOf(pid, thread.toInt());
    }
    return children;
}

} // namespace

BlindChildren::BlindChildren() : m_rounds(kRoundNs), m_mostKnown(kLeastKnown) {}

/// Why nothing can be seen of that process; nothing: it can, or it is gone.
std::optional<Unseen::Why> BlindChildren::blindness(pid_t pid)
{
    const QString path = QStringLiteral("/proc/%1/exe").arg(pid);
    struct stat about = {};
    if (::stat(QFile::encodeName(path).constData(), &about) != 0) {
        // A process with rights of its own does not show its file.
        return errno == EACCES ? std::optional(Unseen::Why::Privileged) : std::nullopt;
    }
    const File file{{about.st_dev, about.st_ino}, {about.st_mtim.tv_sec, about.st_mtim.tv_nsec}};
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
        return Unseen::Why::Static;
    case WatchReason::Privileged:
        return Unseen::Why::Privileged;
    case WatchReason::Foreign:
        return Unseen::Why::Foreign;
    case WatchReason::Dynamic:
        return listenerGivenTo(pid) == QByteArray() ? std::optional(Unseen::Why::WithoutTap) : std::nullopt;
    default:
        return std::nullopt;
    }
}

/// In the middle of exec, where a busy machine may leave it for long, a process has its new file, but neither words
/// nor, for a moment more, an environment (load_elf_binary() in the kernel's fs/binfmt_elf.c sets them last, in this
/// order).
bool BlindChildren::mayBeInExec(const Life &life, Unseen::Why why, const QList<QByteArray> &words)
{
    if (words.isEmpty()) {
        return true;
    }
    if (why != Unseen::Why::WithoutTap) {
        return false;
    }
    if (m_doubted.size() >= kMostDoubted) {
        m_doubted.clear();
    }
    return ++m_doubted[life] < kLooksToBelieve;
}

/// As many as live at once, and as many again, are remembered at most.
void BlindChildren::remember(const Life &life)
{
    if (m_known.size() >= m_mostKnown) {
        m_known.removeIf([](const Life &known) { return startOf(static_cast<pid_t>(known.first)) != known.second; });
        m_mostKnown = std::max(kLeastKnown, 2 * m_known.size());
    }
    m_known.insert(life);
}

void BlindChildren::lookAt(pid_t pid, qint64 program, QList<Unseen> &found)
{
    const Life life{pid, startOf(pid)};
    if (life.second == 0 || m_known.contains(life)) {
        return;
    }
    const std::optional<Unseen::Why> why = blindness(pid);
    if (!why) {
        m_doubted.remove(life);
        return;
    }
    const QList<QByteArray> words = commandLineOf(pid);
    if (!mayBeInExec(life, *why, words)) {
        m_doubted.remove(life);
        remember(life);
        found.append({pid, programName(words), *why, program});
    }
}

QList<Unseen> BlindChildren::look(const Run &run)
{
    QList<Unseen> found;
    if (!m_rounds.begin()) {
        return found;
    }
    for (int i = 0; i < run.processCount(); ++i) {
        const auto process = static_cast<history::ProcessId>(i);
        if (run.hasEnded(process) || !run.isTapped(process)) {
            continue;
        }
        const auto pid = static_cast<pid_t>(run.pid(process));
        const qint64 program = run.programOf(process);
        if (run.isReplaced(process)) {
            lookAt(pid, program, found);
        }
        for (const pid_t child : childrenOf(pid)) {
            if (!run.isTraced(child) && !run.hasJoined(child)) {
                lookAt(child, program, found);
            }
        }
    }
    m_rounds.end();
    return found;
}

} // namespace zocalo::run
