// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "core/world/callline.h"
#include "core/world/comparednames.h"
#include "core/world/timeline.h"

#include <QList>
#include <QMap>
#include <QSet>
#include <QString>

namespace zocalo::world {

/// A call as it is put beside its like of another run.
struct ComparedCall
{
    CallLine line;
    int entryStep = -1; ///< the moment at which it was entered; -1: that is no step of its own
    int step = -1;      ///< the moment at which it returned; -1: it has not
    QString socket;     ///< what the socket is to its process, the same in every run: "listener 1", "accepted A 1"
};

/// The calls of a run by process, as a comparison reads them.
struct ComparedRun
{
    /// `names`: what each process is known by, its key. Once `cancelled` is true it is left incomplete.
    ComparedRun(const Timeline &timeline, const ComparedNames &names, const std::atomic_bool *cancelled = nullptr);

    /// That process will call nothing more.
    bool hasEnded(const QString &key) const { return endSteps.contains(key); }

    QList<ComparedCall> calls;            ///< in the order of the returns; after them those that have not returned
    QMap<QString, QList<int>> byProcess;  ///< those that have returned, by key
    QMap<QString, QList<int>> open;       ///< those that have not
    QMap<QString, QSet<QString>> sockets; ///< ComparedCall::socket, by key
    QMap<QString, QString> processes;     ///< every process of the run: its name, by key
    QMap<QString, int> firstSteps;        ///< of each process that has called
    QMap<QString, int> endSteps;          ///< of each process that has ended; -1: no step tells of it
    QSet<QString> unseen;                 ///< processes that may have called what was not seen
    bool isOver = false;                  ///< all its processes have ended
};

/// Two calls side by side, or one that has no like; indices of ComparedRun::calls, -1: there is none.
struct CallPair
{
    int before = -1;
    int now = -1;
    /// False: the same call, but one run made it at another place among its others, or it has not come back there.
    bool inOrder = true;
};

/// The calls of one process of two runs side by side, in order: a longest common subsequence, in which the same call
/// on the same socket counts most and a call of the same purpose (send() and sendto()) nearly as much. What is left of
/// both is put beside its like at whatever place: two threads' calls come back in either order.
QList<CallPair> alignedCalls(const ComparedRun &before, const ComparedRun &now, const QString &key);

/// The same call, or one for the same purpose, on what is the same socket to its process; or on one that has no like,
/// as where the protocol was changed. 0: no.
int likeness(const ComparedRun &before, const ComparedCall &one, const ComparedRun &now, const ComparedCall &other,
             const QString &key);

} // namespace zocalo::world
