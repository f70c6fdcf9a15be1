// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/lesson/observer.h"

#include "core/world/callslist.h"
#include "core/world/callstext.h"

#include <QRegularExpression>
#include <QSet>

#include <algorithm>

namespace zocalo::lesson {

namespace {

using history::SocketId;
using world::Socket;
using world::World;

QString text(const trace::Endpoint &endpoint) { return QString::fromStdString(endpoint.toString()); }

quint64 unread(const Socket &socket)
{
    quint64 bytes = 0;
    for (const world::QueuedBytes &queued : socket.receiveQueue)
        bytes += queued.size;
    return bytes;
}

int landedIn(const World &world, SocketId socket)
{
    return static_cast<int>(std::count_if(world.messages().begin(), world.messages().end(),
                                          [&](const world::Message &message) { return message.landed == socket; }));
}

bool isOpenOf(const Socket &socket, world::ProcessId process)
{
    return std::any_of(socket.owners.begin(), socket.owners.end(),
                       [&](const world::Owner &owner) { return owner.process == process; });
}

Observed found(QString value, int step, SocketId socket = 0) { return {true, std::move(value), step, socket}; }

} // namespace

Observer::Observer(const Script &script, const world::Timeline &timeline) : m_timeline(timeline)
{
    followNames(script);
}

/// The calls of a process are entered in the order of the script: the next one of that name is the one meant.
void Observer::followNames(const Script &script)
{
    QHash<QString, QList<const CallPlan *>> toCome;
    for (const CallPlan &plan : script.calls)
        toCome[plan.process].append(&plan);
    QHash<history::ProcessId, QString> names;
    struct Open
    {
        const CallPlan *plan;
        SocketId socket;
    };
    QHash<history::CallId, Open> open;
    const world::EventLog &events = m_timeline.events();
    for (int index = 0; index < events.size(); ++index) {
        const history::Event event = events.at(index);
        const history::EventData &data = event.data;
        if (const auto *started = std::get_if<history::ProcessStarted>(&data)) {
            names.insert(started->process, started->name);
        } else if (const auto *entered = std::get_if<history::CallEntered>(&data)) {
            QList<const CallPlan *> &plans = toCome[names.value(entered->process)];
            const auto next = std::find_if(plans.begin(), plans.end(),
                                           [&](const CallPlan *plan) { return plan->call == entered->record.call; });
            if (next == plans.end())
                continue;
            open.insert(entered->id, {*next, entered->record.socket});
            plans.erase(plans.begin(), next + 1);
        } else if (const auto *returned = std::get_if<history::CallReturned>(&data)) {
            const Open call = open.take(returned->id);
            if (call.plan == nullptr || call.plan->as.isEmpty() || returned->record.result < 0)
                continue;
            const SocketId socket = returned->record.newSocket != 0 ? returned->record.newSocket : call.socket;
            m_made[call.plan->process + u'.' + call.plan->as].append(
                {index, socket, static_cast<int>(returned->record.result)});
        }
    }
}

const Observer::Made *Observer::made(const QString &name, int step) const
{
    const auto all = m_made.constFind(name);
    if (all == m_made.cend())
        return nullptr;
    const int moment = m_timeline.momentEvent(step);
    const Made *last = nullptr;
    for (const Made &each : *all) {
        if (each.event <= moment)
            last = &each;
    }
    return last;
}

SocketId Observer::socketNamed(const QString &name, int step) const
{
    const Made *const one = made(name, step);
    return one ? one->socket : 0;
}

int Observer::stepOf(const Probe &probe) const
{
    const QString &name = isOfStep(probe.what) ? probe.subject : probe.at;
    return name.isEmpty() ? m_timeline.stepCount() - 1 : m_timeline.stepNamed(name);
}

Observed Observer::observe(const Probe &probe) const
{
    if (probe.what == Observe::Landing)
        return ofLanding(probe);
    const int step = stepOf(probe);
    if (step < 0)
        return {};
    if (isOfStep(probe.what))
        return ofCall(probe, step);
    if (isOfSocket(probe.what))
        return ofSocket(probe, step);
    if (probe.what == Observe::Relation)
        return ofRelation(probe, step);
    return probe.what == Observe::Order ? ofOrder(probe, step) : ofWorld(probe, step);
}

/// Known at the first step that shows where the bytes are; once the run is over, that they are nowhere is known too.
Observed Observer::ofLanding(const Probe &probe) const
{
    const int first = m_timeline.stepNamed(probe.subject);
    for (int step = std::max(first, 0); first >= 0 && step < m_timeline.stepCount(); ++step) {
        const world::Message *const message = m_timeline.world(step).messageNamed(probe.subject);
        if (message != nullptr && message->landed != 0)
            return found(QString::number(message->landed), step, message->landed);
        if (message != nullptr &&
            (message->outcome == world::Outcome::Refused || message->outcome == world::Outcome::Dropped))
            return found(QStringLiteral("0"), step);
    }
    return {};
}

Observed Observer::ofCall(const Probe &probe, int step) const
{
    const world::Moment &moment = m_timeline.world(step).moment();
    if (moment.kind == world::MomentKind::Entered) {
        const world::Process *const process = m_timeline.world(step).process(moment.process);
        const bool asleep = process != nullptr && process->activity == world::Activity::Asleep;
        if (probe.what == Observe::CallText)
            return found(callText(step), step, moment.socket);
        return found(asleep ? QStringLiteral("asleep") : QStringLiteral("running"), step, moment.socket);
    }
    const std::string_view error = trace::errnoName(moment.error);
    switch (probe.what) {
    case Observe::Errno:
        return found(moment.result < 0 ? QString::fromLatin1(error.data(), qsizetype(error.size()))
                                       : QStringLiteral("ok"),
                     step, moment.socket);
    case Observe::Result:
        return found(QString::number(moment.result), step, moment.socket);
    case Observe::Data: {
        const history::Event event = m_timeline.events().at(m_timeline.momentEvent(step));
        const auto *returned = std::get_if<history::CallReturned>(&event.data);
        return found(returned ? QString::fromUtf8(returned->payload) : QString(), step, moment.socket);
    }
    default:
        return found(callText(step), step, moment.socket);
    }
}

QString Observer::callText(int step) const
{
    const history::CallId id = m_timeline.world(step).moment().call;
    const qsizetype end = m_timeline.momentEvent(step) + 1;
    const QList<world::CallLine> lines = world::lastCalls(
        m_timeline.events(), end, 1, [id](const world::EventLog::Outline &call) { return call.id == id; },
        [](history::CallId) { return true; });
    return lines.isEmpty() ? QStringLiteral("?") : world::callText(lines.first());
}

Observed Observer::ofSocket(const Probe &probe, int step) const
{
    const Made *const known = made(probe.subject, step);
    const World &world = m_timeline.world(step);
    const Socket *const socket = known ? world.socket(known->socket) : nullptr;
    if (socket == nullptr)
        return {};
    const auto tell = [&](const QString &value) { return found(value, step, socket->id); };
    switch (probe.what) {
    case Observe::State:
        return tell(QLatin1String(kernel::stateName(socket->state)));
    case Observe::Fd:
        return tell(QString::number(known->fd));
    case Observe::Port:
        return tell(QString::number(socket->local.port));
    case Observe::Local:
        return tell(socket->local.isValid() ? text(socket->local) : QStringLiteral("0.0.0.0:0"));
    case Observe::Remote:
        return tell(text(socket->remote));
    case Observe::Queue:
        return tell(QString::number(unread(*socket)));
    case Observe::Unsent:
        return tell(QString::number(socket->kernelSendQueue));
    case Observe::Waiting:
        return tell(QString::number(socket->acceptQueue.size()));
    case Observe::Drops:
        return tell(QString::number(socket->kernelDrops));
    default:
        return tell(QString::number(landedIn(world, socket->id)));
    }
}

Observed Observer::ofWorld(const Probe &probe, int step) const
{
    const World &world = m_timeline.world(step);
    if (probe.what == Observe::InState) {
        const auto count = std::count_if(world.sockets().begin(), world.sockets().end(), [&](const Socket &socket) {
            return !socket.owners.isEmpty() && probe.subject == QLatin1String(kernel::stateName(socket.state));
        });
        return found(QString::number(count), step);
    }
    const world::Process *const process = world.processNamed(probe.subject);
    if (process == nullptr)
        return {};
    if (probe.what == Observe::Pid)
        return found(QString::number(process->pid), step);
    int count = 0;
    for (const Socket &socket : world.sockets()) {
        const bool isOf = isOpenOf(socket, process->id) || (socket.owners.isEmpty() && socket.creator == process->id);
        if (probe.what == Observe::Sockets)
            count += isOpenOf(socket, process->id) ? 1 : 0;
        else
            count += isOf && landedIn(world, socket.id) > 0 ? 1 : 0;
    }
    return found(QString::number(count), step);
}

Observed Observer::ofRelation(const Probe &probe, int step) const
{
    const Made *const a = made(probe.subjects.value(0), step);
    const Made *const b = made(probe.subjects.value(1), step);
    const Socket *const one = a ? m_timeline.world(step).socket(a->socket) : nullptr;
    const Socket *const other = b ? m_timeline.world(step).socket(b->socket) : nullptr;
    if (one == nullptr || other == nullptr)
        return {};
    bool same = false;
    if (probe.relation == QLatin1String("port"))
        same = one->local.port == other->local.port;
    else if (probe.relation == QLatin1String("address"))
        same = one->local == other->local;
    else if (probe.relation == QLatin1String("fd"))
        same = a->fd == b->fd;
    else
        same = one->id == other->id;
    return found(same ? QStringLiteral("same") : QStringLiteral("different"), step, other->id);
}

Observed Observer::ofOrder(const Probe &probe, int step) const
{
    const World &world = m_timeline.world(step);
    QList<QPair<history::CallId, QString>> received;
    for (const QString &name : probe.subjects) {
        const world::Message *const message = world.messageNamed(name);
        if (message == nullptr || message->receivedBy.isEmpty())
            return {};
        received.append({message->receivedBy.first(), name});
    }
    std::stable_sort(received.begin(), received.end(), [](const auto &a, const auto &b) { return a.first < b.first; });
    QStringList names;
    for (const auto &each : received)
        names.append(each.second);
    return found(names.join(u','), step);
}

QString Observer::filled(const QString &text, int step) const
{
    static const QRegularExpression braces(QStringLiteral("\\{([^{}]*)\\}"));
    QString result;
    qsizetype from = 0;
    for (QRegularExpressionMatchIterator matches = braces.globalMatch(text); matches.hasNext();) {
        const QRegularExpressionMatch match = matches.next();
        result += QStringView(text).mid(from, match.capturedStart() - from);
        from = match.capturedEnd();
        const QList<Probe> probes = placeholdersOf(match.captured());
        Observed value;
        if (isOfStep(probes.first().what))
            value = observe(probes.first());
        else if (isOfSocket(probes.first().what))
            value = ofSocket(probes.first(), step);
        else if (probes.first().what != Observe::None)
            value = ofWorld(probes.first(), step);
        result += value.known ? value.value : QStringLiteral("?");
    }
    return result + text.mid(from);
}

bool satisfies(const QString &value, const QString &is)
{
    bool isNumber = false;
    const qlonglong number = value.toLongLong(&isNumber);
    if (isNumber && is.startsWith(u'<'))
        return number < is.mid(1).toLongLong();
    if (isNumber && is.startsWith(u'>'))
        return number > is.mid(1).toLongLong();
    const qsizetype dots = is.indexOf(QLatin1String(".."));
    if (isNumber && dots > 0)
        return number >= is.left(dots).toLongLong() && number <= is.mid(dots + 2).toLongLong();
    return value == is;
}

int decidedAt(const Question &question, const Observed &observed, const world::Timeline &timeline)
{
    const int until = question.until.isEmpty() ? 0 : timeline.stepNamed(question.until);
    return !observed.known || until < 0 ? -1 : std::max(observed.step, until);
}

bool isRight(const Question &question, const Observed &observed, const QString &answer)
{
    if (!observed.known)
        return false;
    if (question.kind == QuestionKind::Choice)
        return satisfies(observed.value, answer);
    return observed.value == answer;
}

bool isBelieved(const Question &question, const Observed &observed, const Observer &observer)
{
    if (question.believed.isEmpty() || !observed.known)
        return false;
    if (question.kind == QuestionKind::Landing)
        return observer.socketNamed(question.believed, observed.step) == observed.socket;
    return satisfies(observed.value, question.believed);
}

} // namespace zocalo::lesson
