// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/cli/commands.h"

#include "app/cli/figurerequest.h"
#include "app/figure/fonts.h"
#include "app/figure/statesfigure.h"

namespace zocalo::cli {

namespace {

const world::Process *processCalled(const world::World &world, const QString &name)
{
    if (const world::Process *named = world.processNamed(name)) {
        return named;
    }
    for (const world::Process &process : world.processes()) {
        if (process.letter == name) {
            return &process;
        }
    }
    return nullptr;
}

/// Of the sockets that a process made, those that it accepted come after its own.
world::SocketId firstSocketOf(const world::World &world, world::ProcessId process)
{
    for (const world::Socket &socket : world.sockets()) {
        if (socket.creator == process) {
            return socket.id;
        }
    }
    return 0;
}

/// The socket that `name` means: "tcp.A" or "A", the first socket of that process; "tcp.server/4", what that descriptor
/// meant at the step, or at the nearest one before it, or after it, at which it meant a socket. 0: none.
world::SocketId socketNamed(const world::Timeline &timeline, int step, const QString &name)
{
    const qsizetype slash = name.lastIndexOf(QLatin1Char('/'));
    const world::Process *process = processCalled(timeline.world(step), slash < 0 ? name : name.left(slash));
    if (!process) {
        return 0;
    }
    const world::ProcessId id = process->id;
    if (slash < 0) {
        return firstSocketOf(timeline.world(step), id);
    }
    bool isNumber = false;
    const int fd = name.mid(slash + 1).toInt(&isNumber);
    const auto meant = [&](int at) {
        const world::Socket *socket = timeline.world(at).socketAt(id, fd);
        return socket ? socket->id : 0;
    };
    for (int at = step; isNumber && at >= 0; --at) {
        if (const world::SocketId socket = meant(at)) {
            return socket;
        }
    }
    for (int at = step + 1; isNumber && at < timeline.stepCount(); ++at) {
        // It must be there at the step that is shown: a child that waits to be accepted.
        if (const world::SocketId socket = meant(at); socket && timeline.world(step).socket(socket)) {
            return socket;
        }
    }
    return 0;
}

} // namespace

int Commands::figureStates(const Request &request, const PlayedLesson &played, int step, const QSize &size)
{
    const QString name = request.value(QStringLiteral("states"));
    const world::SocketId id = socketNamed(played.timeline, step, name);
    figure::FigureInput input = inputOf(request, played, step);
    input.size = size;
    const world::Socket *socket = input.now.socket(id);
    if (!socket) {
        QStringList processes;
        for (const world::Process &process : input.now.processes()) {
            processes << process.name;
        }
        complain(
            tr("At this step there is no socket \"%1\": --states takes PROCESS or PROCESS/FD. The processes are: %2.")
                .arg(name, processes.join(QStringLiteral(", "))));
        return Failed;
    }
    figure::loadFonts();
    const world::StateHistory history = world::stateHistory(played.timeline, step, id);
    return writeFigures(request, figure::StatesFigure::build(input, *socket, history), input);
}

} // namespace zocalo::cli
