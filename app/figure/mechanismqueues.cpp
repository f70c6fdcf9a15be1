// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
// What waits in the kernel: receive queues, the accept queue, and the yellow focus behind the one that is meant.
#include "app/figure/mechanism.h"

#include "app/figure/mechanismwords.h"
#include "app/figure/textlayout.h"
#include "core/world/backlog.h"

#include <algorithm>
#include <numeric>

namespace zocalo::figure {

namespace {

constexpr double RoomySlot = 256; ///< a child with its bytes beside it
constexpr double NarrowSlot = 96; ///< a child with their number under it, at most
constexpr qsizetype RoomyCount = 2;

quint64 sizeOf(const QList<QueueEntry> &entries)
{
    return std::accumulate(entries.begin(), entries.end(), quint64(0),
                           [](quint64 sum, const QueueEntry &entry) { return sum + entry.size; });
}

} // namespace

void Mechanism::drawFocusBehind()
{
    if (m_scene.focus == 0)
        return;
    const world::Socket *listener = m_scene.listener;
    if (listener && listener->acceptQueue.contains(m_scene.focus))
        return; // its place in the accept queue is yellow
    if (m_scene.cast.serverSocket() && m_scene.focus == m_scene.cast.serverSocket()->id) {
        if (m_scene.isTcp()) {
            const QRectF door = m_grid.listenerDoor().rect();
            const QRectF box = acceptBox();
            const bool empty = listener && listener->acceptQueue.isEmpty();
            const double left = empty ? std::min(box.left(), box.right() - AcceptLabelWidth) : box.left();
            drawFocus(m_list, QRectF(QPointF(left - 12, door.top() - 8), QPointF(door.right() + 8, door.bottom() + 5)));
        } else {
            const QRectF door = m_grid.sharedDoor().rect();
            drawFocus(m_list, door.united(m_grid.sharedQueue()).adjusted(-12, -12, 8, m_scene.reply ? 12 : 56));
        }
        return;
    }
    const int client = m_scene.cast.clientOfSocket(m_scene.focus);
    if (client < 0 || !m_grid.shows(client))
        return;
    const bool compact = m_grid.compact();
    if (m_scene.reply) {
        drawFocus(m_list,
                  QRectF(QPointF(m_grid.leftWall() - 2, m_grid.rowY(client) - (compact ? 46 : 50)),
                         QPointF(m_grid.clientQueue(client).right() + 10, m_grid.rowY(client) + (compact ? 27 : 77))));
        return;
    }
    const ClientPart &part = m_scene.cast.clients().at(client);
    if (!part.accepted || part.accepted->id != m_scene.focus)
        return;
    drawFocus(m_list, m_grid.serverFocus(client));
}

void Mechanism::drawQueues()
{
    for (int i = 0; i < m_scene.clientCount(); ++i) {
        if (m_grid.shows(i))
            drawClientQueue(i);
    }
    if (!m_scene.isTcp()) {
        drawSharedQueue();
        return;
    }
    for (int i = 0; i < m_scene.clientCount(); ++i) {
        if (m_grid.shows(i))
            drawServerQueue(i);
    }
    drawAcceptQueue();
}

void Mechanism::drawServerQueue(int index)
{
    const ClientPart &part = m_scene.cast.clients().at(index);
    if (!part.accepted || part.accepted->closed)
        return;
    const QList<QueueEntry> entries = m_scene.waiting(*part.accepted);
    if (m_scene.reply && entries.isEmpty())
        return;
    const QRectF box = m_grid.serverQueue(index);
    m_list.beginNode(NodeKind::Queue, part.accepted->id,
                     MechanismWords::receiveQueueOf(m_scene.world, *part.accepted, sizeOf(entries)));
    if (!m_grid.compact()) {
        TextStyle style;
        style.size = 18;
        style.weight = 500;
        // Beside a reply's network layer, and beside a table with long PIDs, the queue may be narrower than its name.
        const double width = std::max(box.width() + 20, textWidth(MechanismWords::receiveQueue(), style) + 2);
        const double right = std::min(box.left() - 12 + width, m_grid.serverDoor(index).rect().left() - 4);
        word(MechanismWords::receiveQueue(), {right - width, box.top() - 24, width, 24}, style.size, style.weight,
             Tone::Secondary, Qt::AlignRight | Qt::AlignVCenter);
    }
    drawByteQueue(m_list, box, entries);
    // With small rows a reply's lane passes just there.
    if (!m_grid.compact() || !m_scene.reply)
        word(MechanismWords::queueSize(m_scene.world, *part.accepted, sizeOf(entries)),
             {box.left(), box.bottom(), box.width(), 23}, 18, 600, entries.isEmpty() ? Tone::Secondary : Tone::Ink,
             Qt::AlignRight | Qt::AlignVCenter);
    m_list.endNode();
}

void Mechanism::drawDatagrams(const QRectF &box, const QList<QueueEntry> &entries, bool doorAtRight)
{
    drawQueueBox(m_list, box, true);
    const double height = std::min(box.height() - 10, 46.0);
    double used = 8;
    for (qsizetype i = 0; i < entries.size(); ++i) {
        const QSizeF size = envelopeSize(entries.at(i).name, height);
        const double more = i + 1 < entries.size() ? 46 : 0;
        if (used + size.width() + more > box.width() - 4) {
            const double x = doorAtRight ? box.left() + 4 : box.right() - 48;
            word(QStringLiteral("+%1").arg(entries.size() - i), {x, box.top(), 44, box.height()}, 20, 700, Tone::Ink,
                 Qt::AlignCenter);
            return;
        }
        const double x = doorAtRight ? box.right() - used - size.width() : box.left() + used;
        m_list.beginNode(NodeKind::Message, entries.at(i).message, entries.at(i).name);
        drawEnvelope(m_list, {QPointF(x, box.center().y() - height / 2), size}, entries.at(i).sender,
                     entries.at(i).name);
        m_list.endNode();
        used += size.width() + 6;
    }
}

void Mechanism::drawSharedQueue()
{
    const world::Socket *socket = m_scene.cast.serverSocket();
    if (!socket || socket->closed)
        return;
    const QRectF box = m_grid.sharedQueue();
    const QList<QueueEntry> entries = m_scene.waiting(*socket);
    m_list.beginNode(NodeKind::Queue, socket->id, MechanismWords::receiveQueue());
    if (m_scene.reply) {
        drawDatagrams(box, entries, true);
        word(MechanismWords::receiveQueue(), {box.left(), box.top() - 27, box.width(), 25}, 18, 600);
        m_list.endNode();
        return;
    }
    drawQueueBox(m_list, box, true);
    const world::Backlog backlog(m_scene.world, *socket);
    const QList<QueueEntry> whole = m_scene.wholeQueue(*socket);
    if (whole.isEmpty() && (backlog.isNotObserved() || backlog.isUnknown()))
        word(MechanismWords::notObserved(), box, 20, 500, Tone::Secondary, Qt::AlignCenter);
    const double slot = m_grid.slotWidth();
    // Of a long queue the oldest are shown, and the newest: that is where a message arrives.
    const qsizetype room = m_grid.sharedSlots();
    const bool all = entries.size() <= room;
    for (qsizetype k = 0; k < std::min(room, entries.size()); ++k) {
        if (!all && k == room - 2) {
            word(QStringLiteral("+%1").arg(entries.size() - room + 1),
                 {m_grid.sharedSlot(k) - slot / 2, box.top(), slot, box.height()}, 24, 700, Tone::Ink, Qt::AlignCenter);
            continue;
        }
        const QueueEntry &entry = !all && k == room - 1 ? entries.last() : entries.at(k);
        const QSizeF size = envelopeSize(entry.name, 64);
        const double width = std::min(size.width(), slot - 6);
        const double x = m_grid.sharedSlot(k);
        m_list.beginNode(NodeKind::Message, entry.message, entry.name, QString::fromUtf8(entry.bytes));
        drawEnvelope(m_list, {x - width / 2, box.center().y() - size.height() / 2, width, size.height()}, entry.sender,
                     entry.name);
        word(MechanismWords::bytes(entry.size), {x - slot / 2, box.bottom() + 4, slot, 24}, 18, 600, Tone::Ink,
             Qt::AlignCenter);
        if (const world::Message *message = m_scene.world.message(entry.message))
            code(m_scene.names.port(message->from, m_scene.protocol), {x - slot / 2, box.bottom() + 27, slot, 24}, 18,
                 500, Tone::Secondary, Qt::AlignCenter);
        m_list.endNode();
    }
    const double taken = static_cast<double>(std::min(room, entries.size())) * slot + 20;
    if (!entries.isEmpty() && box.width() - taken > 150) {
        const QRectF head(box.left() + 4, box.bottom() + 4, box.width() - taken, 24);
        word(MechanismWords::payload(), head, 18, 400, Tone::Secondary);
        word(MechanismWords::senderPort(), head.translated(0, 23), 18, 400, Tone::Secondary);
    }
    const double y = box.bottom() + 76;
    const bool several = m_scene.cast.serverSockets().size() > 1;
    word(several ? MechanismWords::itsReceiveQueue() : MechanismWords::oneReceiveQueue(),
         {box.left(), y, box.width(), 28}, 21, 600, Tone::Ink, Qt::AlignRight | Qt::AlignVCenter);
    if (socket->kernelReceiveQueue > 0 && m_scene.world.tableAge() != world::TableAge::Old)
        word(whole.isEmpty() ? MechanismWords::kernelMemory(socket->kernelReceiveQueue)
                             : MechanismWords::kernelMemory(socket->kernelReceiveQueue, sizeOf(whole)),
             {box.left(), y + 28, box.width(), 46}, 18, 400, Tone::Secondary, Qt::AlignRight | Qt::AlignTop, 2);
    if (socket->kernelDrops > 0)
        word(MechanismWords::droppedCount(socket->kernelDrops), {box.left(), y + 76, box.width(), 25}, 19, 600,
             Tone::Danger, Qt::AlignRight | Qt::AlignVCenter);
    m_list.endNode();
}

double Mechanism::slotWidth() const
{
    const qsizetype children = m_scene.listener ? m_scene.listener->acceptQueue.size() : 0;
    if (children <= RoomyCount && !m_scene.reply)
        return RoomySlot;
    return m_scene.reply ? NarrowSlot : std::clamp(720.0 / static_cast<double>(children), 88.0, NarrowSlot);
}

QRectF Mechanism::acceptBox() const
{
    const qsizetype children = m_scene.listener ? m_scene.listener->acceptQueue.size() : 0;
    const double top = m_grid.bandTop() + 12;
    // A reply leaves less room at the server: what has none there is told by its number.
    const double most = m_grid.queueRight() - m_grid.network().right() - 14;
    const double width = std::clamp(static_cast<double>(children) * slotWidth() + 14, 150.0, most);
    // Empty, it is small.
    if (children == 0)
        return {m_grid.queueRight() - width, m_grid.listenerDoor().foot.y() - 50, width, 48};
    return {m_grid.queueRight() - width, top, width, m_grid.acceptBoxBottom() - top};
}

QRectF Mechanism::acceptSlot(qsizetype place) const
{
    const QRectF box = acceptBox();
    const double slot = slotWidth();
    return {box.right() - 7 - slot * static_cast<double>(place + 1), box.top(), slot, box.height()};
}

QRectF Mechanism::childDoor(const QRectF &slot) const
{
    const QSizeF size = m_grid.compact() ? QSizeF(44, 58) : QSizeF(62, 86);
    const double foot = slot.bottom() - (slot.width() < RoomySlot ? 60 : 44);
    const double x = slot.width() < RoomySlot ? slot.center().x() : slot.right() - 12 - size.width() / 2;
    return {x - size.width() / 2, foot - size.height(), size.width(), size.height()};
}

QRectF Mechanism::childQueue(const QRectF &slot, const world::Socket &) const
{
    const QRectF door = childDoor(slot);
    const double height = m_grid.compact() ? 34 : 42;
    return {slot.left() + 14, door.bottom() - height - 26, door.left() - slot.left() - 22, height};
}

void Mechanism::drawChild(const world::Socket &child, const QRectF &slot, bool roomy)
{
    const int sender = m_scene.senderOf(child.id);
    const QList<QueueEntry> entries = m_scene.waiting(child);
    const QString state = MechanismWords::stateWithoutDescriptor(QString::fromLatin1(kernel::stateName(child.state)));
    m_list.beginNode(NodeKind::Child, child.id, state, m_scene.names.endpoint(child.remote, m_scene.protocol));
    const bool leaving = m_scene.moving && m_scene.motion == MechanismMotion::Accepting && m_scene.focus == child.id;
    const QRectF rect = childDoor(slot);
    if (!leaving) {
        Door door;
        door.foot = {rect.center().x(), rect.bottom()};
        door.size = rect.size();
        door.sender = sender;
        door.glyphs = {sender};
        door.ghost = true;
        drawDoor(m_list, door);
        m_legend << LegendEntry::Ghost;
    }
    if (roomy) {
        const QRectF box = childQueue(slot, child);
        if (!entries.isEmpty())
            drawByteQueue(m_list, box, entries);
        word(MechanismWords::queueSize(m_scene.world, child, sizeOf(entries)),
             {box.left(), box.bottom() + 1, box.width(), 24}, 18, 600, entries.isEmpty() ? Tone::Secondary : Tone::Ink,
             Qt::AlignCenter);
        word(state, {slot.left() + 2, slot.bottom() - 40, slot.width() - 16, 27}, 19, 600, Tone::Ink,
             Qt::AlignRight | Qt::AlignVCenter);
    } else {
        word(MechanismWords::noDescriptor(), {slot.left(), rect.bottom() + 2, slot.width(), 23}, 18, 600, Tone::Ink,
             Qt::AlignCenter);
        TextStyle small;
        small.size = MinTextSize;
        small.weight = 500;
        QString size = MechanismWords::queueSize(m_scene.world, child, sizeOf(entries));
        if (textWidth(size, small) > slot.width() - 4)
            size = MechanismWords::queueSizeInShort(m_scene.world, child, sizeOf(entries));
        word(size, {slot.left(), rect.bottom() + 24, slot.width(), 23}, MinTextSize, 500,
             entries.isEmpty() ? Tone::Secondary : Tone::Ink, Qt::AlignCenter);
    }
    m_list.endNode();
}

void Mechanism::drawAcceptQueue()
{
    if (!m_scene.listener)
        return;
    const QRectF box = acceptBox();
    const QList<world::SocketId> &queue = m_scene.listener->acceptQueue;
    const qsizetype focus = queue.indexOf(m_scene.focus);
    m_list.beginNode(NodeKind::AcceptQueue, m_scene.listener->id,
                     MechanismWords::acceptQueue(m_scene.world, *m_scene.listener));
    // It belongs to the listening socket: a neck joins them.
    const double door = m_grid.listenerDoor().rect().left();
    const QRectF neck(QPointF(box.right() - 2, m_grid.acceptNeckY() - 13), QPointF(door, m_grid.acceptNeckY() + 13));
    m_list.box(box, 10, Tone::Panel, Tone::Listening, 3);
    m_list.fillRect(neck, Tone::Panel);
    m_list.line(neck.topLeft() + QPointF(2, 0), neck.topRight(), Tone::Listening, 3);
    m_list.line(neck.bottomLeft() + QPointF(2, 0), neck.bottomRight(), Tone::Listening, 3);
    qsizetype shown = 0;
    for (qsizetype i = 0; i < queue.size(); ++i) {
        const QRectF slot = acceptSlot(i);
        const bool more = i + 1 < queue.size() && acceptSlot(i + 1).left() < box.left() + 2;
        if (slot.left() < box.left() || (more && slot.left() < box.left() + 46))
            break;
        if (i == focus)
            m_list.box(slot.adjusted(1, 7, -1, -7), 8, Tone::Match, Tone::MatchBorder, 3.5);
        if (const world::Socket *child = m_scene.world.socket(queue.at(i)))
            drawChild(*child, slot, slot.width() >= RoomySlot);
        ++shown;
    }
    if (shown < queue.size())
        word(QStringLiteral("+%1").arg(queue.size() - shown), {box.left() + 2, box.top(), 46, box.height()}, 22, 700,
             Tone::Ink, Qt::AlignCenter);
    const double y = queue.isEmpty() ? box.top() - 29 : box.bottom() + 3;
    // A reply's loopback stands near.
    const double width =
        m_scene.reply ? std::min(AcceptLabelWidth, box.right() - m_grid.loopback().right() - 3) : AcceptLabelWidth;
    word(MechanismWords::acceptQueue(m_scene.world, *m_scene.listener), {box.right() - width, y, width, 27}, 20, 600,
         Tone::Ink, Qt::AlignRight | Qt::AlignVCenter);
    m_list.endNode();
}

} // namespace zocalo::figure
