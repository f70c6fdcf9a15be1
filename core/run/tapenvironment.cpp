// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/run/tapenvironment.h"

#include "core/trace/hello.h"

#include <QFile>

namespace zocalo::run {

// LD_PRELOAD is split at spaces and colons, so a path that holds one is found by its name in a library path instead.
QList<QPair<QByteArray, QByteArray>> tapEnvironment(const QString &tap, const QByteArray &listener)
{
    QList<QPair<QByteArray, QByteArray>> environment{{trace::kTapVariable, listener}};
    QByteArray preload = QFile::encodeName(tap);
    if (preload.contains(' ') || preload.contains(':')) {
        const qsizetype slash = preload.lastIndexOf('/');
        QByteArray folders = preload.left(slash);
        preload = preload.mid(slash + 1);
        if (const QByteArray before = qgetenv("LD_LIBRARY_PATH"); !before.isEmpty()) {
            folders += ':' + before;
        }
        environment.append({"LD_LIBRARY_PATH", folders});
    }
    if (const QByteArray before = qgetenv("LD_PRELOAD"); !before.isEmpty()) {
        preload += ':' + before;
    }
    environment.append({"LD_PRELOAD", preload});
    return environment;
}

std::optional<QByteArray> listenerGivenTo(pid_t pid)
{
    QFile file(QStringLiteral("/proc/%1/environ").arg(pid));
    if (!file.open(QIODevice::ReadOnly)) {
        return std::nullopt;
    }
    const QByteArray environment = '\0' + file.readAll();
    const QByteArray variable = QByteArray(1, '\0') + trace::kTapVariable + '=';
    const qsizetype found = environment.indexOf(variable);
    if (found < 0) {
        return QByteArray();
    }
    const qsizetype from = found + variable.size();
    const qsizetype end = environment.indexOf('\0', from);
    return environment.mid(from, end < 0 ? -1 : end - from);
}

} // namespace zocalo::run
