// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "core/world/callslist.h"

#include <QHash>

namespace zocalo::code {

/// Names the sockets of a process as they appear: each descriptor by itself, for one socket may have several, and each
/// of them is closed apart. dup(2)
class SocketNames
{
public:
    SocketNames(const QList<world::CallLine> &calls, const QString &process);

    /// Of a descriptor that means that socket. Of one that was not seen to be made (inherited, given by exec) the
    /// socket's own.
    QString of(history::SocketId socket, int fd);
    /// The first descriptor of a socket that was made or accepted.
    QString made(history::SocketId socket, qint64 fd);
    /// One more descriptor of a socket.
    QString copied(history::SocketId socket, qint64 fd);
    /// The descriptor means another socket from now on, and keeps its name.
    void changed(history::SocketId from, int fd, history::SocketId to);
    void closed(history::SocketId socket, int fd);

private:
    struct Held
    {
        history::SocketId socket = 0;
        QString name;
    };

    QString ownName(history::SocketId socket);

    QHash<history::SocketId, QString> m_own;
    QHash<history::SocketId, int> m_copies;
    QHash<qint64, Held> m_held; ///< by descriptor
    int m_listeners = 0;
    int m_accepted = 0;
    int m_others = 0;
};

} // namespace zocalo::code
