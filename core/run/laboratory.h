// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/result.h"
#include "core/run/filedescriptor.h"

#include <QByteArray>
#include <QList>
#include <QString>
#include <QtGlobal>

#include <memory>
#include <vector>

namespace zocalo::run {

/// A user namespace of ours with networks in it, one for each host, and sockets of ours in each: the kernel's table can
/// be asked there, taps can join from there, and all that passes between the hosts is captured.
///
/// No privilege is needed where the system lets everybody make user namespaces (man 7 user_namespaces); some
/// distributions and most containers forbid it. Nothing is left once the object and the processes inside are gone.
class Laboratory
{
    Q_DISABLE_COPY_MOVE(Laboratory)

public:
    /// The most hosts that a laboratory has.
    static int mostHosts();

    /// Builds it. `addresses`: of the hosts, IPv4; with fewer than two, one network with its loopback alone is made.
    /// `listenerName`: TapListener::name(). Takes some tens of milliseconds.
    ///
    /// Errors: Laboratory (detail: what could not be done, as the name of the stage; errnoValue), TooManyFiles.
    static Result<std::unique_ptr<Laboratory>> open(const QList<QString> &addresses, const QByteArray &listenerName);

    int hosts() const { return static_cast<int>(m_hosts.size()); }
    int userNamespace() const { return m_user.get(); }
    int networkNamespace(int host) const { return m_hosts.at(static_cast<std::size_t>(host)).network.get(); }

    /// Sockets inside that host's network; whoever takes one owns it. -1 the second time.
    FileDescriptor takeTable(int host) { return std::move(m_hosts.at(static_cast<std::size_t>(host)).table); }
    FileDescriptor takeDestroyed(int host) { return std::move(m_hosts.at(static_cast<std::size_t>(host)).destroyed); }
    FileDescriptor takeListener(int host) { return std::move(m_hosts.at(static_cast<std::size_t>(host)).listener); }
    /// AF_PACKET: IPv4 packets without their link header, each once, with the kernel's time (SO_TIMESTAMPNS).
    FileDescriptor takeCapture() { return std::move(m_capture); }

private:
    struct Host
    {
        FileDescriptor network;
        FileDescriptor table;
        FileDescriptor destroyed;
        FileDescriptor listener;
    };
    Laboratory() = default;

    FileDescriptor m_user;
    FileDescriptor m_capture;
    std::vector<Host> m_hosts;
};

} // namespace zocalo::run
