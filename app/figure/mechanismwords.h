// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "app/figure/mechanismscene.h"
#include "app/figure/shapes.h"

#include <QCoreApplication>

namespace zocalo::figure {

/// The words inside a figure of the *mechanism*, in the application's language.
class MechanismWords
{
    Q_DECLARE_TR_FUNCTIONS(zocalo::figure::MechanismWords)
public:
    static QString application();
    static QString transport();
    static QString network();
    static QString loopback();
    static QString allAddresses(const QString &address);
    static QString demultiplexing(bool tcp);
    static QString ownerColumn();
    static QString localColumn();
    static QString remoteColumn();
    static QString exactMatch();
    static QString otherwiseListener();
    static QString destinationRule();
    static QString sourceIgnored();
    static QString rowOf(int row, int count);
    static QString noneYet();
    static QString noDescriptor();
    static QString noFixedRemote();
    static QString local(const QString &address);
    static QString remote(const QString &address);
    static QString noAddress();
    static QString closed();
    static QString closedIn(const QString &state);
    static QString receiveQueue();
    static QString oneReceiveQueue();
    static QString receiveQueueOf(quint64 bytes);
    static QString bytes(quint64 count);
    static QString kernelMemory(quint32 bytes);
    static QString droppedCount(quint32 count);
    static QString acceptQueue(qsizetype count);
    static QString stateWithoutDescriptor(const QString &state);
    static QString listeningSocket();
    static QString onlyConnections();
    static QString sharePort(int sockets, const QString &port);
    /// "2 connected + 1 without fd + 1 listening".
    static QString shares(int connected, int children);
    static QString oneForAll(const QString &port);
    static QString accepting(const QString &letter, bool called);
    static QString deduced(const QString &call);
    static QString observed();
    static QString from(const QString &address);
    /// What stands for the half of a twin that is not shown: "UDP · 1 socket · 3 datagrams in the queue".
    static QString otherHalf(const FigureInput &input, kernel::Protocol protocol);

    /// "send() → 4", "recv()", "connect() → ECONNREFUSED": the call that is open, or the last; empty if there was none.
    static QString lastCall(const world::Process &process);
    static CallMark lastCallMark(const world::Process &process);
    /// "send() → 4"; an errno's name for what failed.
    static QString callResult(trace::Call call, qint64 result, int error);
};

} // namespace zocalo::figure
