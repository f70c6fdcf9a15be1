// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
// UDP: the door that all senders share, and what was read from it.
#include "app/figure/callstate.h"
#include "app/figure/holders.h"
#include "app/figure/ideahalf.h"
#include "app/figure/ideastyles.h"

namespace zocalo::figure {

QString IdeaHalf::sumOfShared() const
{
    const QList<const world::Socket *> &own = m_cast.serverSockets();
    if (own.size() != 1)
        return tr("each with its own queue");
    const int holders = holdersOf(*own.first());
    return holders > 1 ? tr("one for all senders, in %n process(es)", nullptr, holders) : tr("one for all senders");
}

void IdeaHalf::drawShared(int index)
{
    const world::Socket &socket = *m_shared.at(index);
    if (!socket.closed)
        drawSharedQueue(index);
    m_list.beginNode(NodeKind::Socket, socket.id, severalShared() ? m_names.owner(socket) : tr("the socket for all"),
                     describe(socket));
    Door door;
    door.kind = DoorKind::Udp;
    door.foot = {m_place.wallRight(), m_place.sharedY(index) + m_place.sharedDoor().height() / 2};
    door.size = m_place.sharedDoor();
    door.dead = socket.closed;
    door.open = socket.closed ? 0 : 1;
    showHolders(door, socket, m_legend);
    for (const ClientPart &client : m_cast.clients()) {
        if (m_cast.goesTo(client, socket) && !m_place.crowd())
            door.glyphs << client.sender;
    }
    drawDoor(m_list, door);
    if (severalShared())
        drawSharedWords(index);
    else
        drawSharedWords();
    m_list.endNode();
}

void IdeaHalf::drawSharedWords(int index)
{
    const world::Socket &socket = *m_shared.at(index);
    const double left = m_place.labelLeftShared();
    const double width = m_place.labelRight() - left;
    const double y = m_place.sharedY(index);
    TextStyle name = titleStyle(23);
    name.weight = 600;
    m_list.add(layoutText(m_names.owner(socket), QRectF(left, y - 54, width, 30), name));
    const QString where = socket.local.port == 0 ? tr("no port yet") : m_names.endpoint(socket.local, socket.protocol);
    m_list.add(layoutText(where, QRectF(left, y - 24, width, 26), wordStyle(20, Tone::Secondary)));
    drawMarkAt(socket.id, {left, y + 16});
    const QList<const world::Message *> read = readOn(socket);
    if (read.isEmpty())
        return;
    const world::Message &last = *read.last();
    const QRectF envelope = lastReadRect(last);
    m_list.beginNode(NodeKind::Message, last.id, last.name);
    drawReadEnvelope(envelope, last);
    m_list.endNode();
    const double words = envelope.right() + 10;
    m_list.add(layoutText(tr("read"), QRectF(words, envelope.top(), m_place.labelRight() - words, envelope.height()),
                          wordStyle(18, Tone::Secondary)));
}

void IdeaHalf::drawSharedWords()
{
    const world::Socket &socket = *m_cast.serverSocket();
    const double left = m_place.labelLeftShared();
    const double width = m_place.labelRight() - left;
    const double y = m_place.middleY();
    TextStyle name = titleStyle(25);
    name.weight = 600;
    name.minSize = 20;
    name.maxLines = 2;
    name.align = Qt::AlignLeft | Qt::AlignBottom;
    m_list.add(layoutText(tr("the socket for all"), QRectF(left, y - 66, width, 64), name));
    if (socket.closed || socket.local.port == 0)
        m_list.add(layoutText(socket.closed ? tr("closed") : tr("no port yet"), QRectF(left, y + 2, width, 26),
                              wordStyle(20, Tone::Secondary)));
    else if (!readIsTheStep())
        drawMarkAt(socket.id, {left, y + 16});
    if (const world::Message *message = lastReadByServer())
        drawLastRead(*message);
}

bool IdeaHalf::readIsTheStep() const
{
    const world::Moment &moment = m_world.moment();
    return moment.kind == world::MomentKind::Returned && trace::isReceive(moment.name) && !moment.messages.isEmpty() &&
           m_cast.takesPart(m_world, moment) && m_cast.isOfServer(moment.process);
}

void IdeaHalf::drawLastRead(const world::Message &message)
{
    const QRectF envelope = lastReadRect(message);
    const double left = envelope.left();
    const double width = m_place.labelRight() - left;
    // Whoever moves next, the reading was of this step.
    const world::Process &reader = readIsTheStep() ? *m_world.process(m_world.moment().process) : *m_cast.server();
    const bool isKnown = m_cast.workers().isEmpty() || readIsTheStep(); // whose reading it was, of several
    // The call is named as long as it is the last one that the server made.
    const world::Socket *read = m_world.socket(reader.lastCallSocket);
    const bool isOther = read && read->protocol != m_cast.protocol();
    const bool named = isKnown && trace::isReceive(reader.lastCall) && !isOther && message.receivedBy.size() == 1;
    const bool tells = reader.lastCall == trace::Call::Recvfrom || reader.lastCall == trace::Call::Recvmsg;
    double y = envelope.top() - (named ? 94 : 32);
    if (named) {
        double x = left;
        if (readIsTheStep()) {
            drawCallMark(m_list, CallMark::Made, {left + 12, y + 16}, 24);
            noteMark(CallMark::Made);
            x += 32;
        }
        m_list.add(layoutText(callText(reader.lastCall), QRectF(x, y, m_place.labelRight() - x, 32), wordStyle(25)));
        y += 34;
        TextStyle words = wordStyle(20).lines(2);
        words.lineHeight = 1.2;
        words.align = Qt::AlignLeft | Qt::AlignTop;
        m_list.add(
            layoutText(tells ? tr("gave the message and who sent it:") : tr("gave the message, not who sent it:"),
                       QRectF(left, y, width, 50), words));
    } else {
        m_list.add(layoutText(tr("last one read:"), QRectF(left, y, width, 27), wordStyle(20)));
    }
    const int client = m_cast.clientOf(message);
    m_list.beginNode(NodeKind::Message, message.id, message.name);
    drawReadEnvelope(envelope, message);
    m_list.endNode();
    double under = envelope.bottom() + 14;
    if (isTruncated(message) && under + 26 <= m_place.countTop() - 6) {
        //: of a datagram that did not fit: so many of its bytes were given
        m_list.add(layoutText(
            tr("only %1 of its %n bytes", nullptr, static_cast<int>(message.size)).arg(message.receivedBytes),
            QRectF(left, envelope.bottom() + 6, width, 26), wordStyle(20)));
        under += 26;
    }
    drawReadBefore(under);
    if (client < 0)
        return;
    TextStyle from = titleStyle(27);
    from.colour = {Tone::SenderText, colourOf(client)};
    from.minSize = 20;
    const QRectF slot(envelope.right() + 14, envelope.top(), m_place.labelRight() - envelope.right() - 14,
                      envelope.height());
    const QString &letter = m_cast.clients().at(client).process->letter;
    const bool isNumber = !letter.isEmpty() && letter.front().isDigit();
    m_list.add(layoutText(isNumber ? tr("from client %1").arg(letter) : tr("from %1").arg(letter), slot, from));
}

void IdeaHalf::drawReadEnvelope(const QRectF &place, const world::Message &message)
{
    (isTruncated(message) ? drawTornEnvelope : drawEnvelope)(m_list, place, senderOf(message), message.name);
}

void IdeaHalf::drawReadBefore(double top)
{
    QList<const world::Message *> read = readOn(*m_cast.serverSocket());
    read.removeLast();
    const double height = 30;
    constexpr double MoreWidth = 24;
    if (read.isEmpty() || top + height > m_place.countTop() - 6)
        return;
    const double left = m_place.labelLeftShared();
    const TextStyle style = wordStyle(18, Tone::Secondary);
    const QString word = tr("before:");
    double x = left + textWidth(word, style) + 10;
    m_list.add(layoutText(word, QRectF(left, top, x - left - 8, height), style));
    const auto fits = [&](qsizetype first) {
        double width = 0;
        for (qsizetype i = first; i < read.size(); ++i)
            width += envelopeSize(read.at(i)->name, height).width() + 6;
        return x + width - 6 <= m_place.labelRight() - (first > 0 ? MoreWidth : 0);
    };
    qsizetype first = 0;
    while (first < read.size() && !fits(first))
        ++first;
    if (first > 0 && first < read.size()) {
        // Others were read before these.
        m_list.add(layoutText(QStringLiteral("…"), QRectF(x, top, MoreWidth - 4, height), style));
        x += MoreWidth;
    }
    for (; first < read.size(); ++first) {
        const world::Message &message = *read.at(first);
        const QRectF rect(QPointF(x, top), envelopeSize(message.name, height));
        m_list.beginNode(NodeKind::Message, message.id, message.name);
        drawReadEnvelope(rect, message);
        m_list.endNode();
        x += rect.width() + 6;
    }
}

} // namespace zocalo::figure
