// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "core/lesson/text.h"

#include <QList>
#include <QStringList>

namespace zocalo::lesson {

/// What can be asked of a run. The names are those of a lesson file's `answer`, and of the placeholders in its texts.
enum class Observe : quint8 {
    None,
    Landing,   ///< the socket that a message landed in
    Errno,     ///< of the call that a step is the return of: "ECONNREFUSED", "ok"; of an entry: "asleep", or "running"
    Result,    ///< of the same: what it returned
    Data,      ///< of the same: the bytes it took, as text
    CallText,  ///< of the same: the call as it was made, `recv(4, "", 1024) = 0`
    State,     ///< a socket's state
    Fd,        ///< a socket's descriptor, in the process that the file names it by
    Port,      ///< a socket's local port
    Local,     ///< a socket's local address
    Remote,    ///< a socket's remote address
    Queue,     ///< bytes that wait in a socket's receive queue
    Unsent,    ///< bytes in a socket's send queue: sent or to be sent, and not acknowledged
    Waiting,   ///< connections that wait in a listening socket's accept queue
    Drops,     ///< datagrams that the kernel counts as dropped at a socket
    Landed,    ///< messages that landed in a socket
    Sockets,   ///< open sockets of a process
    Receivers, ///< sockets of a process in which a message landed
    InState,   ///< sockets that are in the state, in all processes
    Pid,       ///< a process's
    Relation,  ///< "same" or "different": of two sockets
    Order,     ///< messages in the order in which they were received
};

/// One thing to be looked up in a run.
struct Probe
{
    Observe what = Observe::None;
    QString subject;      ///< message, step, "process.socket", process or state
    QString relation;     ///< Relation: "port", "address", "socket", "fd"
    QStringList subjects; ///< Relation: the two sockets; Order: the messages
    QString at;           ///< the step at which it is looked up; empty: the last one (Landing: once it is known)
};

enum class QuestionKind : quint8 {
    Landing, ///< click the socket
    Choice,  ///< one of several texts
    Number,
    Order, ///< put messages in order
};

/// An answer that a question offers.
struct AnswerOption
{
    QString is; ///< the observed value that makes it right: "ECONNREFUSED", "2", ">0", "<20", "2..5"
    Text text;
};

/// A question of a lesson. What is right is not in it: the run decides.
struct Question
{
    QString at; ///< name of the step at which it is asked; the run goes no further until it is answered
    /// Name of the step at which the verdict is given, where that is later than the one that decides; else empty.
    QString until;
    QuestionKind kind = QuestionKind::Choice;
    Text ask;
    Probe answer;
    QList<AnswerOption> options; ///< Choice
    /// What somebody with the lesson's belief would answer: an option's `is`, a number, "process.socket", or the
    /// messages with commas between; empty: the question is not about the belief.
    QString believed;
    Text explain; ///< with placeholders: {call STEP}, {fd process.socket}, …
};

/// "errno" → Observe::Errno; None if a placeholder cannot be called so.
Observe placeholderNamed(const QString &name);
/// Every placeholder of a text, as a probe; what is none has Observe::None and its whole text as the subject.
QList<Probe> placeholdersOf(const QString &text);
/// True if a subject of this observation is a step / a socket.
bool isOfStep(Observe what);
bool isOfSocket(Observe what);

} // namespace zocalo::lesson
