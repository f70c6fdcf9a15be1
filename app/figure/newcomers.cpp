// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/figure/newcomers.h"

#include "app/figure/callstate.h"
#include "app/figure/footnotes.h"
#include "app/figure/frame.h"
#include "app/figure/narrator.h"
#include "app/figure/pairshapes.h"
#include "app/figure/shapes.h"
#include "app/figure/textlayout.h"

#include <algorithm>

namespace zocalo::figure {

namespace {

constexpr double NewcomersTop = 108;
constexpr double CardGap = 24;
constexpr double WidestCard = 620;
constexpr qsizetype MostCards = 4;
constexpr qsizetype MostDoors = 3;  ///< of a process
constexpr double LeastColumn = 232; ///< of a door: the longest IPv4 address and port have room
constexpr QSizeF NewcomerDoor{84, 118};
constexpr double NewcomerDoorBelow = 52; ///< how far a door reaches under the border

TextStyle newcomerStyle(double size, int weight, Qt::Alignment align = Qt::AlignCenter)
{
    TextStyle style;
    style.size = size;
    style.weight = weight;
    style.align = align;
    style.calls = true;
    return style;
}

} // namespace

bool Newcomers::suits(const FigureInput &input)
{
    const QList<world::Process> &processes = input.now.processes();
    if (processes.isEmpty())
        return input.programs;
    if (input.kind == lesson::Kind::Pair && processes.size() == 1)
        return false;
    return std::all_of(processes.begin(), processes.end(), [](const world::Process &process) {
        return process.isProgram && process.role == world::Role::Other;
    });
}

DisplayList Newcomers::build(const FigureInput &input)
{
    Newcomers figure(input);
    figure.draw();
    return figure.m_list;
}

Newcomers::Newcomers(const FigureInput &input)
    : m_input(input), m_world(input.now), m_names(input), m_list(input.size), m_bottom(Frame::footTop(m_list) - 14),
      m_border(NewcomersTop + 0.62 * (m_bottom - NewcomersTop))
{
}

void Newcomers::draw()
{
    Frame::drawGround(m_list);
    drawTitle();
    const QList<world::Process> &processes = m_world.processes();
    const qsizetype shown = std::min(MostCards, processes.size());
    if (shown > 0) {
        drawLayers();
        const double room = m_list.logicalSize().width() - 2 * Frame::Margin;
        const double step = std::min((room + CardGap) / static_cast<double>(shown), WidestCard + CardGap);
        const double left = Frame::Margin + (room + CardGap - step * static_cast<double>(shown)) / 2;
        for (qsizetype i = 0; i < shown; ++i) {
            const QRectF card(left + step * static_cast<double>(i), NewcomersTop, step - CardGap,
                              m_border - NewcomersTop);
            drawProcess(processes.at(i), card);
        }
    }
    const Narrator narrator(m_input);
    const QString caption = narrator.happened();
    QList<LegendEntry> legend;
    if (m_hasTcp)
        legend << LegendEntry::TcpSocket;
    if (m_hasUdp)
        legend << LegendEntry::UdpSocket;
    if (shown > 0)
        legend << LegendEntry::Border;
    Frame::drawFoot(m_list, caption, legend, FootNotes(m_input).text());
    m_list.setTitle(caption);
    m_list.setDescription(shown > 0 ? narrator.description() : caption);
}

void Newcomers::drawTitle()
{
    const qsizetype count = m_world.processes().size();
    if (count == 0)
        return;
    const QString title = tr("%n processes", nullptr, static_cast<int>(count));
    const TextStyle style = newcomerStyle(54, 700, Qt::AlignLeft | Qt::AlignVCenter);
    const double width = textWidth(title, style) + 2;
    m_list.beginNode(NodeKind::Headline, 0, title);
    m_list.add(layoutText(title, {Frame::Margin, 12, width, 72}, style));
    m_list.endNode();
    const QString second = count > MostCards ? tr("%n more are not shown", nullptr, static_cast<int>(count - MostCards))
                                             : tr("which is a client and which a server, their calls will tell");
    TextStyle small = newcomerStyle(32, 400, Qt::AlignLeft | Qt::AlignVCenter);
    small.colour = Tone::Secondary;
    const double left = Frame::Margin + width + 44;
    m_list.add(layoutText(second, {left, 18, m_list.logicalSize().width() - Frame::Margin - left, 68}, small));
}

void Newcomers::drawLayers()
{
    const double right = m_list.logicalSize().width() - Frame::Margin;
    m_list.fillRect({Frame::Margin, m_border, right - Frame::Margin, m_bottom - m_border}, Tone::Lane);
    for (const double dy : {-3.0, 3.0})
        m_list.line({Frame::Margin, m_border + dy}, {right, m_border + dy}, Tone::Secondary, 2.2);
    const QString kernel = tr("kernel");
    m_list.add(layoutText(kernel, {Frame::Margin + 12, m_bottom - 44, 300, 40},
                          newcomerStyle(24, 600, Qt::AlignLeft | Qt::AlignVCenter)));
}

void Newcomers::drawProcess(const world::Process &process, const QRectF &card)
{
    const CallState state(m_world, process);
    m_list.beginNode(NodeKind::Process, process.id, m_names.process(process.id), state.sentence());
    const bool gone = process.activity == world::Activity::Ended;
    drawOpenCard(m_list, card, gone ? Colour(Tone::Wire) : Colour(Tone::Ink), gone ? Tone::Lane : Tone::Panel);
    const QRectF line = card.adjusted(20, 0, -20, 0);
    m_list.add(layoutText(m_names.process(process.id), {line.left(), card.top() + 24, line.width(), 46},
                          newcomerStyle(36, 700)));
    TextStyle pid = newcomerStyle(23, 500);
    pid.face = Face::Mono;
    pid.colour = Tone::Secondary;
    m_list.add(
        layoutText(tr("PID %1").arg(m_names.pid(process.id)), {line.left(), card.top() + 74, line.width(), 30}, pid));
    m_list.add(layoutText(state.sentence(), {line.left(), card.top() + 112, line.width(), 34}, newcomerStyle(23, 500)));
    m_list.endNode();
    drawSockets(process, card);
}

void Newcomers::drawSockets(const world::Process &process, const QRectF &card)
{
    QList<std::pair<int, const world::Socket *>> held;
    for (const world::Socket &socket : m_world.sockets()) {
        for (const world::Owner &owner : socket.owners) {
            if (owner.process == process.id)
                held.append({owner.fd, &socket});
        }
    }
    // The latest have their place: what the step is about is among them.
    const auto room = std::clamp<qsizetype>(static_cast<qsizetype>(card.width() / LeastColumn), 1, MostDoors);
    held.remove(0, std::max<qsizetype>(0, held.size() - room));
    const double width = card.width() / static_cast<double>(std::max<qsizetype>(1, held.size()));
    for (qsizetype i = 0; i < held.size(); ++i)
        drawSocket(*held.at(i).second, held.at(i).first,
                   {card.left() + width * static_cast<double>(i), m_border - 116, width, 116});
}

void Newcomers::drawSocket(const world::Socket &socket, int fd, const QRectF &column)
{
    const bool tcp = socket.protocol == kernel::Protocol::Tcp;
    (tcp ? m_hasTcp : m_hasUdp) = true;
    const QString name = tcp ? tr("TCP socket") : tr("UDP socket");
    m_list.beginNode(NodeKind::Socket, socket.id, name, m_names.endpoint(socket.local, socket.protocol));
    Door door;
    door.kind = tcp ? DoorKind::Tcp : DoorKind::Udp;
    door.foot = {column.center().x(), m_border + NewcomerDoorBelow};
    door.size = NewcomerDoor;
    drawDoor(m_list, door);
    TextStyle number = newcomerStyle(23, 700);
    number.face = Face::Mono;
    if (fd >= 0)
        m_list.add(layoutText(QStringLiteral("fd %1").arg(fd),
                              {column.left(), door.foot.y() - NewcomerDoor.height() - 36, column.width(), 32}, number));
    number.size = 19;
    number.colour = Tone::Secondary;
    const QString address =
        socket.local.port != 0 ? m_names.endpoint(socket.local, socket.protocol) : tr("no address yet");
    m_list.add(
        layoutText(name, {column.left() + 4, door.foot.y() + 8, column.width() - 8, 30}, newcomerStyle(20, 600)));
    m_list.add(layoutText(address, {column.left() + 4, door.foot.y() + 38, column.width() - 8, 28}, number));
    m_list.endNode();
}

} // namespace zocalo::figure
