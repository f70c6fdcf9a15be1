// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "core/kernel/socketrow.h"

#include <QHash>
#include <QProcess>
#include <QStandardPaths>

namespace zocalo::testing {

/// One line of `ss -tunape`.
struct SsLine
{
    QString protocol; ///< "tcp", "udp"
    QString state;    ///< "LISTEN", "ESTAB", "UNCONN"…
    quint32 receiveQueue = 0;
    quint32 sendQueue = 0;
    QString local;
    QString remote;
    quint32 inode = 0;
    quint64 cookie = 0;
    QString users; ///< users:((…)), where the system lets us see it
};

inline bool hasSs() { return !QStandardPaths::findExecutable(QStringLiteral("ss")).isEmpty(); }

/// What `ss -tunape` says now, by cookie.
inline QHash<quint64, SsLine> ssNow()
{
    QHash<quint64, SsLine> lines;
    QProcess ss;
    ss.start(QStringLiteral("ss"), {QStringLiteral("-tunapeH")});
    if (!ss.waitForFinished()) {
        return lines;
    }
    const QStringList output = QString::fromUtf8(ss.readAllStandardOutput()).split(QLatin1Char('\n'));
    for (const QString &text : output) {
        const QStringList fields = text.simplified().split(QLatin1Char(' '));
        if (fields.size() < 6) {
            continue;
        }
        SsLine line;
        line.protocol = fields[0];
        line.state = fields[1];
        line.receiveQueue = fields[2].toUInt();
        line.sendQueue = fields[3].toUInt();
        line.local = fields[4];
        line.remote = fields[5];
        for (const QString &field : fields.mid(6)) {
            if (field.startsWith(QLatin1String("ino:"))) {
                line.inode = field.mid(4).toUInt();
            } else if (field.startsWith(QLatin1String("sk:"))) {
                line.cookie = field.mid(3).toULongLong(nullptr, 16);
            } else if (field.startsWith(QLatin1String("users:"))) {
                line.users = field;
            }
        }
        lines.insert(line.cookie, line);
    }
    return lines;
}

/// The state as ss writes it.
inline QString ssState(kernel::Protocol protocol, kernel::State state)
{
    switch (state) {
    case kernel::State::Established:
        return QStringLiteral("ESTAB");
    case kernel::State::SynSent:
        return QStringLiteral("SYN-SENT");
    case kernel::State::SynRecv:
    case kernel::State::NewSynRecv:
        return QStringLiteral("SYN-RECV");
    case kernel::State::Close:
        return protocol == kernel::Protocol::Udp ? QStringLiteral("UNCONN") : QStringLiteral("CLOSED");
    default:
        return QString::fromLatin1(kernel::stateName(state));
    }
}

/// An address as ss writes it: "0.0.0.0:*" where the port is 0.
inline QString ssAddress(const trace::Endpoint &endpoint)
{
    const QString address = QString::fromStdString(endpoint.addressString());
    const QString shown = address.contains(QLatin1Char(':')) ? QLatin1Char('[') + address + QLatin1Char(']') : address;
    return shown + QLatin1Char(':') + (endpoint.port == 0 ? QStringLiteral("*") : QString::number(endpoint.port));
}

/// Empty if `line` says the same as `row`; else the difference, for a test's message.
inline QString differenceTo(const SsLine &line, const kernel::SocketRow &row)
{
    QStringList differences;
    const auto compare = [&](const char *what, const QString &ours, const QString &theirs) {
        if (ours != theirs) {
            differences.append(QStringLiteral("%1: ours %2, ss %3").arg(QLatin1String(what), ours, theirs));
        }
    };
    compare("state", ssState(row.protocol, row.state), line.state);
    compare("local", ssAddress(row.local), line.local);
    compare("remote", ssAddress(row.remote), line.remote);
    compare("inode", QString::number(row.inode), QString::number(line.inode));
    compare("receive queue", QString::number(row.receiveQueue), QString::number(line.receiveQueue));
    if (row.protocol == kernel::Protocol::Tcp) {
        compare("send queue", QString::number(row.sendQueue), QString::number(line.sendQueue));
    }
    return differences.join(QStringLiteral("; "));
}

} // namespace zocalo::testing
