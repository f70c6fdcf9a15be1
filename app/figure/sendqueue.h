// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "app/figure/displaylist.h"
#include "core/world/world.h"

#include <QCoreApplication>

namespace zocalo::figure {

/// A TCP socket's send queue: what the kernel has taken of its process and cannot get rid of.
class SendQueue
{
    Q_DECLARE_TR_FUNCTIONS(zocalo::figure::SendQueue)

public:
    SendQueue(const world::World &world, const world::Socket &socket);

    /// Something is held back: a call sleeps in it, or what it gave to the kernel is not all at the other end. What is
    /// there already and only awaits its acknowledgement holds up nobody, and is no matter for a figure.
    bool isShown() const { return m_bytes > 0; }
    /// As the kernel's table last said: sent or to be sent, and not acknowledged.
    quint32 bytes() const { return m_bytes; }

    static QString name();     ///< "send queue"
    QString described() const; ///< "send queue: 4096 bytes"
    QString inShort() const;   ///< "send queue: 4096 B"
    QString asColumn() const;  ///< as ss calls it: "Send-Q 4096"
    /// The queue with the number of its bytes: which ones they are, nobody can see.
    void draw(DisplayList &list, const QRectF &box, int sender) const;
    /// The width that draw() wants.
    double width() const;

private:
    QString number() const;

    world::SocketId m_socket = 0;
    quint32 m_bytes = 0;
};

} // namespace zocalo::figure
