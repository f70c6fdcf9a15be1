// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/figure/sendqueue.h"

#include "app/figure/cast.h"
#include "app/figure/shapes.h"
#include "app/figure/textlayout.h"

#include <algorithm>

namespace zocalo::figure {

namespace {

TextStyle queueNumberStyle()
{
    TextStyle style;
    style.size = 18;
    style.weight = 600;
    style.align = Qt::AlignCenter;
    style.lineHeight = 1;
    return style;
}

bool isAsleepInSend(const world::World &world, world::SocketId socket)
{
    const auto sends = [socket](const world::OpenCall &open) {
        return open.asleep && open.socket == socket && trace::isSend(open.call);
    };
    return std::any_of(world.processes().begin(), world.processes().end(), [&](const world::Process &process) {
        return std::any_of(process.openCalls.begin(), process.openCalls.end(), sends);
    });
}

/// The calls of the process have given more bytes than were seen at the other end.
bool isBehind(const world::World &world, const world::Socket &socket)
{
    const world::Socket *peer = world.socket(socket.peerSocket);
    return peer && peer->bytesReceived + waitingBytes(*peer) < socket.bytesSent;
}

} // namespace

SendQueue::SendQueue(const world::World &world, const world::Socket &socket) : m_socket(socket.id)
{
    if (world.tableAge() == world::TableAge::Old || socket.kernelSendQueue == 0 || socket.closed ||
        !socket.inKernelTable)
        return;
    if (isAsleepInSend(world, socket.id) || isBehind(world, socket))
        m_bytes = socket.kernelSendQueue;
}

QString SendQueue::name() { return tr("send queue"); }
QString SendQueue::described() const { return tr("send queue: %n bytes", nullptr, static_cast<int>(m_bytes)); }
QString SendQueue::inShort() const { return tr("send queue: %1 B").arg(m_bytes); }
QString SendQueue::asColumn() const { return QStringLiteral("Send-Q %1").arg(m_bytes); }
QString SendQueue::number() const { return tr("%n bytes", nullptr, static_cast<int>(m_bytes)); }
double SendQueue::width() const { return textWidth(number(), queueNumberStyle()) + 36; }

void SendQueue::draw(DisplayList &list, const QRectF &box, int sender) const
{
    list.beginNode(NodeKind::SendQueue, m_socket, described());
    drawQueueBox(list, box);
    const QRectF inside = box.adjusted(5, 5, -5, -5);
    list.box(inside, 4, {Tone::SenderTint, sender}, {Tone::SenderText, sender}, 2);
    list.add(layoutText(number(), inside, queueNumberStyle()));
    list.endNode();
}

} // namespace zocalo::figure
