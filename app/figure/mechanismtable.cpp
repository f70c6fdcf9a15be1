// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/figure/mechanismtable.h"

#include "app/figure/mechanismwords.h"
#include "app/figure/textlayout.h"

#include <QSet>

#include <algorithm>

namespace zocalo::figure {

namespace {

constexpr double Title = 50;
constexpr double Head = 36;
constexpr double SectionHeight = 38;
constexpr double DetailHeight = 22;
constexpr double RowHeight = 40;
constexpr double MoreHeight = 30;
constexpr double FootHeight = 26;
constexpr double FootGap = 8;
constexpr double Pad = 14;
constexpr double Gap = 12;
constexpr double AddressGap = 24; ///< between two full addresses
constexpr double GlyphRoom = 30;
constexpr int ShownWhole = 4;  ///< rows
constexpr int ShownOfMany = 3; ///< the match and its neighbours

TextStyle sans(double size, int weight, Colour colour = Tone::Ink)
{
    TextStyle style;
    style.size = size;
    style.weight = weight;
    style.colour = colour;
    return style;
}

TextStyle mono(bool active)
{
    TextStyle style;
    style.face = Face::Mono;
    style.size = 18;
    style.weight = active ? 700 : 500;
    return style;
}

} // namespace

MechanismTable::MechanismTable(const MechanismScene &scene)
    : m_scene(scene), m_compact(scene.clientCount() > ShownWhole || (!scene.isTcp() && scene.rows.size() > ShownWhole))
{
    m_height = Title + Head;
    addRows();
    m_height += FootGap;
    addLine(Line::Kind::Foot, MechanismWords::rowsObserved(), -1, FootHeight);
    addLine(Line::Kind::Foot, MechanismWords::descriptorMeaning(), -1, FootHeight);
    m_height += 6;
    measure();
}

void MechanismTable::addLine(Line::Kind kind, const QString &text, int row, double height, const QString &detail)
{
    m_lines.append({kind, text, detail, row, m_height, height});
    m_height += height;
}

void MechanismTable::addRows()
{
    const bool withListener = m_scene.isTcp() && !m_scene.reply;
    const int exact = static_cast<int>(m_scene.rows.size()) - (withListener && m_scene.listener ? 1 : 0);
    if (m_scene.isTcp())
        addLine(Line::Kind::Section, MechanismWords::exactMatch(), -1, SectionHeight + DetailHeight,
                MechanismWords::fourTuple());
    else
        addLine(Line::Kind::Section, MechanismWords::destinationRule(), -1, SectionHeight);
    addExactRows(exact);
    if (withListener) {
        addLine(Line::Kind::Section, MechanismWords::otherwiseListener(), -1, SectionHeight + DetailHeight,
                MechanismWords::otherwiseWhen());
        if (m_scene.listener)
            addLine(Line::Kind::Row, {}, static_cast<int>(m_scene.rows.size()) - 1, RowHeight);
        else
            addLine(Line::Kind::None,
                    isAnyListening() ? MechanismWords::notDrawn() : MechanismWords::none(m_scene.hadServerSocket()), -1,
                    RowHeight);
    }
    // Among several that share an address the sender may decide.
    const bool unconnected = !m_scene.isTcp() && m_scene.rows.size() == 1 &&
                             std::all_of(m_scene.rows.begin(), m_scene.rows.end(),
                                         [](const DemuxRow &row) { return row.socket->remote.port == 0; });
    if (unconnected && !m_scene.reply)
        addLine(Line::Kind::Note, MechanismWords::sourceIgnored(), -1, 56);
    if (sharesAnAddress())
        addLine(Line::Kind::Note, MechanismWords::severalFit(), -1, 30);
}

/// That of a server whose card is not drawn.
bool MechanismTable::isAnyListening() const
{
    const auto &sockets = m_scene.world.sockets();
    return std::any_of(sockets.begin(), sockets.end(), [](const world::Socket &socket) {
        return socket.protocol == kernel::Protocol::Tcp && socket.listening && !socket.closed;
    });
}

/// Several UDP sockets of the same address, none of them connected: more than one fits each datagram.
bool MechanismTable::sharesAnAddress() const
{
    const auto isOpen = [](const DemuxRow &row) { return row.socket->remote.port == 0; };
    return !m_scene.isTcp() && !m_scene.reply && m_scene.rows.size() > 1 && m_scene.rows.size() <= 3 &&
           std::all_of(m_scene.rows.begin(), m_scene.rows.end(), [&](const DemuxRow &row) {
               return isOpen(row) && row.socket->local == m_scene.rows.first().socket->local;
           });
}

void MechanismTable::addExactRows(int exact)
{
    int first = 0;
    int last = exact - 1;
    if (m_compact && exact > ShownOfMany) {
        const int match = m_scene.rowOf(m_scene.focus);
        first = std::clamp(std::min(match, exact - 1) - 1, 0, exact - ShownOfMany);
        last = first + ShownOfMany - 1;
        if (match >= 0)
            m_count = MechanismWords::oneMatchAmong(static_cast<int>(m_scene.rows.size()));
    }
    for (int i = first; i <= last; ++i)
        addLine(Line::Kind::Row, {}, i, RowHeight);
    const QStringList unseen = m_scene.isTcp() && !m_scene.reply ? m_scene.withoutOtherEnd() : QStringList();
    const bool tellsUnseen = !unseen.isEmpty() && exact < (m_compact ? ShownOfMany : ShownWhole);
    if (tellsUnseen)
        addLine(Line::Kind::None, MechanismWords::socketNotObserved(unseen), -1, RowHeight);
    else if (exact <= 0)
        addLine(Line::Kind::None, MechanismWords::none(m_scene.hadServerSocket()), -1, RowHeight);
    const bool grows = m_scene.isTcp() || m_scene.reply;
    const int shown = std::max(1, last - first + 1 + (tellsUnseen ? 1 : 0));
    // Room for the connections to come: a table that grew with each would push everything about.
    const int room = std::min(m_scene.clientCount(), m_compact ? ShownOfMany : ShownWhole);
    if (grows && !m_compact)
        m_height += RowHeight * std::max(0, room - shown);
    if (shown < exact)
        addLine(Line::Kind::More, moreText(first, last, exact), -1, MoreHeight);
    else if (grows && m_compact)
        m_height += RowHeight * std::max(0, room - shown) + MoreHeight;
}

/// Which sockets the rows are that are not shown: their descriptors, where one process has them all.
QString MechanismTable::moreText(int first, int last, int exact) const
{
    QList<int> descriptors;
    QSet<world::ProcessId> processes;
    int without = 0;
    for (int i = 0; i < exact; ++i) {
        if (i >= first && i <= last)
            continue;
        const world::Socket &socket = *m_scene.rows.at(i).socket;
        if (socket.owners.isEmpty())
            ++without;
        else if (socket.owners.first().fd >= 0)
            descriptors << socket.owners.first().fd;
        if (!socket.owners.isEmpty())
            processes << socket.owners.first().process;
    }
    const int count = exact - (last - first + 1);
    if (m_scene.reply || processes.size() > 1) // each process numbers its own
        return MechanismWords::moreRows(count);
    QStringList parts;
    if (!descriptors.isEmpty())
        parts << QStringLiteral("fd ") + MechanismWords::ranges(descriptors);
    if (without > 0)
        parts << MechanismWords::withoutDescriptor(without);
    return MechanismWords::moreRowsOf(count, parts.join(QStringLiteral(", ")));
}

MechanismTable::Cells MechanismTable::cells(const DemuxRow &row, bool full) const
{
    const world::Socket &socket = *row.socket;
    const auto address = [&](const world::Endpoint &endpoint) {
        return full || (m_scene.commonAddress().isEmpty()) ? m_scene.names.endpoint(endpoint, m_scene.protocol)
                                                           : m_scene.names.port(endpoint, m_scene.protocol);
    };
    const QString owner = m_scene.names.descriptors(socket);
    return {owner.isEmpty() ? MechanismWords::noDescriptor() : owner, address(socket.local),
            socket.remote.port == 0 ? MechanismWords::noFixedRemote() : address(socket.remote)};
}

void MechanismTable::measure()
{
    double owner = std::max(textWidth(MechanismWords::ownerColumn(), sans(18, 600)),
                            textWidth(QStringLiteral("41000/fd 4"), mono(true)));
    double local = std::max(textWidth(MechanismWords::localColumn(), sans(18, 600)),
                            textWidth(QStringLiteral("127.0.0.1:40000"), mono(true)));
    double remote = std::max(textWidth(MechanismWords::remoteColumn(), sans(18, 600)), local);
    for (const DemuxRow &row : m_scene.rows) {
        const Cells texts = cells(row, true);
        owner = std::max(owner, textWidth(texts.owner, mono(true)));
        local = std::max(local, textWidth(texts.local, mono(true)));
        remote = std::max(remote, textWidth(texts.remote, row.socket->remote.port ? mono(true) : sans(19, 500)));
    }
    m_local = Pad + owner + Gap;
    m_remote = m_local + local + AddressGap;
    m_width = m_remote + remote + GlyphRoom + Pad;
    // A list too long for its line is told by its number.
    for (Line &line : m_lines) {
        if (line.kind == Line::Kind::More && textWidth(line.text, sans(18, 500)) > m_width - 2 * Pad)
            line.text = line.text.section(QLatin1Char(':'), 0, 0);
    }
}

bool MechanismTable::lists(world::SocketId socket) const
{
    return std::any_of(m_lines.begin(), m_lines.end(), [&](const Line &line) {
        return line.row >= 0 && m_scene.rows.at(line.row).socket->id == socket;
    });
}

QRectF MechanismTable::row(world::SocketId socket, const QRectF &place) const
{
    for (const Line &line : m_lines) {
        if (line.row >= 0 && m_scene.rows.at(line.row).socket->id == socket)
            return {place.left(), place.top() + line.top, place.width(), line.height};
    }
    for (const Line &line : m_lines) {
        if (line.kind == Line::Kind::More)
            return {place.left(), place.top() + line.top, place.width(), line.height};
    }
    return exactHead(place);
}

QRectF MechanismTable::exactHead(const QRectF &place)
{
    return {place.left(), place.top() + Title + Head, place.width(), SectionHeight};
}

void MechanismTable::drawHead(DisplayList &list, const QRectF &place) const
{
    const double countWidth = m_count.isEmpty() ? 0 : textWidth(m_count, sans(20, 500)) + 2;
    list.add(layoutText(MechanismWords::demultiplexing(m_scene.isTcp()),
                        {place.left() + Pad, place.top() + 4, place.width() - 2 * Pad - countWidth - 8, Title - 4},
                        sans(25, 600)));
    if (countWidth > 0) {
        list.add(layoutText(m_count, {place.right() - Pad - countWidth, place.top() + 4, countWidth, Title - 4},
                            sans(20, 500, Tone::Secondary).aligned(Qt::AlignRight | Qt::AlignVCenter)));
    }
    const QRectF head(place.left() + 1.5, place.top() + Title, place.width() - 3, Head);
    list.fillRect(head, Tone::LaneDeep);
    const TextStyle style = sans(18, 600, Tone::Secondary);
    const auto column = [&](const QString &text, double from, double to) {
        list.add(layoutText(text, {place.left() + from, head.top(), to - from - 4, Head}, style));
    };
    column(MechanismWords::ownerColumn(), Pad, m_local);
    column(MechanismWords::localColumn(), m_local, m_remote);
    column(MechanismWords::remoteColumn(), m_remote, place.width());
}

void MechanismTable::drawRow(DisplayList &list, const QRectF &rect, const DemuxRow &row) const
{
    const bool active = isActive(row);
    const Cells texts = cells(row, active);
    if (active)
        list.box(rect.adjusted(6, 1, -6, -1), 6, Tone::Match, Tone::MatchBorder, 3.5);
    const bool ownerless = row.socket->owners.isEmpty();
    const TextStyle plain = mono(active);
    TextStyle words = sans(19, active ? 600 : 500);
    const auto cell = [&](const QString &text, double from, double to, const TextStyle &style) {
        list.add(layoutText(text, {rect.left() + from, rect.top(), to - from, rect.height()}, style));
    };
    cell(texts.owner, Pad, m_local - 4, ownerless ? words : plain);
    cell(texts.local, m_local, m_remote - 4, plain);
    cell(texts.remote, m_remote, rect.width() - GlyphRoom - 4, row.socket->remote.port == 0 ? words : plain);
    const QPointF glyph(rect.right() - Pad - 11, rect.center().y());
    if (row.socket->listening)
        drawWaves(list, glyph, 11, Tone::Listening);
    else
        drawGlyph(list, row.sender, glyph, 9);
}

void MechanismTable::draw(DisplayList &list, const QRectF &place) const
{
    list.beginNode(NodeKind::Table, 0, MechanismWords::demultiplexing(m_scene.isTcp()));
    list.box(place, 8, Tone::Panel, Tone::Secondary, 2.2);
    drawHead(list, place);
    const auto foot =
        std::find_if(m_lines.begin(), m_lines.end(), [](const Line &line) { return line.kind == Line::Kind::Foot; });
    if (foot != m_lines.end()) {
        const double y = place.top() + foot->top - FootGap / 2;
        list.line({place.left() + Pad, y}, {place.right() - Pad, y}, Tone::Rule, 1.5);
    }
    for (const Line &line : m_lines)
        drawLine(list, {place.left(), place.top() + line.top, place.width(), line.height}, line);
    list.endNode();
}

void MechanismTable::drawLine(DisplayList &list, const QRectF &rect, const Line &line) const
{
    const QRectF inner = rect.adjusted(Pad, 0, -Pad, 0);
    switch (line.kind) {
    case Line::Kind::Section:
        list.add(layoutText(line.text, {inner.topLeft(), QSizeF(inner.width(), SectionHeight)}, sans(20, 600)));
        if (!line.detail.isEmpty())
            list.add(layoutText(line.detail,
                                {inner.left(), inner.top() + SectionHeight - 6, inner.width(), DetailHeight + 2},
                                sans(18, 400, Tone::Secondary)));
        return;
    case Line::Kind::None:
        list.add(layoutText(line.text, inner, sans(19, 400, Tone::Secondary)));
        return;
    case Line::Kind::More:
    case Line::Kind::Foot:
        list.add(layoutText(line.text, inner, sans(18, 500, Tone::Secondary)));
        return;
    case Line::Kind::Note:
        list.add(layoutText(line.text, inner, sans(19, 400, Tone::Secondary).lines(2)));
        return;
    case Line::Kind::Row: {
        const DemuxRow &row = m_scene.rows.at(line.row);
        const Cells texts = cells(row, true);
        list.beginNode(NodeKind::Row, row.socket->id, texts.owner, texts.local + QLatin1String(" ← ") + texts.remote);
        drawRow(list, rect, row);
        list.endNode();
        return;
    }
    }
}

} // namespace zocalo::figure
