// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "app/figure/figureinput.h"

#include <QCoreApplication>
#include <QHash>

#include <optional>

namespace zocalo::figure {

/// How the things of a world are called on screen, in the application's language: "Client A", "TCP server", addresses
/// and PIDs. With FigureInput::stable, PIDs, descriptors' owners and ports are those that the lesson names, the same in
/// every run; then every address must be written by this class.
class Names
{
    Q_DECLARE_TR_FUNCTIONS(zocalo::figure::Names)

public:
    explicit Names(const FigureInput &input);

    /// "Client A", "TCP server"; the process's own name where it has no role, or is a program that is alone; of a
    /// lesson's one process "Process". Of several servers (a child that was made for one connection) each has its own.
    QString process(world::ProcessId id) const;
    /// The same over a card: of a program's long name its first letters.
    QString heading(world::ProcessId id) const;
    /// For a sentence: of a process that has no card, its program's name and PID.
    QString withPid(world::ProcessId id) const;
    /// The same for a list of all processes of a run, in which the halves of a twin have clients of one name each:
    /// "Client A (TCP)".
    QString processOfRun(world::ProcessId id) const;
    /// "A", "S"; the process's name where it has no letter.
    QString letter(world::ProcessId id) const;
    /// The host that a process runs on; without a name where the lesson has none.
    lesson::Host host(world::ProcessId id) const;
    /// "A, B, C": the hosts that the processes run on; empty: the lesson has none.
    QString hosts() const;
    /// The name of the host at that address; empty: none is there.
    QString hostAt(const QString &address) const;
    /// The hosts are networks of their own, and not addresses of one machine.
    bool hostsAreNetworks() const;
    qint64 pid(world::ProcessId id) const;
    /// "PID 4100"; with the name of its host, where that is another; of a program of the user's, watched or not, with
    /// the program's name, where process() does not tell it: its first letters, where it has more than `longest`.
    QString pidLine(world::ProcessId id, int longest = 12) const;
    /// The same where the card does not tell which server it is.
    QString programLine(world::ProcessId id, int longest = 12) const;
    /// The name of a program of the user's that is watched, its first letters if it has more than `longest` (as many as
    /// "PID 12345"); empty: it is none, or process() tells it.
    QString program(world::ProcessId id, int longest = 9) const;
    /// "127.0.0.1:9000".
    QString endpoint(const world::Endpoint &endpoint, kernel::Protocol protocol) const;
    /// ":9000".
    QString port(const world::Endpoint &endpoint, kernel::Protocol protocol) const;
    /// 9000, or the port that stands for it.
    int portNumber(quint16 port, kernel::Protocol protocol) const;
    /// A socket's identity in the kernel; stably: which of the run's sockets it is, counted from 1.
    QString cookie(world::SocketId id) const;
    /// "4100/fd 4": never a descriptor alone where several processes are shown. Of several owners the one that is
    /// wanted, or the first. Empty if it has none.
    QString owner(const world::Socket &socket, std::optional<world::ProcessId> wanted = {}) const;
    /// With all descriptors of it that the process has (dup(2)): "4200/fd 4, 5"; of many the first.
    QString owners(const world::Socket &socket) const;
    /// The same for a table: how many more of it other processes have (fork(2)) follows as their number, "4200/fd 4
    /// +1".
    QString descriptors(const world::Socket &socket) const;

private:
    /// As process(), but every server is "Server".
    QString part(world::ProcessId id) const;
    void nameStably(const FigureInput &input);
    void namePorts(const world::World &world, const QHash<QString, int> &stablePorts);

    const world::World &m_world;
    QHash<QString, lesson::Host> m_hosts; ///< by the process's name
    bool m_stable = false;
    QHash<quint32, int> m_ports; ///< protocol << 16 | port → the number shown
    QHash<world::ProcessId, qint64> m_pids;
};

} // namespace zocalo::figure
