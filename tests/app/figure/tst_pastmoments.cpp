// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
// A picture says what is so at its step: not what was so before, and of what differs that it differs.
#include "app/figure/articles.h"
#include "app/figure/cast.h"
#include "app/figure/figure.h"
#include "app/figure/fonts.h"
#include "tests/app/figure/geometry.h"
#include "tests/app/figure/mechanismpictures.h"

#include <QTest>
#include <QTranslator>

#include <sys/socket.h>

using namespace zocalo;
using figure::DisplayList;
using kernel::Protocol;
using lesson::Detail;
using lesson::Kind;
using test::HistoryBuilder;
using test::Role;
using test::timelineOf;
using test::mechanism::hasText;
using test::mechanism::pictureOf;

namespace {

/// A server and clients of a lesson; over TCP they are connected and accepted.
struct Party
{
    Party(Protocol protocol, const QStringList &from)
    {
        server = build.start(QStringLiteral("server"), Role::Server);
        listener = build.socket(server, protocol);
        build.bind(listener, QStringLiteral("127.0.0.1:9000"));
        if (protocol == Protocol::Tcp)
            build.listen(listener);
        for (int i = 0; i < from.size(); ++i) {
            const QString letter(QChar(u'A' + i));
            clients << build.start(letter.toLower(), Role::Client, letter, {}, i);
            own << build.socket(clients.last(), protocol);
            if (!from.at(i).isEmpty())
                build.bind(own.last(), from.at(i));
            if (protocol != Protocol::Tcp)
                continue;
            build.connect(own.last(), QStringLiteral("127.0.0.1:9000"));
            accepted << build.accept(listener);
        }
    }

    DisplayList picture(Detail detail) const
    {
        const world::Timeline timeline = timelineOf(build.events());
        return pictureOf(timeline, timeline.stepCount() - 1, 0, accepted.isEmpty() ? Kind::Udp : Kind::Tcp, detail);
    }

    HistoryBuilder build;
    history::ProcessId server = 0;
    history::SocketId listener = 0;
    QList<history::ProcessId> clients;
    QList<history::SocketId> own;
    QList<history::SocketId> accepted;
};

} // namespace

class PastMomentsTest : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { QVERIFY(figure::loadFonts()); }

    void connectionThatIsOver_isNotCountedAsConnected()
    {
        Party party(Protocol::Tcp, {QString(), QString()});
        QVERIFY(hasText(party.picture(Detail::Idea), QStringLiteral("2 connected + 1 listening")));
        QVERIFY(hasText(party.picture(Detail::Mechanism), QStringLiteral("3 sockets share :9000")));
        const linger never{1, 0};
        party.build.setOption(party.own.at(1), SOL_SOCKET, SO_LINGER,
                              QByteArray(reinterpret_cast<const char *>(&never), sizeof never));
        party.build.setSnapshots(false); // the history's kernel closes it with a FIN
        party.build.close(party.own.at(1));
        const world::Timeline timeline = timelineOf(party.build.events());
        const figure::Cast cast(timeline.world(timeline.stepCount() - 1), Protocol::Tcp);
        QCOMPARE(cast.connectedCount(), 1);
        QCOMPARE(cast.overCount(), 1);
        QCOMPARE(cast.socketCount(), 3); // its process has it open
        const DisplayList idea = party.picture(Detail::Idea);
        QVERIFY(!hasText(idea, QStringLiteral("2 connected + 1 listening")));
        QVERIFY(hasText(idea, QStringLiteral("1 of them without a connection")));
        QVERIFY(hasText(idea, QStringLiteral("no connection any more")));
        QVERIFY(hasText(party.picture(Detail::Mechanism), QStringLiteral("2 sockets share :9000")));
        party.build.close(party.accepted.at(0));
        const world::Timeline later = timelineOf(party.build.events());
        const QString caption = pictureOf(later, later.stepCount() - 1, 0, Kind::Tcp, Detail::Idea)
                                    .node(figure::NodeKind::Caption, 0)
                                    ->name;
        QVERIFY2(!caption.contains(QStringLiteral("other connections")), qPrintable(caption));
    }

    void eagain_isOfItsMomentOnly()
    {
        Party party(Protocol::Tcp, {QString()});
        party.build.finish(party.build.enterReceive(party.own.at(0)));
        QVERIFY(hasText(party.picture(Detail::Idea), QStringLiteral("EAGAIN")));
        party.build.close(party.accepted.at(0));
        QVERIFY(!hasText(party.picture(Detail::Idea), QStringLiteral("EAGAIN")));
    }

    void descriptorsOfOneSocket_areAllTold()
    {
        Party party(Protocol::Tcp, {QString()});
        const int second = party.build.dup(party.accepted.at(0));
        QVERIFY(second > 0);
        const DisplayList list = party.picture(Detail::Mechanism);
        QVERIFY(test::mechanism::containsText(list, QStringLiteral(", %1").arg(second)));
        QVERIFY2(test::geometryFaults(list).isEmpty(), qPrintable(test::geometryFaults(list).join('\n')));
    }

    void samePortTwice_hasItsAddresses()
    {
        const Party two(Protocol::Tcp, {QStringLiteral("127.0.0.2:5000"), QStringLiteral("127.0.0.3:5000")});
        const DisplayList list = two.picture(Detail::Idea);
        QVERIFY(hasText(list, QStringLiteral("127.0.0.2:5000")));
        QVERIFY(hasText(list, QStringLiteral("127.0.0.3:5000")));
        QVERIFY2(test::geometryFaults(list).isEmpty(), qPrintable(test::geometryFaults(list).join('\n')));
        const Party other(Protocol::Tcp, {QStringLiteral("127.0.0.2:5000"), QStringLiteral("127.0.0.3:5001")});
        QVERIFY(hasText(other.picture(Detail::Idea), QStringLiteral(":5000")));
    }

    void cutDatagram_isNotDrawnWhole()
    {
        Party party(Protocol::Udp, {QString()});
        party.build.sendto(party.own.at(0), "0123456789", QStringLiteral("127.0.0.1:9000"));
        party.build.recvfrom(party.listener, 4);
        const DisplayList list = party.picture(Detail::Idea);
        QVERIFY(hasText(list, QStringLiteral("only 4 of its 10 bytes")));
        QVERIFY2(test::geometryFaults(list).isEmpty(), qPrintable(test::geometryFaults(list).join('\n')));
        party.build.sendto(party.own.at(0), "0123", QStringLiteral("127.0.0.1:9000"));
        party.build.recvfrom(party.listener, 4);
        QVERIFY(!hasText(party.picture(Detail::Idea), QStringLiteral("only 4 of its 10 bytes")));
    }

    void parts_haveTheirArticlesInSpanish()
    {
        const Party party(Protocol::Tcp, {QString()});
        const world::Timeline timeline = timelineOf(party.build.events());
        const world::World &world = timeline.world(timeline.stepCount() - 1);
        const figure::FigureInput input{world};
        const QString english = QStringLiteral("Server closes the socket of Client A.");
        QCOMPARE(figure::Articles(world, figure::Names(input)).in(english), english);
        QTranslator translator;
        QVERIFY(translator.load(QStringLiteral(":/i18n/zocalo_es.qm")));
        QCoreApplication::installTranslator(&translator);
        const figure::Articles articles(world, figure::Names(input));
        const QList<std::pair<QString, QString>> sentences{
            {QStringLiteral("Servidor cierra el socket de Cliente A."),
             QStringLiteral("El servidor cierra el socket del cliente A.")},
            {QStringLiteral("recv() da a Servidor lo de Cliente\u00a0A. Servidor sigue."),
             QStringLiteral("recv() da al servidor lo del cliente\u00a0A. El servidor sigue.")},
            // What was sent is told as it is.
            {QStringLiteral("TCP: Servidor lee A1 = «de Servidor»."),
             QStringLiteral("TCP: el servidor lee A1 = «de Servidor».")},
            {QStringLiteral("Servidor lee \"Cliente A\"."), QStringLiteral("El servidor lee \"Cliente A\".")},
            {QStringLiteral("Servidores y Cliente AB, con Cliente A"),
             QStringLiteral("Servidores y Cliente AB, con el cliente A")},
        };
        for (const auto &[bare, whole] : sentences) {
            QCOMPARE(articles.in(bare), whole);
            QCOMPARE(articles.in(whole), whole);
        }
        QCoreApplication::removeTranslator(&translator);
    }
};

QTEST_MAIN(PastMomentsTest)
#include "tst_pastmoments.moc"
