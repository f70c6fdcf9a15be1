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
        while (client < clients - 1 && node->texts->byClient.contains(clientName(client, 1)))
            ++client;
        m_faults.add(FaultCode::TextsForClient, node->placeOf("text"), {clientName(client, clients)});
    }
}

void ScriptChecker::rehearse(const Expander &expander, int clients, const QString &language)
{
    const Script &script = expander.script();
    QStringList processes;
    for (const ProcessPlan &process : script.processes)
        processes.append(process.name);
    const QSet<QString> known(processes.cbegin(), processes.cend());
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
        name.replace(kClientPlaceholder, clientName(0, 1));
        if (m_sockets.contains(name) || !m_faults.wants(FaultCode::SocketUnknown, stable.value()))
            continue;
        const SocketReference reference = parseReference(u'@' + name);
        m_faults.add(FaultCode::SocketUnknown, stable.value(),
                     {reference.socket, reference.process, nearest(name, m_sockets.values()).section(u'.', -1)});
    }
}

} // namespace zocalo::lesson
