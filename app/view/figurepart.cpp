// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/view/figurepart.h"

#include "app/beside/headedfigure.h"
#include "app/panels/spokentext.h"

#include <algorithm>

namespace zocalo::view {

using figure::Node;
using figure::NodeKind;
using figure::Thing;

namespace {

/// The node that shows a part; nullptr if there is none. A thing may have several: they are not asked for here.
const Node *nodeOf(const figure::DisplayList &list, const FigurePart &part)
{
    switch (part.kind) {
    case FigurePart::Kind::Caption:
        return list.node(NodeKind::Caption, 0);
    case FigurePart::Kind::Remark:
        return list.node(NodeKind::Caption, beside::HeadedFigure::RemarkNode);
    case FigurePart::Kind::Headline:
        return list.node(NodeKind::Headline, part.id);
    case FigurePart::Kind::ReceiveQueue:
        return list.node(NodeKind::Queue, part.thing.id);
    case FigurePart::Kind::SendQueue:
        return list.node(NodeKind::SendQueue, part.thing.id);
    case FigurePart::Kind::AcceptQueue:
        return list.node(NodeKind::AcceptQueue, part.thing.id);
    case FigurePart::Kind::Thing:
        break;
    }
    return nullptr;
}

} // namespace

size_t qHash(const FigurePart &part, size_t seed)
{
    return qHashMulti(seed, quint8(part.kind), quint8(part.thing.kind), part.thing.id, part.id);
}

QList<FigurePart> partsOf(const figure::DisplayList &list, const QList<Thing> &things)
{
    QList<FigurePart> parts;
    const auto add = [&](const FigurePart &part) {
        if (!parts.contains(part) && !rectOf(list, part).isEmpty()) {
            parts.append(part);
        }
    };
    add({FigurePart::Kind::Remark, {}, 0});
    add({FigurePart::Kind::Caption, {}, 0});
    for (const Node &node : list.nodes()) {
        if (node.kind == NodeKind::Headline) {
            add({FigurePart::Kind::Headline, {}, node.id});
        }
    }
    for (const Thing &thing : things) {
        parts.append({FigurePart::Kind::Thing, thing, 0});
        if (thing.kind == Thing::Kind::Socket) {
            add({FigurePart::Kind::AcceptQueue, thing, 0});
            add({FigurePart::Kind::ReceiveQueue, thing, 0});
            add({FigurePart::Kind::SendQueue, thing, 0});
        }
    }
    return parts;
}

QRectF rectOf(const figure::DisplayList &list, const FigurePart &part)
{
    if (part.kind == FigurePart::Kind::Thing) {
        return figure::rectOf(list, part.thing);
    }
    const Node *const node = nodeOf(list, part);
    return node ? node->rect : QRectF();
}

QString nameOf(const figure::DisplayList &list, const FigurePart &part, const play::Playback &playback)
{
    const panels::SpokenText texts(playback.timeline(), playback.step());
    switch (part.kind) {
    case FigurePart::Kind::Thing:
        return texts.name(part.thing);
    case FigurePart::Kind::ReceiveQueue:
        return texts.receiveQueue(part.thing.id);
    case FigurePart::Kind::AcceptQueue:
        return texts.acceptQueue(part.thing.id);
    case FigurePart::Kind::SendQueue:
    case FigurePart::Kind::Caption:
    case FigurePart::Kind::Remark:
    case FigurePart::Kind::Headline:
        break;
    }
    const Node *const node = nodeOf(list, part);
    return node ? node->name : QString();
}

QString descriptionOf(const FigurePart &part, const play::Playback &playback)
{
    const panels::SpokenText texts(playback.timeline(), playback.step());
    switch (part.kind) {
    case FigurePart::Kind::Thing:
        return texts.description(part.thing);
    case FigurePart::Kind::ReceiveQueue:
        return texts.receiveQueueContents(part.thing.id);
    default:
        return {};
    }
}

} // namespace zocalo::view
