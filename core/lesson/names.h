// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include <QString>

/// What names in a lesson file may look like. A name may have {client} and {n} in it; what it stands for is checked as
/// if the client were "A" and the number 1.
namespace zocalo::lesson {

inline const QString kClientPlaceholder = QStringLiteral("{client}");
inline const QString kNumberPlaceholder = QStringLiteral("{n}");
/// In an address: that of the host which the process runs on.
inline const QString kHostPlaceholder = QStringLiteral("{host}");

/// "accept-vs-recvfrom": small letters, digits and hyphens, a letter first.
bool isLessonId(const QString &name);
/// "listener", "{client}", "server": letters, digits and hyphens, at most 32.
bool isSocketName(const QString &name);
/// "accepted-{client}": as a lesson's id; not "last", which the command line keeps for itself.
bool isStepName(const QString &name);
/// "127.0.0.1:0", "[::1]:9000", "0.0.0.0:0": a numeric address of this machine alone, or the wildcard, and a port. A
/// lesson may come from a stranger: what it starts calls nobody elsewhere.
bool isLiteralAddress(const QString &address);

/// "127.0.0.2": a numeric IPv4 address of this machine alone, not the wildcard: what a host may have.
bool isHostAddress(const QString &address);

/// "@tcp.server.listener": the socket that an address refers to; with a numeric address before it, "127.0.0.2:@…", only
/// its port is meant. Empty names if it is not of that form.
struct SocketReference
{
    QString process;
    QString socket;
    QString host{}; ///< empty: the socket's own address
};
SocketReference parseReference(const QString &address);

} // namespace zocalo::lesson
