// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/figure/oneprocess.h"

#include "app/figure/callstate.h"
#include "app/figure/cast.h"
#include "app/figure/footnotes.h"
#include "app/figure/holders.h"
#include "app/figure/mechanismwords.h"
#include "app/figure/oneprocessnarrator.h"
#include "app/figure/oneprocesswords.h"
#include "app/figure/pairshapes.h"
#include "app/figure/pairwords.h"
#include "app/figure/shapes.h"
#include "app/figure/textlayout.h"
#include "core/world/backlog.h"

#include <algorithm>

namespace zocalo::figure {

namespace {

constexpr double Top = 96;
constexpr double Left = Frame::Margin;
constexpr double RightColumn = 280;   ///< brackets and their words
constexpr qsizetype LeastColumns = 2; ///< that have a place: the first does not move when the second comes
constexpr qsizetype MostColumns = 3;
constexpr double AddressWidth = 230; ///< of the longest IPv4 address and port, in the smallest letters
constexpr QSizeF DoorSize{128, 178};
constexpr double DoorBelow = 78; ///< how far a door reaches under the border
constexpr double SocketRowHeight = 43;

int descriptorOf(const world::Socket &socket)
{
    if (!socket.owners.isEmpty())
        return socket.owners.first().fd;
    return socket.lastOwner ? socket.lastOwner->fd : -1;
}

} // namespace

bool OneProcess::suits(const world::World &world) { return world.processes().size() == 1; }

DisplayList OneProcess::build(const FigureInput &input)
{
    OneProcess figure(input);
    figure.draw();
    return figure.m_list;
}

OneProcess::OneProcess(const FigureInput &input)
    : m_input(input), m_world(input.now), m_names(input), m_list(input.size), m_bottom(Frame::footTop(m_list) - 14),
      m_border(Top + 0.47 * (m_bottom - Top)), m_right(m_list.logicalSize().width() - RightColumn)
{
    findColumns();
}

void OneProcess::findColumns()
{
    for (const world::Socket &socket : m_world.sockets())
        place(socket, false);
    const bool moves = m_input.next && m_input.progress > 0;
    if (moves && m_input.next->moment().newSocket != 0 && m_input.next->moment().newFd >= 0) {
        if (const world::Socket *made = m_input.next->socket(m_input.next->moment().newSocket))
            place(*made, true);
    }
    std::sort(m_columns.begin(), m_columns.end(), [](const Column &a, const Column &b) { return a.fd < b.fd; });
    makeRoom();
    const double step = card().width() / static_cast<double>(std::max(LeastColumns, m_columns.size()));
    for (qsizetype i = 0; i < m_columns.size(); ++i)
        m_columns[i].x = card().left() + step * (static_cast<double>(i) + 0.5);
}

/// Where there is no room for all, numbers that are free again go first, then the lowest; the one that the step is
/// about stays.
void OneProcess::makeRoom()
{
    const world::Moment &moment = m_world.moment();
    const auto isAbout = [&moment](const Column &column) {
        return column.appears || column.socket->id == moment.socket || column.socket->id == moment.newSocket;
    };
    const auto leave = [&](auto mayGo) {
        for (qsizetype i = 0; i < m_columns.size() && m_columns.size() > MostColumns;) {
            if (isAbout(m_columns.at(i)) || !mayGo(m_columns.at(i))) {
                ++i;
                continue;
            }
            m_hidden += m_columns.at(i).socket->closed ? 0 : 1;
            m_columns.removeAt(i);
        }
    };
    leave([](const Column &column) { return column.socket->closed; });
    leave([](const Column &) { return true; });
}

/// A number's place belongs to the socket that has it now, or had it last.
void OneProcess::place(const world::Socket &socket, bool appears)
{
    const int fd = descriptorOf(socket);
    if (fd < 0)
        return;
    const auto found =
        std::find_if(m_columns.begin(), m_columns.end(), [=](const Column &column) { return column.fd == fd; });
    if (found == m_columns.end())
        m_columns.append({fd, &socket, 0, appears});
    else if (found->socket->closed)
        *found = {fd, &socket, 0, appears};
}

OneProcess::Focus OneProcess::focusOf(const Column &column) const
{
    const world::Moment &moment = m_world.moment();
    if (moment.kind != world::MomentKind::Returned || moment.result < 0 || column.socket->closed)
        return Focus::None;
    // What is sent is in the queue where it lands, whoever sent it.
    const auto landsHere = [&](world::MessageId id) {
        const world::Message *message = m_world.message(id);
        return message && message->landed == column.socket->id;
    };
    if (trace::isSend(moment.name))
        return std::any_of(moment.messages.begin(), moment.messages.end(), landsHere) ? Focus::Queue : Focus::None;
    if (moment.socket != column.socket->id && moment.newSocket != column.socket->id)
        return Focus::None;
    if (trace::isReceive(moment.name))
        return Focus::Queue;
    switch (moment.name) {
    case trace::Call::Socket:
        return Focus::Number;
    case trace::Call::Bind:
        return Focus::Local;
    case trace::Call::Connect:
        return Focus::Remote;
    case trace::Call::Listen:
        return Focus::State;
    default:
        return Focus::None;
    }
}

QRectF OneProcess::card() const { return {Left + 240, Top, m_right - 20 - Left - 240, m_border - Top}; }

double OneProcess::cardWidth() const
{
    const double step = card().width() / static_cast<double>(std::max(LeastColumns, m_columns.size()));
    return std::min(520.0, step - 16);
}

void OneProcess::draw()
{
    Frame::drawGround(m_list);
    drawTitle();
    drawLayers();
    drawProcess();
    for (const Column &column : m_columns)
        drawColumn(column);
    drawFoot();
}

void OneProcess::drawTitle()
{
    TextStyle style;
    style.size = 54;
    style.weight = 700;
    style.minSize = 30;
    const world::Process &who = m_world.processes().first();
    // A program of the user's is no lesson on sockets: it has its own name. A lesson on something else has its title.
    const QString &own = m_input.headline;
    const QString title = who.isProgram ? who.name : own.isEmpty() ? OneProcessWords::title() : own;
    const double width = std::min(textWidth(title, style) + 2, m_list.logicalSize().width() * 0.6);
    m_list.beginNode(NodeKind::Headline, 0, title);
    m_list.add(layoutText(title, {Left, 12, width, 72}, style));
    m_list.endNode();
    const double left = Left + width + 44;
    word(who.isProgram ? OneProcessWords::subtitleOfProgram() : OneProcessWords::subtitle(),
         {left, 18, m_list.logicalSize().width() - Frame::Margin - left, 68}, 32, 400, Tone::Secondary);
}

void OneProcess::drawLayers()
{
    m_list.fillRect({Left, m_border, m_right - Left, m_bottom - m_border}, Tone::Lane);
    word(PairWords::applicationLayer(), {Left + 12, Top, 208, m_border - 60 - Top}, 28, 600, Tone::Ink,
         Qt::AlignLeft | Qt::AlignVCenter, 2);
    word(PairWords::transportLayer(), {Left + 12, m_border + 60, 208, m_bottom - m_border - 60}, 28, 600, Tone::Ink,
         Qt::AlignLeft | Qt::AlignVCenter, 2);
    const auto bracket = [&](const QString &text, double from, double to) {
        const double x = m_right + 16;
        drawBracketLeft(m_list, x, from, to);
        word(text, {x + 32, from, m_list.logicalSize().width() - 52 - x, to - from}, 28, 600, Tone::Ink,
             Qt::AlignLeft | Qt::AlignVCenter, 4);
    };
    bracket(PairWords::byApplication(), Top, m_border - 10);
    bracket(PairWords::bySystem(), m_border + 10, m_bottom);
    for (const double dy : {-3.0, 3.0})
        m_list.line({Left, m_border + dy}, {m_right, m_border + dy}, Tone::Secondary, 2.2);
    m_legend << LegendEntry::Border;
    const QRectF sign(Left, m_border - 38, 216, 76);
    m_list.box(sign, 8, Tone::Panel, Tone::Ink, 2.5);
    word(OneProcessWords::interface(), sign.adjusted(10, 4, -10, -4), 23, 600, Tone::Ink, Qt::AlignCenter, 2);
}

void OneProcess::drawProcess()
{
    const world::Process &who = m_world.processes().first();
    const bool gone = who.activity == world::Activity::Ended;
    const QRectF card = this->card();
    const CallState state(m_world, who);
    const QString name = who.isProgram ? OneProcessWords::program(who.name) : PairWords::process();
    m_list.beginNode(NodeKind::Process, who.id, name, state.sentence());
    drawOpenCard(m_list, card, gone ? Colour(Tone::Wire) : Colour(Tone::Ink), gone ? Tone::Lane : Tone::Panel);
    const double half = card.width() / 2 - 28;
    word(name, {card.left() + 28, card.top() + 14, half, 46}, 36, 700);
    if (full())
        code(PairWords::pid(m_names.pid(who.id)), {card.left() + 28, card.top() + 60, half, 30}, 23, 500,
             Tone::Secondary);
    const bool failed = who.openCalls.isEmpty() && who.lastResult < 0;
    code(MechanismWords::lastCall(who), {card.center().x(), card.top() + 14, half, 46}, 31, 700,
         failed ? Tone::Danger : Tone::Call, Qt::AlignRight | Qt::AlignVCenter);
    word(state.sentence(), {card.center().x(), card.top() + 60, half, 30}, 21, 500,
         failed ? Tone::Danger : Tone::Secondary, Qt::AlignRight | Qt::AlignVCenter);
    m_list.endNode();
    if (m_columns.isEmpty())
        return;
    const QString meaning = m_hidden > 0 ? OneProcessWords::notShown(m_hidden) : OneProcessWords::descriptorMeaning();
    word(meaning, {card.left() + 28, card.top() + 108, card.width() - 56, 34}, 23, 500, Tone::Ink, Qt::AlignCenter);
}

void OneProcess::drawColumn(const Column &column)
{
    if (column.appears) {
        m_list.setLayer(Layer::Moving);
        m_list.setOpacity(m_input.progress);
    }
    drawNumber(column);
    drawDoorOf(column);
    drawKernelCard(column);
    m_list.setOpacity(1);
    m_list.setLayer(Layer::Still);
}

/// The process's own number for the socket: like the number on a door, seen from inside.
void OneProcess::drawNumber(const Column &column)
{
    const double doorTop = m_border + DoorBelow - DoorSize.height();
    const QRectF tag(column.x - 74, doorTop - 98, 148, 60);
    const bool closed = column.socket->closed;
    if (focusOf(column) == Focus::Number)
        drawFocus(m_list, tag.adjusted(-9, -9, 9, 9));
    m_list.line({column.x, tag.bottom()}, {column.x, doorTop}, closed ? Tone::Rule : Tone::Ink, 3);
    m_list.box(tag, 10, Tone::Panel, closed ? Tone::Wire : Tone::Ink, 3);
    code(QStringLiteral("fd %1").arg(column.fd), tag.adjusted(8, 0, -8, 0), 33, 700,
         closed ? Tone::Secondary : Tone::Ink, Qt::AlignCenter);
    const double left = tag.right() + 18;
    const double right = std::min(left + cardWidth() - tag.width() - 40, card().right() - 10);
    if (closed)
        word(OneProcessWords::numberFree(), {left, tag.top(), right - left, tag.height()}, 22, 500, Tone::Secondary,
             Qt::AlignLeft | Qt::AlignVCenter, 2);
}

void OneProcess::drawDoorOf(const Column &column)
{
    const world::Socket &socket = *column.socket;
    const bool tcp = socket.protocol == kernel::Protocol::Tcp;
    const QString name = OneProcessWords::socket(tcp);
    m_list.beginNode(socket.listening ? NodeKind::Listener : NodeKind::Socket, socket.id, name,
                     m_names.endpoint(socket.local, socket.protocol));
    Door door;
    door.kind = !tcp ? DoorKind::Udp : socket.listening && !socket.closed ? DoorKind::Listening : DoorKind::Tcp;
    door.foot = {column.x, m_border + DoorBelow};
    door.size = DoorSize;
    door.dead = socket.closed;
    showHolders(door, socket, m_legend);
    door.open = socket.closed ? 0 : column.appears ? m_input.progress : 1;
    drawDoor(m_list, door);
    m_list.endNode();
    const double left = column.x + DoorSize.width() / 2 + 18;
    const double right = std::min(left + cardWidth() - DoorSize.width() - 40, card().right() - 6);
    const QRectF beside(left, m_border - 78, right - left, 40);
    word(name, beside, 29, 600, socket.closed ? Tone::Secondary : Tone::Ink);
    const QString second = socket.closed      ? PairWords::closed()
                           : socket.listening ? MechanismWords::listeningSocket()
                                              : OneProcessWords::shape(tcp);
    TextStyle smallest;
    smallest.size = MinTextSize;
    smallest.weight = 500;
    // The legend tells the shapes, too.
    if (textWidth(second, smallest) <= beside.width())
        word(second, beside.translated(0, 36).adjusted(0, 0, 0, -10), 21, 500, Tone::Secondary);
}

QString OneProcess::stateOf(const world::Socket &socket) const
{
    if (!world::isStateKnown(m_world, socket))
        return MechanismWords::notObserved();
    // Without a table of this step it is what the calls tell; a socket without an address is in none.
    if (!socket.inKernelTable && (m_world.tableAge() != world::TableAge::Old || socket.local.port == 0))
        return OneProcessWords::notListed();
    // One word for one state: as in the kernel's table beside it.
    if (socket.protocol == kernel::Protocol::Udp && socket.state == kernel::State::Close)
        return QStringLiteral("UNCONN");
    return QString::fromLatin1(kernel::stateName(socket.state));
}

void OneProcess::drawKernelCard(const Column &column)
{
    const world::Socket &socket = *column.socket;
    if (socket.closed)
        return;
    const Focus focus = focusOf(column);
    const double width = cardWidth();
    const double top = m_border + DoorBelow + 22;
    const int rows = full() ? 6 : 3;
    const QRectF box(column.x - width / 2, top, width, 50 + SocketRowHeight * rows + 8);
    m_list.line({column.x, m_border + DoorBelow}, {column.x, top}, Tone::Secondary, 3);
    m_list.beginNode(NodeKind::Table, socket.id, OneProcessWords::keptByKernel());
    m_list.box(box, 10, Tone::Panel, Tone::Wire, 2.5);
    word(OneProcessWords::keptByKernel(), {box.left() + 20, box.top() + 6, box.width() - 40, 40}, 24, 700);
    QRectF row(box.left() + 8, box.top() + 48, box.width() - 16, SocketRowHeight);
    const auto next = [&](const QString &name, const QString &value, Focus part) {
        drawRow(row, name, value, part != Focus::None && focus == part);
        row.translate(0, SocketRowHeight);
    };
    const bool tcp = socket.protocol == kernel::Protocol::Tcp;
    const auto address = [&](const world::Endpoint &end, const QString &none) {
        return end.port ? m_names.endpoint(end, socket.protocol) : none;
    };
    next(OneProcessWords::protocol(), tcp ? QStringLiteral("TCP") : QStringLiteral("UDP"), Focus::None);
    next(OneProcessWords::localAddress(), address(socket.local, PairWords::noAddress()), Focus::Local);
    if (full()) {
        const QString none = tcp ? PairWords::noAddress() : PairWords::noFixedRemote();
        next(OneProcessWords::remoteAddress(),
             socket.listening ? PairWords::noFixedRemote() : address(socket.remote, none), Focus::Remote);
        next(OneProcessWords::state(), stateOf(socket), Focus::State);
    }
    drawQueueRow(row, socket, focus == Focus::Queue);
    row.translate(0, SocketRowHeight);
    if (full())
        next(OneProcessWords::cookie(), m_names.cookie(socket.id), Focus::None);
    m_list.endNode();
}

double OneProcess::drawRow(const QRectF &row, const QString &name, const QString &value, bool focus)
{
    if (focus)
        m_list.box(row.adjusted(0, 2, 0, -2), 6, Tone::Match, Tone::MatchBorder, 3);
    const double split = std::min(row.left() + 12 + 0.43 * row.width(), row.right() - 8 - AddressWidth);
    word(name, {row.left() + 12, row.top(), split - row.left() - 16, row.height()}, 22, 500, Tone::Secondary);
    code(value, {split, row.top(), row.right() - 8 - split, row.height()}, 22, 700);
    return split;
}

void OneProcess::drawQueueRow(const QRectF &row, const world::Socket &socket, bool focus)
{
    const double split = drawRow(row, MechanismWords::receiveQueue(),
                                 MechanismWords::queueSize(m_world, socket, waitingBytes(socket)), focus);
    if (socket.receiveQueue.isEmpty())
        return;
    // What waits stands at the end of its row.
    const world::Message *oldest = m_world.message(socket.receiveQueue.first().message);
    if (!oldest)
        return;
    const QSizeF size = envelopeSize(oldest->name, row.height() - 8);
    const QRectF place(row.right() - 10 - size.width(), row.center().y() - size.height() / 2, size.width(),
                       size.height());
    if (place.left() < split + 110)
        return;
    m_list.beginNode(NodeKind::Message, oldest->id, oldest->name, QString::fromUtf8(oldest->payload));
    drawEnvelope(m_list, place, ServerSender, oldest->name);
    m_list.endNode();
}

void OneProcess::drawFoot()
{
    const OneProcessNarrator narrator(m_input);
    const QString caption = narrator.caption();
    QList<LegendEntry> legend(m_legend.begin(), m_legend.end());
    for (const Column &column : m_columns) {
        if (column.socket->closed)
            continue;
        const bool tcp = column.socket->protocol == kernel::Protocol::Tcp;
        const LegendEntry entry = !tcp                       ? LegendEntry::UdpSocket
                                  : column.socket->listening ? LegendEntry::Listening
                                                             : LegendEntry::TcpSocket;
        if (!legend.contains(entry))
            legend << entry;
    }
    std::sort(legend.begin(), legend.end());
    FootNotes notes(m_input);
    if (m_input.stable)
        notes.add(OneProcessWords::stable());
    Frame::drawFoot(m_list, caption, legend, notes.text(), full() ? 34 : 36);
    m_list.setTitle(caption);
    m_list.setDescription(narrator.description());
}

void OneProcess::word(const QString &text, const QRectF &place, double size, int weight, Colour colour,
                      Qt::Alignment align, int lines)
{
    TextStyle style;
    style.size = size;
    style.weight = weight;
    style.colour = colour;
    style.align = align;
    style.calls = true;
    style.maxLines = lines;
    m_list.add(layoutText(text, place, style));
}

void OneProcess::code(const QString &text, const QRectF &place, double size, int weight, Colour colour,
                      Qt::Alignment align)
{
    TextStyle style;
    style.size = size;
    style.weight = weight;
    style.colour = colour;
    style.face = Face::Mono;
    style.align = align;
    m_list.add(layoutText(text, place, style));
}

} // namespace zocalo::figure
