// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/panels/kernelsince.h"

#include "app/figure/kerneltable.h"
#include "core/run/oursockets.h"

#include <QHash>

#include <algorithm>
#include <utility>

namespace zocalo::panels {

using figure::FigureInput;
using figure::KernelColumn;
using figure::KernelTable;
using kernel::SocketRow;

namespace {

constexpr int FirstMs = 300; ///< an acknowledgement may be delayed by 40 ms, and more
constexpr int BetweenMs = 2000;

/// "FIN-WAIT-1 → FIN-WAIT-2"
QString fromTo(const QString &then, const QString &now) { return QStringLiteral("%1 → %2").arg(then, now); }

QString fromTo(const QString &what, quint32 then, quint32 now)
{
    return what + QLatin1Char(' ') + fromTo(QString::number(then), QString::number(now));
}

} // namespace

KernelSince::KernelSince(play::Playback &playback, QObject *parent) : QObject(parent), m_playback(playback)
{
    m_timer.setTimerType(Qt::CoarseTimer);
    connect(&m_timer, &QTimer::timeout, this, &KernelSince::ask);
    connect(&playback, &play::Playback::stepChanged, this, &KernelSince::begin);
    connect(&playback, &play::Playback::grown, this, &KernelSince::begin);
    connect(&playback, &play::Playback::stateChanged, this, [this] {
        if (isToAsk() != m_timer.isActive())
            begin();
    });
}

void KernelSince::setAsking(bool asking)
{
    m_asking = asking;
    begin();
}

/// A recording is of then, and so is every step but the last one of a run.
bool KernelSince::isToAsk() const
{
    return m_asking && (m_playback.isLive() || m_playback.isWatching()) && m_playback.isAtEnd() &&
           !m_playback.now().kernelRows().isEmpty();
}

/// Another table is shown: what was found is of the one before.
void KernelSince::begin()
{
    if (isToAsk())
        m_timer.start(FirstMs);
    else
        m_timer.stop();
    m_askedAt = {};
    if (!m_lines.isEmpty()) {
        m_lines.clear();
        emit changed();
    }
}

void KernelSince::ask()
{
    m_timer.setInterval(BetweenMs);
    if (!isToAsk()) {
        begin();
        return;
    }
    run::OurSockets ours;
    QSet<quint64> cookies;
    QSet<quint16> ports;
    for (const SocketRow &row : m_playback.now().kernelRows()) {
        ours.note(row.cookie, row.local.family);
        cookies.insert(row.cookie);
        ports.insert(row.local.port);
    }
    // A busy machine has many more: only those that may be the run's are looked at.
    const auto mayBeOurs = [&](const SocketRow &row) {
        return cookies.contains(row.cookie) ||
               (row.protocol == kernel::Protocol::Tcp && row.inode == 0 && ports.contains(row.local.port));
    };
    const Result<QList<SocketRow>> rows = m_kernel.read(
        mayBeOurs, ours.hasIpv6() ? kernel::SocketTable::Families::Both : kernel::SocketTable::Families::Ipv4);
    if (!rows)
        return; // nothing is said of now
    const QStringList before = std::exchange(m_lines, compare(ours.pick(rows.value())));
    m_askedAt = QTime::currentTime();
    if (!m_lines.isEmpty() || !before.isEmpty())
        emit changed();
}

QStringList KernelSince::compare(const QList<SocketRow> &rows)
{
    QHash<quint64, const SocketRow *> found;
    for (const SocketRow &row : rows) {
        found.insert(row.cookie, &row);
        m_met.insert(row.cookie);
    }
    const QList<SocketRow> &listed = m_playback.now().kernelRows();
    QList<const SocketRow *> fresh;
    for (const SocketRow &row : rows) {
        const auto isIt = [&row](const SocketRow &then) { return then.cookie == row.cookie; };
        if (std::none_of(listed.begin(), listed.end(), isIt))
            fresh.append(&row);
    }
    QStringList lines;
    for (const SocketRow &row : listed) {
        const SocketRow *now = found.value(row.cookie);
        if (!now)
            now = takeRest(row, fresh);
        const bool isKnown = now || m_met.contains(row.cookie) || m_playback.isLive();
        if (const QString what = isKnown ? change(row, now) : QString(); !what.isEmpty())
            lines << line(row, what);
    }
    for (const SocketRow *row : std::as_const(fresh))
        lines << line(*row, appeared(*row));
    return lines;
}

/// What the kernel keeps of a closed connection has the addresses of that, and another cookie.
const SocketRow *KernelSince::takeRest(const SocketRow &then, QList<const SocketRow *> &fresh)
{
    const auto isRest = [&then](const SocketRow *row) {
        return then.protocol == row->protocol && then.local == row->local && then.remote == row->remote;
    };
    const auto rest = std::find_if(fresh.begin(), fresh.end(), isRest);
    if (rest == fresh.end())
        return nullptr;
    const SocketRow *const row = *rest;
    fresh.erase(rest);
    return row;
}

QString KernelSince::appeared(const SocketRow &row)
{
    //: a socket in the kernel's table; %1 is its state (ESTABLISHED), %2 its remote address
    return tr("not listed before, %1, remote %2")
        .arg(KernelTable::stateText(row), KernelTable::addressText(row.remote));
}

QString KernelSince::change(const SocketRow &then, const SocketRow *now)
{
    if (!now)
        return tr("not listed any more");
    QStringList parts;
    if (then.state != now->state)
        parts << fromTo(KernelTable::stateText(then), KernelTable::stateText(*now));
    if (then.receiveQueue != now->receiveQueue)
        parts << fromTo(QStringLiteral("Recv-Q"), then.receiveQueue, now->receiveQueue);
    if (then.sendQueue != now->sendQueue && then.protocol == kernel::Protocol::Tcp)
        parts << fromTo(QStringLiteral("Send-Q"), then.sendQueue, now->sendQueue);
    if (then.drops != now->drops)
        parts << fromTo(KernelTable::heading(KernelColumn::Drops), then.drops, now->drops);
    return parts.join(QStringLiteral(", "));
}

QString KernelSince::line(const SocketRow &row, const QString &change) const
{
    const FigureInput input{m_playback.now()};
    const KernelTable table(input, KernelTable::Addresses::WhereTheyDiffer);
    const QString protocol = row.protocol == kernel::Protocol::Udp ? QStringLiteral("udp") : QStringLiteral("tcp");
    return QStringLiteral("%1 %2 %3: %4")
        .arg(protocol, table.text(row, KernelColumn::Owner), KernelTable::addressText(row.local), change);
}

} // namespace zocalo::panels
