// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/run/folderlock.h"

#include <cerrno>

#include <fcntl.h>
#include <sys/file.h>

namespace zocalo::run {

FolderLock::FolderLock(const QByteArray &folder)
    : m_folder(::open(folder.constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC))
{
    while (m_folder && ::flock(m_folder.get(), LOCK_EX) != 0 && errno == EINTR) {
    }
}

} // namespace zocalo::run
