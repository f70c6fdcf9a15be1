// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "app/figure/narrator.h"
#include "app/text/language.h"
#include "core/world/timeline.h"
#include "tests/support/historybuilder.h"

#include <QTest>

#include <cerrno>
#include <sys/socket.h>

namespace zocalo::test::captions {

using history::SocketId;
using kernel::Protocol;

inline constexpr auto Address = "127.0.0.1:9000";
inline const QString NobodyThere = QStringLiteral("As far as was observed, no socket is there to take");

/// A server and a client of the user's, connected over TCP.
struct Connection
{
    Connection()
    {
        build.setSnapshots(true);
        const auto server = build.start("srv.py");
        const auto program = build.start("cl.py");
        listener = build.socket(server, Protocol::Tcp);
        build.bind(listener, Address);
        build.listen(listener);
        client = build.socket(program, Protocol::Tcp);
        build.connect(client, Address);
        accepted = build.accept(listener);
    }

    HistoryBuilder build;
    SocketId listener = 0;
    SocketId client = 0;
    SocketId accepted = 0;
};

inline figure::FigureInput inputOf(const world::World &world)
{
    figure::FigureInput input{world};
    input.kind = lesson::Kind::Pair;
    return input;
}

/// What is said of the moment that the history has come to.
template <class Teller = figure::Narrator>
QString captionOf(const HistoryBuilder &build)
{
    world::World world;
    for (const history::Event &event : build.events())
        world.apply(event);
    return Teller(inputOf(world)).caption().replace(QChar(QChar::Nbsp), QLatin1Char(' '));
}

inline world::World worldOf(const HistoryBuilder &build)
{
    world::World world;
    for (const history::Event &event : build.events())
        world.apply(event);
    return world;
}

/// A call on that socket, as it is entered.
inline trace::Record recordOf(const HistoryBuilder &build, SocketId socket, trace::Call call)
{
    trace::Record record;
    record.call = call;
    record.fd = build.fdOf(socket);
    record.socket = socket;
    record.requested = 1024;
    return record;
}

/// That call is made, and returns with that.
inline void tell(HistoryBuilder &build, SocketId socket, trace::Record record, qint64 result = 0, int error = 0,
                 const QByteArray &bytes = {})
{
    const auto process = build.ownerOf(socket);
    build.append(history::CallEntered{1000, process, record, {}});
    record.phase = trace::Phase::Return;
    record.result = result;
    record.error = error;
    build.append(history::CallReturned{1000, process, record, bytes});
}

inline QString captionNow(const HistoryBuilder &build) { return captionOf(build); }

} // namespace zocalo::test::captions
