// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QList>
#include <QPair>
#include <QString>

namespace zocalo::run {

/// What a process must have in its environment, beside what we have, to be watched: the library to preload, and the
/// name of our listener.
QList<QPair<QByteArray, QByteArray>> tapEnvironment(const QString &tap, const QByteArray &listener);

} // namespace zocalo::run
