// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
// Datagrams: nobody there, no room, cut off, empty.
#include "tests/system/semantics/stage.h"

#include <QTest>

#include <algorithm>
#include <cerrno>

using namespace zocalo;
using kernel::State;
using testing::Deed;
using testing::Stage;

class TestSemanticsDatagrams : public QObject
{
    Q_OBJECT

private slots:
    void closedPort_isToldOnceAndToConnectedSocketsOnly();
    void fullQueue_dropsAndCounts();
    void cutDatagram_losesTheRest();
    void emptyDatagram_isNoEndOfFile();
};

// 8
void TestSemanticsDatagrams::closedPort_isToldOnceAndToConnectedSocketsOnly()
{
    Stage stage({"S", "A"});
    const int gone = stage.datagrams("S");
    const QString address = stage.local("S", gone);
    stage.act("S", QStringLiteral("close %1").arg(gone));
    const int unconnected = stage.datagrams("A");
    for (int i = 0; i < 3; ++i) {
        QCOMPARE(stage.act("A", QStringLiteral("sendto %1 %2 61").arg(unconnected).arg(address)).result, 1);
    }
    const int connected = stage.datagrams("A");
    QCOMPARE(stage.act("A", QStringLiteral("connect %1 %2").arg(connected).arg(address)).result, 0);
    const history::SocketId id = stage.socketAt("A", connected)->id;
    QCOMPARE(stage.row(id).state, State::Established);
    const QString send = QStringLiteral("send %1 61").arg(connected);
    QCOMPARE(stage.act("A", send).result, 1);
    QCOMPARE(stage.act("A", send).error, ECONNREFUSED); // of the one before
    QCOMPARE(stage.socket(id)->lastError, ECONNREFUSED);
    QCOMPARE(stage.world().messageNamed("A4")->outcome, world::Outcome::Refused);
    QCOMPARE(stage.act("A", send).result, 1); // once
    QVERIFY(stage.world().messageNamed("A4")->predicted.isEmpty());
    QCOMPARE(stage.contradictions(), QStringList());
}

// 9
void TestSemanticsDatagrams::fullQueue_dropsAndCounts()
{
    constexpr int Sent = 50;
    Stage stage({"S", "A"});
    const int door = stage.datagrams("S");
    const history::SocketId id = stage.socketAt("S", door)->id;
    QCOMPARE(stage.act("S", QStringLiteral("setsockopt %1 rcvbuf 1").arg(door)).result, 0); // the least there is
    const int a = stage.datagrams("A");
    for (int i = 0; i < Sent; ++i) {
        const QString text = testing::hex(QByteArray(300, char('a' + i % 26)) + QByteArray::number(i));
        const QString send = QStringLiteral("sendto %1 %2 %3").arg(a).arg(stage.local("S", door), text);
        QVERIFY(stage.act("A", send).result > 300); // each succeeds
    }
    const auto drops = static_cast<int>(stage.row(id).drops);
    QVERIFY(drops > 0 && drops < Sent);
    QCOMPARE(stage.socket(id)->kernelDrops, quint32(drops));
    const auto &messages = stage.world().messages();
    QCOMPARE(int(std::count_if(messages.begin(), messages.end(),
                               [](const auto &each) { return each.outcome == world::Outcome::Dropped; })),
             drops);
    int arrived = 0;
    while (stage.row(id).receiveQueue > 0) {
        QVERIFY(stage.act("S", QStringLiteral("recvfrom %1 1000").arg(door)).result > 0);
        ++arrived;
    }
    QCOMPARE(arrived + drops, Sent);
    QCOMPARE(stage.contradictions(), QStringList());
}

// 10
void TestSemanticsDatagrams::cutDatagram_losesTheRest()
{
    Stage stage({"S", "A"});
    const int door = stage.datagrams("S");
    const int a = stage.datagrams("A");
    const QString address = stage.local("S", door);
    stage.act("A", QStringLiteral("sendto %1 %2 %3").arg(a).arg(address, testing::hex("0123456789")));
    stage.act("A", QStringLiteral("sendto %1 %2 %3").arg(a).arg(address, testing::hex("next")));
    const Deed cut = stage.act("S", QStringLiteral("recvfrom %1 4 trunc").arg(door));
    QCOMPARE(cut.result, 10); // its true length
    QCOMPARE(cut.payload, QByteArray("0123"));
    QCOMPARE(stage.world().messageNamed("A1")->receivedBytes, quint64(4));
    QCOMPARE(stage.act("S", QStringLiteral("recvfrom %1 64").arg(door)).payload, QByteArray("next"));
    QCOMPARE(stage.row(stage.socketAt("S", door)->id).receiveQueue, 0U); // the rest is gone
    QCOMPARE(stage.world().messageNamed("A2")->outcome, world::Outcome::Received);
    QCOMPARE(stage.contradictions(), QStringList());
}

// 10
void TestSemanticsDatagrams::emptyDatagram_isNoEndOfFile()
{
    Stage stage({"S", "A"});
    const int door = stage.datagrams("S");
    const history::SocketId id = stage.socketAt("S", door)->id;
    const int a = stage.datagrams("A");
    QCOMPARE(stage.act("A", QStringLiteral("sendto %1 %2 -").arg(a).arg(stage.local("S", door))).result, 0);
    QVERIFY(stage.row(id).receiveQueue > 0);
    const Deed empty = stage.act("S", QStringLiteral("recvfrom %1 64").arg(door));
    QCOMPARE(empty.result, 0);
    QCOMPARE(empty.error, 0);
    QCOMPARE(QString::fromStdString(empty.address.toString()), stage.local("A", a));
    QVERIFY(!stage.socket(id)->endOfFileRead);
    QCOMPARE(stage.world().messageNamed("A1")->outcome, world::Outcome::Received);
    stage.act("A", QStringLiteral("sendto %1 %2 6d6f7265").arg(a).arg(stage.local("S", door)));
    QCOMPARE(stage.act("S", QStringLiteral("recvfrom %1 64").arg(door)).payload, QByteArray("more"));
    QCOMPARE(stage.contradictions(), QStringList());
}

QTEST_GUILESS_MAIN(TestSemanticsDatagrams)
#include "tst_semantics_datagrams.moc"
