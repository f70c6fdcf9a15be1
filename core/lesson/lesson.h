// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "core/history/event.h"
#include "core/lesson/limits.h"
#include "core/lesson/question.h"
#include "core/lesson/switch.h"
#include "core/lesson/text.h"

#include <QHash>
#include <QList>
#include <QString>
#include <QStringList>

#include <memory>

namespace zocalo::lesson {

enum class Kind { Twin, Pair, Tcp, Udp };
enum class Detail { Idea, Mechanism, Everything };

/// A host of a lesson: a name, and the address at which its processes bind their sockets. Without namespaces all hosts
/// are this one machine, and the address is one of its loopback addresses.
struct Host
{
    QString name;    ///< "B"
    QString address; ///< "127.0.0.1"
    bool operator==(const Host &) const = default;
};

/// The address that a host has in a laboratory: 10.x.y.z in place of 127.x.y.z.
QString laboratoryAddress(const QString &address);

/// A process that a lesson starts. Clients are made from one template, `Lesson::clients` times.
struct ProcessPlan
{
    QString name;   ///< "tcp.server", "tcp.A"
    QString group;  ///< "tcp", "udp"; empty outside a twin
    QString letter; ///< "A"; "S" for the server
    history::Role role = history::Role::Other;
    int ordinal = 0;
    Host host{}; ///< where it runs; without a name where the lesson has no hosts
};

/// What a lesson file says of a process, before the clients are counted.
struct ProcessTemplate
{
    QString name;   ///< ProcessPlan::name; a client's has {client} in it
    QString half;   ///< of a twin: "tcp", "udp"; else empty
    QString letter; ///< a server's
    history::Role role = history::Role::Other;
    QString host{}; ///< a server's: the name of the host that it runs on; empty: the lesson has none
};

/// One call that the director tells a process to make, expanded for a given number of clients.
struct CallPlan
{
    QString process; ///< ProcessPlan::name
    trace::Call call = trace::Call::Unknown;
    QString on;       ///< the socket, by the name it was given in that process ("listener", "A"); empty for socket()
    QString as;       ///< the name given to the socket that socket() or accept() makes
    QString protocol; ///< socket(): "tcp" or "udp"
    QString address;  ///< "127.0.0.1:9000"; "@tcp.server.listener" = the address where that socket is bound in this
                      ///< run (not for bind); "127.0.0.2:@tcp.server.listener" = that socket's port at another
                      ///< address; sendto: "@sender" = who sent what this process received last on this socket
    Text payload;     ///< send, sendto: the text
    int times = 1;    ///< send, sendto: how many times over the text is sent in the one call
    int number = 0; ///< listen: backlog. recv, recvfrom: the most bytes to take. shutdown: SHUT_…. setsockopt: value
    int flags = 0;  ///< sends and receives: MSG_DONTWAIT, MSG_TRUNC. socket: SOCK_NONBLOCK
    QString option; ///< setsockopt: "SO_REUSEADDR"
    QString expected;          ///< the errno that the call is expected to fail with, "ECONNREFUSED"; empty: none
    bool mayFail = false;      ///< whatever comes of it, the script goes on
    bool blocks = false;       ///< the call is expected to fall asleep; the director goes on once it was seen asleep
    bool acknowledged = false; ///< close, shutdown: the script goes on once the other end has acknowledged the FIN
    QString name;              ///< name of the step at the call's entry; empty: none
    QString returnName;        ///< name of the step at its return; empty: none
    bool hold = false;         ///< the run holds before this call ("end of the messages")
    int line = 0;              ///< where it stands in the lesson file, for messages

    /// send, sendto: all that is sent, as UTF-8.
    QByteArray message(const QString &language) const { return payload.in(language).toUtf8().repeated(times); }
    /// A failure of it is data, and does not end the run.
    bool isTried() const { return mayFail || !expected.isEmpty(); }
};

/// A lesson, expanded for a number of clients and a kind: what is started, and what is told to whom, in order.
struct Script
{
    QList<ProcessPlan> processes;
    QList<CallPlan> calls;
    int maxClients = kMaxClients; ///< how many clients a server may get, those that the user adds included
    bool laboratory = false;      ///< its processes run in namespaces of their own
    QList<Host> hosts{};          ///< those of the laboratory; mostly none
};

/// A lesson file, checked. docs/lesson-format.md describes the format.
class Lesson
{
public:
    struct Node; ///< an item of the script, not yet expanded: private to the reader

    QString id;
    QString path; ///< file or resource it was read from
    Text title;
    Text summary;
    QStringList buildsOn;
    int station = 0;      ///< its place on the path, 1, 2, 3…; 0: it is not on it
    Text belief;          ///< what many believe, in a student's words; empty: none
    Text tryOut;          ///< what to change, and to run again; empty: nothing
    QStringList readings; ///< where to read on: "man 2 accept", "RFC 9293, 3.5"
    QStringList terms;    ///< the terms that it explains
    QList<Question> questions;
    QList<Switch> switches;
    Choices choices;         ///< at what each switch stands; the script is the one for these
    QByteArray source;       ///< the text of the file
    bool laboratory = false; ///< it is to run in namespaces of its own: its hosts have the addresses of these
    Kind kind = Kind::Twin;
    Detail detail = Detail::Idea;
    int clients = 3; ///< default number of clients
    int maxClients = 8;
    QStringList stills; ///< names of the step for a still picture, the first that exists in the run is taken
    QHash<QString, int> stablePorts; ///< port that `--stable` shows for the socket "tcp.server.listener"

    QList<Host> hosts; ///< by their names; mostly none
    QList<ProcessTemplate> processes;
    QList<std::shared_ptr<const Node>> nodes;

    /// True if a switch stands elsewhere than at its first value: what the questions are about may not happen then.
    bool isChanged() const;
    /// What the lesson calls that client among so many: a letter (with hosts, that of its host), or a number.
    QString clientName(int ordinal, int clientCount) const;
    /// The host that each process runs on, by the process's name; empty where the lesson has no hosts.
    QHash<QString, Host> hostsOfProcesses() const;
    /// The script for `clientCount` clients (brought within 1 and maxClients). With `expandedKind` Tcp or Udp of a twin
    /// that half alone, its processes named as in the twin; with Pair of another kind its first client and the server
    /// alone, of a twin those of the TCP half. Any other kind gives the whole lesson.
    Script expand(int clientCount, Kind expandedKind) const;
};

/// What stands over a figure of the lesson that shows one protocol: its title. Of a twin, and where there is no lesson,
/// nothing: the figure has words of its own.
inline Text headlineOf(const Lesson &lesson)
{
    return lesson.id.isEmpty() || lesson.kind == Kind::Twin ? Text{} : lesson.title;
}

} // namespace zocalo::lesson
