// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "core/run/filedescriptor.h"
#include "core/run/watchinvitation.h"
#include "core/trace/hello.h"

#include <QObject>
#include <QSocketNotifier>

#include <functional>
#include <list>
#include <memory>

namespace zocalo::view {

/// Where `zocalo watch`, in any terminal of the user's, finds the open window (run::watchSocketPath()). Somebody of
/// another user, a container's root, has to show the token, which the window tells. Never blocks, and trusts nothing
/// that it is sent.
class WatchDoor : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(WatchDoor)

public:
    /// Gives the listener that the program joins; empty: it cannot be watched.
    using Invite = std::function<QByteArray(const run::WatchRequest &)>;

    explicit WatchDoor(Invite invite, QObject *parent = nullptr);
    ~WatchDoor() override;

    /// False if another window has the door already, or there is no place for it.
    bool open();
    /// Of this window alone, new for each.
    const trace::Token &token() const { return m_token; }
    /// The same as 32 hexadecimal digits.
    QByteArray tokenText() const;
    const QByteArray &path() const { return m_path; }

private:
    struct Visitor
    {
        run::FileDescriptor fd;
        std::unique_ptr<QSocketNotifier> notifier;
    };
    void admit();
    void receive(run::FileDescriptor fd);
    void hear(int fd);

    Invite m_invite;
    QByteArray m_path;
    trace::Token m_token;
    run::FileDescriptor m_listener;
    std::unique_ptr<QSocketNotifier> m_notifier;
    std::list<Visitor> m_visitors;
};

} // namespace zocalo::view
