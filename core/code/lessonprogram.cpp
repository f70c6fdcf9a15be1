// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/code/lessonprogram.h"

#include "core/lesson/names.h"

#include <algorithm>

namespace zocalo::code {

namespace {

constexpr int FirstUsualPort = 9000;

QString groupOf(const lesson::Script &script, const QString &process)
{
    for (const lesson::ProcessPlan &plan : script.processes) {
        if (plan.name == process) {
            return plan.group;
        }
    }
    return {};
}

QString keyOf(const lesson::SocketReference &reference)
{
    return reference.process + QLatin1Char('.') + reference.socket;
}

/// The sockets that others are told to reach, in the order in which the script first speaks of them.
QList<ProgramPort> portsOf(const lesson::Script &script, const QString &group, const QHash<QString, int> &usual,
                           const QHash<QString, int> &present)
{
    QList<ProgramPort> ports;
    for (const lesson::CallPlan &plan : script.calls) {
        const lesson::SocketReference reference = lesson::parseReference(plan.address);
        const QString key = keyOf(reference);
        const bool known =
            std::any_of(ports.begin(), ports.end(), [&](const ProgramPort &port) { return port.key == key; });
        if (reference.process.isEmpty() || known || groupOf(script, plan.process) != group) {
            continue;
        }
        ports.append({key, usual.value(key, FirstUsualPort + int(ports.size())), present.value(key)});
    }
    return ports;
}

ProgramAddress portOf(const QList<ProgramPort> &ports, const QString &key, const QString &host)
{
    for (qsizetype i = 0; i < ports.size(); ++i) {
        if (ports.at(i).key == key) {
            return {ProgramAddress::Kind::Port, host, int(i)};
        }
    }
    return {};
}

ProgramAddress addressOf(const lesson::CallPlan &plan, const QList<ProgramPort> &ports,
                         const QHash<QString, QString> &hosts)
{
    using Kind = ProgramAddress::Kind;
    if (plan.address.isEmpty()) {
        return {};
    }
    if (plan.address == QLatin1String("@sender")) {
        return {Kind::Sender, {}, 0};
    }
    const lesson::SocketReference reference = lesson::parseReference(plan.address);
    if (!reference.process.isEmpty()) {
        const QString key = keyOf(reference);
        return portOf(ports, key,
                      reference.host.isEmpty() ? hosts.value(key, QStringLiteral("127.0.0.1")) : reference.host);
    }
    const qsizetype colon = plan.address.lastIndexOf(QLatin1Char(':'));
    const QString host = plan.address.left(colon).remove(QLatin1Char('[')).remove(QLatin1Char(']'));
    const int port = plan.address.mid(colon + 1).toInt();
    if (plan.call == trace::Call::Bind && port == 0) {
        const ProgramAddress own = portOf(ports, plan.process + QLatin1Char('.') + plan.on, host);
        if (own.kind != Kind::None) {
            return own;
        }
    }
    return {Kind::Literal, host, port};
}

/// Where each socket is bound, for those who are told to reach it: a wildcard is reached by the loopback address.
QHash<QString, QString> boundHosts(const lesson::Script &script)
{
    QHash<QString, QString> hosts;
    for (const lesson::CallPlan &plan : script.calls) {
        if (plan.call == trace::Call::Bind) {
            const QString host = plan.address.left(plan.address.lastIndexOf(QLatin1Char(':')));
            hosts.insert(plan.process + QLatin1Char('.') + plan.on,
                         host == QLatin1String("0.0.0.0") ? QStringLiteral("127.0.0.1") : host);
        }
    }
    return hosts;
}

} // namespace

Program lessonProgram(const lesson::Script &script, const QString &process, const QString &language,
                      const QHash<QString, int> &usualPorts, const QHash<QString, int> &presentPorts)
{
    Program program{process, portsOf(script, groupOf(script, process), usualPorts, presentPorts), {}};
    const QHash<QString, QString> hosts = boundHosts(script);
    for (const lesson::CallPlan &plan : script.calls) {
        if (plan.process != process) {
            continue;
        }
        ProgramCall call{plan.call, plan.on,     plan.as,        plan.protocol, addressOf(plan, program.ports, hosts),
                         {},        plan.number, plan.isTried(), plan.flags,    plan.option};
        if (trace::isSend(plan.call)) {
            call.payload = plan.payload.in(language).toUtf8();
            call.times = plan.times;
        }
        program.calls.append(call);
    }
    return program;
}

} // namespace zocalo::code
