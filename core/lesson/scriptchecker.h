// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "core/lesson/expander.h"
#include "core/lesson/lessonparser.h"

#include <QSet>

namespace zocalo::lesson {

/// Goes through a lesson's script as a run would, for several numbers of clients and for each half of a twin, and tells
/// what cannot work: a socket that nothing made, a receive that nothing was sent to, a name given twice.
class ScriptChecker
{
public:
    Q_DISABLE_COPY_MOVE(ScriptChecker)
    ScriptChecker(const Lesson &lesson, const LessonPlaces &places, FaultList &faults);

    /// Everything, of the lesson as it is if no switch is touched.
    void check();
    /// The script alone, of a lesson whose switches are set otherwise.
    void checkChanged();

private:
    void checkExpansion(int clients, Kind kind);
    void rehearse(const Expander &expander, int clients, const QString &language);
    void checkPayloads(const Expander &expander, int clients);
    void checkStepNames(const Expander &expander);
    void checkStills();
    void checkStable();
    void checkQuestions();
    void checkProbe(const Probe &probe, Place place);
    void checkStep(const QString &name, Place place);
    void checkSocket(const QString &name, Place place);
    void checkMessage(const QString &name, Place place);

    const Lesson &m_lesson;
    const LessonPlaces &m_places;
    FaultList &m_faults;
    QSet<QString> m_stepNames; ///< of all expansions
    QSet<QString> m_sockets;   ///< "tcp.server.listener", of all expansions
    QSet<QString> m_messages;  ///< "tcp.A1", of all expansions
    QSet<QString> m_processes;
};

} // namespace zocalo::lesson
