// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/run/iourings.h"

#include "core/run/run.h"

#include <QFile>

#include <array>
#include <memory>
#include <string_view>

#include <dirent.h>
#include <unistd.h>

namespace zocalo::run {
namespace {

constexpr qint64 kLeastNs = 10'000'000;
/// Of one process in one look: a server may have many thousands.
constexpr int kMostDescriptors = 64;
constexpr std::string_view kRingName = "anon_inode:[io_uring]";

/// The sysctl's 2 forbids it to everybody. Documentation/admin-guide/sysctl/kernel.rst
bool isForbidden()
{
    QFile file(QStringLiteral("/proc/sys/kernel/io_uring_disabled"));
    return file.open(QIODevice::ReadOnly) && file.readAll().trimmed() == "2";
}

} // namespace

IoUrings::IoUrings() : m_rounds(kLeastNs), m_isPossible(!isForbidden()) {}

QList<Unseen> IoUrings::look(Run &run)
{
    QList<Unseen> found;
    for (const history::ProcessId process : run.takeIoUringUsers()) {
        tell(run, process, found);
    }
    if (!m_isPossible || !m_rounds.begin()) {
        return found;
    }
    for (int i = 0; i < run.processCount(); ++i) {
        const auto process = static_cast<history::ProcessId>(i);
        if (run.hasEnded(process)) {
            m_next.remove(process);
        } else if (run.isTapped(process) && !m_told.contains(process) && hasRing(run, process)) {
            tell(run, process, found);
        }
    }
    m_rounds.end();
    return found;
}

void IoUrings::tell(const Run &run, history::ProcessId process, QList<Unseen> &found)
{
    if (!m_told.contains(process)) {
        m_told.insert(process);
        found.append({run.pid(process), run.name(process), Unseen::Why::IoUring, run.programOf(process)});
    }
}

bool IoUrings::hasRing(const Run &run, history::ProcessId process)
{
    const QByteArray path = "/proc/" + QByteArray::number(run.pid(process)) + "/fd";
    const std::unique_ptr<DIR, int (*)(DIR *)> folder(::opendir(path.constData()), ::closedir);
    if (!folder) {
        return false; // gone, or not ours to look into
    }
    long &next = m_next[process];
    if (next != 0) {
        ::seekdir(folder.get(), next);
    }
    for (int i = 0; i < kMostDescriptors; ++i) {
        const dirent *const entry = ::readdir(folder.get());
        if (entry == nullptr) {
            next = 0; // from the first again
            return false;
        }
        std::array<char, kRingName.size() + 1> name{};
        const ssize_t length = ::readlinkat(::dirfd(folder.get()), entry->d_name, name.data(), name.size());
        if (length > 0 && std::string_view(name.data(), static_cast<std::size_t>(length)) == kRingName) {
            return true;
        }
    }
    next = ::telldir(folder.get());
    return false;
}

} // namespace zocalo::run
