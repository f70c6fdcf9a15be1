// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/lesson/lessonreader.h"
#include "core/lesson/limits.h"
#include "tests/core/lesson/lessontext.h"

#include <QTest>

using namespace zocalo;
using namespace zocalo::lesson;
using namespace zocalo::lesson::test;

/// Every fault of a field, at the place of its value.
class TestLessonReader : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void soundText_isRead();
    void hosts_giveClientsTheirNamesAndAddresses();
    void faultyText_isToldAtItsValue_data();
    void faultyText_isToldAtItsValue();
    void severalFaults_areAllToldInOrder();
    void manyFaults_areCutAtTheLimit();
    void error_namesTheFirstPlace();
};

void TestLessonReader::soundText_isRead()
{
    LessonReader reader;
    const Result<Lesson> lesson = reader.parse(withScript(accepted()), "x.toml");
    QVERIFY(reader.faults().isEmpty());
    QVERIFY(lesson.ok());
    QCOMPARE(lesson.value().path, "x.toml");
    QCOMPARE(lesson.value().id, "x");
    QCOMPARE(lesson.value().clients, 2);
    QCOMPARE(lesson.value().maxClients, 3);
    QCOMPARE(lesson.value().expand(3, Kind::Tcp).calls.size(), 6);
}

void TestLessonReader::hosts_giveClientsTheirNamesAndAddresses()
{
    const QByteArray script = R"(
  { process = "server", call = "socket", protocol = "udp", as = "S" },
  { process = "server", call = "bind", on = "S", address = "{host}:0" },
  { for = "clients", do = [
    { process = "{client}", call = "socket", protocol = "udp", as = "S" },
    { process = "{client}", call = "bind", on = "S", address = "{host}:@server.S" },
  ] },
)";
    QByteArray text = withScript(script);
    text.replace("max-clients = 3",
                 "max-clients = 2\nhosts = { C = \"127.0.0.3\", A = \"127.0.0.2\", B = \"127.0.0.1\" }");
    text.replace("role = \"server\"", "role = \"server\", host = \"B\"");
    LessonReader reader;
    const Result<Lesson> lesson = reader.parse(text, "x.toml");
    QVERIFY(lesson.ok());
    const Script expanded = lesson.value().expand(2, Kind::Tcp);
    QStringList processes;
    for (const ProcessPlan &plan : expanded.processes)
        processes << plan.name + u' ' + plan.letter + u' ' + plan.host.name + u' ' + plan.host.address;
    QCOMPARE(processes, QStringList({"server B B 127.0.0.1", "A A A 127.0.0.2", "C C C 127.0.0.3"}));
    QStringList addresses;
    for (const CallPlan &call : expanded.calls) {
        if (!call.address.isEmpty())
            addresses << call.process + u' ' + call.address;
    }
    QCOMPARE(addresses, QStringList({"server 127.0.0.1:0", "A 127.0.0.2:@server.S", "C 127.0.0.3:@server.S"}));
    QCOMPARE(lesson.value().hostsOfProcesses().value("C"), (Host{"C", "127.0.0.3"}));
}

static void addHostRows()
{
    const auto row = [](const char *name, const QByteArray &hosts, const QByteArray &host, FaultCode code,
                        const QStringList &args) {
        QByteArray text = withLine("hosts", "hosts = " + hosts);
        text.replace("role = \"server\"", "role = \"server\"" + host);
        QTest::newRow(name) << text << code << args;
    };
    const QByteArray two = "{ A = \"127.0.0.2\", B = \"127.0.0.1\" }";
    row("host elsewhere", "{ A = §\"192.0.2.1\" }", ", host = \"A\"", FaultCode::AddressInvalid, {"192.0.2.1"});
    row("host with a port", "{ A = §\"127.0.0.1:80\" }", ", host = \"A\"", FaultCode::AddressInvalid, {"127.0.0.1:80"});
    row("host as the wildcard", "{ A = §\"0.0.0.0\" }", ", host = \"A\"", FaultCode::AddressInvalid, {"0.0.0.0"});
    row("two hosts at one address", "{ A = \"127.0.0.1\", B = §\"127.0.0.1\" }", ", host = \"A\"",
        FaultCode::AddressInvalid, {"127.0.0.1"});
    row("host's name too long", "{ AB = §\"127.0.0.1\" }", "", FaultCode::BadName, {"hosts", "AB"});
    row("too many hosts", R"(§{ A = "127.0.0.1", B = "127.0.0.2", C = "127.0.0.3", D = "127.0.0.4", E = "127.0.0.5" })",
        ", host = \"A\"", FaultCode::ListTooLong, {"hosts", "4"});
    row("server on an unknown host", two, ", host = §\"Z\"", FaultCode::ValueUnknown, {"host", "Z", "", "A, B"});
    row("server on no host", two, "", FaultCode::FieldMissing, {"host"});
    row("more clients than hosts", two, ", host = \"B\"", FaultCode::NumberOutOfRange, {"max-clients", "3", "1", "1"});
}

static void addHeadRows()
{
    const auto row = [](const char *name, const QByteArray &text, FaultCode code, const QStringList &args) {
        QTest::newRow(name) << text << code << args;
    };
    row("not TOML", "format = 1\nid §\n", FaultCode::Syntax, {});
    row("text without end", "id = \"abc§\n", FaultCode::Syntax, {});
    row("key twice", "id = \"x\"\nid = §\"y\"\n", FaultCode::KeyTwice, {"id"});
    row("newer format", withLine("format", "format = §2"), FaultCode::FormatUnknown, {"2", "1"});
    row("format as a text", withLine("format", "format = §\"1\""), FaultCode::WrongType,
        {"format", "integer", "string"});
    row("format missing", "§" + withLine("format", ""), FaultCode::FieldMissing, {"format"});
    row("unknown field", withLine("sumary", "§sumary = 1"), FaultCode::FieldUnknown, {"sumary", "summary"});
    row("unknown field, nothing near", withLine("wonderful", "§wonderful = 1"), FaultCode::FieldUnknown,
        {"wonderful", ""});
    row("unknown table", withLine("zzzzz", "zzzzz.§y = 1").replace("zzzzz.§", "§zzzzz."), FaultCode::FieldUnknown,
        {"zzzzz", ""});
    row("id with a space", withLine("id", "id = §\"a b\""), FaultCode::BadName, {"id", "a b"});
    row("id as a path", withLine("id", "id = §\"../x\""), FaultCode::BadName, {"id", "../x"});
    row("unknown kind", withLine("kind", "kind = §\"twim\""), FaultCode::ValueUnknown,
        {"kind", "twim", "twin", "twin, pair, tcp, udp"});
    row("unknown detail", withLine("detail", "detail = §\"all\""), FaultCode::ValueUnknown,
        {"detail", "all", "", "idea, mechanism, everything"});
    row("no client", withLine("clients", "clients = §0"), FaultCode::NumberOutOfRange, {"clients", "0", "1", "3"});
    row("more clients than the most", withLine("clients", "clients = §4"), FaultCode::NumberOutOfRange,
        {"clients", "4", "1", "3"});
    row("too many clients", withLine("max-clients", "max-clients = §1000000"), FaultCode::NumberOutOfRange,
        {"max-clients", "1000000", "1", "200"});
    row("Spanish missing", withLine("title", "title = §{ en = \"T\" }"), FaultCode::LanguageMissing, {"title", "es"});
    row("English missing", withLine("summary", "summary = §{ es = \"T\" }"), FaultCode::LanguageMissing,
        {"summary", "en"});
    row("a third language", withLine("title", "title = { en = \"T\", es = \"T\", §eo = \"T\" }"),
        FaultCode::FieldUnknown, {"title.eo", "en"});
    row("title empty", withLine("title", "title = { en = §\" \", es = \"T\" }"), FaultCode::TextEmpty, {"title.en"});
    row("title too long", withLine("title", "title = { en = §\"" + QByteArray(kMaxTitle + 1, 'x') + "\", es = \"T\" }"),
        FaultCode::TextTooLong, {"title.en", "120"});
    row("title with a control character", withLine("title", "title = { en = \"T\", es = §\"a\\u001bb\" }"),
        FaultCode::TextUnfit, {"title.es"});
    row("title not bilingual", withLine("title", "title = §\"T\""), FaultCode::WrongType, {"title", "table", "string"});
    row("language of another type", withLine("title", "title = { en = §1.5, es = \"T\" }"), FaultCode::WrongType,
        {"title.en", "string", "float"});
    row("builds on a number", withLine("builds-on", "builds-on = [\"a\", §true]"), FaultCode::WrongType,
        {"builds-on", "string", "boolean"});
    row("still that no step has", withLine("still", "still = [§\"nowhere\"]"), FaultCode::StepUnknown, {"nowhere", ""});
    row("still with a capital", withLine("still", "still = [§\"B2\"]"), FaultCode::BadName, {"still", "B2"});
    row("stable port of no socket", withLine("stable", "stable = { \"server.M\" = §9000 }"), FaultCode::SocketUnknown,
        {"M", "server", "L"});
    row("stable port without a process", withLine("stable", "stable = { M = §9000 }"), FaultCode::BadName,
        {"stable", "M"});
    row("stable port too high", withLine("stable", "stable = { \"server.L\" = §65536 }"), FaultCode::NumberOutOfRange,
        {"stable.server.L", "65536", "1", "65535"});
    row("date", withLine("clients", "clients = §2026-01-01"), FaultCode::WrongType, {"clients", "integer", "date"});
}

static void addProcessRows()
{
    const auto row = [](const char *name, const QByteArray &line, FaultCode code, const QStringList &args) {
        QTest::newRow(name) << withLine("processes", line) << code << args;
    };
    row("no processes", "processes = §[]", FaultCode::ListEmpty, {"processes"});
    row("process without a role", "processes = [ { role = \"server\" }, §{ } ]", FaultCode::FieldMissing, {"role"});
    row("unknown role", "processes = [ { role = §\"sever\" } ]", FaultCode::ValueUnknown,
        {"role", "sever", "server", "client, server"});
    row("half outside a twin", "processes = [ { role = \"server\", §half = \"tcp\" } ]", FaultCode::FieldUnknown,
        {"half", ""});
    row("the same server twice", "processes = [ { role = \"server\" }, §{ role = \"server\" } ]",
        FaultCode::ProcessTwice, {"server"});
    row("the same letter twice",
        "processes = [ { role = \"server\" }, { role = \"server\", name = \"other\", letter = §\"S\" } ]",
        FaultCode::LetterTwice, {"S"});
    row("a server with a client's letter",
        "processes = [ { role = \"client\" }, { role = \"server\", letter = §\"B\" } ]", FaultCode::LetterTwice, {"B"});
    row("a small letter", "processes = [ { role = \"server\", letter = §\"s\" } ]", FaultCode::BadName,
        {"letter", "s"});
    row("clients that share a name", "processes = [ { role = \"client\", name = §\"x\" } ]", FaultCode::BadName,
        {"name", "x"});
    row("a dot in a name", "processes = [ { role = \"server\", name = §\"a.b\" } ]", FaultCode::BadName,
        {"name", "a.b"});
    row("a process that is a text", "processes = [ §\"server\" ]", FaultCode::WrongType,
        {"processes", "table", "string"});
    row("too many processes", "processes = §[" + QByteArray("{},").repeated(17) + "]", FaultCode::ListTooLong,
        {"processes", "16"});
    QTest::newRow("twin without halves") << withLine("kind", "kind = \"twin\"")
                                                .replace(
                                                    "[ { role = \"server\" }, { role = \"client\" } ]",
                                                    "[ §{ role = \"server\" }, { role = \"client\", half = \"tcp\" } ]")
                                         << FaultCode::FieldMissing << QStringList{"half"};
}

static void addScriptRows()
{
    const auto row = [](const char *name, const QByteArray &items, FaultCode code, const QStringList &args) {
        QTest::newRow(name) << withScript(items) << code << args;
    };
    QTest::newRow("empty script") << withScript("").replace("script = ", "script = §") << FaultCode::ListEmpty
                                  << QStringList{"script"};
    row("item that is a text", "§\"socket\",", FaultCode::WrongType, {"script", "table", "string"});
    row("no call", R"(§{ process = "server" },)", FaultCode::FieldMissing, {"call"});
    row("unknown call", R"({ process = "server", call = §"recvform", on = "L" },)", FaultCode::CallUnknown,
        {"recvform", "recvfrom"});
    row("a call that lessons do not make", R"({ process = "server", call = §"epoll_wait", on = "L" },)",
        FaultCode::CallUnknown, {"epoll_wait", ""});
    row("a field missing", R"(§{ process = "server", call = "socket", as = "L" },)", FaultCode::FieldMissing,
        {"protocol"});
    row("a field too many", R"({ process = "server", call = "socket", protocol = "tcp", as = "L", bytes = §3 },)",
        FaultCode::FieldNotHere, {"bytes", "socket"});
    row("a field that no call has", R"({ process = "server", call = "close", on = "L", §wait = 3 },)",
        FaultCode::FieldUnknown, {"wait", ""});
    row("backlog as a text", R"({ process = "server", call = "listen", on = "L", backlog = §"5" },)",
        FaultCode::WrongType, {"backlog", "integer", "string"});
    row("bytes out of range", R"({ process = "server", call = "recv", on = "L", bytes = §0 },)",
        FaultCode::NumberOutOfRange, {"bytes", "0", "1", "65536"});
    row("protocol unknown", R"({ process = "server", call = "socket", protocol = §"tpc", as = "L" },)",
        FaultCode::ValueUnknown, {"protocol", "tpc", "tcp", "tcp, udp"});
    row("how unknown", R"({ process = "server", call = "shutdown", on = "L", how = §"wr" },)", FaultCode::ValueUnknown,
        {"how", "wr", "", "read, write, both"});
    row("address without a port", R"({ process = "server", call = "bind", on = "L", address = §"127.0.0.1" },)",
        FaultCode::AddressInvalid, {"127.0.0.1"});
    row("address with a name", R"({ process = "server", call = "bind", on = "L", address = §"localhost:0" },)",
        FaultCode::AddressInvalid, {"localhost:0"});
    row("address of another machine", R"({ process = "server", call = "bind", on = "L", address = §"192.0.2.1:80" },)",
        FaultCode::AddressInvalid, {"192.0.2.1:80"});
    row("the same of IPv6", R"({ process = "server", call = "bind", on = "L", address = §"[2001:db8::1]:80" },)",
        FaultCode::AddressInvalid, {"[2001:db8::1]:80"});
    row("port too high", R"({ process = "server", call = "bind", on = "L", address = §"127.0.0.1:65536" },)",
        FaultCode::AddressInvalid, {"127.0.0.1:65536"});
    row("bind to another socket", R"({ process = "server", call = "bind", on = "L", address = §"@server.L" },)",
        FaultCode::AddressInvalid, {"@server.L"});
    row("connect to the sender", R"({ process = "server", call = "connect", on = "L", address = §"@sender" },)",
        FaultCode::AddressInvalid, {"@sender"});
    row("socket name with a space", R"({ process = "server", call = "close", on = §"a b" },)", FaultCode::BadName,
        {"on", "a b"});
    row("step named last", R"({ process = "server", call = "close", on = "L", name = §"last" },)", FaultCode::BadName,
        {"name", "last"});
    row("client outside a loop", R"({ process = "server", call = "close", on = §"{client}" },)",
        FaultCode::ClientOutsideLoop, {"on"});
    row("another placeholder", R"({ for = "clients", do = [ { process = "server", call = "close", on = §"{n}" } ] },)",
        FaultCode::BadName, {"on", "{n}"});
    row("loop over what", R"({ for = §"client", do = [ { process = "A", call = "close", on = "S" } ] },)",
        FaultCode::ValueUnknown, {"for", "client", "clients", "clients, first, second, last, others, all-but-last"});
    row("loop without items", R"(§{ for = "clients" },)", FaultCode::FieldMissing, {"do"});
    row("loop around nothing", R"({ for = "clients", do = §[] },)", FaultCode::ListEmpty, {"do"});
    row("loops too deep",
        QByteArray(R"({ do = [)").repeated(4) + R"(§{ do = [ { process = "A", call = "close", on = "S" } ] })" +
            QByteArray("]}").repeated(4) + ",",
        FaultCode::TooDeep, {});
    row("mark before every call", R"({ mark = §"start" },)" + listening(), FaultCode::NothingBeforeMark, {"start"});
    row("mark upon a name",
        R"({ process = "server", call = "socket", protocol = "tcp", as = "L", return-name = "a" }, { mark = §"b" },)",
        FaultCode::StepNamedTwice, {"b", "a"});
    row("hold at the end", listening() + R"({ hold = §true },)", FaultCode::NothingAfterHold, {});
    row("errno that is none",
        R"({ process = "server", call = "socket", protocol = "tcp", as = "L", expect = §"EWOULDNT" },)",
        FaultCode::ValueUnknown, {"expect", "EWOULDNT", "", "EAGAIN, ECONNREFUSED, EPIPE…"});
    row("expected and allowed",
        R"({ process = "server", call = "socket", protocol = "tcp", as = "L", expect = "EMFILE", may-fail = §true },)",
        FaultCode::FieldsExclude, {"may-fail", "expect"});
    row("half in a mark outside a twin", listening() + R"({ mark = "a", §half = "tcp" },)", FaultCode::FieldUnknown,
        {"half", ""});
    row("name twice", R"({ process = "server", call = "socket", protocol = "tcp", as = "L", name = "a" },
        { process = "server", call = "listen", on = "L", backlog = 1, name = §"a" },)",
        FaultCode::StepNameTwice, {"a"});
    row("name without {client} in a loop",
        R"({ for = "clients", do = [ { process = "{client}", call = "socket", protocol = "tcp", as = "S", name = §"a" } ] },)",
        FaultCode::StepNameTwice, {"a"});
}

static void addTextRows()
{
    const QByteArray texts = "texts.hello.A = { en = \"x\", es = \"y\" }";
    const auto row = [&](const char *name, const QByteArray &line, const QByteArray &send, FaultCode code,
                         const QStringList &args) {
        const QByteArray loop = R"({ for = "clients", do = [
            { process = "{client}", call = "socket", protocol = "udp", as = "S" },
            )" + send + "] },\n";
        QTest::newRow(name) << withLine("texts", line).replace("script = [", "script = [" + loop) << code << args;
    };
    const QByteArray sendto = R"({ process = "{client}", call = "sendto", on = "S", address = "127.0.0.1:9", )";
    row("unknown text", texts, sendto + "text = §\"helo\" }", FaultCode::TextsUnknown, {"helo", "hello"});
    row("no text for the second client", texts, sendto + "text = §\"hello\" }", FaultCode::TextsForClient, {"B"});
    row("text and payload", texts, sendto + "text = §\"hello\", payload = { en = \"x\", es = \"y\" } }",
        FaultCode::FieldsExclude, {"text", "payload"});
    row("neither text nor payload", texts, "§" + sendto.chopped(2) + "}", FaultCode::FieldMissing, {"payload"});
    row("payload without Spanish", texts, sendto + "payload = §{ en = \"x\" } }", FaultCode::LanguageMissing,
        {"payload", "es"});
    row("payload empty", texts, sendto + "payload = { en = \"x\", es = §\"\" } }", FaultCode::TextEmpty,
        {"payload.es"});
    row("times of a text", texts, sendto + "text = \"hello\", times = §2 }", FaultCode::FieldsExclude,
        {"times", "text"});
    row("no time", texts, sendto + "payload = { en = \"x\", es = \"y\" }, times = §0 }", FaultCode::NumberOutOfRange,
        {"times", "0", "1", "65536"});
    row("a message too long", texts, sendto + "payload = { en = \"x\", es = \"four\" }, times = §16385 }",
        FaultCode::NumberOutOfRange, {"times", "16385", "1", "16384"});
    row("text of a client in one language",
        "texts.hello = { A = §{ en = \"x\" }, others = { en = \"x\", es = \"y\" } }", sendto + "text = \"hello\" }",
        FaultCode::LanguageMissing, {"texts.hello.A", "es"});
    row("text of nobody", "texts.hello = { §AA = { en = \"x\", es = \"y\" }, others = { en = \"x\", es = \"y\" } }",
        sendto + "text = \"hello\" }", FaultCode::FieldUnknown, {"texts.hello.AA", "A"});
    row("texts that are a list", "texts.hello = §[]", "{ process = \"{client}\", call = \"close\", on = \"S\" }",
        FaultCode::WrongType, {"texts.hello", "table", "array"});
}

static void addQuestionRows()
{
    const auto row = [](const char *name, const QByteArray &question, FaultCode code, const QStringList &args) {
        const QByteArray script =
            withScript(R"({ process = "server", call = "socket", protocol = "tcp", as = "L", name = "made" },)");
        QTest::newRow(name) << script + "[[questions]]\n" + question << code << args;
    };
    const QByteArray texts = "ask = { en = \"x\", es = \"x\" }\nexplain = { en = \"x\", es = \"x\" }\n";
    const QByteArray number = "kind = \"number\"\n" + texts;
    row("asked at no step", "at = §\"mode\"\nanswer = { result-of = \"made\" }\n" + number, FaultCode::StepUnknown,
        {"mode", "made"});
    row("no answer", "at = \"made\"\nanswer = §{ at = \"made\" }\n" + number, FaultCode::AnswerUnclear,
        {"landing, errno-of, result-of, state-of, fd-of, queue-of, unsent-of, waiting-at, drops-of, landed-in, "
         "sockets-of, "
         "receivers-of, count-in-state, relation, order-of"});
    row("two answers", "at = \"made\"\nanswer = §{ errno-of = \"made\", result-of = \"made\" }\n" + number,
        FaultCode::AnswerUnclear,
        {"landing, errno-of, result-of, state-of, fd-of, queue-of, unsent-of, waiting-at, drops-of, landed-in, "
         "sockets-of, "
         "receivers-of, count-in-state, relation, order-of"});
    row("a constant", "at = \"made\"\nanswer = §3\n" + number, FaultCode::WrongType,
        {"questions.answer", "table", "integer"});
    row("answer of another kind", "at = \"made\"\nanswer = §{ fd-of = \"server.L\" }\nkind = \"order\"\n" + texts,
        FaultCode::AnswerUnfit, {});
    row("socket of nobody", "at = \"made\"\nanswer = §{ fd-of = \"server.M\" }\n" + number, FaultCode::SocketUnknown,
        {"M", "server", "server.L"});
    row("process of nobody", "at = \"made\"\nanswer = §{ sockets-of = \"serve\" }\n" + number,
        FaultCode::ProcessUnknown, {"serve", "server", "2"});
    row("message of nobody", "at = \"made\"\nkind = \"landing\"\nanswer = §{ landing = \"A1\" }\n" + texts,
        FaultCode::MessageUnknown, {"A1"});
    row("placeholder",
        "at = \"made\"\nkind = \"number\"\nanswer = { result-of = \"made\" }\nask = { en = \"x\", es = \"x\" }\n"
        "explain = §{ en = \"{colour server.L}\", es = \"x\" }\n",
        FaultCode::PlaceholderUnknown, {"colour server.L"});
    row("choice without options", "at = \"made\"\nkind = \"choice\"\nanswer = { errno-of = \"made\" }\n" + texts,
        FaultCode::FieldMissing, {"questions.options"});
    row("one language",
        "at = \"made\"\nanswer = { result-of = \"made\" }\nkind = \"number\"\nask = §{ en = \"x\" }\n"
        "explain = { en = \"x\", es = \"x\" }\n",
        FaultCode::LanguageMissing, {"questions.ask", "es"});
}

static void addTwinRows()
{
    const auto row = [](const char *name, const QByteArray &items, FaultCode code, const QStringList &args) {
        QTest::newRow(name) << twinWithScript(items) << code << args;
    };
    row("address in the other half", R"(
        { process = "udp.server", call = "socket", protocol = "udp", as = "S" },
        { process = "udp.server", call = "bind", on = "S", address = "127.0.0.1:0" },
        { process = "tcp.A", call = "socket", protocol = "udp", as = "S" },
        { process = "tcp.A", call = "sendto", on = "S", address = §"@udp.server.S", payload = { en = "x", es = "y" } },)",
        FaultCode::OtherHalf, {"@udp.server.S"});
    row("half unknown", R"({ process = "udp.server", call = "socket", protocol = "udp", as = "S" },
        { mark = "a", half = §"tpc" },)",
        FaultCode::ValueUnknown, {"half", "tpc", "tcp", "tcp, udp"});
    // In the twin the mark names a call of the other half; alone, the TCP half has none before it.
    row("mark before every call of a half", R"({ process = "udp.server", call = "socket", protocol = "udp", as = "S" },
        { mark = §"a" },
        { process = "tcp.server", call = "socket", protocol = "tcp", as = "S" },)",
        FaultCode::NothingBeforeMark, {"a"});
    row("too many calls",
        QByteArray(R"({ for = "clients", do = [ )").repeated(1) +
            QByteArray(R"({ process = "tcp.{client}", call = "socket", protocol = "tcp", as = "S" },
            { process = "tcp.{client}", call = "close", on = "S" },)")
                .repeated(2000) +
            "] },",
        FaultCode::TooManyCalls, {"10000"});
}

void TestLessonReader::faultyText_isToldAtItsValue_data()
{
    QTest::addColumn<QByteArray>("marked");
    QTest::addColumn<FaultCode>("code");
    QTest::addColumn<QStringList>("args");
    addHeadRows();
    addHostRows();
    addProcessRows();
    addScriptRows();
    addTextRows();
    addTwinRows();
    addQuestionRows();
}

void TestLessonReader::faultyText_isToldAtItsValue()
{
    QFETCH(QByteArray, marked);
    QFETCH(FaultCode, code);
    QFETCH(QStringList, args);
    const MarkedText lesson = takeMark(marked);
    LessonReader reader;
    QVERIFY(!reader.parse(lesson.text, "x.toml").ok());
    QVERIFY(!reader.faults().isEmpty());
    const Fault &fault = reader.faults().constFirst();
    QCOMPARE(static_cast<int>(fault.code), static_cast<int>(code));
    QCOMPARE(fault.args, args);
    QCOMPARE(fault.file, "x.toml");
    if (lesson.place.line != 0) {
        QCOMPARE(fault.place.line, lesson.place.line);
        QCOMPARE(fault.place.column, lesson.place.column);
    }
    QCOMPARE(reader.faults().size(), 1);
}

void TestLessonReader::severalFaults_areAllToldInOrder()
{
    LessonReader reader;
    QVERIFY(!reader
                 .parse("format = 3\nkind = 7\nid = \"x\"\nsummary = { en = \"S\" }\n"
                        "script = [ { call = \"sockt\" } ]\nother = 1\n",
                        "x.toml")
                 .ok());
    QList<FaultCode> codes;
    for (const Fault &fault : reader.faults())
        codes.append(fault.code);
    const QList<FaultCode> expected{FaultCode::FieldMissing, FaultCode::FieldMissing,    FaultCode::FormatUnknown,
                                    FaultCode::WrongType,    FaultCode::LanguageMissing, FaultCode::FieldMissing,
                                    FaultCode::CallUnknown,  FaultCode::FieldUnknown};
    QCOMPARE(codes, expected);
}

void TestLessonReader::manyFaults_areCutAtTheLimit()
{
    LessonReader reader;
    QVERIFY(!reader.parse(withScript(QByteArray("{},\n").repeated(10'000)), "x.toml").ok());
    QCOMPARE(reader.faults().size(), kMaxFaults);
}

void TestLessonReader::error_namesTheFirstPlace()
{
    const MarkedText marked = takeMark(withLine("kind", "kind = §\"none\""));
    const Result<Lesson> lesson = LessonReader().parse(marked.text, "x.toml");
    QCOMPARE(static_cast<int>(lesson.error().code), static_cast<int>(ErrorCode::LessonFaulty));
    QCOMPARE(lesson.error().subject, "x.toml");
    QCOMPARE(lesson.error().detail, QStringLiteral("%1:%2").arg(marked.place.line).arg(marked.place.column));
}

QTEST_GUILESS_MAIN(TestLessonReader)
#include "tst_lessonreader.moc"
