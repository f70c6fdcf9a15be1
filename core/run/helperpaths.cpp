// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/run/helperpaths.h"

#include <QDir>
#include <QFileInfo>

namespace zocalo::run {

Result<HelperPaths> HelperPaths::find()
{
    QString folder = qEnvironmentVariable("ZOCALO_HELPERS");
    if (folder.isEmpty()) {
        const QFileInfo executable(QFileInfo(QStringLiteral("/proc/self/exe")).canonicalFilePath());
        folder = executable.dir().filePath(QStringLiteral("../lib/zocalo"));
    }
    const QDir helpers(QDir::cleanPath(QDir(folder).absolutePath()));
    const HelperPaths paths{helpers.filePath(QStringLiteral("libzocalo-tap.so")),
                            helpers.filePath(QStringLiteral("zocalo-peer")),
                            helpers.filePath(QStringLiteral("zocalo-ptracer"))};
    const QFileInfo tap(paths.tap);
    if (!tap.isFile() || !tap.isReadable()) {
        return Error{ErrorCode::TapMissing, paths.tap, {}, 0};
    }
    const QFileInfo peer(paths.peer);
    if (!peer.isFile() || !peer.isExecutable()) {
        return Error{ErrorCode::PeerMissing, paths.peer, {}, 0};
    }
    return paths;
}

} // namespace zocalo::run
