// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
// The queues of TCP connections, and of clients: what waits to be read, and what cannot be sent yet.
#include "app/figure/ideahalf.h"
#include "app/figure/mechanismwords.h"
#include "app/figure/sendqueue.h"
#include "core/world/backlog.h"

namespace zocalo::figure {

bool IdeaHalf::showsQueue(int row) const
{
    const world::Socket *socket = m_cast.clients().at(row).socket;
    if (!socket)
        return false;
    const bool concerned = m_way.kind != Motion::Kind::None && m_way.toClient && m_way.client == row;
    const bool lifted = m_motion.kind == Motion::Kind::Lift && m_motion.toClient && m_motion.client == row;
    return concerned || lifted || m_focus == socket->id || !waiting(*socket).isEmpty();
}

void IdeaHalf::drawClientQueue(int row)
{
    if (!showsQueue(row))
        return;
    const ClientPart &client = m_cast.clients().at(row);
    const QList<QueueEntry> entries = waiting(*client.socket);
    const QRectF box = m_place.clientQueue(row);
    m_list.beginNode(NodeKind::Queue, client.socket->id,
                     tr("receive queue of %1").arg(m_names.process(client.process->id)));
    if (m_cast.isTcp())
        drawByteQueue(m_list, box, entries, false);
    else
        drawDatagramQueue(m_list, box, entries, false);
    if (entries.isEmpty())
        drawUnseen(box, *client.socket);
    m_list.endNode();
}

/// What there is to say of a queue in which no message is drawn and that is not known to be empty: how many bytes the
/// kernel counts there, or that nobody has looked.
QString IdeaHalf::unseen(const world::Socket &socket) const
{
    const world::Backlog backlog(m_world, socket);
    if (backlog.unexplained() > 0)
        return MechanismWords::bytesInShort(backlog.unexplained());
    return backlog.isNotObserved() || backlog.isUnknown() ? QStringLiteral("?") : QString();
}

/// It is not drawn empty where nobody has looked.
void IdeaHalf::drawUnseen(const QRectF &box, const world::Socket &socket)
{
    const QString text = unseen(socket);
    if (text.isEmpty())
        return;
    TextStyle style;
    style.size = 22;
    style.weight = 600;
    style.colour = Tone::Secondary;
    style.align = Qt::AlignCenter;
    m_list.add(layoutText(text, box, style));
}

/// Under the lane, past where a message stands that is to go.
void IdeaHalf::drawClientSendQueue(int row)
{
    const world::Socket *socket = m_cast.clients().at(row).socket;
    if (!socket || m_place.compact())
        return;
    const SendQueue queue(m_world, *socket);
    if (!queue.isShown())
        return;
    const double left = m_place.wallLeft() + 124;
    const QRectF box(left, m_place.clientFoot(row).y() - 4, queue.width(), 36);
    queue.draw(m_list, box, m_cast.clients().at(row).sender);
    TextStyle style;
    style.size = 20;
    style.weight = 500;
    // Beside it; in half of the width ways of data come down there.
    const QRectF name = m_place.wide() ? QRectF(box.right() + 10, box.top(), 200, box.height())
                                       : QRectF(box.left(), box.bottom() + 2, 200, 26);
    m_list.add(layoutText(SendQueue::name(), name, style));
}

/// The receive queue of a connection. Where it stops the sender, how much waits in it.
void IdeaHalf::drawAcceptedQueue(int row, const world::Socket &socket)
{
    const ClientPart &client = m_cast.clients().at(row);
    const QRectF box = m_place.queue(row);
    const bool compact = m_place.compactServer();
    m_list.beginNode(NodeKind::Queue, socket.id, tr("receive queue of the socket for %1").arg(client.process->letter));
    const QList<QueueEntry> entries = waiting(socket);
    drawByteQueue(m_list, box, entries);
    if (entries.isEmpty())
        drawUnseen(box, socket);
    if (!compact || row == 0) {
        const double height = compact ? 22 : 26;
        const bool stops = client.socket && SendQueue(m_world, *client.socket).isShown();
        TextStyle style;
        style.size = compact ? 18 : 20;
        style.weight = 500;
        style.calls = true;
        style.align = Qt::AlignCenter;
        const int bytes = static_cast<int>(waitingBytes(socket));
        QString name = stops ? tr("its queue: %n bytes", nullptr, bytes) : tr("its queue");
        if (textWidth(name, style) > box.width())
            name = tr("%n bytes", nullptr, bytes);
        m_list.add(layoutText(name, QRectF(box.left(), box.top() - height - 1, box.width(), height), style));
    }
    m_list.endNode();
}

void IdeaHalf::drawSharedQueue(int index)
{
    const world::Socket &socket = *m_shared.at(index);
    const QRectF box = m_place.sharedQueue(index);
    const QString name = severalShared() ? tr("its queue") : tr("one queue");
    m_list.beginNode(NodeKind::Queue, socket.id, name);
    drawDatagramQueue(m_list, box, waiting(socket));
    if (socket.receiveQueue.isEmpty())
        drawUnseen(box, socket);
    TextStyle style;
    style.size = severalShared() ? 20 : 25;
    style.weight = severalShared() ? 500 : 600;
    style.align = Qt::AlignCenter;
    const double height = severalShared() ? 26 : 32;
    m_list.add(layoutText(name, QRectF(box.left(), box.top() - height - 3, box.width(), height), style));
    if (socket.kernelDrops > 0) {
        TextStyle drops;
        drops.size = 20;
        drops.weight = 700;
        drops.colour = Tone::Danger;
        drops.align = Qt::AlignCenter;
        m_list.add(
            layoutText(tr("%n dropped", nullptr, static_cast<int>(socket.kernelDrops)), m_place.drops(index), drops));
    }
    m_list.endNode();
}

} // namespace zocalo::figure
