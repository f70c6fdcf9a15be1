// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include <QHash>
#include <QSet>
#include <QString>
#include <QStringList>

namespace zocalo::code {

/// Names for a program's sockets that are good in its language and that nothing else there has.
class Variables
{
public:
    /// `reserved`: the language's keywords, and what the program calls otherwise.
    explicit Variables(const QStringList &reserved) : m_used(reserved.begin(), reserved.end()) {}

    /// "listener" stays, "A" becomes "a", "socket" becomes "sock", "32" becomes "client_32"; the same each time.
    QString of(const QString &socketName);

private:
    QSet<QString> m_used;
    QHash<QString, QString> m_names;
};

/// "tcp_server" from "tcp.server".
QString fileStem(const QString &process);

} // namespace zocalo::code
