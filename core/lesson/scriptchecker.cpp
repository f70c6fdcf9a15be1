// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/lesson/scriptchecker.h"

#include "core/base/nearest.h"
#include "core/lesson/limits.h"
#include "core/lesson/names.h"
#include "core/lesson/rehearsal.h"

#include <algorithm>
#include <set>

namespace zocalo::lesson {

namespace {
/// Each number of clients up to here is tried; beyond, the default and the greatest: no selector tells more apart.
constexpr int kTriedClients = 8;

/// What the world calls a process's message: "tcp.A1".
QString messageName(const Script &script, const QString &process, int number)
{
    for (const ProcessPlan &plan : script.processes) {
        if (plan.name == process) {
            const QString name = plan.letter + (plan.letter.front().isDigit() ? QStringLiteral("-") : QString()) +
                                 QString::number(number);
            return plan.group.isEmpty() ? name : plan.group + u'.' + name;
        }
    }
    return {};
}

} // namespace

ScriptChecker::ScriptChecker(const Lesson &lesson, const LessonPlaces &places, FaultList &faults)
    : m_lesson(lesson), m_places(places), m_faults(faults)
{
}

void ScriptChecker::check()
{
    std::set<int> counts{m_lesson.clients, m_lesson.maxClients};
    for (int clients = 1; clients <= std::min(kTriedClients, m_lesson.maxClients); ++clients)
        counts.insert(clients);
    QList<Kind> kinds{m_lesson.kind};
    if (m_lesson.kind == Kind::Twin)
        kinds.append({Kind::Tcp, Kind::Udp});
    for (Kind kind : kinds) {
        for (int clients : counts)
            checkExpansion(clients, kind);
    }
    checkStills();
    checkStable();
    checkQuestions();
}

void ScriptChecker::checkChanged()
{
    for (const int clients : std::set<int>{1, m_lesson.clients, m_lesson.maxClients})
        checkExpansion(clients, m_lesson.kind);
}

void ScriptChecker::checkExpansion(int clients, Kind kind)
{
    const Expander expander(m_lesson, clients, kind);
    if (expander.isTooLong()) {
        m_faults.add(FaultCode::TooManyCalls, m_places.script, {QString::number(kMaxCalls)});
        return;
    }
    for (const Expander::BadMark &mark : expander.badMarks())
        m_faults.add(mark.code, mark.node->placeOf(mark.code == FaultCode::NothingAfterHold ? "hold" : "mark"),
                     mark.args);
    checkStepNames(expander);
    checkPayloads(expander, clients);
    for (const QString &language : {QStringLiteral("en"), QStringLiteral("es")})
        rehearse(expander, clients, language);
}

void ScriptChecker::checkStepNames(const Expander &expander)
{
    QSet<QString> names;
    const QList<CallPlan> &calls = expander.script().calls;
    for (qsizetype index = 0; index < calls.size(); ++index) {
        const Lesson::Node *node = expander.origins().at(index);
        const auto take = [&](const QString &name, const char *field) {
            if (!name.isEmpty() && names.contains(name))
                m_faults.add(FaultCode::StepNameTwice, node->placeOf(field), {name});
            names.insert(name);
        };
        take(calls.at(index).name, "name");
        take(calls.at(index).returnName, "return-name");
    }
    m_stepNames.unite(names);
}

void ScriptChecker::checkPayloads(const Expander &expander, int clients)
{
    const QList<CallPlan> &calls = expander.script().calls;
    for (qsizetype index = 0; index < calls.size(); ++index) {
        const Lesson::Node *node = expander.origins().at(index);
        if (!node->texts || !calls.at(index).payload.en.isEmpty())
            continue;
        int client = 0;
        while (client < clients - 1 && node->texts->byClient.contains(m_lesson.clientName(client, 1)))
            ++client;
        m_faults.add(FaultCode::TextsForClient, node->placeOf("text"), {m_lesson.clientName(client, clients)});
    }
}

void ScriptChecker::rehearse(const Expander &expander, int clients, const QString &language)
{
    const Script &script = expander.script();
    QStringList processes;
    for (const ProcessPlan &process : script.processes)
        processes.append(process.name);
    const QSet<QString> known(processes.cbegin(), processes.cend());
    m_processes.unite(known);
    QHash<QString, int> sent;
    Rehearsal rehearsal(language, m_faults);
    for (qsizetype index = 0; index < script.calls.size(); ++index) {
        const CallPlan &call = script.calls.at(index);
        const Lesson::Node *node = expander.origins().at(index);
        if (!known.contains(call.process)) {
            if (m_faults.wants(FaultCode::ProcessUnknown, node->placeOf("process")))
                m_faults.add(FaultCode::ProcessUnknown, node->placeOf("process"),
                             {call.process, nearest(call.process, processes), QString::number(clients)});
            continue;
        }
        rehearsal.perform(call, *node);
        if (!call.as.isEmpty())
            m_sockets.insert(call.process + u'.' + call.as);
        if (trace::isSend(call.call))
            m_messages.insert(messageName(script, call.process, ++sent[call.process]));
    }
}

void ScriptChecker::checkStills()
{
    for (const QString &still : m_lesson.stills) {
        if (!m_stepNames.contains(still) && m_faults.wants(FaultCode::StepUnknown, m_places.stills.value(still)))
            m_faults.add(FaultCode::StepUnknown, m_places.stills.value(still),
                         {still, nearest(still, m_stepNames.values())});
    }
}

void ScriptChecker::checkStable()
{
    for (auto stable = m_places.stable.cbegin(); stable != m_places.stable.cend(); ++stable) {
        QString name = stable.key();
        name.replace(kClientPlaceholder, m_lesson.clientName(0, 1));
        if (m_sockets.contains(name) || !m_faults.wants(FaultCode::SocketUnknown, stable.value()))
            continue;
        const SocketReference reference = parseReference(u'@' + name);
        m_faults.add(FaultCode::SocketUnknown, stable.value(),
                     {reference.socket, reference.process, nearest(name, m_sockets.values()).section(u'.', -1)});
    }
}

void ScriptChecker::checkStep(const QString &name, Place place)
{
    if (!m_stepNames.contains(name) && !m_messages.contains(name) && m_faults.wants(FaultCode::StepUnknown, place))
        m_faults.add(FaultCode::StepUnknown, place, {name, nearest(name, m_stepNames.values())});
}

void ScriptChecker::checkSocket(const QString &name, Place place)
{
    if (m_sockets.contains(name) || !m_faults.wants(FaultCode::SocketUnknown, place))
        return;
    m_faults.add(FaultCode::SocketUnknown, place,
                 {name.section(u'.', -1), name.section(u'.', 0, -2), nearest(name, m_sockets.values())});
}

void ScriptChecker::checkMessage(const QString &name, Place place)
{
    if (!m_messages.contains(name))
        m_faults.add(FaultCode::MessageUnknown, place, {name});
}

void ScriptChecker::checkProbe(const Probe &probe, Place place)
{
    if (probe.what == Observe::Landing)
        checkMessage(probe.subject, place);
    else if (isOfStep(probe.what))
        checkStep(probe.subject, place);
    else if (isOfSocket(probe.what))
        checkSocket(probe.subject, place);
    else if ((probe.what == Observe::Sockets || probe.what == Observe::Receivers || probe.what == Observe::Pid) &&
             !m_processes.contains(probe.subject))
        m_faults.add(FaultCode::ProcessUnknown, place,
                     {probe.subject, nearest(probe.subject, m_processes.values()), QString::number(m_lesson.clients)});
    for (const QString &subject : probe.subjects) {
        if (probe.what == Observe::Order)
            checkMessage(subject, place);
        else
            checkSocket(subject, place);
    }
    if (!probe.at.isEmpty())
        checkStep(probe.at, place);
}

void ScriptChecker::checkQuestions()
{
    for (qsizetype index = 0; index < m_lesson.questions.size(); ++index) {
        const Question &question = m_lesson.questions.at(index);
        const QHash<QByteArray, Place> &places = m_places.questions.at(index);
        checkStep(question.at, places.value("at"));
        if (!question.until.isEmpty())
            checkStep(question.until, places.value("until"));
        checkProbe(question.answer, places.value("answer"));
        if (question.kind == QuestionKind::Landing && !question.believed.isEmpty())
            checkSocket(question.believed, places.value("believed"));
        for (const QString &text : {question.ask.en, question.ask.es, question.explain.en, question.explain.es}) {
            for (const Probe &probe : placeholdersOf(text)) {
                if (probe.what == Observe::None)
                    m_faults.add(FaultCode::PlaceholderUnknown, places.value("explain"), {probe.subject});
                else
                    checkProbe(probe, places.value("explain"));
            }
        }
    }
}

} // namespace zocalo::lesson
