// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "app/figure/figureinput.h"
#include "app/figure/names.h"

#include <QCoreApplication>

namespace zocalo::figure {

/// A column of the kernel's socket table.
enum class KernelColumn : quint8 {
    Protocol,
    Owner,
    Local,
    Remote,
    State,
    ReceiveQueue,
    SendQueue,
    Drops,
    Cookie,
    Inode,
};
constexpr int KernelColumnCount = 10;

/// What the kernel's table of a world says, in words: its rows in the order in which they are shown, and the text of
/// each cell as ss(8) writes it. The panel in the window and the one in a picture show the same.
class KernelTable
{
    Q_DECLARE_TR_FUNCTIONS(zocalo::figure::KernelTable)

public:
    /// Whether addresses are written where all sockets have the same one.
    enum class Addresses : quint8 { PortsOnly, WhereTheyDiffer };
    /// `input` must outlive this.
    explicit KernelTable(const FigureInput &input, Addresses addresses = Addresses::PortsOnly);

    /// The rows of the last table: TCP before UDP, each by process, servers first, then by descriptor; what has no
    /// descriptor comes after its server's. Pointers into the world.
    QList<const kernel::SocketRow *> rows() const;
    /// The socket that the step is about: where its message lands, or what its call is on; 0: none.
    world::SocketId focus() const { return m_focus; }
    /// True for what should be seen in a table that has no room for all: the focus, its peer, listening sockets.
    bool isWanted(const kernel::SocketRow &row) const;

    QString text(const kernel::SocketRow &row, KernelColumn column) const;
    /// The same as a sentence: for tool tips and for assistive technology.
    QString meaning(const kernel::SocketRow &row, KernelColumn column) const;

    static QString title();
    static QString heading(KernelColumn column);
    static QString headingMeaning(KernelColumn column);
    /// What the queues count.
    static QString note(bool withSendQueue = true);
    /// "LISTEN", "UNCONN": never translated.
    static QString stateText(const kernel::SocketRow &row);
    /// "127.0.0.1:9000", "*:9000" for any address, "*" where there is none.
    static QString addressText(const world::Endpoint &endpoint);

private:
    QString ownerText(const kernel::SocketRow &row) const;
    QString ownerMeaning(const kernel::SocketRow &row) const;
    static QString stateMeaning(const kernel::SocketRow &row);
    static QString receiveMeaning(const kernel::SocketRow &row);
    static QString sendMeaning(const kernel::SocketRow &row);
    QString portText(const world::Endpoint &endpoint, kernel::Protocol protocol) const;

    const FigureInput &m_input;
    Names m_names;
    bool m_portsOnly = true;
    bool m_oneAddress = true;
    world::SocketId m_focus = 0;
    world::SocketId m_peer = 0;
};

} // namespace zocalo::figure
