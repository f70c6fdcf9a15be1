// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/lesson/expander.h"

#include "core/lesson/limits.h"
#include "core/lesson/names.h"

#include <algorithm>

namespace zocalo::lesson {

QString laboratoryAddress(const QString &address)
{
    return address.startsWith(QLatin1String("127.")) ? QStringLiteral("10.") + address.mid(4) : address;
}

QString clientName(int ordinal, int clients)
{
    if (clients <= kMaxLetters)
        return QString(QChar(u'A' + ordinal));
    return QString::number(ordinal + 1);
}

Expander::Expander(const Lesson &lesson, int clients, Kind kind)
    : m_lesson(lesson), m_clients(std::clamp(clients, 1, std::max(1, lesson.maxClients)))
{
    const bool isPair = kind == Kind::Pair && lesson.kind != Kind::Pair;
    if (isPair)
        m_clients = 1;
    if (lesson.kind == Kind::Twin && (kind == Kind::Tcp || isPair))
        m_onlyHalf = QStringLiteral("tcp");
    if (lesson.kind == Kind::Twin && kind == Kind::Udp)
        m_onlyHalf = QStringLiteral("udp");
    m_script.laboratory = lesson.laboratory;
    for (const Host &host : lesson.hosts)
        m_script.hosts.append(hostNamed(host.name));
    addProcesses();
    walk(lesson.nodes, -1);
    if (m_pendingHold)
        m_badMarks.append({FaultCode::NothingAfterHold, m_pendingHold, {}});
}

bool Expander::isLeftOut(const QString &half) const
{
    return !m_onlyHalf.isEmpty() && !half.isEmpty() && half != m_onlyHalf;
}

void Expander::addProcesses()
{
    QHash<QString, int> ordinals;
    for (const ProcessTemplate &process : m_lesson.processes) {
        if (isLeftOut(process.half))
            continue;
        const bool isClient = process.role == history::Role::Client;
        for (int client = 0; client < (isClient ? m_clients : 1); ++client) {
            ProcessPlan plan;
            plan.name = isClient ? filled(process.name, client) : process.name;
            plan.group = process.half;
            plan.letter = isClient ? m_lesson.clientName(client, m_clients) : process.letter;
            plan.role = process.role;
            plan.ordinal = ordinals[process.half + (isClient ? u'c' : u's')]++;
            plan.host = hostNamed(isClient ? plan.letter : process.host);
            m_script.processes.append(plan);
        }
    }
}

Host Expander::hostNamed(const QString &name) const
{
    const auto found = std::find_if(m_lesson.hosts.cbegin(), m_lesson.hosts.cend(),
                                    [&](const Host &host) { return host.name == name; });
    if (found == m_lesson.hosts.cend())
        return {};
    return m_lesson.laboratory ? Host{found->name, laboratoryAddress(found->address)} : *found;
}

QString Expander::withHost(QString address, const QString &process) const
{
    if (!address.contains(kHostPlaceholder))
        return address;
    const auto found = std::find_if(m_script.processes.cbegin(), m_script.processes.cend(),
                                    [&](const ProcessPlan &plan) { return plan.name == process; });
    return found == m_script.processes.cend() ? address : address.replace(kHostPlaceholder, found->host.address);
}

QList<int> Expander::selected(Selector selector, int current) const
{
    int from = 0;
    int to = m_clients; // one past the last
    switch (selector) {
    case Selector::Current:
        return {current};
    case Selector::Clients:
        break;
    case Selector::First:
        to = 1;
        break;
    case Selector::Second:
        from = 1;
        to = std::min(2, m_clients);
        break;
    case Selector::Last:
        from = m_clients - 1;
        break;
    case Selector::Others:
        from = 1;
        break;
    case Selector::AllButLast:
        to = m_clients - 1;
        break;
    }
    QList<int> clients;
    for (int client = from; client < to; ++client)
        clients.append(client);
    return clients;
}

void Expander::walk(const QList<std::shared_ptr<const Lesson::Node>> &nodes, int client)
{
    for (const auto &node : nodes) {
        // Loops of loops may go round very often without a single call.
        if (m_tooLong || ++m_visits > kMaxVisits || m_script.calls.size() > kMaxCalls) {
            m_tooLong = true;
            return;
        }
        if (m_clients < node->atLeast || m_clients > node->atMost)
            continue;
        switch (node->type) {
        case Lesson::Node::Type::Call:
            addCall(*node, client);
            break;
        case Lesson::Node::Type::Mark:
            addMark(*node, client);
            break;
        case Lesson::Node::Type::Block:
            walkBlock(*node, client);
            break;
        }
    }
}

void Expander::walkBlock(const Lesson::Node &node, int client)
{
    const int outer = m_number;
    for (int number = 1; number <= node.repeat && !m_tooLong; ++number) {
        if (node.repeat > 1)
            m_number = number;
        for (int each : selected(node.selector, client))
            walk(node.children, each);
    }
    m_number = outer;
}

void Expander::addCall(const Lesson::Node &node, int client)
{
    if (node.call.hold)
        m_pendingHold = &node;
    // A hold belongs to the moment, not to the half: it goes on to the next call that is left.
    if (isLeftOut(node.half))
        return;
    CallPlan plan = node.call;
    plan.process = filled(plan.process, client);
    plan.on = filled(plan.on, client);
    plan.as = filled(plan.as, client);
    plan.address = withHost(filled(plan.address, client), plan.process);
    plan.name = filledName(plan.name, client);
    plan.returnName = filledName(plan.returnName, client);
    plan.payload = message(node, client);
    plan.hold = m_pendingHold != nullptr;
    plan.line = node.place.line;
    m_pendingHold = nullptr;
    m_script.calls.append(plan);
    m_origins.append(&node);
}

void Expander::addMark(const Lesson::Node &node, int client)
{
    if (isLeftOut(node.half))
        return;
    if (node.call.hold)
        m_pendingHold = &node;
    if (node.call.returnName.isEmpty())
        return;
    const QString name = filledName(node.call.returnName, client);
    if (m_script.calls.isEmpty()) {
        m_badMarks.append({FaultCode::NothingBeforeMark, &node, {name}});
        return;
    }
    QString &returnName = m_script.calls.last().returnName;
    if (!returnName.isEmpty()) {
        m_badMarks.append({FaultCode::StepNamedTwice, &node, {name, returnName}});
        return;
    }
    returnName = name;
}

QString Expander::filled(QString text, int client) const
{
    if (m_number > 0)
        text.replace(kNumberPlaceholder, QString::number(m_number));
    return client < 0 ? text : text.replace(kClientPlaceholder, m_lesson.clientName(client, m_clients));
}

QString Expander::filledName(const QString &name, int client) const
{
    if (m_number > 0 && name.contains(kNumberPlaceholder))
        return filledName(QString(name).replace(kNumberPlaceholder, QString::number(m_number)), client);
    if (client < 0 || !name.contains(kClientPlaceholder))
        return name;
    const QString own = m_lesson.clientName(client, m_clients).toLower();
    QString filled = name;
    if (own.front().isDigit()) {
        // Two numbers must not run into one, and a name begins with a letter: "{client}2" gives "client-32-2".
        for (qsizetype at = 0; (at = filled.indexOf(kClientPlaceholder, at)) >= 0;) {
            at += kClientPlaceholder.size();
            if (at < filled.size() && filled.at(at).isDigit())
                filled.insert(at, u'-');
        }
        if (filled.startsWith(kClientPlaceholder))
            filled.prepend(QLatin1String("client-"));
    }
    return filled.replace(kClientPlaceholder, own);
}

Text Expander::message(const Lesson::Node &node, int client) const
{
    Text text = node.call.payload;
    if (node.texts && client >= 0) {
        // By its letter, even where there are so many that it is called by its number.
        const auto own = client < kMaxLetters ? node.texts->byClient.constFind(m_lesson.clientName(client, 1))
                                              : node.texts->byClient.cend();
        text = own != node.texts->byClient.cend() ? *own : node.texts->others.value_or(Text{});
    }
    return {filled(text.en, client), filled(text.es, client)};
}

bool Lesson::isChanged() const
{
    return std::any_of(switches.cbegin(), switches.cend(), [this](const Switch &each) {
        return choices.value(each.id, each.values.constFirst().is) != each.values.constFirst().is;
    });
}

QString Lesson::clientName(int ordinal, int clientCount) const
{
    if (hosts.isEmpty())
        return lesson::clientName(ordinal, clientCount);
    QStringList free;
    for (const Host &host : hosts) {
        if (std::none_of(processes.cbegin(), processes.cend(),
                         [&](const ProcessTemplate &process) { return process.host == host.name; }))
            free.append(host.name);
    }
    return free.value(ordinal, QString::number(ordinal + 1)); // too many are a fault of the file
}

QHash<QString, Host> Lesson::hostsOfProcesses() const
{
    QHash<QString, Host> all;
    if (hosts.isEmpty())
        return all;
    for (const ProcessPlan &process : expand(maxClients, kind).processes)
        all.insert(process.name, process.host);
    return all;
}

Script Lesson::expand(int clientCount, Kind expandedKind) const
{
    Script script = Expander(*this, clientCount, expandedKind).script();
    script.maxClients = maxClients;
    return script;
}

} // namespace zocalo::lesson
