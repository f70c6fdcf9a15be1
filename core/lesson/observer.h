// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "core/lesson/lesson.h"
#include "core/lesson/question.h"
#include "core/world/timeline.h"

#include <QHash>

namespace zocalo::lesson {

/// What a probe found in a run.
struct Observed
{
    bool known = false;           ///< the run has (or had) what was asked for
    QString value;                ///< "ECONNREFUSED", "9", "same", "A1,B1"; Landing: the socket's cookie
    int step = 0;                 ///< the step at which it was looked up
    history::SocketId socket = 0; ///< the socket it is about, if there is one
};

/// Looks things up in a run of a lesson's script, as far as it has come. It knows the names that the script gives to
/// sockets; they are followed from the calls themselves, by their order in each process.
class Observer
{
public:
    /// What is referred to must outlive it, and must not grow meanwhile.
    Observer(const Script &script, const world::Timeline &timeline);

    Observed observe(const Probe &probe) const;
    /// The socket that the script calls "process.socket", at a step; 0 if it was not made yet.
    history::SocketId socketNamed(const QString &name, int step) const;
    /// A text with its placeholders filled in, as the run was at a step; what is not known gives "?".
    QString filled(const QString &text, int step) const;

private:
    struct Made
    {
        int event = 0; ///< when: index of the event
        history::SocketId socket = 0;
        int fd = -1;
    };
    void followNames(const Script &script);
    const Made *made(const QString &name, int step) const;
    int stepOf(const Probe &probe) const;
    Observed ofLanding(const Probe &probe) const;
    Observed ofCall(const Probe &probe, int step) const;
    Observed ofSocket(const Probe &probe, int step) const;
    Observed ofWorld(const Probe &probe, int step) const;
    Observed ofRelation(const Probe &probe, int step) const;
    Observed ofOrder(const Probe &probe, int step) const;
    QString callText(int step) const;

    const world::Timeline &m_timeline;
    QHash<QString, QList<Made>> m_made;
};

/// Whether an observed value is what an option's `is` says: the same, or a comparison of numbers (">0", "<20", "2..5").
bool satisfies(const QString &value, const QString &is);

/// The step at which the verdict on a question can be given, as far as the run has come; -1: not yet.
int decidedAt(const Question &question, const Observed &observed, const world::Timeline &timeline);
/// How a given answer stands to what was observed. `answer`: Landing: the cookie; Choice: the option's `is`; Number:
/// the number; Order: the messages, with commas between.
bool isRight(const Question &question, const Observed &observed, const QString &answer);
/// True if the observed value is what the belief says; empty belief: false.
bool isBelieved(const Question &question, const Observed &observed, const Observer &observer);

} // namespace zocalo::lesson
