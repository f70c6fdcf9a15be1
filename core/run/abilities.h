// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include <QList>
#include <QString>

namespace zocalo::run {

/// Something of this machine that zocalo can make use of.
enum class Ability { SocketDiagnostics, Ptrace, Namespaces, Ffmpeg };

/// What came of trying it. `errnoValue` tells why not; 0 with `works` false: it is not installed.
struct AbilityReport
{
    Ability ability = Ability::SocketDiagnostics;
    bool works = false;
    int errnoValue = 0;
    QString detail; ///< the path of a program
};

/// 0, or why this process cannot trace a child of its own by ptrace. Takes a fork.
int ptraceFailure();

/// Tries each ability for real, in child processes of its own where it would change this one. Takes some milliseconds.
QList<AbilityReport> tryAbilities();

} // namespace zocalo::run
