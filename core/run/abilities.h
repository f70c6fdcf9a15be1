// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include <QList>
#include <QString>

namespace zocalo::run {

/// Something of this machine that zocalo can make use of.
enum class Ability {
    SocketDiagnostics, ///< a socket of ours is found in the kernel's table
    Counters,          ///< the table tells how many bytes went over a connection (TCP_INFO)
    DestroyEvents,     ///< the kernel tells that a socket of ours was freed
    Ptrace,
    Laboratory, ///< two hosts in namespaces, a bridge between them, and sockets inside; all of it is made
    Ffmpeg
};

/// What came of trying it. `errnoValue` tells why not; 0 with `works` false: it is not installed, or it did not do what
/// it should.
struct AbilityReport
{
    Ability ability = Ability::SocketDiagnostics;
    bool works = false;
    int errnoValue = 0;
    QString detail{}; ///< the path of a program; of the laboratory the stage that failed
};

/// 0, or why this process cannot trace a child of its own by ptrace. Takes a fork.
int ptraceFailure();

/// Tries each ability for real, in child processes of its own where it would change this one. Takes some tens of
/// milliseconds.
QList<AbilityReport> tryAbilities();

} // namespace zocalo::run
