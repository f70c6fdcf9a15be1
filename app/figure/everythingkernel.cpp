// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
// The panel with the kernel's socket table.
#include "app/figure/everything.h"

#include "app/figure/mechanismscene.h"
#include "app/figure/mechanismwords.h"
#include "app/figure/textlayout.h"

#include <algorithm>
#include <array>

namespace zocalo::figure {

namespace {

constexpr double HeadTop = 50;
constexpr double HeadHeight = 32;
constexpr double RowHeight = 29;
constexpr double NoteHeight = 52;
constexpr double TextSize = 18;
constexpr int Columns = 5;

/// A row of the table: a socket of the run, or the name of a protocol over its sockets.
struct Line
{
    QString section;
    const kernel::SocketRow *row = nullptr;
    bool wanted = false; ///< what the step is about
};

/// As ss(8) writes an address whose host goes without saying.
QString shortAddress(const Names &names, const world::Endpoint &endpoint, kernel::Protocol protocol)
{
    if (endpoint.port == 0)
        return QStringLiteral("*");
    const QString port = names.port(endpoint, protocol);
    return endpoint.isWildcard() ? QLatin1Char('*') + port : port;
}

/// The kernel keeps one kind of states for both protocols; of UDP ss(8) calls "closed" what is unconnected.
QString stateText(const kernel::SocketRow &row)
{
    if (row.protocol == kernel::Protocol::Udp && row.state == kernel::State::Close)
        return QStringLiteral("UNCONN");
    return QString::fromLatin1(kernel::stateName(row.state));
}

} // namespace

void Everything::drawKernel(const QRectF &place)
{
    m_list.beginNode(NodeKind::Table, 1, tr("Kernel's socket table"));
    drawPanel(place, tr("Kernel's socket table"), m_input.now.kernelExact() ? tr("as read at this step") : QString());
    const MechanismScene scene(m_input);
    const world::Socket *focus = m_input.now.socket(scene.focus);

    // By process, servers first, and in it by descriptor; what has none comes after.
    QList<const kernel::SocketRow *> rows;
    for (const kernel::SocketRow &row : m_input.now.kernelRows()) {
        if (m_input.now.socket(row.cookie))
            rows << &row;
    }
    const auto key = [&](const kernel::SocketRow *row) {
        const world::Socket *socket = m_input.now.socket(row->cookie);
        const world::Process *process =
            socket->owners.isEmpty() ? nullptr : m_input.now.process(socket->owners.first().process);
        const int order = !process ? 1 : (process->role == world::Role::Server ? 0 : 2 + process->ordinal);
        return std::array<int, 4>{static_cast<int>(row->protocol), order,
                                  process ? socket->owners.first().fd : row->remote.port, row->local.port};
    };
    std::sort(rows.begin(), rows.end(), [&](auto *a, auto *b) { return key(a) < key(b); });

    const auto wanted = [&](const kernel::SocketRow *row) {
        const world::Socket *socket = m_input.now.socket(row->cookie);
        return socket->id == scene.focus || socket->listening || (focus && focus->peerSocket == socket->id) ||
               socket->id == m_input.now.moment().socket;
    };
    const double bottom = place.bottom() - NoteHeight - 4;
    const auto fit = static_cast<qsizetype>((bottom - place.top() - HeadTop - HeadHeight) / RowHeight);
    const bool both = !rows.isEmpty() && rows.first()->protocol != rows.last()->protocol;
    qsizetype hidden = 0;
    while (rows.size() + (both ? 2 : 1) + (hidden > 0 ? 1 : 0) > fit) {
        const auto spare = std::find_if(rows.rbegin(), rows.rend(), [&](auto *row) { return !wanted(row); });
        if (spare == rows.rend())
            break;
        rows.erase(std::next(spare).base());
        ++hidden;
    }

    const auto mono = [](int weight) {
        TextStyle style;
        style.face = Face::Mono;
        style.size = TextSize;
        style.weight = weight;
        return style;
    };
    // "4100/fd 4" is as wide as the widest owner; the rest of the columns are of known width.
    double owner = textWidth(QStringLiteral("41000/fd 4"), mono(700));
    for (const kernel::SocketRow *row : rows)
        owner = std::max(owner, textWidth(m_names.owner(*m_input.now.socket(row->cookie)), mono(700)));
    const double port = textWidth(QStringLiteral("*:40000"), mono(700)) + 9;
    const double state = textWidth(QStringLiteral("ESTABLISHED"), mono(700)) + 8;
    std::array<double, Columns + 1> at{};
    at.at(0) = place.left() + 16;
    at.at(1) = at.at(0) + owner + 14;
    at.at(2) = at.at(1) + port;
    at.at(3) = at.at(2) + port;
    at.at(4) = at.at(3) + state;
    at.at(5) = place.right() - 14;
    const std::array<QString, Columns> heads{MechanismWords::ownerColumn(), tr("local"), tr("remote"), tr("state"),
                                             QStringLiteral("Recv-Q")};
    double y = place.top() + HeadTop;
    m_list.fillRect({place.left() + 1.5, y, place.width() - 3, HeadHeight}, Tone::LaneDeep);
    for (size_t i = 0; i < Columns; ++i)
        word(heads.at(i), {at.at(i), y, at.at(i + 1) - at.at(i), HeadHeight}, 18, 600, Tone::Secondary,
             i + 1 == Columns ? Qt::AlignRight | Qt::AlignVCenter : Qt::AlignLeft | Qt::AlignVCenter);
    y += HeadHeight;
    auto protocol = kernel::Protocol::Other;
    for (const kernel::SocketRow *row : rows) {
        const world::Socket &socket = *m_input.now.socket(row->cookie);
        if (row->protocol != protocol) {
            protocol = row->protocol;
            word(protocol == kernel::Protocol::Udp ? QStringLiteral("UDP") : QStringLiteral("TCP"),
                 {at.at(0), y, 200, RowHeight}, 18, 700, Tone::Secondary);
            y += RowHeight;
        }
        const bool active = socket.id == scene.focus;
        m_list.beginNode(NodeKind::Row, socket.id, m_names.owner(socket));
        if (active)
            m_list.box({place.left() + 6, y + 1, place.width() - 12, RowHeight - 2}, 6, Tone::Match, Tone::MatchBorder,
                       3);
        const int weight = active ? 700 : 500;
        const QString whose = m_names.owner(socket);
        const std::array<QString, Columns> cells{
            whose.isEmpty() ? MechanismWords::noDescriptor() : whose, shortAddress(m_names, row->local, protocol),
            shortAddress(m_names, row->remote, protocol), stateText(*row), QString::number(row->receiveQueue)};
        for (size_t i = 0; i < Columns; ++i)
            code(cells.at(i), {at.at(i), y, at.at(i + 1) - at.at(i), RowHeight}, TextSize, weight, Tone::Ink,
                 i + 1 == Columns ? Qt::AlignRight | Qt::AlignVCenter : Qt::AlignLeft | Qt::AlignVCenter);
        m_list.endNode();
        y += RowHeight;
    }
    if (hidden > 0)
        word(MechanismWords::moreRows(static_cast<int>(hidden)), {at.at(0), y, 300, RowHeight}, 18, 500,
             Tone::Secondary);
    word(tr("Recv-Q: of TCP the bytes not read yet, of LISTEN its accept queue, of UDP the kernel's memory"),
         {at.at(0), place.bottom() - NoteHeight - 4, place.width() - 32, NoteHeight}, 18, 400, Tone::Secondary,
         Qt::AlignLeft | Qt::AlignVCenter, 2);
    m_list.endNode();
}

} // namespace zocalo::figure
