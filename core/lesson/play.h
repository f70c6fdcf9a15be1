// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "core/lesson/cast.h"
#include "core/lesson/lesson.h"
#include "core/lesson/pacer.h"
#include "core/run/run.h"
#include "core/world/world.h"

#include <QHash>
#include <QList>
#include <QQueue>

#include <deque>
#include <functional>

namespace zocalo::lesson {

/// One performance of a script: the director's work, and all that it must keep in mind meanwhile. On one thread.
///
/// Once the pacer hands over an action of the user's, the script is set aside after the call that is being made
/// (improvise.cpp): from then on the play does what it is told. Calls that fail and processes that die belong to the
/// history then, and end nothing.
class Play
{
    Q_DISABLE_COPY_MOVE(Play)

public:
    /// What is referred to must outlive the play.
    Play(const Script &script, const QString &language, const run::HelperPaths &helpers, Pacer &pacer);
    ~Play();

    /// See Director::play(). Once only.
    Status perform();

private:
    /// A call that was entered, recorded, and let go.
    struct OpenCall
    {
        history::CallId id = 0;
        history::ProcessId process = 0;
        quint32 tid = 0;
        trace::Call call = trace::Call::Unknown;
        const CallPlan *plan = nullptr; ///< nullptr: nobody told it
    };
    using Condition = std::function<bool()>;

    Status performScript();
    void sort(const history::Event &event);
    void record(const history::Event &event);
    Status direct(const CallPlan &plan);
    Result<history::CallId> enter(const CallPlan &plan, history::ProcessId process);
    Status leave(history::CallId id);
    Status settle();
    Status awaitAcknowledged();

    Status entryMoment(const history::Event &event, const CallPlan *plan);
    Status returnMoment(const history::Event &event);
    Status moment(const QStringList &names);
    Status pace(bool hold);

    Status waitUntil(const Condition &reached, history::ProcessId process, const QString &what);
    Status waitUntilQuiet();
    bool hasReturned(history::CallId id) const;
    bool isAsleep(const OpenCall &open) const;
    Status failure(const CallPlan &plan, const history::CallReturned &returned) const;
    Status fault(const CallPlan &plan) const;
    /// The death of a process if that is why a call failed, else the failure itself.
    Status causeOf(const Status &failure);
    Status died() const;

    void recordPending();
    void recordPendingOf(history::ProcessId process);
    void recordNow(const history::EventData &data);
    Status recordTable();
    void recordNextCalls();

    // What the user wants (improvise.cpp)
    void takeActions();
    Status improvise();
    Status awaitAction(bool &over);
    Status act(const Action &action);
    Status addClient(const Action &action);
    Status openSocket(const Action &action);
    Status connectSocket(const Action &action);
    Status callOnSocket(const Action &action);
    Status killProcess(history::ProcessId process);
    Status buryDead();
    CallPlan planFor(history::ProcessId process, trace::Call call, history::SocketId socket);
    QString addressOf(history::SocketId socket) const;

    const Script &m_script;
    const QString &m_language;
    Pacer &m_pacer;
    Cast m_cast;
    QList<history::Event> m_entries; ///< recorded, not yet played
    QList<history::Event> m_returns; ///< likewise; their threads are held
    QList<history::Event> m_ends;
    QHash<history::CallId, OpenCall> m_open;
    QList<QList<int>> m_toCome;          ///< for each process, the indexes of the calls that it has not entered
    QList<history::NextCall> m_toldNext; ///< for each process, what was last recorded of it
    QString m_lastName;                  ///< of the last moment; empty if it has none
    world::World m_world;                ///< of all that was recorded
    qlonglong m_told = 0;                ///< commands, so far
    bool m_free = false;                 ///< the script was set aside
    QQueue<Action> m_todo;
    std::deque<CallPlan> m_improvised; ///< the calls of the user's actions; open calls point into it
    run::Run m_run;                    ///< last: it calls into the others while it goes
};

} // namespace zocalo::lesson
