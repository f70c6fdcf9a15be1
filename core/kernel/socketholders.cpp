// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/kernel/socketholders.h"

#include <QDir>
#include <QFile>

#include <array>
#include <charconv>
#include <string_view>

#include <unistd.h>

namespace zocalo::kernel {
namespace {

/// The inode in "socket:[12345]"; 0: another kind of file.
quint32 inodeOf(std::string_view link)
{
    constexpr std::string_view prefix = "socket:[";
    quint32 inode = 0;
    if (link.substr(0, prefix.size()) == prefix) {
        std::from_chars(link.data() + prefix.size(), link.data() + link.size(), inode);
    }
    return inode;
}

QString nameOf(const QString &process)
{
    QFile file(process + QStringLiteral("/comm"));
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()).trimmed() : QString();
}

} // namespace

QHash<quint32, SocketHolder> socketHolders()
{
    QHash<quint32, SocketHolder> holders;
    const QStringList processes = QDir(QStringLiteral("/proc")).entryList(QDir::Dirs | QDir::NoDotAndDotDot);
    for (const QString &process : processes) {
        bool isPid = false;
        const qint64 pid = process.toLongLong(&isPid);
        if (!isPid) {
            continue;
        }
        const QString path = QStringLiteral("/proc/") + process;
        const QDir descriptors(path + QStringLiteral("/fd"));
        QString name;
        const QStringList entries = descriptors.entryList(QDir::Files | QDir::System | QDir::NoDotAndDotDot);
        for (const QString &entry : entries) {
            std::array<char, 64> link{};
            const ssize_t size =
                ::readlink(QFile::encodeName(descriptors.filePath(entry)).constData(), link.data(), link.size());
            const quint32 inode = size > 0 ? inodeOf({link.data(), static_cast<size_t>(size)}) : 0;
            if (inode == 0 || holders.contains(inode)) {
                continue;
            }
            name = name.isEmpty() ? nameOf(path) : name;
            holders.insert(inode, {pid, entry.toInt(), name});
        }
    }
    return holders;
}

} // namespace zocalo::kernel
