// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
// More than eight clients: everybody grey but the one that the step is about.
#include "app/figure/callstate.h"
#include "app/figure/ideahalf.h"

#include <algorithm>

namespace zocalo::figure {

namespace {

/// Thinner the nearer they come to each other.
double lineWidth(int clients) { return clients > IdeaGeometry::MostChips ? 1.2 : 1.7; }

QPainterPath arch(const QRectF &rect)
{
    QPainterPath path(rect.bottomLeft());
    path.lineTo(rect.left(), rect.top() + rect.width() / 2);
    path.arcTo(QRectF(rect.topLeft(), QSizeF(rect.width(), rect.width())), 180, -180);
    path.lineTo(rect.bottomRight());
    path.closeSubpath();
    return path;
}

} // namespace

void IdeaHalf::drawChips()
{
    // What ties each to its socket runs behind the chips.
    const QList<IdeaGeometry::ChipPlace> chips = m_place.chips();
    for (const IdeaGeometry::ChipPlace &chip : chips) {
        for (int row = chip.first; row < chip.last; ++row) {
            const world::Socket *socket = m_cast.clients().at(row).socket;
            if (!socket || socket->closed)
                continue;
            const double part = (row - chip.first + 0.5) / chip.count();
            m_list.line({chip.rect.right(), chip.rect.top() + part * chip.rect.height()},
                        {m_place.wallLeft(), m_place.rowY(row)}, Tone::Wire, lineWidth(m_place.clients()));
        }
    }
    for (const IdeaGeometry::ChipPlace &chip : chips)
        drawChip(chip);
}

void IdeaHalf::drawChip(const IdeaGeometry::ChipPlace &chip)
{
    const ClientPart &first = m_cast.clients().at(chip.first);
    const ClientPart &last = m_cast.clients().at(chip.last - 1);
    TextStyle style;
    style.size = chip.rect.height() > 32 ? 22 : chip.rect.height() > 26 ? 20 : 18;
    style.weight = 600;
    style.align = Qt::AlignCenter;
    style.lineHeight = 1;
    if (chip.count() > 1) {
        //: a group of clients: from number %1 to number %2
        const QString range = tr("%1–%2").arg(first.process->letter, last.process->letter);
        m_list.beginNode(NodeKind::Label, first.process->id, range);
        m_list.box(chip.rect, 8, Tone::Panel, Tone::Wire, 2);
        m_list.add(layoutText(range, chip.rect.adjusted(3, 0, -3, 0), style));
        m_list.endNode();
        return;
    }
    const bool failed = first.process->signal != 0 || first.process->exitCode > 0;
    m_list.beginNode(NodeKind::Process, first.process->id, m_names.process(first.process->id),
                     CallState(m_world, *first.process).sentence());
    m_list.box(chip.rect, std::min(8.0, chip.rect.height() / 3), isGone(first.process) ? Tone::Lane : Tone::Panel,
               failed ? Tone::Danger : Tone::Wire, failed ? 3 : 1.8);
    QRectF slot = chip.rect.adjusted(3, 0, -3, 0);
    if (m_place.clients() <= IdeaGeometry::MostInAColumn) {
        const QPointF glyph(chip.rect.left() + 28, chip.rect.center().y());
        m_list.fill(glyphPath(first.sender, glyph, 9), Tone::Wire);
        slot.setLeft(glyph.x() + 12);
    }
    m_list.add(layoutText(first.process->letter, slot, style));
    m_list.endNode();
}

void IdeaHalf::drawTicks()
{
    for (int row = 0; row < m_cast.clients().size(); ++row) {
        const ClientPart &client = m_cast.clients().at(row);
        if (m_place.isActive(row) || !client.socket || client.socket->closed)
            continue;
        m_list.beginNode(NodeKind::Socket, client.socket->id,
                         tr("socket of %1").arg(m_names.process(client.process->id)), describe(*client.socket));
        const QSizeF size = m_place.tick(row);
        const QRectF rect(QPointF(m_place.wallLeft() - size.width() / 2, m_place.rowY(row) - size.height() / 2), size);
        const bool failed =
            client.socket->lastError != 0 && !isInProgress(client.socket->lastErrorCall, client.socket->lastError);
        const Colour edge = failed ? Tone::Danger : Tone::Secondary;
        QPainterPath path;
        if (m_cast.isTcp())
            path = arch(rect);
        else
            path.addRoundedRect(rect, 2, 2);
        m_list.add(Shape{path, Tone::Panel, edge, size.height() < 6 ? 1.0 : 1.8});
        m_list.endNode();
        m_legend << (m_cast.isTcp() ? LegendEntry::TcpSocket : LegendEntry::UdpSocket);
    }
}

void IdeaHalf::drawCrowdLanes()
{
    for (int row = 0; row < m_cast.clients().size(); ++row) {
        const QList<QPainterPath> lanes = m_place.isActive(row) ? QList<QPainterPath>() : lanesOf(row);
        const ClientPart &client = m_cast.clients().at(row);
        for (const QPainterPath &lane : lanes) {
            m_list.beginNode(NodeKind::Lane, client.socket->id,
                             tr("way of %1, deduced").arg(m_names.process(client.process->id)));
            m_list.stroke(lane, Tone::Wire, lineWidth(m_place.clients()));
            m_list.endNode();
        }
    }
}

void IdeaHalf::drawSmallDoors()
{
    for (int row = 0; row < m_cast.clients().size(); ++row) {
        const ClientPart &client = m_cast.clients().at(row);
        if (m_place.isActive(row) || !client.accepted)
            continue;
        const world::Socket &socket = *client.accepted;
        const QRectF rect = m_place.smallDoor(row);
        m_list.beginNode(NodeKind::Socket, socket.id, socketFor(row), describe(socket));
        m_list.add(Shape{arch(rect), socket.closed ? Tone::Lane : Tone::Panel,
                         socket.closed ? Tone::Wire : Tone::Secondary, rect.height() < 12 ? 1.4 : 2});
        m_list.endNode();
        if (!socket.closed && !socket.receiveQueue.isEmpty()) {
            // Bytes wait before it.
            m_list.box(m_place.smallLetter(row), 2, {Tone::Sender, QuietSender}, {Tone::SenderText, QuietSender}, 1.2);
        }
    }
    drawSmallDoorsLabels();
}

void IdeaHalf::drawSmallDoorsLabels()
{
    const QList<ClientPart> &clients = m_cast.clients();
    TextStyle style;
    style.size = 18;
    style.weight = 500;
    style.colour = Tone::Secondary;
    // In runs of doors that stand one after the other; the active one parts them.
    for (int first = 0; first < clients.size(); ++first) {
        const auto isSmall = [&](int row) {
            return row < clients.size() && row != m_active && clients.at(row).accepted &&
                   !clients.at(row).accepted->closed;
        };
        int last = first;
        while (isSmall(last))
            ++last;
        if (last == first)
            continue;
        if (m_place.smallDoorPitch() >= 24) {
            for (int row = first; row < last; ++row)
                m_list.add(layoutText(socketFor(row), m_place.smallDoorsLabel(row, row + 1), style));
        } else if (const QRectF slot = m_place.smallDoorsLabel(first, last); !slot.isEmpty()) {
            const QString text =
                tr("sockets for %1 to %2").arg(clients.at(first).process->letter, clients.at(last - 1).process->letter);
            m_list.add(layoutText(text, slot, style));
            const auto hold =
                std::count_if(clients.begin() + first, clients.begin() + last,
                              [](const ClientPart &client) { return !client.accepted->receiveQueue.isEmpty(); });
            if (hold > 0 && m_place.smallDoorsHeight(first, last) > 90)
                m_list.add(layoutText(tr("bytes wait at %n of them", nullptr, static_cast<int>(hold)),
                                      slot.translated(0, 26), style));
        }
        first = last;
    }
}

void IdeaHalf::drawNameOfMessage()
{
    const QList<world::MessageId> &messages = m_world.moment().messages;
    const world::Message *message = messages.isEmpty() ? nullptr : m_world.message(messages.first());
    const qsizetype dash = message ? message->name.indexOf(QLatin1Char('-')) : -1;
    if (!m_place.crowd() || dash < 0 || !m_cast.contains(message->senderProcess) ||
        message->protocol != m_cast.protocol())
        return;
    TextStyle style;
    style.size = 18;
    style.colour = Tone::Secondary;
    //: %1 is a message's name: "32-1 = client 32, message 1"
    const QString text =
        tr("%1 = client %2, message %3").arg(message->name, message->name.left(dash), message->name.mid(dash + 1));
    m_list.add(layoutText(text, m_place.clientCount().translated(0, 27).adjusted(0, 3, 0, -3), style));
}

} // namespace zocalo::figure
