// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "core/run/run.h"
#include "core/world/world.h"

#include <QHash>
#include <QList>
#include <QStringList>

#include <functional>
#include <memory>

namespace zocalo::testing {

/// What a call on the stage came to.
struct Deed
{
    history::CallId id = 0;
    bool returned = false; ///< false: it sleeps in the kernel
    qint64 result = 0;
    int error = 0;
    QByteArray payload;           ///< received bytes
    trace::Endpoint address;      ///< that the call gave back
    history::SocketId socket = 0; ///< the one it is on; of socket() and accept() the one it made
    int fd() const { return static_cast<int>(result); }
};

/// Genuine processes under the tap that are told one call after the other, with the kernel's table after each and a
/// world that follows: what a test of Linux's semantics needs, calls that fail included.
class Stage
{
    Q_DISABLE_COPY_MOVE(Stage)

public:
    explicit Stage(const QStringList &processes);
    ~Stage();

    /// Not empty: the stage itself failed, with the reason.
    const QString &fault() const { return m_fault; }
    /// Has a process make a call, in the words of core/peer/README.md ("connect 3 127.0.0.1:9000"), and goes on until
    /// it has returned or sleeps, and all that it woke has come to rest.
    Deed act(const QString &process, const QString &command);
    /// Waits until a call that slept has returned.
    Deed await(history::CallId id);
    /// A listening socket, a connected one, a bound UDP socket (with these options set): its descriptor; -1: a call
    /// failed. Port 0 takes a free one.
    int listening(const QString &process, const QString &address = QStringLiteral("127.0.0.1:0"), int backlog = 5);
    int connected(const QString &process, const QString &address);
    int datagrams(const QString &process, const QString &address = QStringLiteral("127.0.0.1:0"),
                  const QStringList &options = {});
    /// How a call that slept stands now.
    Deed deed(history::CallId id) const { return m_deeds.value(id); }
    /// Kills a process and waits for its end.
    void kill(const QString &process);
    /// Reads the kernel's table again (time may have passed).
    void look();

    /// Looks again; true if the kernel has told that it freed that socket.
    bool tellsDestroyed(history::SocketId id);

    const world::World &world() const { return m_world; }
    const world::Socket *socket(history::SocketId id) const { return m_world.socket(id); }
    /// The socket behind a descriptor now, as the world knows it.
    const world::Socket *socketAt(const QString &process, int fd) const;
    /// "127.0.0.1:40001", of the socket behind a descriptor.
    QString local(const QString &process, int fd) const;
    /// The kernel's row of that cookie; all zero if there is none.
    kernel::SocketRow row(history::SocketId cookie) const;
    /// The rows with that state, of any socket of the run.
    QList<kernel::SocketRow> rowsIn(kernel::State state) const;
    /// The differences without an explanation in all tables so far, as text for a test's message.
    const QStringList &contradictions() const { return m_contradictions; }

private:
    void take(const history::Event &event);
    bool settle(const std::function<bool()> &reached);
    bool isQuiet();

    struct Open
    {
        history::CallId id = 0;
        history::ProcessId process = 0;
        quint32 tid = 0;
        trace::Call call = trace::Call::Unknown;
        bool asleep = false;
    };
    std::unique_ptr<run::Run> m_run;
    QHash<QString, history::ProcessId> m_names;
    world::World m_world;
    QHash<history::CallId, Open> m_open;
    QHash<history::CallId, Deed> m_deeds;
    QList<std::pair<history::ProcessId, trace::HeldThread>> m_toRelease;
    history::CallId m_lastEntered = 0;
    QHash<history::ProcessId, bool> m_ended;
    int m_told = 0;
    QString m_fault;
    QStringList m_contradictions;
};

/// "-" for nothing; else the bytes in hexadecimal.
QString hex(const QByteArray &bytes);

} // namespace zocalo::testing
