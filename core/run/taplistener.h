// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/result.h"
#include "core/run/filedescriptor.h"
#include "core/trace/hello.h"

#include <QByteArray>

#include <functional>
#include <optional>
#include <vector>

struct pollfd;

namespace zocalo::run {

/// Where taps join the run (docs/record-format.md, "Hello"): an abstract UNIX socket with a random name, so that
/// nothing is left in the file system whatever happens to us; for processes in other network namespaces, which do not
/// see that one, if asked for a second in a folder. Only processes of our own user are listened to, and those that show
/// the run's token. Never blocks.
class TapListener
{
    Q_DISABLE_COPY_MOVE(TapListener)

public:
    /// Decides about a hello; the ring must be attached and its gate be set before it returns. The descriptor in it
    /// stays the listener's.
    using Decide = std::function<trace::HelloVerdict(const trace::ReceivedHello &)>;

    TapListener();
    ~TapListener();

    /// Errors: TooManyFiles, SharedMemory (errnoValue).
    Status open();
    /// Listens there too: a socket of that name in another network namespace.
    void add(FileDescriptor listener) { m_listeners.push_back(std::move(listener)); }
    /// Listens in that folder too, which is the user's alone; what a killed zocalo left there is taken away. Nothing
    /// happens if it cannot be.
    void openIn(const QByteArray &folder);
    /// From now on processes of other users may join if they know that.
    void setToken(const trace::Token &token) { m_token = token; }
    /// The abstract name.
    const QByteArray &name() const { return m_name; }
    /// The path of the other; empty: there is none.
    const QByteArray &path() const { return m_path; }
    /// The value for the environment variable ZOCALO_TAP.
    QByteArray address() const { return m_name + m_path; }

    /// Adds what poll() shall watch.
    void appendPollFds(std::vector<pollfd> &fds) const;
    /// Takes new connections and answers the hellos that have come; who has hung up since is not decided about. Error:
    /// TooManyFiles.
    Status service(const Decide &decide);

private:
    struct Connection
    {
        FileDescriptor fd;
        qint64 sinceNs = 0;
    };
    Status acceptAll(int listener);

    std::vector<FileDescriptor> m_listeners;
    QByteArray m_name;
    FileDescriptor m_pathListener;
    QByteArray m_path;
    std::optional<trace::Token> m_token;
    std::vector<Connection> m_connections;
};

} // namespace zocalo::run
