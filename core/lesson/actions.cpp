// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/lesson/actions.h"

#include <algorithm>

namespace zocalo::lesson {
namespace {

using kernel::Protocol;
using kernel::State;
using world::Activity;
using world::Process;
using world::Role;
using world::Socket;
using world::World;

bool isOwner(const Socket &socket, world::ProcessId process)
{
    return std::any_of(socket.owners.begin(), socket.owners.end(),
                       [process](const world::Owner &owner) { return owner.process == process; });
}

/// Its own FIN was sent: by shutdown(SHUT_WR), for it still has a descriptor.
bool hasEndedItsDirection(State state)
{
    return state == State::FinWait1 || state == State::FinWait2 || state == State::LastAck || state == State::Closing ||
           state == State::TimeWait;
}

/// It has, or had until it was reset, another end.
bool isConnection(const Socket &socket)
{
    return socket.protocol == Protocol::Tcp && !socket.listening && socket.remote.port != 0 &&
           socket.state != State::SynSent;
}

/// A receive on a connection returns at once: bytes, the end of the stream, or an error are there.
bool hasSomethingToTell(const Socket &socket)
{
    if (!socket.receiveQueue.isEmpty() || socket.kernelReceiveQueue > 0) {
        return true;
    }
    return socket.protocol == Protocol::Tcp && socket.state != State::Established && socket.state != State::FinWait1 &&
           socket.state != State::FinWait2;
}

bool isInCall(const Process &process, const Socket &socket, bool (*kind)(trace::Call))
{
    return std::any_of(process.openCalls.begin(), process.openCalls.end(), [&](const world::OpenCall &call) {
        return call.socket == socket.id && kind(call.call) && call.asleep;
    });
}

/// Collects the choices of one process.
class PossibleActions
{
public:
    PossibleActions(const World &world, const Process &process, int maxClients)
        : m_world(world), m_process(process), m_maxClients(maxClients)
    {
        for (const Socket &socket : world.sockets()) {
            if (isOwner(socket, process.id)) {
                m_own.append(&socket);
            }
        }
    }

    QList<Choice> all()
    {
        if (m_process.role == Role::Server) {
            add(ActionKind::AddClient, addObstacle());
        } else if (m_process.role == Role::Client) {
            addOpenings();
        } else {
            return {};
        }
        add(ActionKind::Kill, Obstacle::None);
        for (const Socket *socket : std::as_const(m_own)) {
            addSocket(*socket);
        }
        addChildren();
        if (m_process.activity == Activity::Ended) {
            for (Choice &choice : m_choices) {
                const bool isDoneByOthers = choice.action.kind == ActionKind::AddClient;
                choice.obstacle = isDoneByOthers ? choice.obstacle : Obstacle::ProcessDead;
            }
        }
        return m_choices;
    }

private:
    void add(ActionKind kind, Obstacle obstacle, world::SocketId socket = 0, world::SocketId target = 0)
    {
        m_choices.append({{kind, m_process.id, socket, target}, obstacle});
    }

    Obstacle addObstacle() const
    {
        if (doorOf(m_world, m_process) == nullptr) {
            return Obstacle::NoServerSocket;
        }
        return clientCount(m_world, m_process) < m_maxClients ? Obstacle::None : Obstacle::TooManyClients;
    }

    void addOpenings()
    {
        const Process *const server = serverOf(m_world, m_process);
        const Socket *const door = server == nullptr ? nullptr : doorOf(m_world, *server);
        if (door != nullptr && door->protocol == Protocol::Udp) {
            add(ActionKind::OpenSocket, m_own.isEmpty() ? Obstacle::None : Obstacle::AlreadyOpen);
            return;
        }
        const auto connected =
            std::count_if(m_own.begin(), m_own.end(), [](const Socket *socket) { return isConnection(*socket); });
        const Obstacle noDoor = door == nullptr ? Obstacle::NoServerSocket : Obstacle::None;
        const bool connecting = std::any_of(m_own.begin(), m_own.end(),
                                            [](const Socket *socket) { return socket->state == State::SynSent; });
        const Obstacle asleep = connecting ? Obstacle::AlreadyAsleep : noDoor;
        add(ActionKind::Connect, connected > 0 ? Obstacle::AlreadyConnected : asleep);
        add(ActionKind::SecondConnection, connected == 0  ? Obstacle::NotConnected
                                          : connected > 1 ? Obstacle::TwoConnections
                                                          : asleep);
    }

    void addSocket(const Socket &socket)
    {
        if (socket.protocol == Protocol::Udp) {
            addTargets(socket);
            add(ActionKind::ReceiveFrom, receiveObstacle(socket), socket.id);
        } else if (socket.listening) {
            const bool asleep = isInCall(m_process, socket, trace::isAccept);
            add(ActionKind::Accept,
                asleep                         ? Obstacle::AlreadyAsleep
                : socket.acceptQueue.isEmpty() ? Obstacle::NothingWaiting
                                               : Obstacle::None,
                socket.id);
        } else {
            const bool connected = isConnection(socket);
            const Obstacle obstacle = connected ? Obstacle::None : Obstacle::NotConnected;
            add(ActionKind::Send, obstacle, socket.id);
            add(ActionKind::Receive, connected ? receiveObstacle(socket) : obstacle, socket.id);
            const bool reset = socket.state == State::Close;
            add(ActionKind::Shutdown,
                !connected || reset                  ? Obstacle::NotConnected
                : hasEndedItsDirection(socket.state) ? Obstacle::AlreadyShutDown
                                                     : Obstacle::None,
                socket.id);
        }
        add(ActionKind::Close, Obstacle::None, socket.id);
    }

    Obstacle receiveObstacle(const Socket &socket) const
    {
        if (isInCall(m_process, socket, trace::isReceive)) {
            return Obstacle::AlreadyAsleep;
        }
        return hasSomethingToTell(socket) ? Obstacle::None : Obstacle::QueueEmpty;
    }

    /// A UDP client sends to its server, the server to each client.
    void addTargets(const Socket &socket)
    {
        if (m_process.role == Role::Client) {
            const Process *const server = serverOf(m_world, m_process);
            const Socket *const door = server == nullptr ? nullptr : doorOf(m_world, *server);
            add(ActionKind::SendTo, door == nullptr ? Obstacle::NoServerSocket : Obstacle::None, socket.id,
                door == nullptr ? 0 : door->id);
            return;
        }
        for (const Socket &other : m_world.sockets()) {
            const Process *const creator = m_world.process(other.creator);
            if (other.protocol == Protocol::Udp && creator != nullptr && creator->role == Role::Client &&
                creator->group == m_process.group && !other.closed) {
                add(ActionKind::SendTo, other.local.port == 0 ? Obstacle::NoAddress : Obstacle::None, socket.id,
                    other.id);
            }
        }
    }

    /// What waits in an accept queue can do nothing yet, and is shown all the same.
    void addChildren()
    {
        for (const Socket *socket : std::as_const(m_own)) {
            for (const world::SocketId child : socket->acceptQueue) {
                for (const ActionKind kind : {ActionKind::Send, ActionKind::Receive, ActionKind::Close}) {
                    add(kind, Obstacle::NotAccepted, child);
                }
            }
        }
    }

    const World &m_world;
    const Process &m_process;
    int m_maxClients;
    QList<const Socket *> m_own; ///< those it has a descriptor of
    QList<Choice> m_choices;
};

} // namespace

QList<Choice> possibleActions(const World &world, int maxClients)
{
    QList<Choice> choices;
    for (const Process &process : world.processes()) {
        choices += PossibleActions(world, process, maxClients).all();
    }
    return choices;
}

QList<Choice> choicesOf(const QList<Choice> &choices, world::ProcessId process, world::SocketId socket)
{
    QList<Choice> found;
    std::copy_if(choices.begin(), choices.end(), std::back_inserter(found), [=](const Choice &choice) {
        return choice.action.process == process && choice.action.socket == socket;
    });
    return found;
}

bool wouldWait(Obstacle obstacle) { return obstacle == Obstacle::NothingWaiting || obstacle == Obstacle::QueueEmpty; }

Obstacle obstacleTo(const World &world, const Action &action, int maxClients)
{
    const Process *const process = world.process(action.process);
    if (process == nullptr) {
        return Obstacle::NoSuchAction;
    }
    const QList<Choice> choices = PossibleActions(world, *process, maxClients).all();
    const auto found = std::find_if(choices.begin(), choices.end(), [&action](const Choice &choice) {
        return choice.action.kind == action.kind && choice.action.socket == action.socket &&
               choice.action.target == action.target;
    });
    if (found == choices.end()) {
        return process->activity == Activity::Ended ? Obstacle::ProcessDead : Obstacle::NoSuchAction;
    }
    if (found->obstacle != Obstacle::None && !(action.mayWait && wouldWait(found->obstacle))) {
        return found->obstacle;
    }
    if (action.kind != ActionKind::Send && action.kind != ActionKind::SendTo) {
        return Obstacle::None;
    }
    const qsizetype bytes = action.text.toUtf8().size();
    return bytes == 0 ? Obstacle::TextEmpty : bytes > kMaxActionText ? Obstacle::TextTooLong : Obstacle::None;
}

const Process *serverOf(const World &world, const Process &client)
{
    const auto found =
        std::find_if(world.processes().begin(), world.processes().end(), [&client](const Process &process) {
            return process.role == Role::Server && process.group == client.group;
        });
    return found == world.processes().end() ? nullptr : &*found;
}

const Socket *doorOf(const World &world, const Process &server)
{
    const Socket *door = nullptr;
    for (const Socket &socket : world.sockets()) {
        const bool isDoor = socket.creator == server.id && socket.acceptOrdinal == 0 && socket.listener == 0 &&
                            socket.local.port != 0 && (socket.protocol == Protocol::Udp || socket.listening);
        if (isDoor && (door == nullptr || door->closed)) {
            door = &socket;
        }
    }
    return door;
}

int clientCount(const World &world, const Process &server)
{
    return static_cast<int>(
        std::count_if(world.processes().begin(), world.processes().end(), [&server](const Process &process) {
            return process.role == Role::Client && process.group == server.group;
        }));
}

} // namespace zocalo::lesson
