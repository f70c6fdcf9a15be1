// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "tests/app/figure/pictures.h"
#include "tests/support/historybuilder.h"

/// Making pictures at the level mechanism for its test, and looking into them.
namespace zocalo::test::mechanism {

using figure::DisplayList;
using figure::NodeKind;
using test::countOf;
using test::textsOf;
using test::timelineOf;

inline DisplayList pictureAt(const world::Timeline &timeline, int step, double progress, lesson::Kind kind,
                             const QSizeF &size = {1920, 1080})
{
    return picture(timeline, step, progress, kind, lesson::Detail::Mechanism, size);
}

inline bool hasText(const DisplayList &list, const QString &text) { return textsOf(list).contains(text); }

/// In the size of a projector.
inline DisplayList pictureOf(const world::Timeline &timeline, int step, double progress, lesson::Kind kind,
                             lesson::Detail detail)
{
    return picture(timeline, step, progress, kind, detail, {1920, 1080});
}

inline bool containsText(const DisplayList &list, const QString &part)
{
    const QStringList texts = textsOf(list);
    return std::any_of(texts.begin(), texts.end(), [&](const QString &text) { return text.contains(part); });
}

/// The first step after `from` whose moment is of that kind and call; -1 if there is none.
inline int stepWith(const world::Timeline &timeline, world::MomentKind kind, trace::Call call, int from = 0)
{
    for (int step = from; step < timeline.stepCount(); ++step) {
        if (timeline.world(step).moment().kind == kind && timeline.world(step).moment().name == call)
            return step;
    }
    return -1;
}

/// Rows of the demultiplexing table, and which of them are yellow.
struct Rows
{
    QList<quint64> all;
    QList<quint64> yellow;
};

inline Rows rowsOf(const DisplayList &list)
{
    Rows rows;
    for (qsizetype i = 0; i < list.nodes().size(); ++i) {
        const figure::Node &node = list.nodes().at(i);
        if (node.kind != NodeKind::Row)
            continue;
        rows.all.append(node.id);
        const bool yellow = std::any_of(list.items().begin(), list.items().end(), [&](const figure::Item &item) {
            const auto *shape = std::get_if<figure::Shape>(&item.data);
            return shape && item.node == i && shape->fill == figure::Colour(figure::Tone::Match);
        });
        if (yellow)
            rows.yellow.append(node.id);
    }
    return rows;
}

/// The bracket under "deduced, not observed"; null if there is none.
inline QRectF bracketOf(const DisplayList &list)
{
    for (const figure::Item &item : list.items()) {
        const auto *shape = std::get_if<figure::Shape>(&item.data);
        if (shape && shape->path.elementCount() == 4 && shape->width == 2.4 && item.node < 0 &&
            shape->stroke == figure::Colour(figure::Tone::Secondary))
            return shape->path.boundingRect();
    }
    return {};
}

/// What the hollow lanes cover, without their ends' roundness.
inline QRectF lanesOf(const DisplayList &list)
{
    QRectF lanes;
    for (const figure::Node &node : list.nodes()) {
        if (node.kind == NodeKind::Lane)
            lanes |= node.rect;
    }
    return lanes;
}

/// A history for a case that the twin run does not have: `clients` on TCP, all connected, none accepted.
struct Crowd
{
    test::HistoryBuilder build;
    history::ProcessId server = 0;
    history::SocketId listener = 0;
    QList<history::ProcessId> clients;
    QList<history::SocketId> sockets;

    explicit Crowd(int count)
    {
        build.setSnapshots(true);
        server = build.start("tcp.server", history::Role::Server, "S", "tcp");
        for (int i = 0; i < count; ++i) {
            const QString letter(QChar(u'A' + i));
            clients << build.start("tcp." + letter, history::Role::Client, letter, "tcp", i);
        }
        listener = build.socket(server, kernel::Protocol::Tcp);
        build.bind(listener, "127.0.0.1:9000");
        build.listen(listener, 16);
        for (const history::ProcessId client : clients) {
            sockets << build.socket(client, kernel::Protocol::Tcp);
            build.connect(sockets.last(), "127.0.0.1:9000");
        }
    }
};

} // namespace zocalo::test::mechanism
