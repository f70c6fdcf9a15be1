// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/world/calllines.h"
#include "core/world/callslist.h"
#include "core/world/callstext.h"
#include "core/world/landings.h"
#include "core/world/world.h"
#include "tests/support/historybuilder.h"

#include <cerrno>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

using namespace zocalo;
using namespace zocalo::world;
using kernel::Protocol;
using test::HistoryBuilder;

namespace {

World fold(const QList<history::Event> &events)
{
    World world;
    for (const history::Event &event : events)
        world.apply(event);
    return world;
}

QStringList sorted(QStringList list)
{
    list.sort();
    return list;
}

} // namespace

/// The lists of the command line: the words and fields of its contract.
class TestLists : public QObject
{
    Q_OBJECT

private:
    test::TwinRun m_run = test::twinRun();

    QJsonObject call(const char *name, int which) const
    {
        int seen = 0;
        for (const CallLine &line : callsList(m_run.events)) {
            const QJsonObject object = toJson(line);
            if (object.value("call") == QLatin1String(name) && seen++ == which)
                return object;
        }
        return {};
    }

private slots:
    void landing_hasTheContractsFields()
    {
        const QList<Landing> list = landings(fold(m_run.events));
        QCOMPARE(list.size(), 18);
        const QStringList fields{"agrees",      "bytes",    "from", "message", "outcome", "predicted", "protocol",
                                 "received_by", "receiver", "rule", "sender",  "sent_by", "to"};
        for (const Landing &landing : list) {
            const QJsonObject object = toJson(landing);
            QCOMPARE(object.keys(), fields);
            QCOMPARE(object.value("sender").toObject().keys(), (QStringList{"fd", "pid", "process", "socket"}));
            QCOMPARE(object.value("agrees"), QJsonValue(true));
            QCOMPARE(object.value("outcome"), QJsonValue("received"));
        }
    }

    void landing_namesTheSocketAndItsProof()
    {
        const QList<Landing> list = landings(fold(m_run.events));
        const auto it =
            std::find_if(list.cbegin(), list.cend(), [](const Landing &l) { return l.message == "tcp.C1"; });
        QVERIFY(it != list.cend());
        const QJsonObject object = toJson(*it);
        const QString cookie = QString::number(m_run.tcpAccepted.at(2));
        QCOMPARE(object.value("protocol"), QJsonValue("tcp"));
        QCOMPARE(object.value("rule"), QJsonValue("tcp_4_tuple"));
        QCOMPARE(object.value("to"), QJsonValue("127.0.0.1:9000"));
        QCOMPARE(object.value("predicted"), QJsonValue(QJsonArray{cookie}));
        QCOMPARE(object.value("receiver").toObject().value("socket"), QJsonValue(cookie));
        QCOMPARE(object.value("receiver").toObject().value("process"), QJsonValue("tcp.server"));
        QCOMPARE(object.value("receiver").toObject().value("fd"), QJsonValue(6));
        QCOMPARE(object.value("received_by").toArray().size(), 1);
        QVERIFY(object.value("sent_by").toInt() > 0);
    }

    void landingNowhere_isNull()
    {
        HistoryBuilder build;
        const ProcessId process = build.start("p", Role::Client, "A");
        build.sendto(build.socket(process, Protocol::Udp), "hola", "127.0.0.1:9999");
        const QJsonObject object = toJson(landings(fold(build.events())).value(0));
        QVERIFY(object.value("receiver").isNull());
        QVERIFY(object.value("agrees").isNull());
        QCOMPARE(object.value("predicted"), QJsonValue(QJsonArray{}));
        QCOMPARE(object.value("outcome"), QJsonValue("unknown"));
        QCOMPARE(object.value("rule"), QJsonValue("udp_2_tuple"));
    }

    void landingInAChild_hasNoDescriptor()
    {
        HistoryBuilder build;
        build.setSnapshots(true);
        const SocketId listener = build.socket(build.start("server", Role::Server, "S"), Protocol::Tcp);
        build.bind(listener, "127.0.0.1:9000");
        build.listen(listener);
        const SocketId client = build.socket(build.start("client", Role::Client, "A"), Protocol::Tcp);
        build.connect(client, "127.0.0.1:9000");
        build.send(client, "hola");
        const QJsonObject receiver = toJson(landings(fold(build.events())).value(0)).value("receiver").toObject();
        QVERIFY(receiver.value("fd").isNull());
        QCOMPARE(receiver.value("process"), QJsonValue("server"));
        QCOMPARE(receiver.value("socket"), QJsonValue(QString::number(build.peerOf(client))));
    }

    // An IPv6 socket sees an IPv4 sender under its IPv4-mapped address (ipv6(7)).
    void landing_hasBothEndsInOneForm()
    {
        HistoryBuilder build;
        const SocketId server = build.socket(build.start("server", Role::Server, "S"), Protocol::Udp, AF_INET6);
        build.bind(server, "[::]:9000");
        build.sendto(build.socket(build.start("client", Role::Client, "A"), Protocol::Udp), "hola", "127.0.0.1:9000");
        build.recvfrom(server);
        World world;
        for (history::Event event : build.events()) {
            auto *returned = std::get_if<history::CallReturned>(&event.data);
            if (returned && returned->record.call == trace::Call::Recvfrom)
                returned->record.address = trace::Endpoint::fromString("[::ffff:127.0.0.1]:40001");
            world.apply(event);
        }
        QVERIFY(!world.messages().isEmpty());
        QCOMPARE(toJson(landings(world).value(0)).value("from"), QJsonValue("127.0.0.1:40001"));
    }

    void sendfile_doesNotTellNoBytes()
    {
        CallLine line;
        line.entry.call = trace::Call::Sendfile;
        line.entry.fd = 5;
        line.entry.requested = 1048576;
        QCOMPARE(callText(line), QStringLiteral("sendfile(5, \"\"…, 1048576) = ?"));
    }

    void landingLine_readsAsOneLine()
    {
        const QString line = landingLine(landings(fold(m_run.events)).value(0));
        QVERIFY(!line.contains('\n'));
        QVERIFY2(line.startsWith("tcp.C1  127.0.0.1:") && line.endsWith("  received  tcp_4_tuple  agrees"),
                 qPrintable(line));
    }

    void outcomes_haveTheContractsWords()
    {
        const QHash<Outcome, QString> words{
            {Outcome::Received, "received"}, {Outcome::PartlyReceived, "partly_received"},
            {Outcome::Queued, "queued"},     {Outcome::Dropped, "dropped"},
            {Outcome::Refused, "refused"},   {Outcome::Discarded, "discarded"},
            {Outcome::Unknown, "unknown"},   {Outcome::Sending, "unknown"}};
        for (auto it = words.cbegin(); it != words.cend(); ++it)
            QCOMPARE(outcomeName(it.key()), it.value());
        QCOMPARE(ruleName(Rule::ReusePort), QStringLiteral("reuseport"));
        QCOMPARE(ruleName(Rule::UdpConnected), QStringLiteral("udp_connected"));
    }

    void call_hasTheContractsFields()
    {
        const QStringList fields{"address", "bytes", "call",    "caller",     "enter_ns",    "error",   "exit_ns",
                                 "fd",      "id",    "local",   "new_socket", "observed_by", "payload", "payload_total",
                                 "peer",    "pid",   "process", "protocol",   "result",      "socket",  "tid"};
        quint64 last = 0;
        for (const CallLine &line : callsList(m_run.events)) {
            QCOMPARE(toJson(line).keys(), sorted(fields));
            QVERIFY(line.id > last);
            last = line.id;
        }
    }

    void call_tellsAddressesOfThatMoment()
    {
        const QJsonObject accept = call("accept", 0);
        QCOMPARE(accept.value("local"), QJsonValue("127.0.0.1:9000"));
        QVERIFY(accept.value("peer").isNull());
        QVERIFY(accept.value("address").toString().startsWith("127.0.0.1:4"));
        QCOMPARE(accept.value("new_socket"), QJsonValue(QString::number(m_run.tcpAccepted.at(0))));
        QCOMPARE(accept.value("socket"), QJsonValue(QString::number(m_run.tcpListener)));
        const QJsonObject send = call("send", 0);
        QCOMPARE(send.value("bytes"), QJsonValue(11));
        QCOMPARE(QByteArray::fromBase64(send.value("payload").toString().toLatin1()), QByteArray("hola, soy C"));
        QCOMPARE(send.value("peer"), QJsonValue("127.0.0.1:9000"));
        QCOMPARE(send.value("protocol"), QJsonValue("tcp"));
        const QJsonObject socket = call("socket", 0);
        QVERIFY(socket.value("fd").isNull());
        QVERIFY(socket.value("local").isNull());
        QCOMPARE(socket.value("result"), QJsonValue(3));
    }

    void unfinishedCall_hasNoResult()
    {
        HistoryBuilder build;
        const SocketId socket = build.socket(build.start("p"), Protocol::Udp);
        build.enterReceive(socket, 1024);
        const QList<CallLine> lines = callsList(build.events());
        const QJsonObject object = toJson(lines.last());
        QVERIFY(object.value("result").isNull());
        QVERIFY(object.value("exit_ns").isNull());
        QVERIFY(object.value("bytes").isNull());
        QVERIFY(callsText(lines).endsWith("recv(3, 1024) = ?\n"));
    }

    // As strace: flags and options by their names, bytes that are no text as bytes.
    void text_namesFlagsAndOptions()
    {
        const auto textOf = [](trace::Call call, const auto &change, const QByteArray &payload = {}) {
            CallLine line;
            line.entry.call = call;
            line.entry.fd = 3;
            change(line.entry);
            line.payload = payload;
            line.payloadTotal = quint64(payload.size());
            line.returned = trace::Record();
            return callText(line);
        };
        const auto peek = [](trace::Record &entry) {
            entry.requested = 10;
            entry.flags = MSG_PEEK | MSG_DONTWAIT | 0x10000000;
        };
        QCOMPARE(
            textOf(trace::Call::Recvfrom, peek, "a\xff\xc3\xb1\xc3\n\x1b\\"),
            QString::fromUtf8("recvfrom(3, \"a\\xffñ\\xc3\\n\\x1b\\\\\", 10, MSG_PEEK|MSG_DONTWAIT|0x10000000) = 0"));
        const auto option = [](int level, int name) {
            return [level, name](trace::Record &entry) {
                entry.level = level;
                entry.option = name;
                entry.value = 1;
            };
        };
        QCOMPARE(textOf(trace::Call::Setsockopt, option(SOL_SOCKET, SO_REUSEADDR)),
                 QStringLiteral("setsockopt(3, SOL_SOCKET, SO_REUSEADDR, 1) = 0"));
        const auto structure = [](const auto &value) {
            return QByteArray(reinterpret_cast<const char *>(&value), sizeof value);
        };
        QCOMPARE(textOf(trace::Call::Setsockopt, option(SOL_SOCKET, SO_LINGER), structure(linger{1, 0})),
                 QStringLiteral("setsockopt(3, SOL_SOCKET, SO_LINGER, {l_onoff=1, l_linger=0}) = 0"));
        QCOMPARE(textOf(trace::Call::Setsockopt, option(SOL_SOCKET, SO_RCVTIMEO), structure(timeval{2, 500000})),
                 QStringLiteral("setsockopt(3, SOL_SOCKET, SO_RCVTIMEO, {tv_sec=2, tv_usec=500000}) = 0"));
        QCOMPARE(textOf(trace::Call::Setsockopt, option(SOL_SOCKET, SO_BINDTODEVICE), "lo"),
                 QStringLiteral("setsockopt(3, SOL_SOCKET, %1, \"lo\") = 0").arg(SO_BINDTODEVICE));
        // Recordings of before have no structures.
        QCOMPARE(textOf(trace::Call::Setsockopt, option(SOL_SOCKET, SO_LINGER)),
                 QStringLiteral("setsockopt(3, SOL_SOCKET, SO_LINGER, {…}) = 0"));
        QCOMPARE(textOf(trace::Call::Setsockopt, option(IPPROTO_TCP, 99)),
                 QStringLiteral("setsockopt(3, IPPROTO_TCP, 99, 1) = 0"));
        QCOMPARE(textOf(trace::Call::Getsockopt, option(SOL_SOCKET, SO_ERROR)),
                 QStringLiteral("getsockopt(3, SOL_SOCKET, SO_ERROR, [0]) = 0"));
        CallLine refused;
        option(SOL_SOCKET, SO_ERROR)(refused.entry);
        refused.entry.call = trace::Call::Getsockopt;
        refused.entry.fd = 3;
        QCOMPARE(callText(refused), QStringLiteral("getsockopt(3, SOL_SOCKET, SO_ERROR) = ?"));
        refused.returned = trace::Record();
        refused.returned->value = ECONNREFUSED;
        QCOMPARE(callText(refused), QStringLiteral("getsockopt(3, SOL_SOCKET, SO_ERROR, [ECONNREFUSED]) = 0"));
    }

    void aGrowingLog_isReadOnFromWhereItWas()
    {
        CallsReader reader;
        EventLog log;
        for (const history::Event &event : m_run.events) {
            log.append(event);
            const QList<CallLine> &lines = reader.read(log);
            if (!lines.isEmpty())
                QCOMPARE(lines.last().event, log.entryOf(lines.last().id));
        }
        CallsReader copy(reader);
        QCOMPARE(callsText(reader.read(log)), callsText(callsList(m_run.events)));
        QCOMPARE(callsText(copy.read(log)), callsText(reader.read(log)));
    }

    void linesMadeWhenAskedFor_areTheSame_data()
    {
        QTest::addColumn<QList<history::Event>>("events");
        QTest::newRow("twin run") << m_run.events;
        HistoryBuilder build;
        const SocketId socket = build.socket(build.start("p"), Protocol::Udp);
        build.sendto(socket, "x", "127.0.0.1:9000");
        build.enterReceive(socket, 1024);
        QList<history::Event> events = build.events();
        QTest::newRow("a call that has not returned") << events;
        quint32 line = 0;
        for (history::Event &event : events) {
            if (auto *entered = std::get_if<history::CallEntered>(&event.data)) {
                entered->record.source = 1;
                entered->record.line = ++line;
            }
        }
        events.prepend({0, history::SourceSeen{1, "/srv/server.py", {}}});
        QTest::newRow("with lines of a source") << events;
        QTest::newRow("told twice") << events + events;
    }

    void linesMadeWhenAskedFor_areTheSame()
    {
        QFETCH(QList<history::Event>, events);
        EventLog log;
        for (const history::Event &event : events)
            log.append(event);
        const QList<CallLine> expected = callsList(events);
        QVERIFY(!expected.isEmpty());
        const CallLines lines(log);
        QCOMPARE(lines.size(), expected.size());
        for (qsizetype i = 0; i < expected.size(); ++i) {
            QCOMPARE(lines.at(i).event, expected.at(i).event);
            QCOMPARE(textLine(lines.at(i)), textLine(expected.at(i)));
            QCOMPARE(csvLine(lines.at(i)), csvLine(expected.at(i)));
        }
    }

    void aLongLog_isReadToItsBound()
    {
        HistoryBuilder build;
        const SocketId socket = build.socket(build.start("p"), Protocol::Udp);
        for (qsizetype i = 1; i < CallsReader::Most + 50; ++i)
            build.sendto(socket, "x", "127.0.0.1:9000");
        EventLog log;
        for (const history::Event &event : build.events())
            log.append(event);
        const QList<CallLine> all = callsList(log);
        QCOMPARE(all.size(), CallsReader::Most + 50);
        CallsReader reader;
        QCOMPARE(callsText(reader.read(log)), callsText(all.first(CallsReader::Most)));
    }

    void text_readsLikeStrace()
    {
        HistoryBuilder build;
        const ProcessId server = build.start("server");
        const SocketId listener = build.socket(server, Protocol::Tcp);
        build.bind(listener, "127.0.0.1:9000");
        build.listen(listener, 5);
        const SocketId client = build.socket(server, Protocol::Udp);
        build.sendto(client, "a \"b\"\n\x01", "127.0.0.1:9001");
        build.connect(build.socket(server, Protocol::Tcp), "127.0.0.1:9");
        build.close(listener);
        const QStringList expected{
            "4100 server  socket(AF_INET, SOCK_STREAM) = 3",
            "4100 server  bind(3, 127.0.0.1:9000) = 0",
            "4100 server  listen(3, 5) = 0",
            "4100 server  socket(AF_INET, SOCK_DGRAM) = 4",
            "4100 server  sendto(4, \"a \\\"b\\\"\\n\\x01\", 7, 127.0.0.1:9001) = 7",
            "4100 server  socket(AF_INET, SOCK_STREAM) = 5",
            "4100 server  connect(5, 127.0.0.1:9) = -1 ECONNREFUSED",
            "4100 server  close(3) = 0",
        };
        QCOMPARE(callsText(callsList(build.events())).trimmed().split('\n'), expected);
    }

    void csv_hasAFieldForEachHeading()
    {
        const qsizetype columns = csvHeadings().count(',');
        QVERIFY(columns > 10);
        for (const CallLine &line : callsList(m_run.events)) {
            const QString row = csvLine(line);
            QCOMPARE(row.count(','), columns);
            QCOMPARE(row.indexOf('\n'), row.size() - 1);
        }
    }
};

QTEST_GUILESS_MAIN(TestLists)
#include "tst_lists.moc"
