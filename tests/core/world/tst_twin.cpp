// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/world/timeline.h"
#include "tests/support/historybuilder.h"

#include <QTest>

using namespace zocalo;
using namespace zocalo::world;
using kernel::Protocol;
using trace::Call;

/// The lesson's run as a whole: what the figure and the lists are made from.
class TestTwin : public QObject
{
    Q_OBJECT

private:
    test::TwinRun m_run = test::twinRun();
    Timeline m_timeline;

    const World &last() const { return m_timeline.world(m_timeline.stepCount() - 1); }

private slots:
    void initTestCase()
    {
        for (const history::Event &event : m_run.events)
            m_timeline.append(event);
    }

    void everyMessage_landsWhereTheRuleSays()
    {
        QCOMPARE(last().messages().size(), 18);
        for (const Message &message : last().messages()) {
            QVERIFY2(message.outcome == Outcome::Received, qPrintable(message.fullName()));
            QVERIFY2(message.agrees == std::optional(true), qPrintable(message.fullName()));
            QCOMPARE(message.predicted, QList<SocketId>{message.landed});
            QCOMPARE(message.receivedBytes, message.size);
        }
    }

    void tcpMessages_landInTheConnectionsOwnSocket()
    {
        for (int i = 0; i < 3; ++i) {
            const QString letter(QChar(u'A' + i));
            for (const QString &number : {QStringLiteral("1"), QStringLiteral("2")}) {
                const Message *message = last().messageNamed("tcp." + letter + number);
                QVERIFY(message);
                QCOMPARE(message->landed, m_run.tcpAccepted.at(i));
                QCOMPARE(message->rule, Rule::Tcp4Tuple);
                QVERIFY(!message->isReply);
            }
        }
    }

    void udpMessages_landInTheOneSocket()
    {
        for (const char *name : {"udp.A1", "udp.B1", "udp.C1", "udp.A2", "udp.B2", "udp.C2"})
            QCOMPARE(last().messageNamed(QLatin1String(name))->landed, m_run.udpServer);
        QVERIFY(last().messageNamed("udp.S1")->isReply);
    }

    void childInAcceptQueue_hasBytesAndNoDescriptor()
    {
        const World &world = m_timeline.world(m_timeline.stepNamed("tcp-child-waits"));
        const Socket *child = world.socket(m_run.tcpAccepted.last());
        QVERIFY(child);
        QVERIFY(child->owners.isEmpty());
        QVERIFY(!child->closed);
        QCOMPARE(child->listener, m_run.tcpListener);
        QCOMPARE(child->acceptOrdinal, 0);
        QCOMPARE(child->peerSocket, m_run.tcpClients.last());
        QCOMPARE(world.socket(m_run.tcpListener)->acceptQueue, QList<SocketId>{child->id});
        const Message *waiting = world.messageNamed("tcp.C1");
        QCOMPARE(child->receiveQueue, (QList<QueuedBytes>{{waiting->id, 0, waiting->size}}));
        QCOMPARE(waiting->outcome, Outcome::Queued);
        QCOMPARE(waiting->evidence, Evidence::KernelQueue);
        QCOMPARE(waiting->agrees, std::optional(true));
    }

    void udpQueue_holdsDatagramsInOrder()
    {
        const World &world = m_timeline.world(m_timeline.stepNamed("udp-queue"));
        QStringList names;
        for (const QueuedBytes &bytes : world.socket(m_run.udpServer)->receiveQueue)
            names.append(world.message(bytes.message)->name);
        QCOMPARE(names, (QStringList{"B1", "C1", "A1"}));
    }

    void accept_keepsTheCookieAndCounts()
    {
        for (int i = 0; i < 3; ++i) {
            const Socket *socket = last().socket(m_run.tcpAccepted.at(i));
            QCOMPARE(socket->acceptOrdinal, i + 1);
            QCOMPARE(socket->local.port, quint16(9000));
            QVERIFY(socket->closed);
            QVERIFY(socket->endOfFileRead);
            QVERIFY(socket->lastOwner.has_value());
        }
        QVERIFY(last().socket(m_run.tcpListener)->acceptQueue.isEmpty());
    }

    void steps_haveNames()
    {
        const int step = m_timeline.stepNamed("tcp.B2");
        QVERIFY(step > 0);
        QCOMPARE(m_timeline.stepNamed("tcp-b2-sent"), step);
        QCOMPARE(m_timeline.stepNamed("B2"), step);
        const World &world = m_timeline.world(step);
        QCOMPARE(world.moment().kind, MomentKind::Entered);
        QCOMPARE(world.moment().messages, QList<MessageId>{world.messageNamed("tcp.B2")->id});
        QCOMPARE(world.messageNamed("tcp.B2")->outcome, Outcome::Sending);
        QCOMPARE(m_timeline.stepNamed("nothing"), -1);
        QVERIFY(m_timeline.world(m_timeline.holdStep()).moment().hold);
    }

    void atTheHold_nothingIsClosedYet()
    {
        for (const Socket &socket : m_timeline.world(m_timeline.holdStep()).sockets())
            QVERIFY(!socket.closed);
        for (const Socket &socket : last().sockets())
            QVERIFY(socket.closed);
    }

    void eachStep_isOneMoment()
    {
        for (int step = 1; step < m_timeline.stepCount(); ++step) {
            const history::Event &event = m_timeline.events().at(m_timeline.momentEvent(step));
            const Moment &moment = m_timeline.world(step).moment();
            if (const auto *entered = std::get_if<history::CallEntered>(&event.data))
                QCOMPARE(moment.call, entered->id);
            else if (const auto *returned = std::get_if<history::CallReturned>(&event.data))
                QCOMPARE(moment.call, returned->id);
            else
                QCOMPARE(moment.kind, MomentKind::ProcessEnded);
        }
    }
};

QTEST_GUILESS_MAIN(TestTwin)
#include "tst_twin.moc"
