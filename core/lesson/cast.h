// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/result.h"
#include "core/lesson/lesson.h"

#include <QHash>
#include <QPair>
#include <QSet>

#include <optional>

namespace zocalo::lesson {

/// Who is who in one run of a script: what the script calls "tcp.server.listener" is, in this run, a descriptor, a
/// cookie and an address. Learned from the records only, and used to write the commands for the peers.
class Cast
{
public:
    explicit Cast(const QList<ProcessPlan> &plans);

    /// One more process: it is numbered next.
    void add(const ProcessPlan &plan);

    /// The processes of a run are numbered as the script lists them.
    std::optional<history::ProcessId> process(const QString &name) const;
    const QString &name(history::ProcessId process) const { return m_names.at(static_cast<qsizetype>(process)); }

    /// Learns from the return of a call; `plan` is the scripted call it belongs to.
    void learn(const CallPlan &plan, const history::CallReturned &returned);

    /// The cookie of the socket that the script calls so in that process; 0 while it is not known.
    history::SocketId socket(history::ProcessId process, const QString &name) const;
    /// What a socket is called in that process; empty if it has none of that cookie.
    QString nameOf(history::ProcessId process, history::SocketId cookie) const;

    /// The call that should have made that socket failed.
    bool isMissing(const CallPlan &plan) const;

    /// The line that tells a peer to make a call (core/peer/README.md), with `id` as its first word; empty while
    /// something that it needs (a socket, an address, a sender) is not known.
    std::optional<QByteArray> command(const CallPlan &plan, const QByteArray &id, const QString &language) const;
    /// The address that a scripted call is given: resolved if it is a reference, else as it stands.
    std::optional<QString> address(const CallPlan &plan) const;

private:
    struct NamedSocket
    {
        int fd = -1;
        history::SocketId cookie = 0;
        trace::Endpoint local;  ///< as the kernel last said
        trace::Endpoint sender; ///< who sent what was received last on it
    };
    using SocketKey = QPair<history::ProcessId, QString>;

    const NamedSocket *find(const QString &processName, const QString &socketName) const;

    QStringList m_names;
    QHash<QString, QString> m_hostAddresses; ///< by the process's name
    QHash<QString, history::ProcessId> m_processes;
    QHash<SocketKey, NamedSocket> m_sockets;
    QSet<SocketKey> m_missing;
};

} // namespace zocalo::lesson
