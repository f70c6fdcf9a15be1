// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include <QProcess>
#include <QString>

namespace zocalo::test {

/// The path of Python's interpreter itself; empty if there is none. What PATH says first may be a script that starts
/// other programs before it, and each of them is watched or held, too.
inline QString python()
{
    static const QString path = [] {
        QProcess asked;
        asked.start(QStringLiteral("python3"),
                    {QStringLiteral("-c"), QStringLiteral("import sys; print(sys.executable)")});
        asked.waitForFinished();
        return QString::fromLocal8Bit(asked.readAllStandardOutput()).trimmed();
    }();
    return path;
}

} // namespace zocalo::test
