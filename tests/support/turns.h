// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "tests/support/actingpacer.h"

#include <csignal>

/// What tests of free play say: who does what, on which socket.
namespace zocalo::testing {

using lesson::Action;
using lesson::ActionKind;
using world::Process;
using world::Socket;
using world::World;

/// What the user does next; nothing: the run may end.
using Turn = std::function<std::optional<Action>(const World &)>;

inline const Process &process(const World &world, const char *name)
{
    const Process *const found = world.processNamed(QLatin1String(name));
    Q_ASSERT(found != nullptr);
    return *found;
}

/// The newest open socket of that process.
inline const Socket *openSocket(const World &world, const char *name)
{
    const world::ProcessId owner = process(world, name).id;
    const Socket *found = nullptr;
    for (const Socket &socket : world.sockets()) {
        for (const world::Owner &each : socket.owners) {
            found = each.process == owner ? &socket : found;
        }
    }
    return found;
}

/// The server's end of the newest connection of that client.
inline const Socket *acceptedOf(const World &world, const char *client)
{
    const Socket *const own = openSocket(world, client);
    return own == nullptr ? nullptr : world.socket(own->peerSocket);
}

inline Action act(const World &world, ActionKind kind, const char *who, const Socket *on = nullptr)
{
    Action action;
    action.kind = kind;
    action.process = process(world, who).id;
    action.socket = on == nullptr ? 0 : on->id;
    return action;
}

inline Action send(const World &world, const char *who, const Socket *on, const char *text)
{
    Action action = act(world, ActionKind::Send, who, on);
    action.text = QString::fromUtf8(text);
    return action;
}

/// One turn after the other.
inline ActingPacer::Act turns(QList<Turn> list)
{
    return [list, next = 0](const World &world) mutable -> std::optional<Action> {
        return next < list.size() ? list.at(next++)(world) : std::nullopt;
    };
}

inline bool isThere(qint64 pid) { return ::kill(static_cast<pid_t>(pid), 0) == 0; }

/// The names of the calls that were entered after the first `from` events, with the process: "A connect".
inline QStringList callsSince(const ActingPacer &pacer, qsizetype from)
{
    QStringList calls;
    for (const history::Event &event : pacer.events().mid(from)) {
        if (const auto *entered = std::get_if<history::CallEntered>(&event.data)) {
            calls.append(pacer.world().process(entered->process)->letter + QLatin1Char(' ') +
                         QString::fromLatin1(trace::callName(entered->record.call).data()));
        }
    }
    return calls;
}

} // namespace zocalo::testing
