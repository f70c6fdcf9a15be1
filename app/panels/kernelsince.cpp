// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/panels/kernelsince.h"

#include "app/figure/kerneltable.h"

#include <QHash>

#include <utility>

#include <sys/socket.h>

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
    QSet<quint64> ours;
    bool hasIpv6 = false;
    for (const SocketRow &row : m_playback.now().kernelRows()) {
        ours.insert(row.cookie);
        hasIpv6 = hasIpv6 || row.local.family == AF_INET6;
    }
    const Result<QList<SocketRow>> rows =
        m_kernel.read([&ours](const SocketRow &row) { return ours.contains(row.cookie); },
                      hasIpv6 ? kernel::SocketTable::Families::Both : kernel::SocketTable::Families::Ipv4);
    if (!rows)
        return; // nothing is said of now
    const QStringList before = std::exchange(m_lines, compare(rows.value()));
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
    QStringList lines;
    for (const SocketRow &row : m_playback.now().kernelRows()) {
        const SocketRow *const now = found.value(row.cookie);
        const bool isKnown = now || m_met.contains(row.cookie) || m_playback.isLive();
        if (const QString what = isKnown ? change(row, now) : QString(); !what.isEmpty())
            lines << line(row, what);
    }
    return lines;
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
