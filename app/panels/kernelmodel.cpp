// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/panels/kernelmodel.h"

#include "app/figure/fonts.h"

#include <QBrush>
#include <QFont>
#include <QLocale>

#include <algorithm>

namespace zocalo::panels {

using figure::KernelColumn;
using figure::KernelTable;
using kernel::SocketRow;

namespace {

constexpr int TextSize = 14;

bool isNumber(KernelColumn column)
{
    return column == KernelColumn::ReceiveQueue || column == KernelColumn::SendQueue || column == KernelColumn::Drops;
}

quint32 bit(KernelColumn column) { return 1U << static_cast<int>(column); }

constexpr quint32 Everything = (1U << figure::KernelColumnCount) - 1;

quint32 differences(const SocketRow &a, const SocketRow &b)
{
    quint32 bits = 0;
    bits |= a.inode != b.inode ? bit(KernelColumn::Inode) | bit(KernelColumn::Owner) : 0;
    bits |= a.local != b.local ? bit(KernelColumn::Local) : 0;
    bits |= a.remote != b.remote ? bit(KernelColumn::Remote) : 0;
    bits |= a.state != b.state ? bit(KernelColumn::State) : 0;
    bits |= a.receiveQueue != b.receiveQueue ? bit(KernelColumn::ReceiveQueue) : 0;
    bits |= a.sendQueue != b.sendQueue && a.protocol == kernel::Protocol::Tcp ? bit(KernelColumn::SendQueue) : 0;
    bits |= a.drops != b.drops ? bit(KernelColumn::Drops) : 0;
    return bits;
}

} // namespace

/// A world with what tells of its table: each refers to the one before.
struct KernelModel::Shown
{
    explicit Shown(const world::World &shown)
        : world(shown), input{world}, table(input, KernelTable::Addresses::WhereTheyDiffer)
    {
    }
    world::World world;
    figure::FigureInput input;
    KernelTable table;
};

KernelModel::KernelModel(QObject *parent)
    : QAbstractTableModel(parent), m_shown(std::make_unique<Shown>(world::World()))
{
}

KernelModel::~KernelModel() = default;

void KernelModel::show(const world::World &world, bool follows)
{
    const QList<SocketRow> before = m_shown->world.kernelRows();
    auto shown = std::make_unique<Shown>(world);
    const QList<const SocketRow *> rows = shown->table.rows();
    const bool sameSockets = std::equal(rows.begin(), rows.end(), m_rows.begin(), m_rows.end(),
                                        [](const auto *a, const auto *b) { return a->cookie == b->cookie; });
    if (!sameSockets)
        beginResetModel();
    m_shown = std::move(shown);
    m_rows = rows;
    m_changed.clear();
    if (follows)
        findChanges(before);
    m_marked = rowOf(m_shown->table.focus());
    if (!sameSockets)
        endResetModel();
    else if (!m_rows.isEmpty())
        emit dataChanged(index(0, 0), index(static_cast<int>(m_rows.size()) - 1, figure::KernelColumnCount - 1));
}

void KernelModel::findChanges(const QList<SocketRow> &before)
{
    QHash<quint64, const SocketRow *> known;
    known.reserve(before.size());
    for (const SocketRow &row : before)
        known.insert(row.cookie, &row);
    for (const SocketRow *row : std::as_const(m_rows)) {
        const SocketRow *old = known.value(row->cookie);
        if (const quint32 bits = old ? differences(*old, *row) : Everything)
            m_changed.insert(row->cookie, bits);
    }
}

void KernelModel::showOthers(const QList<SocketRow> &rows, const QHash<quint32, kernel::SocketHolder> &holders,
                             const QTime &readAt)
{
    beginResetModel();
    m_others.clear();
    for (const SocketRow &row : rows) {
        if (!m_shown->world.socketOfRow(row.cookie))
            m_others.append(row);
    }
    m_holders = holders;
    m_readAt = readAt;
    endResetModel();
}

void KernelModel::setTheme(figure::Theme theme)
{
    m_theme = theme;
    retranslate();
}

void KernelModel::setFlashing(bool flashing)
{
    m_flashing = flashing;
    if (!m_rows.isEmpty())
        emit dataChanged(index(0, 0), index(static_cast<int>(m_rows.size()) - 1, figure::KernelColumnCount - 1),
                         {Qt::BackgroundRole});
}

void KernelModel::retranslate()
{
    emit headerDataChanged(Qt::Horizontal, 0, figure::KernelColumnCount - 1);
    if (rowCount() > 0)
        emit dataChanged(index(0, 0), index(rowCount() - 1, figure::KernelColumnCount - 1));
}

int KernelModel::rowCount(const QModelIndex &parent) const
{
    if (parent.isValid())
        return 0;
    const auto others = static_cast<int>(m_others.size());
    return static_cast<int>(m_rows.size()) + (others > 0 ? others + 1 : 0);
}

int KernelModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : figure::KernelColumnCount;
}

const SocketRow *KernelModel::rowAt(int row) const
{
    if (row < m_rows.size())
        return m_rows.at(row);
    const qsizetype other = row - m_rows.size() - 1;
    return other >= 0 && other < m_others.size() ? &m_others.at(other) : nullptr;
}

world::SocketId KernelModel::socketAt(int row) const
{
    const world::Socket *socket =
        row >= 0 && row < m_rows.size() ? m_shown->world.socketOfRow(m_rows.at(row)->cookie) : nullptr;
    return socket ? socket->id : 0;
}

int KernelModel::rowOf(world::SocketId socket) const
{
    for (int row = 0; socket != 0 && row < m_rows.size(); ++row) {
        if (socketAt(row) == socket)
            return row;
    }
    return -1;
}

QString KernelModel::text(int row, KernelColumn column) const
{
    const SocketRow *const shown = rowAt(row);
    if (!shown) {
        //: %1 is a time of the day
        return column == KernelColumn::Protocol
                   ? tr("All other sockets of this machine, asked at %1: not of this step, and not recorded")
                         .arg(QLocale().toString(m_readAt, QStringLiteral("HH:mm:ss")))
                   : QString();
    }
    return row < m_rows.size() ? m_shown->table.text(*shown, column) : otherText(*shown, column);
}

QString KernelModel::otherText(const SocketRow &row, KernelColumn column) const
{
    switch (column) {
    case KernelColumn::Owner: {
        const kernel::SocketHolder holder = m_holders.value(row.inode);
        return row.inode == 0 || holder.pid == 0
                   ? QStringLiteral("–")
                   : QStringLiteral("%1/fd %2 %3").arg(holder.pid).arg(holder.fd).arg(holder.name);
    }
    case KernelColumn::Local:
        return KernelTable::addressText(row.local);
    case KernelColumn::Remote:
        return KernelTable::addressText(row.remote);
    case KernelColumn::Cookie:
        return QString::number(row.cookie);
    default:
        return m_shown->table.text(row, column);
    }
}

QString KernelModel::spoken(int row, KernelColumn column) const
{
    const SocketRow *const shown = rowAt(row);
    if (!shown)
        return text(row, KernelColumn::Protocol);
    const QString meaning = row < m_rows.size() ? m_shown->table.meaning(*shown, column) : otherText(*shown, column);
    return KernelTable::headingMeaning(column) + QStringLiteral(": ") + meaning;
}

bool KernelModel::isChanged(int row, int column) const
{
    return row < m_rows.size() && (m_changed.value(m_rows.at(row)->cookie) & (1U << column)) != 0;
}

QVariant KernelModel::background(const QModelIndex &index) const
{
    if (isChanged(index.row(), index.column())) {
        const figure::Tone tone = m_flashing ? figure::Tone::MatchBorder : figure::Tone::LaneDeep;
        if (m_flashing || index.row() != m_marked)
            return QBrush(figure::resolve(m_theme, tone));
    }
    if (index.row() == m_marked)
        return QBrush(figure::resolve(m_theme, figure::Tone::Match));
    return rowAt(index.row()) ? QVariant() : QBrush(figure::resolve(m_theme, figure::Tone::Lane));
}

QVariant KernelModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    const auto column = static_cast<KernelColumn>(index.column());
    const SocketRow *const row = rowAt(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return text(index.row(), column);
    case Qt::ToolTipRole:
    case Qt::AccessibleTextRole:
        return spoken(index.row(), column);
    case Qt::BackgroundRole:
        return background(index);
    case Qt::ForegroundRole:
        if (m_flashing && isChanged(index.row(), index.column()))
            return QBrush(figure::resolve(m_theme, figure::Tone::Panel));
        return QBrush(figure::resolve(m_theme, row ? figure::Tone::Ink : figure::Tone::Secondary));
    case Qt::FontRole: {
        const bool strong = index.row() == m_marked || isChanged(index.row(), index.column());
        return row ? figure::font(figure::Face::Mono, TextSize, strong ? QFont::Bold : QFont::Medium)
                   : figure::font(figure::Face::Sans, TextSize, QFont::DemiBold);
    }
    case Qt::TextAlignmentRole:
        return int(isNumber(column) ? Qt::AlignRight | Qt::AlignVCenter : Qt::AlignLeft | Qt::AlignVCenter);
    case MarkedRole:
        return index.row() == m_marked;
    case ChangedRole:
        return isChanged(index.row(), index.column());
    case SectionRole:
        return row == nullptr;
    default:
        return {};
    }
}

QVariant KernelModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation == Qt::Vertical)
        return {};
    const auto column = static_cast<KernelColumn>(section);
    switch (role) {
    case Qt::DisplayRole:
        return KernelTable::heading(column);
    case Qt::ToolTipRole:
    case Qt::AccessibleTextRole:
        return KernelTable::headingMeaning(column);
    case Qt::TextAlignmentRole:
        return int(isNumber(column) ? Qt::AlignRight | Qt::AlignVCenter : Qt::AlignLeft | Qt::AlignVCenter);
    default:
        return {};
    }
}

Qt::ItemFlags KernelModel::flags(const QModelIndex &index) const
{
    return rowAt(index.row()) ? Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemNeverHasChildren
                              : Qt::ItemIsEnabled | Qt::ItemNeverHasChildren;
}

} // namespace zocalo::panels
