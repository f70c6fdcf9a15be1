// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "app/figure/shapes.h"
#include "core/world/world.h"

#include <QCoreApplication>

#include <optional>

namespace zocalo::figure {

/// What a process does with its calls at this step, in one mark and in words. "One state, one word": a process that has
/// not called yet is paused (outlined mark); a filled mark is a call made; a moon is a thread asleep in the kernel.
class CallState
{
    Q_DECLARE_TR_FUNCTIONS(zocalo::figure::CallState)

public:
    CallState(const world::World &world, const world::Process &process);

    /// No mark: nothing is known of its next call, or it has ended.
    std::optional<CallMark> mark() const { return m_mark; }
    /// "accept()"; empty where there is no call to name.
    QString call() const { return m_call; }
    /// "paused just before accept()".
    QString sentence() const { return m_sentence; }
    /// The same for a small card: the call, or how the process ended ("signal 9").
    QString brief() const { return m_brief.isEmpty() ? m_call : m_brief; }
    /// The socket the call is on; 0 if none.
    world::SocketId socket() const { return m_socket; }
    bool ended() const { return m_ended; }

private:
    void setEnded(const world::Process &process);
    void setOpen(const world::OpenCall &call);
    void setReturned(const world::Process &process);

    std::optional<CallMark> m_mark;
    QString m_call;
    QString m_sentence;
    QString m_brief;
    world::SocketId m_socket = 0;
    bool m_ended = false;
};

/// True if a call that does not wait has begun what it was to do, and left the rest to the kernel: that is no failure
/// (connect(2), EINPROGRESS).
bool isInProgress(trace::Call call, int error);
/// "ECONNREFUSED".
QString errnoText(int error);
/// "recvfrom()".
QString callText(trace::Call call);

} // namespace zocalo::figure
