// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "core/run/filedescriptor.h"

#include <QByteArray>

namespace zocalo::run {

/// While it lives, no other zocalo makes sockets in that folder or takes away what a killed one has left there: a
/// socket that is bound and does not listen yet looks just like a leftover. By flock(2) on the folder itself, which
/// ends with us, however we end; so hold it for a moment only. Without the folder nothing is locked.
class FolderLock
{
    Q_DISABLE_COPY_MOVE(FolderLock)

public:
    explicit FolderLock(const QByteArray &folder);

private:
    FileDescriptor m_folder; ///< its end is the lock's
};

} // namespace zocalo::run
