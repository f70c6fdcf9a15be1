// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QList>
#include <QString>

#include <sys/types.h>

namespace zocalo::run {

/// What a person calls a program with that command line: the file name of the program, or, where that is an
/// interpreter, of what it runs ("server.py" for "python3 -u server.py", "http.server" for "python3 -m http.server").
QString programName(const QList<QByteArray> &commandLine);

/// The command line of a process (/proc/PID/cmdline); empty if it cannot be read.
QList<QByteArray> commandLineOf(pid_t pid);

} // namespace zocalo::run
