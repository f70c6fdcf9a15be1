// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "app/play/playback.h"
#include "core/kernel/sockettable.h"

#include <QSet>
#include <QStringList>
#include <QTime>
#include <QTimer>

namespace zocalo::panels {

/// What the kernel has changed by itself since the table that is shown was read: a FIN acknowledged a little later, a
/// time that ran out. No call tells of it, so the run does not read the table for it. While a live run stands at the
/// step shown, the kernel is asked again every two seconds; nothing of that is recorded.
class KernelSince : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(KernelSince)

public:
    /// `playback` must outlive it.
    explicit KernelSince(play::Playback &playback, QObject *parent = nullptr);

    /// Asks, or does not: nobody looks.
    void setAsking(bool asking);
    /// A line for each of the run's sockets that is another by now, or was not there; empty: none, or nobody asked.
    const QStringList &lines() const { return m_lines; }
    /// When the kernel was asked; null: it was not.
    const QTime &askedAt() const { return m_askedAt; }

    /// How that row is another by now; empty: it is the same. `now` is null once the kernel does not list it any more.
    static QString change(const kernel::SocketRow &then, const kernel::SocketRow *now);

signals:
    void changed();

private:
    bool isToAsk() const;
    void begin();
    void ask();
    QStringList compare(const QList<kernel::SocketRow> &rows);
    static const kernel::SocketRow *takeRest(const kernel::SocketRow &then, QList<const kernel::SocketRow *> &fresh);
    static QString appeared(const kernel::SocketRow &row);
    QString line(const kernel::SocketRow &row, const QString &change) const;

    play::Playback &m_playback;
    kernel::SocketTable m_kernel;
    QTimer m_timer;
    QSet<quint64> m_met; ///< cookies that this asker was told of itself: what it never saw may be of another network
    QStringList m_lines;
    QTime m_askedAt;
    bool m_asking = false;
};

} // namespace zocalo::panels
