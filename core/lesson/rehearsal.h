// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "core/lesson/node.h"

#include <QHash>
#include <QList>
#include <QQueue>

#include <array>

namespace zocalo::lesson {

/// Carries out the calls of an expanded script on paper: which sockets there are, what they are connected to, how much
/// waits in each. Tells each call that cannot work, and goes on as if it had been right.
///
/// It knows only what the script tells: a socket that is connected to an address outside the lesson, or that was named
/// wrongly, is not looked at.
class Rehearsal
{
public:
    Q_DISABLE_COPY_MOVE(Rehearsal)
    /// `language` decides how long the messages are.
    Rehearsal(QString language, FaultList &faults);

    /// The script's next call; `node` is the item of the file that it came from.
    void perform(const CallPlan &call, const Lesson::Node &node);

private:
    struct Socket
    {
        QString process;
        QString name;
        QString protocol;
        bool open = true;
        bool bound = false;
        bool listening = false;
        bool nonblocking = false;
        bool unknown = false;          ///< connected to the outside, or named wrongly: nothing is known of it
        int connection = -1;           ///< TCP: index in m_connections
        int side = 0;                  ///< TCP: 0 it connected, 1 it was accepted
        QString peer;                  ///< UDP: key of the socket it is connected to
        QString sender;                ///< UDP: key of who sent what recvfrom() gave last
        QQueue<QString> datagrams;     ///< UDP: keys of the senders of what waits
        QQueue<int> children;          ///< listening: connections that wait for accept()
        QQueue<QString> acceptsAsleep; ///< listening: names for what the accept() calls asleep will make
        QQueue<qint64> receivesAsleep; ///< the most bytes that each receive asleep will take
    };
    /// A TCP connection; index 0 is the side that connected.
    struct Connection
    {
        std::array<QString, 2> sockets;  ///< keys; the second is empty until accept()
        std::array<qint64, 2> waiting{}; ///< bytes that wait to be read by that side
        std::array<bool, 2> ended{};     ///< that side will send no more
        std::array<bool, 2> reset{};     ///< the other side was closed with bytes unread
    };

    void tell(FaultCode code, const char *field, const QStringList &args = {});
    void tellUnknownSocket(const QString &process, const QString &name, const char *field);
    Socket *find(const QString &process, const QString &name, const char *field);
    bool isOf(const Socket &socket, const char *protocol);
    bool isConnected(const Socket &socket);
    Socket &make(const QString &protocol);

    void bindCall(Socket &socket);
    void listenCall(Socket &socket);
    void acceptCall(Socket &socket);
    void connectCall(Socket &socket);
    void sendCall(Socket &socket);
    void sendtoCall(Socket &socket);
    void receiveCall(Socket &socket);
    void shutdownCall(Socket &socket);
    void closeCall(Socket &socket);
    void tryCall(Socket &socket);
    void dupCall(const Socket &socket);

    void connectStream(Socket &socket, Socket &listener);
    void makeAccepted(const QString &process, const QString &name, int connection);
    void receiveStream(Socket &socket);
    void receiveDatagram(Socket &socket);
    void deliverDatagram(const QString &from, const QString &to);
    void wake(Socket &socket);
    qint64 payloadSize() const;

    QString m_language;
    FaultList &m_faults;
    QHash<QString, Socket> m_sockets;
    QList<Connection> m_connections;
    const CallPlan *m_call = nullptr;
    const Lesson::Node *m_node = nullptr;
};

} // namespace zocalo::lesson
