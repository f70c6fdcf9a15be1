// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/figure/segmentladder.h"

#include "app/figure/mechanismwords.h"
#include "app/figure/shapes.h"
#include "app/figure/textlayout.h"

#include <algorithm>
#include <cmath>

namespace zocalo::figure {

namespace {

constexpr double LadderPad = 6;
constexpr double Heading = 26;
constexpr double LadderLine = 22;
constexpr double BareWay = 14;     ///< height of an arrow's place
constexpr double EnvelopeWay = 32; ///< the same with a message on it
constexpr double LadderEnvelope = 28;
constexpr double RowGap = 8;
constexpr double CloseGap = 3;
constexpr double WideRow = 47;  ///< of one or two
constexpr double CloseRow = 33; ///< of three
constexpr double LeastRow = 26; ///< of more
constexpr double WideText = 21;
constexpr double ArrowLine = 4;
constexpr double ArrowHead = 15;
constexpr double CellPad = 8;
const QSizeF Moving{26, 14}; ///< a segment on its way, where no message tells it

TextStyle lineStyle(bool isWord, int weight, Colour colour, double size = MinTextSize)
{
    TextStyle style;
    style.size = size;
    style.weight = weight;
    style.face = isWord ? Face::Sans : Face::Mono;
    style.colour = colour;
    style.align = Qt::AlignCenter;
    style.lineHeight = 1.1;
    return style;
}

double widthOf(const QString &text, bool isWord = false, double size = MinTextSize)
{
    return textWidth(text, lineStyle(isWord, 700, Tone::Ink, size));
}

/// Of what stands in a wide row of that height.
double wideSize(double rowHeight) { return rowHeight >= WideRow ? WideText : MinTextSize; }

Colour edgeOf(const LaneSegment &segment)
{
    return segment.sender < 0 ? Colour(segment.sender == QuietSender ? Tone::Secondary : Tone::Ink)
                              : Colour(Tone::SenderText, segment.sender);
}

/// The words broken at their spaces, where they are too wide for one line.
QStringList broken(const QString &words, double room)
{
    return widthOf(words, true) <= room ? QStringList{words} : words.split(QLatin1Char(' '));
}

} // namespace

SegmentLadder::SegmentLadder(const QList<LaneSegment> &segments, const Names &names, Form form, const QSizeF &room,
                             bool isOfSeveral)
    : m_form(form), m_width(room.width()), m_glyphs(form == Form::Narrow && isOfSeveral)
{
    if (segments.isEmpty())
        return;
    // In a wide one the same steps are of size, not of words.
    for (const Words words : {Words::All, Words::WithoutEnvelope, Words::Flags}) {
        take(segments, names, words);
        if (m_height <= room.height())
            break;
    }
    // The last line says how many are left out.
    while (m_height + (m_left > 0 ? LadderLine : 0) > room.height() && m_rows.size() > 1) {
        m_height -= m_rows.last().height;
        m_rows.removeLast();
        ++m_left;
    }
    m_height += m_left > 0 ? LadderLine : 0;
}

void SegmentLadder::take(const QList<LaneSegment> &segments, const Names &names, Words words)
{
    m_rows.clear();
    m_height = 2 * LadderPad + (m_form == Form::Narrow ? Heading : 0);
    for (const LaneSegment &segment : segments) {
        m_rows.append(m_form == Form::Narrow ? narrowRow(segment, words) : wideRow(segment, names, words));
        m_height += m_rows.last().height;
    }
}

double SegmentLadder::textRoom() const { return m_width - 2 * LadderPad - (m_glyphs ? 20 : 0); }

/// Flags and bytes over the arrow; under it the numbers, in as many lines as they need.
SegmentLadder::Row SegmentLadder::narrowRow(const LaneSegment &segment, Words words) const
{
    const kernel::Packet &packet = segment.seen.packet;
    const bool isIcmp = packet.protocol == kernel::PacketProtocol::Icmp; // its data are what it quotes
    Row row{segment, {}, {}};
    QString flags = MechanismWords::segmentFlags(packet);
    QStringList rest = MechanismWords::segmentNumberParts(segment.seen);
    if (packet.payload > 0 && !isIcmp) {
        const QString bytes = MechanismWords::bytesInShort(packet.payload);
        if (widthOf(flags + QLatin1Char(' ') + bytes) <= textRoom())
            flags += QLatin1Char(' ') + bytes;
        else
            rest.prepend(bytes);
    }
    row.over.append({flags});
    if (words != Words::Flags) {
        QString line;
        for (const QString &part : std::as_const(rest)) {
            const QString longer = line.isEmpty() ? part : line + QLatin1Char(' ') + part;
            if (!line.isEmpty() && widthOf(longer) > textRoom()) {
                row.under.append({line});
                line = part;
            } else {
                line = longer;
            }
        }
        if (!line.isEmpty())
            row.under.append({line});
    }
    const QString meaning =
        segment.seen.isAgain ? MechanismWords::retransmission() : MechanismWords::icmpMeaning(packet);
    if (!meaning.isEmpty()) {
        for (const QString &line : broken(meaning, textRoom()))
            row.under.append({line, true});
    }
    if (words != Words::All)
        row.segment.message.clear();
    row.way = row.segment.message.isEmpty() ? BareWay : EnvelopeWay;
    row.height = LadderLine * static_cast<double>(row.over.size() + row.under.size()) + row.way +
                 (words == Words::Flags ? CloseGap : RowGap);
    return row;
}

/// Its headers, as far as there is room for what they say.
SegmentLadder::Row SegmentLadder::wideRow(const LaneSegment &segment, const Names &names, Words words) const
{
    const kernel::Packet &packet = segment.seen.packet;
    Row row{segment, {}, {}};
    const bool isTcp = packet.protocol == kernel::PacketProtocol::Tcp;
    const auto protocol = isTcp ? kernel::Protocol::Tcp : kernel::Protocol::Udp;
    QStringList header;
    if (isTcp)
        header << QStringLiteral("TCP");
    header << MechanismWords::segmentFlags(packet) << MechanismWords::segmentNumberParts(segment.seen);
    QStringList withPorts = header;
    if (packet.from.port != 0)
        withPorts.insert(1, names.port(packet.from, protocol) + QStringLiteral("→") + names.port(packet.to, protocol));
    row.over.append({QStringLiteral("IP")});
    row.over.append({withPorts.join(QLatin1Char(' '))});
    if (packet.payload > 0 && packet.protocol != kernel::PacketProtocol::Icmp)
        row.over.append({(segment.message.isEmpty() ? QString() : segment.message + QLatin1Char(' ')) +
                         MechanismWords::bytesInShort(packet.payload)});
    const QString meaning =
        segment.seen.isAgain ? MechanismWords::retransmission() : MechanismWords::icmpMeaning(packet);
    if (!meaning.isEmpty())
        row.over.append({meaning, true});
    const double rowHeight = words == Words::All ? WideRow : words == Words::WithoutEnvelope ? CloseRow : LeastRow;
    const double size = wideSize(rowHeight);
    double wide = 0;
    for (const Line &line : std::as_const(row.over))
        wide += widthOf(line.text, line.isWord, size) + 2 * CellPad + 2;
    if (wide > m_width - 2 * LadderPad - 4 * ArrowHead)
        row.over[1].text = header.join(QLatin1Char(' '));
    row.height = rowHeight;
    return row;
}

void SegmentLadder::draw(DisplayList &list, const QPointF &topLeft, double gone) const
{
    if (isEmpty())
        return;
    const QRectF box(topLeft, QSizeF(m_width, m_height));
    list.beginNode(NodeKind::Label, 0, MechanismWords::segmentsSeen());
    double y = box.top() + LadderPad;
    if (m_form == Form::Narrow) {
        list.box(box, 8, Tone::Panel, Tone::Ink, 2.2);
        list.add(layoutText(MechanismWords::seenHere(), {box.left() + 4, y - 2, box.width() - 8, Heading},
                            lineStyle(true, 600, Tone::Secondary)));
        y += Heading;
    }
    for (qsizetype i = 0; i < m_rows.size(); ++i) {
        const Row &row = m_rows.at(i);
        const double part = std::clamp(gone - static_cast<double>(i), 0.0, 1.0);
        const QRectF place(box.left() + LadderPad, y, box.width() - 2 * LadderPad, row.height);
        y += row.height;
        if (part <= 0)
            continue;
        list.beginNode(NodeKind::Segment, static_cast<quint64>(i) + 1, row.segment.told);
        if (m_form == Form::Narrow)
            drawNarrow(list, row, place, part);
        else
            drawWide(list, row, place, part);
        list.endNode();
    }
    if (m_left > 0 && gone > static_cast<double>(m_rows.size()))
        list.add(layoutText(MechanismWords::moreSegments(m_left),
                            {box.left() + LadderPad, y, box.width() - 2 * LadderPad, LadderLine},
                            lineStyle(true, 500, Tone::Secondary)));
    list.endNode();
}

void SegmentLadder::drawNarrow(DisplayList &list, const Row &row, const QRectF &place, double part) const
{
    double y = place.top();
    const auto write = [&](const Line &line, int weight, Colour colour, double left) {
        list.add(layoutText(line.text, {place.left() + left, y, place.width() - left, LadderLine},
                            lineStyle(line.isWord, weight, colour)));
        y += LadderLine;
    };
    double indent = m_glyphs ? 20 : 0;
    if (m_glyphs && row.segment.client >= 0) {
        drawGlyph(list, row.segment.glyph, {place.left() + 9, y + LadderLine / 2}, 7);
        // A message's name tells it, too; and glyphs come again.
        const double letter = widthOf(row.segment.letter, true) + 2;
        if (row.segment.message.isEmpty() && letter + 6 + widthOf(row.over.first().text) <= textRoom()) {
            list.add(layoutText(row.segment.letter, {place.left() + indent, y, letter, LadderLine},
                                lineStyle(true, 700, Tone::Ink)));
            indent += letter + 4;
        }
    }
    for (const Line &line : row.over)
        write(line, 700, Tone::Ink, indent);
    drawArrow(list, row, place, y + row.way / 2, part);
    y += row.way;
    for (const Line &line : row.under)
        write(line, line.isWord ? 600 : 500, line.isWord ? Tone::Ink : Tone::Secondary, 0);
}

/// A solid arrow as far as it has come; on it the message, or a small box while it moves.
void SegmentLadder::drawArrow(DisplayList &list, const Row &row, const QRectF &place, double y, double part) const
{
    const bool right = row.segment.toServer;
    const double from = right ? place.left() : place.right();
    const double to = right ? place.right() : place.left();
    const double ahead = right ? 1 : -1;
    const Colour edge = edgeOf(row.segment);
    const QString &name = row.segment.message;
    const QSizeF size = name.isEmpty() ? Moving : envelopeSize(name, LadderEnvelope);
    const double start = from + ahead * size.width() / 2;
    const double at = start + (to - ahead * size.width() / 2 - start) * part;
    if (part < 1) {
        list.line({from, y}, {at, y}, edge, ArrowLine);
        const QRectF moving(at - size.width() / 2, y - size.height() / 2, size.width(), size.height());
        if (name.isEmpty())
            list.box(moving, 3, edge);
        else
            drawEnvelope(list, moving, row.segment.sender, name);
        return;
    }
    list.line({from, y}, {to - ahead * (ArrowHead - 1), y}, edge, ArrowLine);
    drawArrowhead(list, {to, y}, right ? 0 : 180, edge, ArrowHead);
    if (!name.isEmpty())
        drawEnvelopeTrace(list,
                          {place.center().x() - size.width() / 2, y - size.height() / 2, size.width(), size.height()},
                          row.segment.sender, name);
}

void SegmentLadder::drawWide(DisplayList &list, const Row &row, const QRectF &place, double part) const
{
    const bool right = row.segment.toServer;
    const double from = right ? place.left() : place.right();
    const double to = right ? place.right() : place.left();
    const double ahead = right ? 1 : -1;
    const double y = place.center().y();
    const Colour edge = edgeOf(row.segment);
    const double size = wideSize(row.height);
    double wide = 4;
    for (const Line &line : row.over)
        wide += widthOf(line.text, line.isWord, size) + 2 * CellPad + 2;
    const double start = from + ahead * wide / 2;
    const double end = to - ahead * wide / 2;
    const double at = part < 1 ? start + (end - start) * part : place.center().x();
    if (part < 1) {
        list.line({from, y}, {at, y}, edge, ArrowLine);
    } else {
        list.line({from, y}, {to - ahead * (ArrowHead - 1), y}, edge, ArrowLine);
        drawArrowhead(list, {to, y}, right ? 0 : 180, edge, ArrowHead);
    }
    const double high = std::min(36.0, row.height - 1);
    const double inset = row.height >= CloseRow ? 2.5 : 1.5;
    const QRectF card(at - wide / 2, y - high / 2, wide, high);
    list.box(card, 5, Tone::Panel, edge, 2);
    double x = card.left() + 3;
    for (qsizetype i = 0; i < row.over.size(); ++i) {
        const Line &line = row.over.at(i);
        const QRectF cell(x, card.top() + inset, widthOf(line.text, line.isWord, size) + 2 * CellPad, high - 2 * inset);
        const bool isData = i >= 2 && !line.isWord;
        if (isData)
            list.box(cell, 3, {Tone::SenderTint, row.segment.sender});
        else if (!line.isWord)
            list.box(cell, 3, Tone::LaneDeep, Tone::Wire, 1.5);
        const Colour ink =
            isData && row.segment.sender >= 0 ? Colour(Tone::SenderText, row.segment.sender) : Colour(Tone::Ink);
        list.add(layoutText(line.text, cell, lineStyle(line.isWord, i == 1 ? 600 : 700, ink, size)));
        x += cell.width() + 2;
    }
}

} // namespace zocalo::figure
