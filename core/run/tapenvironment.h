// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QList>
#include <QPair>
#include <QString>

#include <optional>

#include <sys/types.h>

namespace zocalo::run {

/// What a process must have in its environment, beside what we have, to be watched: the library to preload, and the
/// name of our listener.
QList<QPair<QByteArray, QByteArray>> tapEnvironment(const QString &tap, const QByteArray &listener);
/// The name of the listener in the environment that the program of that process was given; empty: it was given none.
/// Nothing: its environment may not be read, or it is gone.
std::optional<QByteArray> listenerGivenTo(pid_t pid);

} // namespace zocalo::run
