// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/figure/thing.h"

#include <algorithm>

namespace zocalo::figure {

namespace {

bool isOwner(const world::Socket &socket, world::ProcessId process)
{
    const auto owns = [process](const world::Owner &owner) { return owner.process == process; };
    return std::any_of(socket.owners.begin(), socket.owners.end(), owns) ||
           (socket.owners.isEmpty() && socket.creator == process);
}

/// How well a node shows its thing: 0 best.
int rank(NodeKind kind)
{
    switch (kind) {
    case NodeKind::Process:
    case NodeKind::Message:
    case NodeKind::Socket:
    case NodeKind::Listener:
    case NodeKind::Child:
        return 0;
    case NodeKind::Row:
        return 1;
    case NodeKind::Queue:
        return 2;
    default:
        return 3;
    }
}

} // namespace

Thing thingOf(const Node &node)
{
    switch (node.kind) {
    case NodeKind::Process:
        return {Thing::Kind::Process, node.id};
    case NodeKind::Socket:
    case NodeKind::Listener:
    case NodeKind::Child:
    case NodeKind::Queue:
    case NodeKind::SendQueue:
    case NodeKind::AcceptQueue:
    case NodeKind::Lane:
    case NodeKind::Row:
        return {Thing::Kind::Socket, node.id};
    case NodeKind::Message:
        return node.id == 0 ? Thing() : Thing{Thing::Kind::Message, node.id}; // 0: the end of a stream
    default:
        return {};
    }
}

Thing thingAt(const DisplayList &list, const QPointF &point)
{
    for (const int index : list.nodesAt(point)) {
        if (const Thing thing = thingOf(list.nodes().at(index)))
            return thing;
    }
    return {};
}

QRectF rectOf(const DisplayList &list, const Thing &thing)
{
    const Node *best = nullptr;
    for (const Node &node : list.nodes()) {
        const bool isIt = thing && thingOf(node) == thing && !node.rect.isEmpty();
        if (isIt && (best == nullptr || rank(node.kind) < rank(best->kind)))
            best = &node;
    }
    return best == nullptr ? QRectF() : best->rect;
}

QRectF lettersOf(const Text &text)
{
    QRectF letters;
    for (const TextRun &run : text.runs)
        letters |= QRectF(text.bounds.left(), run.baseline.y() - 0.74 * run.size, text.bounds.width(), 0.96 * run.size);
    return letters;
}

namespace {

/// The plate that words stand on, where they have one; else the words.
QRectF plateOf(const DisplayList &list, const QRectF &words)
{
    const QSizeF most(words.width() + 2 * words.height(), 2.2 * words.height());
    for (const Item &item : list.items()) {
        const QRectF plate = std::holds_alternative<Shape>(item.data) ? item.bounds() : QRectF();
        if (plate.contains(words) && plate.width() <= most.width() && plate.height() <= most.height())
            return plate;
    }
    return words;
}

/// A ring there, with the words that it would run through.
Ring ringAt(const DisplayList &list, const QRectF &rect, double width)
{
    const double half = width / 2;
    Ring ring{rect, {}};
    for (const Item &item : list.items()) {
        const auto *text = std::get_if<Text>(&item.data);
        const QRectF words = text ? lettersOf(*text) : QRectF();
        if (!words.isEmpty() && rect.adjusted(-half, -half, half, half).intersects(words) &&
            !rect.adjusted(half, half, -half, -half).contains(words))
            ring.words.append(plateOf(list, words));
    }
    return ring;
}

} // namespace

Ring ringOf(const DisplayList &list, const Thing &thing, double gap, double width)
{
    constexpr double Farthest = 40; // a label on a thing's edge, with its frame
    const QRectF place = rectOf(list, thing);
    if (place.isEmpty())
        return {};
    Ring best;
    // Nearer where that spares words.
    for (const double near : {1.0, 0.6, 0.2}) {
        const double away = near * gap;
        const Ring ring = ringAt(list, place.adjusted(-away, -away, away, away), width);
        if (best.rect.isEmpty() || ring.words.size() < best.words.size())
            best = ring;
        if (best.words.isEmpty())
            return best;
    }
    // Or around a label that stands on the thing's edge.
    QRectF around = place;
    for (const QRectF &words : std::as_const(best.words))
        around |= words;
    const QRectF near = place.adjusted(-Farthest, -Farthest, Farthest, Farthest);
    const double away = std::max(gap / 2, width);
    const Ring wider = ringAt(list, around.adjusted(-away, -away, away, away), width);
    return near.contains(around) && wider.words.isEmpty() ? wider : best;
}

QList<Thing> thingsShown(const DisplayList &list, const world::World &world)
{
    QList<Thing> things;
    const auto add = [&](const Thing &thing) {
        if (!things.contains(thing) && !rectOf(list, thing).isEmpty())
            things.append(thing);
    };
    for (const world::Process &process : world.processes()) {
        add({Thing::Kind::Process, process.id});
        for (const world::Socket &socket : world.sockets()) {
            if (!isOwner(socket, process.id))
                continue;
            add({Thing::Kind::Socket, socket.id});
            for (const world::QueuedBytes &bytes : socket.receiveQueue)
                add({Thing::Kind::Message, bytes.message});
        }
    }
    // What is on its way, or was read.
    for (const Node &node : list.nodes()) {
        if (node.kind == NodeKind::Message && node.id != 0)
            add(thingOf(node));
    }
    return things;
}

const world::Process *processOf(const Thing &thing, const world::World &world)
{
    switch (thing.kind) {
    case Thing::Kind::Process:
        return world.process(static_cast<world::ProcessId>(thing.id));
    case Thing::Kind::Socket: {
        const world::Socket *socket = world.socket(thing.id);
        if (socket == nullptr)
            return nullptr;
        return world.process(socket->owners.isEmpty() ? socket->creator : socket->owners.first().process);
    }
    case Thing::Kind::Message: {
        const world::Message *message = world.message(static_cast<world::MessageId>(thing.id));
        return message == nullptr ? nullptr : world.process(message->senderProcess);
    }
    case Thing::Kind::None:
        break;
    }
    return nullptr;
}

} // namespace zocalo::figure
