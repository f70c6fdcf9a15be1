// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "core/run/heldthread.h"

#include <QByteArray>
#include <QString>
#include <QStringList>

#include <optional>

#include <sys/types.h>

/// What `zocalo watch` in a terminal and the window say to each other, over a UNIX SOCK_SEQPACKET socket: one message
/// of JSON each way. The terminal's process then becomes the program, so the kernel's word on who it is (SO_PEERCRED)
/// is the program's.
namespace zocalo::run {

/// No message is longer.
inline constexpr qsizetype kLongestWatchMessage = 65536;

/// The process that asks wants to become a program, and to be watched.
struct WatchRequest
{
    QString name;               ///< what the program is to be called; empty: told from its command line
    QStringList command;        ///< program and arguments; for the window's title
    bool ptraced = false;       ///< it becomes a zocalo-ptracer
    std::optional<Pace> pace{}; ///< how all programs are to go on from now on; nothing: as they do
    QByteArray token{};         ///< as 32 hexadecimal digits, where somebody of another user asks
    pid_t pid = 0;              ///< who asks; not in the message: the kernel's word
    QByteArray toMessage() const;
    /// Untrusted bytes; nothing if they are no request. Texts are cut to a length that can be shown.
    static std::optional<WatchRequest> fromMessage(const QByteArray &message);
};

/// The answer: the listener that taps join (TapListener::address()).
QByteArray watchAnswer(const QByteArray &listener);
/// The value of ZOCALO_TAP, for somebody who finds the window's folder (watchSocketPath()) as `folder`: in a container
/// it may have another path. Untrusted bytes; empty if they are no answer.
QByteArray listenerFromAnswer(const QByteArray &message, const QByteArray &folder);

/// Where the open window listens: in $XDG_RUNTIME_DIR, else in a folder of the user's own in the temporary one. The
/// folder is made (0700) if it is not there; empty if it is somebody else's.
QByteArray watchSocketPath();

} // namespace zocalo::run
