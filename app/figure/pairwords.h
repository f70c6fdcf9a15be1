// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "app/figure/callstate.h"

#include <QCoreApplication>

namespace zocalo::figure {

/// The words inside the figures of processes that communicate, in the application's language.
class PairWords
{
    Q_DECLARE_TR_FUNCTIONS(zocalo::figure::PairWords)
public:
    static QString title();
    static QString subtitle();
    static QString others(qsizetype clients);
    /// Of the client that is shown.
    static QString otherSockets(qsizetype sockets);
    static QString applicationLayer();
    static QString transportLayer();
    static QString networkLayer();
    static QString byApplication();
    static QString bySystem();
    static QString clientProcess(const QString &letter);
    static QString serverProcess();
    static QString process();
    static QString pid(qint64 pid);
    static QString socket();
    static QString local();
    static QString remote();
    static QString port(int port);
    static QString noAddress();
    static QString noFixedRemote();
    static QString closed();
    /// What transport puts its header on: "TCP segment", "UDP datagram".
    static QString segment(bool tcp);
    static QString packet();
    static QString headerAdded(const QString &name);
    static QString headerRemoved(const QString &name);
    static QString noOpenSocket(); ///< at the end of a way that leads nowhere
    static QString waitsForAccept();
    static QString deducedWay();
    static QString stable();

    /// send("hello"), or send(A1) where the message cannot be quoted.
    static QString sending(trace::Call call, const world::Message &message);
    /// recv(), and with what it counted: recv() → 5 bytes.
    static QString withResult(const QString &call, qint64 result);
};

} // namespace zocalo::figure
