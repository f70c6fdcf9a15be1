// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
// What a play does once the user has acted: the script is set aside, and each action becomes calls like any other.
#include "core/lesson/actions.h"
#include "core/lesson/play.h"

#include <algorithm>

#include <sys/socket.h>

namespace zocalo::lesson {
namespace {

constexpr int kMostReceived = 1024; ///< bytes that a receive of the user's asks for

trace::Call callOf(ActionKind kind)
{
    using trace::Call;
    switch (kind) {
    case ActionKind::Send:
        return Call::Send;
    case ActionKind::SendTo:
        return Call::Sendto;
    case ActionKind::Accept:
        return Call::Accept;
    case ActionKind::Receive:
        return Call::Recv;
    case ActionKind::ReceiveFrom:
        return Call::Recvfrom;
    case ActionKind::Shutdown:
        return Call::Shutdown;
    default:
        return Call::Close;
    }
}

/// The client that comes after those that a server has: letters go on, and then numbers.
ProcessPlan nextClient(const world::World &world, const world::Process &server)
{
    ProcessPlan plan;
    bool numbered = false;
    for (const world::Process &process : world.processes()) {
        if (process.role == history::Role::Client && process.group == server.group) {
            plan.ordinal = std::max(plan.ordinal, process.ordinal + 1);
            numbered = numbered || (!process.letter.isEmpty() && process.letter.front().isDigit());
        }
    }
    plan.role = history::Role::Client;
    plan.group = server.group;
    plan.letter = numbered || plan.ordinal >= kMaxLetters ? QString::number(plan.ordinal + 1)
                                                          : QString(QChar(u'A' + plan.ordinal));
    plan.name = plan.group.isEmpty() ? plan.letter : plan.group + QLatin1Char('.') + plan.letter;
    return plan;
}

} // namespace

void Play::takeActions()
{
    while (const std::optional<Action> action = m_pacer.takeAction()) {
        m_todo.enqueue(*action);
        if (!m_free) {
            m_free = true;
            std::fill(m_toCome.begin(), m_toCome.end(), QList<int>());
        }
    }
}

Status Play::improvise()
{
    for (bool over = false; !over;) {
        Status status = buryDead();
        if (status) {
            status = settle();
        }
        if (status && m_ends.isEmpty()) {
            status = m_todo.isEmpty() ? awaitAction(over) : act(m_todo.dequeue());
        }
        // Whoever died is buried at the next turn: the others go on.
        if (!status && status.error().code != ErrorCode::ProcessDied) {
            return status;
        }
    }
    return {};
}

Status Play::awaitAction(bool &over)
{
    for (;;) {
        switch (m_pacer.awaitAction()) {
        case Pacer::Answer::GoOn:
            takeActions();
            over = m_todo.isEmpty();
            return {};
        case Pacer::Answer::Stop:
            return Error{ErrorCode::Stopped, {}, {}, 0};
        case Pacer::Answer::Wait:
            break;
        }
        if (const Status advanced = m_run.advance(run::Run::Patience::zero()); !advanced) {
            return advanced;
        }
        // Somebody was killed from outside, or woke up by itself: a connect() that was answered late.
        if (!m_ends.isEmpty() || !m_returns.isEmpty()) {
            return {};
        }
    }
}

Status Play::act(const Action &action)
{
    if (const Obstacle obstacle = obstacleTo(m_world, action, m_script.maxClients); obstacle != Obstacle::None) {
        m_pacer.refused(action, obstacle);
        return {};
    }
    switch (action.kind) {
    case ActionKind::AddClient:
        return addClient(action);
    case ActionKind::OpenSocket:
        return openSocket(action);
    case ActionKind::Connect:
    case ActionKind::SecondConnection:
        return connectSocket(action);
    case ActionKind::Kill:
        return killProcess(action.process);
    default:
        return callOnSocket(action);
    }
}

Status Play::addClient(const Action &action)
{
    const world::Process &server = *m_world.process(action.process);
    const bool isUdp = doorOf(m_world, server)->protocol == kernel::Protocol::Udp;
    const ProcessPlan plan = nextClient(m_world, server);
    history::ProcessStarted peer;
    peer.name = plan.name;
    peer.group = plan.group;
    peer.letter = plan.letter;
    peer.role = plan.role;
    peer.ordinal = plan.ordinal;
    if (const Status started = m_run.startPeers({peer}); !started) {
        return started;
    }
    m_cast.add(plan);
    m_toCome.append(QList<int>());
    recordNextCalls();
    Action next;
    next.kind = isUdp ? ActionKind::OpenSocket : ActionKind::Connect;
    next.process = *m_cast.process(plan.name);
    m_todo.prepend(next);
    return {};
}

CallPlan Play::planFor(history::ProcessId process, trace::Call call, history::SocketId socket)
{
    CallPlan plan;
    plan.process = m_cast.name(process);
    plan.call = call;
    plan.on = m_cast.nameOf(process, socket);
    plan.blocks = true; // nothing is expected of it: what falls asleep stays so
    return plan;
}

QString Play::addressOf(history::SocketId socket) const
{
    const world::Socket *const known = m_world.socket(socket);
    if (known == nullptr) {
        return {};
    }
    const QString name = m_cast.nameOf(known->creator, socket);
    return QLatin1Char('@') + m_cast.name(known->creator) + QLatin1Char('.') + name;
}

Status Play::openSocket(const Action &action)
{
    const world::Socket &door = *doorOf(m_world, *serverOf(m_world, *m_world.process(action.process)));
    CallPlan plan = planFor(action.process, trace::Call::Socket, 0);
    plan.protocol = door.protocol == kernel::Protocol::Udp ? QStringLiteral("udp") : QStringLiteral("tcp");
    plan.as = QStringLiteral("socket-%1").arg(m_told + 1);
    m_improvised.push_back(plan);
    return direct(m_improvised.back());
}

Status Play::connectSocket(const Action &action)
{
    const world::Socket &door = *doorOf(m_world, *serverOf(m_world, *m_world.process(action.process)));
    const QString address = addressOf(door.id);
    // A socket that it made already, and that is not connected, comes first.
    const auto unused = [&] {
        const auto found = std::find_if(m_world.sockets().begin(), m_world.sockets().end(), [&](const auto &socket) {
            return socket.protocol == kernel::Protocol::Tcp && !socket.listening && socket.remote.port == 0 &&
                   std::any_of(socket.owners.begin(), socket.owners.end(),
                               [&](const world::Owner &owner) { return owner.process == action.process; });
        });
        return found == m_world.sockets().end() ? history::SocketId(0) : found->id;
    };
    history::SocketId socket = unused();
    if (socket == 0) {
        if (const Status opened = openSocket(action); !opened) {
            return opened;
        }
        socket = unused();
    }
    if (socket == 0) { // socket() failed, and its errno is in the history: EMFILE
        return {};
    }
    CallPlan plan = planFor(action.process, trace::Call::Connect, socket);
    plan.address = address;
    m_improvised.push_back(plan);
    return direct(m_improvised.back());
}

Status Play::callOnSocket(const Action &action)
{
    CallPlan plan = planFor(action.process, callOf(action.kind), action.socket);
    plan.payload = {action.text, action.text};
    plan.number = action.kind == ActionKind::Shutdown ? SHUT_WR : kMostReceived;
    if (action.kind == ActionKind::Accept) {
        plan.as = QStringLiteral("socket-%1").arg(m_told + 1);
    }
    if (action.target != 0) {
        plan.address = addressOf(action.target);
    }
    m_improvised.push_back(plan);
    return direct(m_improvised.back());
}

Status Play::killProcess(history::ProcessId process)
{
    m_run.kill(process);
    // "Died" is what is waited for: improvise() takes it from there.
    return waitUntil([] { return false; }, process, QStringLiteral("kill"));
}

Status Play::buryDead()
{
    while (!m_ends.isEmpty()) {
        // Its sockets were closed: whoever that wakes is on its way.
        if (const Status quiet = waitUntilQuiet(); !quiet) {
            return quiet;
        }
        const history::Event event = m_ends.takeFirst();
        const history::ProcessId process = std::get<history::ProcessEnded>(event.data).process;
        recordPendingOf(process);
        m_open.removeIf([process](const auto &open) { return open.value().process == process; });
        record(event);
        if (const Status played = moment({}); !played) {
            return played;
        }
    }
    return {};
}

} // namespace zocalo::lesson
