// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/lesson/lessonreader.h"
#include "tests/core/lesson/lessontext.h"

#include <QTest>

using namespace zocalo;
using namespace zocalo::lesson;
using namespace zocalo::lesson::test;

/// What the reader can tell of a script before it runs: calls that fit together are let pass, others are told.
class TestRehearsal : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void callsThatFit_areLetPass_data();
    void callsThatFit_areLetPass();
    void callThatCannotWork_isToldAtItsValue_data();
    void callThatCannotWork_isToldAtItsValue();
};

namespace {

const QByteArray kSendA = R"({ process = "A", call = "send", on = "S", payload = { en = "hi", es = "hola" } },)"
                          "\n";
const QByteArray kSendtoA =
    R"({ process = "A", call = "sendto", on = "S", address = "@server.S", payload = { en = "hi", es = "hola" } },)"
    "\n";
const QByteArray kCloseA = R"({ process = "A", call = "close", on = "S" },)"
                           "\n";

} // namespace

void TestRehearsal::callsThatFit_areLetPass_data()
{
    QTest::addColumn<QByteArray>("items");
    const auto row = [](const char *name, const QByteArray &items) { QTest::newRow(name) << items; };
    row("sent before accept", connected() + kSendA + R"(
        { process = "server", call = "accept", on = "L", as = "A" },
        { process = "server", call = "recv", on = "A" },)");
    row("two sends, one recv", accepted() + kSendA + kSendA + R"({ process = "server", call = "recv", on = "A" },)");
    row("one send, two recvs", accepted() + kSendA + R"(
        { process = "server", call = "recv", on = "A", bytes = 1 },
        { process = "server", call = "recv", on = "A" },)");
    row("end of file, twice", accepted() + kCloseA + R"(
        { process = "server", call = "recv", on = "A" },
        { process = "server", call = "recv", on = "A" },)");
    row("half close, then the reply", accepted() + R"(
        { process = "A", call = "shutdown", on = "S", how = "write" },
        { process = "server", call = "recv", on = "A" },
        { process = "server", call = "send", on = "A", payload = { en = "x", es = "x" } },
        { process = "A", call = "recv", on = "S" },)");
    row("accept asleep until connect", listening() + R"(
        { process = "server", call = "accept", on = "L", as = "A", blocks = true },
        { process = "A", call = "socket", protocol = "tcp", as = "S" },
        { process = "A", call = "connect", on = "S", address = "@server.L" },
        { process = "server", call = "send", on = "A", payload = { en = "x", es = "x" } },
        { process = "A", call = "recv", on = "S" },)");
    row("recv asleep until send", accepted() + R"(
        { process = "server", call = "recv", on = "A", blocks = true },)" +
                                      kSendA);
    row("recv asleep until close", accepted() + R"(
        { process = "server", call = "recv", on = "A", blocks = true },)" +
                                       kCloseA);
    row("recvfrom asleep until sendto",
        datagrams() + R"(
        { process = "server", call = "recvfrom", on = "S", blocks = true },)" +
            kSendtoA +
            R"({ process = "server", call = "sendto", on = "S", address = "@sender", payload = { en = "x", es = "x" } },)");
    row("name free again after close",
        accepted() + kCloseA + R"({ process = "A", call = "socket", protocol = "tcp", as = "S" },)");
    row("a call that is to fail", connected() + R"(
        { process = "server", call = "send", on = "L", payload = { en = "x", es = "x" }, expect = "EPIPE" },
        { process = "server", call = "close", on = "L" },
        { process = "A", call = "socket", protocol = "tcp", as = "T" },
        { process = "A", call = "connect", on = "T", address = "@server.L", expect = "ECONNREFUSED" },)");
    row("a socket that may not be made", listening() + R"(
        { process = "server", call = "accept", on = "L", as = "A", may-fail = true },
        { process = "server", call = "recv", on = "A" },)");
    row("a receive that does not wait", accepted() + R"(
        { process = "server", call = "recv", on = "A", dont-wait = true, expect = "EAGAIN" },)");
    row("a copy holds the connection open", accepted() + kSendA + R"(
        { process = "A", call = "dup", on = "S", as = "T" },
        { process = "A", call = "close", on = "S" },
        { process = "A", call = "send", on = "T", payload = { en = "x", es = "x" } },
        { process = "server", call = "recv", on = "A" },)");
    row("under way", listening() + R"(
        { process = "A", call = "socket", protocol = "tcp", as = "S", dont-wait = true },
        { process = "A", call = "connect", on = "S", address = "@server.L", expect = "EINPROGRESS" },
        { process = "server", call = "accept", on = "L", as = "A" },)");
    row("the same port at another address", datagrams() + R"(
        { process = "A", call = "bind", on = "S", address = "127.0.0.2:@server.S" },
        { process = "A", call = "setsockopt", on = "S", option = "SO_RCVBUF", value = 4096 },
        { process = "A", call = "getsockname", on = "S" },
        { repeat = 3, do = [
          { process = "A", call = "sendto", on = "S", address = "@server.S", payload = { en = "{n}", es = "{n}" }, name = "s-{n}" },
        ] },
        { process = "server", call = "recvfrom", on = "S", true-length = true },)");
    row("connected UDP", datagrams() + R"(
        { process = "A", call = "connect", on = "S", address = "@server.S" },)" +
                             kSendA + R"({ process = "server", call = "recv", on = "S" },)");
    row("address outside the lesson", datagrams() + R"(
        { process = "A", call = "sendto", on = "S", address = "[::1]:9000", payload = { en = "x", es = "x" } },)");
    row("sendto a closed socket's port", datagrams() + R"(
        { process = "server", call = "close", on = "S" },)" +
                                             kSendtoA);
    row("reply to who has closed",
        datagrams() + kSendtoA + R"(
        { process = "server", call = "recvfrom", on = "S" },)" +
            kCloseA +
            R"({ process = "server", call = "sendto", on = "S", address = "@sender", payload = { en = "x", es = "x" } },)");
}

void TestRehearsal::callsThatFit_areLetPass()
{
    QFETCH(QByteArray, items);
    LessonReader reader;
    const Result<Lesson> lesson = reader.parse(withScript(items), "x.toml");
    for (const Fault &fault : reader.faults())
        qWarning() << static_cast<int>(fault.code) << fault.place.line << fault.place.column << fault.args;
    QVERIFY(lesson.ok());
}

void TestRehearsal::callThatCannotWork_isToldAtItsValue_data()
{
    QTest::addColumn<QByteArray>("items");
    QTest::addColumn<FaultCode>("code");
    QTest::addColumn<QStringList>("args");
    const auto row = [](const char *name, const QByteArray &items, FaultCode code, const QStringList &args) {
        QTest::newRow(name) << items << code << args;
    };
    row("a receive that waits, and is to say EAGAIN", accepted() + R"(
        { process = "server", call = "recv", on = §"A", expect = "EAGAIN" },)",
        FaultCode::NothingToReceive, {"A"});
    row("getpeername of nobody", datagrams() + R"({ process = "A", call = "getpeername", on = §"S" },)",
        FaultCode::NotConnected, {"S"});
    row("closed with its copy", accepted() + kSendA + R"(
        { process = "server", call = "dup", on = "A", as = "T" },
        { process = "server", call = "close", on = "A" },
        { process = "server", call = "close", on = "T" },
        { process = "A", call = "recv", on = §"S" },)",
        FaultCode::ConnectionGone, {"S"});
    row("unknown process", R"({ process = §"serer", call = "socket", protocol = "tcp", as = "L" },)",
        FaultCode::ProcessUnknown, {"serer", "server", "1"});
    row("a client that small runs have not", R"({ process = §"B", call = "socket", protocol = "tcp", as = "L" },)",
        FaultCode::ProcessUnknown, {"B", "", "1"});
    row("unknown socket", accepted() + R"({ process = "server", call = "close", on = §"B" },)",
        FaultCode::SocketUnknown, {"B", "server", ""});
    row("misspelled socket", R"(
        { process = "server", call = "socket", protocol = "tcp", as = "listener" },
        { process = "server", call = "close", on = §"listner" },)",
        FaultCode::SocketUnknown, {"listner", "server", "listener"});
    row("socket of another process", accepted() + R"({ process = "server", call = "close", on = §"S" },)",
        FaultCode::SocketUnknown, {"S", "server", ""});
    row("unknown socket in an address", listening() + R"(
        { process = "A", call = "socket", protocol = "tcp", as = "S" },
        { process = "A", call = "connect", on = "S", address = §"@server.M" },)",
        FaultCode::SocketUnknown, {"M", "server", ""});
    row("a wrong name is told once", listening() + R"(
        { process = "server", call = "accept", on = §"K", as = "A" },
        { process = "server", call = "recv", on = "A" },
        { process = "server", call = "close", on = "K" },)",
        FaultCode::SocketUnknown, {"K", "server", ""});
    row("name taken", listening() + R"({ process = "server", call = "socket", protocol = "tcp", as = §"L" },)",
        FaultCode::SocketNameTaken, {"L", "server"});
    row("name taken by accept", connected() + R"({ process = "server", call = "accept", on = "L", as = §"L" },)",
        FaultCode::SocketNameTaken, {"L", "server"});
    row("closed", accepted() + kCloseA + R"({ process = "A", call = "recv", on = §"S" },)", FaultCode::SocketClosed,
        {"S", "A"});
    row("listen on UDP", datagrams() + R"({ process = "server", call = §"listen", on = "S", backlog = 1 },)",
        FaultCode::WrongProtocol, {"listen", "S", "udp"});
    row("accept on UDP", datagrams() + R"({ process = "server", call = §"accept", on = "S", as = "A" },)",
        FaultCode::WrongProtocol, {"accept", "S", "udp"});
    row("sendto on TCP", accepted() + R"(
        { process = "A", call = §"sendto", on = "S", address = "@server.L", payload = { en = "x", es = "x" } },)",
        FaultCode::WrongProtocol, {"sendto", "S", "tcp"});
    row("bound twice", listening() + R"({ process = "server", call = "bind", on = §"L", address = "127.0.0.1:0" },)",
        FaultCode::AlreadyBound, {"L"});
    row("connected twice", accepted() + R"({ process = "A", call = "connect", on = §"S", address = "@server.L" },)",
        FaultCode::AlreadyConnected, {"S"});
    row("listen on a connected one", accepted() + R"({ process = "server", call = "listen", on = §"A", backlog = 1 },)",
        FaultCode::AlreadyConnected, {"A"});
    row("connect to a socket that does not listen", R"(
        { process = "server", call = "socket", protocol = "tcp", as = "L" },
        { process = "server", call = "bind", on = "L", address = "127.0.0.1:0" },
        { process = "A", call = "socket", protocol = "tcp", as = "S" },
        { process = "A", call = "connect", on = "S", address = §"@server.L" },)",
        FaultCode::NotListening, {"L"});
    row("sendto a socket that has no port", R"(
        { process = "server", call = "socket", protocol = "udp", as = "S" },
        { process = "A", call = "socket", protocol = "udp", as = "S" },
        { process = "A", call = "sendto", on = "S", address = §"@server.S", payload = { en = "x", es = "x" } },)",
        FaultCode::NotBound, {"S"});
    row("accept on a socket that does not listen", R"(
        { process = "server", call = "socket", protocol = "tcp", as = "L" },
        { process = "server", call = "accept", on = §"L", as = "A" },)",
        FaultCode::NotListening, {"L"});
    row("accept with nobody there", listening() + R"({ process = "server", call = "accept", on = §"L", as = "A" },)",
        FaultCode::NothingToAccept, {"L"});
    row("accept twice for one", accepted() + R"({ process = "server", call = "accept", on = §"L", as = "B" },)",
        FaultCode::NothingToAccept, {"L"});
    row("recv on the listening socket", connected() + kSendA + R"({ process = "server", call = "recv", on = §"L" },)",
        FaultCode::ListensOnly, {"recv", "L"});
    row("send without a connection", R"(
        { process = "A", call = "socket", protocol = "tcp", as = "S" },
        { process = "A", call = "send", on = §"S", payload = { en = "x", es = "x" } },)",
        FaultCode::NotConnected, {"S"});
    row("send on UDP without connect", datagrams() + R"(
        { process = "A", call = "send", on = §"S", payload = { en = "x", es = "x" } },)",
        FaultCode::NotConnected, {"S"});
    row("recv with nothing sent", accepted() + R"({ process = "server", call = "recv", on = §"A" },)",
        FaultCode::NothingToReceive, {"A"});
    row("recv once too often", accepted() + kSendA + R"(
        { process = "server", call = "recv", on = "A" },
        { process = "server", call = "recv", on = §"A" },)",
        FaultCode::NothingToReceive, {"A"});
    row("enough bytes in Spanish only", accepted() + kSendA + R"(
        { process = "server", call = "recv", on = "A", bytes = 2 },
        { process = "server", call = "recv", on = §"A", bytes = 2 },)",
        FaultCode::NothingToReceive, {"A"});
    row("recvfrom once too often", datagrams() + kSendtoA + R"(
        { process = "server", call = "recvfrom", on = "S" },
        { process = "server", call = "recvfrom", on = §"S" },)",
        FaultCode::NothingToReceive, {"S"});
    row("nothing from a third party on a connected socket", datagrams() + R"(
        { process = "A", call = "connect", on = "S", address = "@server.S" },
        { process = "server", call = "socket", protocol = "udp", as = "T" },
        { process = "server", call = "sendto", on = "T", address = "@A.S", payload = { en = "x", es = "x" } },
        { process = "A", call = "recv", on = §"S" },)",
        FaultCode::NothingToReceive, {"S"});
    row("reply to nobody", datagrams() + R"(
        { process = "server", call = "sendto", on = "S", address = §"@sender", payload = { en = "x", es = "x" } },)",
        FaultCode::NoSender, {"S"});
    row("reply to whom recv did not tell", datagrams() + kSendtoA + R"(
        { process = "server", call = "recv", on = "S" },
        { process = "server", call = "sendto", on = "S", address = §"@sender", payload = { en = "x", es = "x" } },)",
        FaultCode::NoSender, {"S"});
    row("reset by a close with bytes unread", accepted() + kSendA + R"(
        { process = "server", call = "close", on = "A" },
        { process = "A", call = "recv", on = §"S" },)",
        FaultCode::ConnectionGone, {"S"});
    row("reset before accept", connected() + R"(
        { process = "server", call = "close", on = "L" },
        { process = "A", call = "recv", on = §"S" },)",
        FaultCode::ConnectionGone, {"S"});
    row("only with three clients", listening() + R"(
        { for = "clients", do = [
          { process = "{client}", call = "socket", protocol = "tcp", as = "S" },
          { process = "{client}", call = "connect", on = "S", address = "@server.L" },
        ] },
        { for = "first", at-least = 3, do = [ { process = "server", call = "recv", on = §"{client}" } ] },)",
        FaultCode::SocketUnknown, {"A", "server", ""});
}

void TestRehearsal::callThatCannotWork_isToldAtItsValue()
{
    QFETCH(QByteArray, items);
    QFETCH(FaultCode, code);
    QFETCH(QStringList, args);
    const MarkedText marked = takeMark(withScript(items));
    LessonReader reader;
    const Result<Lesson> lesson = reader.parse(marked.text, "x.toml");
    QVERIFY(!lesson.ok());
    QCOMPARE(reader.faults().size(), 1);
    const Fault &fault = reader.faults().constFirst();
    QCOMPARE(static_cast<int>(fault.code), static_cast<int>(code));
    QCOMPARE(fault.args, args);
    QCOMPARE(fault.place.line, marked.place.line);
    QCOMPARE(fault.place.column, marked.place.column);
}

QTEST_GUILESS_MAIN(TestRehearsal)
#include "tst_rehearsal.moc"
