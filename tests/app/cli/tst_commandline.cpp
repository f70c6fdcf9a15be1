// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "tests/app/cli/program.h"

#include <QImage>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSet>
#include <QTemporaryDir>
#include <QTest>

using namespace zocalo::testing;

namespace {

QList<QJsonObject> jsonLines(const QString &text)
{
    QList<QJsonObject> objects;
    for (const QString &line : text.split(QLatin1Char('\n'), Qt::SkipEmptyParts)) {
        const QJsonDocument document = QJsonDocument::fromJson(line.toUtf8());
        objects << document.object();
    }
    return objects;
}

const QString Lesson = QStringLiteral("accept-vs-recvfrom");

} // namespace

class TestCommandLine : public QObject
{
    Q_OBJECT

private slots:
    void wrongUsage_isTwoWithTheNearestWord_data();
    void wrongUsage_isTwoWithTheNearestWord();
    void help_comesInBothLanguages_data();
    void help_comesInBothLanguages();
    void locale_choosesTheLanguage();
    void lessons_haveTheContractsFields();
    void lessons_comeInTheOrderOfThePath();
    void recvOnUdp_isNotSaidToBeOneSendersOwn();
    void everyLesson_canBeListedAndDrawn_data();
    void everyLesson_canBeListedAndDrawn();
    void landings_everyMessageInItsOwnSocket_data();
    void landings_everyMessageInItsOwnSocket();
    void calls_haveTheContractsFields();
    void calls_textAndCsv_haveALineACall();
    void figure_isWrittenInTheSizeAskedFor();
    void figure_stable_isTheSameInEveryRun();
    void figure_svg_hasOutlinesAndDescription();
    void figure_unknownStep_namesTheNearest();
    void check_faultyFile_isToldWithLineAndColumn();
    void doctor_triesTheTap();
    void laboratoryForbidden_isToldInOneSentence();
};

void TestCommandLine::wrongUsage_isTwoWithTheNearestWord_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QString>("told");
    QTest::newRow("command") << QStringList{"figur"} << "figure";
    QTest::newRow("option") << QStringList{"figure", Lesson, "--colour", "x", "-o", "x.png"} << "--colour";
    QTest::newRow("near option") << QStringList{"figure", Lesson, "--detial", "idea", "-o", "x.png"} << "--detail";
    QTest::newRow("choice") << QStringList{"figure", Lesson, "--theme", "lihgt", "-o", "x.png"} << "light";
    QTest::newRow("no output") << QStringList{"figure", Lesson} << "-o";
    QTest::newRow("ending") << QStringList{"figure", Lesson, "-o", "x.bmp"} << "x.bmp";
    QTest::newRow("size") << QStringList{"figure", Lesson, "-o", "x.png", "--size", "big"} << "big";
    QTest::newRow("clients") << QStringList{"figure", Lesson, "-o", "x.png", "--clients", "0"} << "--clients";
    QTest::newRow("no lesson") << QStringList{"landings"} << "lesson";
    QTest::newRow("format") << QStringList{"landings", Lesson, "--format", "xml"} << "jsonl";
    QTest::newRow("states beside") << QStringList{"figure", Lesson, "--states", "tcp.A",  "--beside",
                                                  "udp",    "-o",   "x.png",    "--lang", "en"}
                                   << "--states and --beside exclude each other.";
    QTest::newRow("states beside, es") << QStringList{"figure", Lesson, "--states", "tcp.A",  "--beside",
                                                      "udp",    "-o",   "x.png",    "--lang", "es"}
                                       << "--states y --beside se excluyen entre sí.";
    QTest::newRow("lines of a lesson") << QStringList{"calls", Lesson, "--no-lines", "--lang", "en"}
                                       << "--no-lines is for programs";
    QTest::newRow("ptrace of a lesson, es")
        << QStringList{"record", Lesson, "-o", "x.zocalo", "--ptrace", "--lang", "es"} << "--ptrace es para programas";
    QTest::newRow("value missing") << QStringList{"figure", Lesson, "--step"} << "--step";
    QTest::newRow("value missing before the program")
        << QStringList{"watch", "--name", "--", "true", "--lang", "en"} << "The option --name wants a value.";
    QTest::newRow("no run") << QStringList{"calls", "--lang", "en"} << "or a recording (.zocalo).";
    QTest::newRow("no run, es") << QStringList{"compare", "--lang", "es"} << "o una grabación (.zocalo).";
}

void TestCommandLine::wrongUsage_isTwoWithTheNearestWord()
{
    QFETCH(QStringList, arguments);
    QFETCH(QString, told);
    const Outcome outcome = runProgram(zocaloProgram(), arguments);
    QVERIFY(!outcome.crashed);
    QCOMPARE(outcome.status, 2);
    QVERIFY2(outcome.err.contains(told), qPrintable(outcome.err));
    QCOMPARE(outcome.err.count(QLatin1Char('\n')), 1);
    QVERIFY(outcome.out.isEmpty());
}

void TestCommandLine::help_comesInBothLanguages_data()
{
    QTest::addColumn<QString>("command");
    for (const char *command : {"", "figure", "calls", "landings", "lessons", "check", "doctor", "lesson"}) {
        QTest::newRow(*command ? command : "zocalo") << QString::fromLatin1(command);
    }
}

void TestCommandLine::help_comesInBothLanguages()
{
    QFETCH(QString, command);
    QStringList words = command.isEmpty() ? QStringList() : QStringList{command};
    words << QStringLiteral("--help") << QStringLiteral("--lang");
    const Outcome english = runProgram(zocaloProgram(), words + QStringList{"en"});
    const Outcome spanish = runProgram(zocaloProgram(), words + QStringList{"es"});
    QCOMPARE(english.status, 0);
    QCOMPARE(spanish.status, 0);
    QVERIFY(english.out.startsWith(QLatin1String("zocalo")));
    QVERIFY(spanish.out.startsWith(QLatin1String("zocalo")));
    QVERIFY(english.out != spanish.out);
    if (command == QLatin1String("calls") || command == QLatin1String("landings")) {
        QVERIFY(english.out.contains(QLatin1String("[--laboratory]")));
        QVERIFY(spanish.out.contains(QLatin1String("[--laboratory]")));
    }
    if (command.isEmpty()) {
        QVERIFY(english.out.contains(QLatin1String("Exit status, but for compare, and for a program of yours")));
        QVERIFY(
            spanish.out.contains(QLatin1String("Estado de salida, salvo compare, y salvo el de un programa propio")));
    }
}

void TestCommandLine::locale_choosesTheLanguage()
{
    const Outcome spanish = runProgram(zocaloProgram(), {"lessons"}, {{"LC_ALL", "es_MX.UTF-8"}});
    const Outcome given = runProgram(zocaloProgram(), {"lessons", "--lang", "en"}, {{"LC_ALL", "es_MX.UTF-8"}});
    QVERIFY(spanish.out.contains(QStringLiteral("lado a lado")));
    QVERIFY(given.out.contains(QStringLiteral("side by side")));
}

void TestCommandLine::lessons_haveTheContractsFields()
{
    const Outcome outcome = runProgram(zocaloProgram(), {"lessons", "--format", "jsonl", "--lang", "es"});
    QCOMPARE(outcome.status, 0);
    const QList<QJsonObject> lessons = jsonLines(outcome.out);
    QVERIFY(!lessons.isEmpty());
    QSet<QString> ids;
    for (const QJsonObject &lesson : lessons) {
        for (const char *field : {"id", "title", "summary", "kind"}) {
            QVERIFY2(!lesson.value(QLatin1String(field)).toString().isEmpty(), field);
        }
        QVERIFY(lesson.value(QStringLiteral("builds_on")).isArray());
        ids.insert(lesson.value(QStringLiteral("id")).toString());
    }
    QVERIFY(ids.contains(Lesson));
}

void TestCommandLine::lessons_comeInTheOrderOfThePath()
{
    QStringList ids;
    for (const QJsonObject &lesson : jsonLines(runProgram(zocaloProgram(), {"lessons", "--format", "jsonl"}).out)) {
        ids << lesson.value(QStringLiteral("id")).toString();
    }
    QCOMPARE(ids.mid(0, 3), (QStringList{"what-a-socket-is", "processes-communicating", "descriptor-is-local"}));
    QCOMPARE(ids.mid(5, 2), (QStringList{"accept-vs-recvfrom", "accept-opens-no-port"}));
    QCOMPARE(ids.last(), "reuse-options");
    QCOMPARE(ids.size(), 29);
}

void TestCommandLine::recvOnUdp_isNotSaidToBeOneSendersOwn()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("recv.svg"));
    const auto ran = runProgram(zocaloProgram(), {"figure", "recv-works-on-udp", "-o", path, "--lang", "en"});
    QCOMPARE(ran.status, 0);
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QString description = QString::fromUtf8(file.readAll()).replace(QChar::Nbsp, QLatin1Char(' '));
    QVERIFY(description.contains("Server: one socket.")); // no half of a twin is named
    QVERIFY(description.contains("does not tell who sent it: it was Client A"));
    QVERIFY(!description.contains("only Client A can write"));
}

void TestCommandLine::everyLesson_canBeListedAndDrawn_data()
{
    QTest::addColumn<QString>("id");
    QTest::addColumn<QString>("kind");
    QTest::addColumn<int>("messages");
    QTest::newRow("what-a-socket-is") << "what-a-socket-is"
                                      << "pair" << 0;
    QTest::newRow("processes-communicating") << "processes-communicating"
                                             << "pair" << 2;
    QTest::newRow("a pair of the twin") << Lesson << "pair" << 4;
}

void TestCommandLine::everyLesson_canBeListedAndDrawn()
{
    QFETCH(QString, id);
    QFETCH(QString, kind);
    QFETCH(int, messages);
    const Outcome check =
        runProgram(zocaloProgram(), {"check", QStringLiteral(ZOCALO_SOURCE_DIR "/resources/lessons/%1.toml").arg(id)});
    QCOMPARE(check.out + check.err, QString());
    const Outcome calls = runProgram(zocaloProgram(), {"calls", id, "--kind", kind, "--format", "jsonl"});
    QCOMPARE(calls.status, 0);
    QVERIFY(jsonLines(calls.out).size() >= 8);
    const Outcome landings = runProgram(zocaloProgram(), {"landings", id, "--kind", kind, "--format", "jsonl"});
    QCOMPARE(landings.status, 0);
    QCOMPARE(jsonLines(landings.out).size(), messages);
    for (const QJsonObject &landing : jsonLines(landings.out)) {
        QCOMPARE(landing.value(QStringLiteral("agrees")), QJsonValue(true));
    }
    // The same picture in every run, in each language another.
    const QTemporaryDir folder;
    QList<QByteArray> pictures;
    for (const char *language : {"en", "en", "es"}) {
        const QString path = folder.filePath(QStringLiteral("x.png"));
        QCOMPARE(runProgram(zocaloProgram(),
                            {"figure", id, "--kind", kind, "-o", path, "--stable", "--lang", QLatin1String(language)})
                     .status,
                 0);
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        pictures << file.readAll();
    }
    QVERIFY(pictures.at(0) == pictures.at(1));
    QVERIFY(pictures.at(0) != pictures.at(2));
}

void TestCommandLine::landings_everyMessageInItsOwnSocket_data()
{
    QTest::addColumn<int>("clients");
    for (const int clients : {1, 2, 3, 5, 8}) {
        QTest::addRow("%d clients", clients) << clients;
    }
}

// The sockets are told apart by the kernel's cookies: whoever sends over TCP reaches one of their own, whoever sends
// over UDP reaches the one of all.
void TestCommandLine::landings_everyMessageInItsOwnSocket()
{
    QFETCH(int, clients);
    const Outcome outcome =
        runProgram(zocaloProgram(), {"landings", Lesson, "--format", "jsonl", "--clients", QString::number(clients)});
    QCOMPARE(outcome.err, QString());
    QCOMPARE(outcome.status, 0);
    QHash<QString, QSet<QString>> tcpReceivers; // sender's letter → sockets
    QSet<QString> udpReceivers;
    QSet<QString> names;
    int fromClients = 0;
    for (const QJsonObject &landing : jsonLines(outcome.out)) {
        const QString message = landing.value(QStringLiteral("message")).toString();
        QVERIFY(!names.contains(message));
        names.insert(message);
        QCOMPARE(landing.value(QStringLiteral("agrees")), QJsonValue(true));
        QCOMPARE(landing.value(QStringLiteral("outcome")).toString(), QStringLiteral("received"));
        QVERIFY(!landing.value(QStringLiteral("received_by")).toArray().isEmpty());
        const QString socket =
            landing.value(QStringLiteral("receiver")).toObject().value(QStringLiteral("socket")).toString();
        QVERIFY(!socket.isEmpty());
        const QString letter = message.section(QLatin1Char('.'), 1).left(1);
        if (letter == QLatin1String("S")) {
            continue;
        }
        ++fromClients;
        const bool tcp = message.startsWith(QLatin1String("tcp."));
        QCOMPARE(landing.value(QStringLiteral("rule")).toString(), tcp ? "tcp_4_tuple" : "udp_2_tuple");
        if (tcp) {
            tcpReceivers[letter].insert(socket);
        } else {
            udpReceivers.insert(socket);
        }
    }
    QCOMPARE(fromClients, 4 * clients); // two messages each, over TCP and over UDP
    QCOMPARE(tcpReceivers.size(), clients);
    QSet<QString> all;
    for (const QSet<QString> &sockets : tcpReceivers) {
        QCOMPARE(sockets.size(), 1);
        all.unite(sockets);
    }
    QCOMPARE(all.size(), clients);
    QCOMPARE(udpReceivers.size(), 1);
}

void TestCommandLine::calls_haveTheContractsFields()
{
    const Outcome outcome = runProgram(zocaloProgram(), {"calls", Lesson, "--format", "jsonl"});
    QCOMPARE(outcome.status, 0);
    const QList<QJsonObject> calls = jsonLines(outcome.out);
    QVERIFY(calls.size() > 50);
    double id = 0;
    for (const QJsonObject &call : calls) {
        for (const char *field : {"id",      "process",       "pid",      "tid",     "call",        "fd",      "result",
                                  "error",   "socket",        "protocol", "local",   "peer",        "address", "bytes",
                                  "payload", "payload_total", "enter_ns", "exit_ns", "observed_by", "caller"}) {
            QVERIFY2(call.contains(QLatin1String(field)), field);
        }
        QVERIFY(call.value(QStringLiteral("id")).toDouble() > id);
        id = call.value(QStringLiteral("id")).toDouble();
        QCOMPARE(call.value(QStringLiteral("observed_by")).toString(), QStringLiteral("tap"));
        QCOMPARE(call.value(QStringLiteral("error")), QJsonValue());
    }
}

void TestCommandLine::calls_textAndCsv_haveALineACall()
{
    const Outcome text = runProgram(zocaloProgram(), {"calls", Lesson});
    const Outcome csv = runProgram(zocaloProgram(), {"calls", Lesson, "--format", "csv"});
    QCOMPARE(text.status, 0);
    QCOMPARE(csv.status, 0);
    QVERIFY(text.out.contains(QLatin1String("accept(")));
    QVERIFY(text.out.contains(QLatin1String("recvfrom(")));
    QCOMPARE(csv.out.count(QLatin1Char('\n')), text.out.count(QLatin1Char('\n')) + 1); // a line of headings
}

void TestCommandLine::figure_isWrittenInTheSizeAskedFor()
{
    const QTemporaryDir folder;
    const QString png = folder.filePath(QStringLiteral("x.png"));
    const QString svg = folder.filePath(QStringLiteral("x.svg"));
    const Outcome outcome = runProgram(zocaloProgram(), {"figure", Lesson, "-o", png, "-o", svg, "--size", "1280x720",
                                                         "--lang", "es", "--detail", "mechanism"});
    QCOMPARE(outcome.err, QString());
    QCOMPARE(outcome.status, 0);
    const QImage image(png);
    QCOMPARE(image.size(), QSize(1280, 720));
    QVERIFY(!image.text(QStringLiteral("Title")).isEmpty());
    QVERIFY(QFile::exists(svg));
}

void TestCommandLine::figure_stable_isTheSameInEveryRun()
{
    const QTemporaryDir folder;
    QByteArray first;
    for (int run = 0; run < 3; ++run) {
        const QString path = folder.filePath(QStringLiteral("%1.png").arg(run));
        QCOMPARE(
            runProgram(zocaloProgram(), {"figure", Lesson, "-o", path, "--stable", "--detail", "mechanism"}).status, 0);
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray bytes = file.readAll();
        QVERIFY(bytes.size() > 1000);
        if (run == 0) {
            first = bytes;
        }
        QVERIFY(bytes == first);
    }
}

void TestCommandLine::figure_svg_hasOutlinesAndDescription()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("x.svg"));
    QCOMPARE(runProgram(zocaloProgram(), {"figure", Lesson, "-o", path, "--lang", "es"}).status, 0);
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QString svg = QString::fromUtf8(file.readAll());
    QVERIFY(!svg.contains(QLatin1String("<text")));
    QVERIFY(svg.contains(QLatin1String("<title>")));
    QVERIFY(svg.contains(QLatin1String("<desc>")));
    QVERIFY(svg.contains(QStringLiteral("Cliente\u00a0B")));
}

void TestCommandLine::figure_unknownStep_namesTheNearest()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("x.png"));
    const Outcome outcome =
        runProgram(zocaloProgram(), {"figure", Lesson, "-o", path, "--step", "end-of-mesages", "--lang", "en"});
    QCOMPARE(outcome.status, 1);
    QVERIFY2(outcome.err.contains(QLatin1String("\"end-of-messages\"")), qPrintable(outcome.err));
    QVERIFY(!QFile::exists(path));
}

void TestCommandLine::check_faultyFile_isToldWithLineAndColumn()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("bad.toml"));
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("format = 1\nid = 7\n");
    file.close();
    const Outcome bad = runProgram(zocaloProgram(), {"check", path, "--lang", "es"});
    QCOMPARE(bad.status, 1);
    QVERIFY2(bad.out.contains(path + QLatin1String(":2:6:")), qPrintable(bad.out));
    const Outcome good = runProgram(
        zocaloProgram(), {"check", QStringLiteral(ZOCALO_SOURCE_DIR "/resources/lessons/%1.toml").arg(Lesson)});
    QCOMPARE(good.status, 0);
    QCOMPARE(good.out, QString());
}

void TestCommandLine::doctor_triesTheTap()
{
    const Outcome good = runProgram(zocaloProgram(), {"doctor"});
    QCOMPARE(good.status, 0);
    QVERIFY(good.out.contains(QStringLiteral("✓  tap")));
    QVERIFY(good.out.contains(QStringLiteral("✓  TCP_INFO")));
    QVERIFY(good.out.contains(QStringLiteral("✓  destroy events")));
    QVERIFY(good.out.contains(QStringLiteral("  laboratory ")));
    const Outcome without = runProgram(zocaloProgram(), {"doctor"}, {{"ZOCALO_HELPERS", "/nonexistent"}});
    QCOMPARE(without.status, 1);
    QVERIFY(without.out.contains(QStringLiteral("✗  tap")));
}

/// In a user namespace that may have none of its own.
void TestCommandLine::laboratoryForbidden_isToldInOneSentence()
{
    const auto restricted = [](const QString &command) {
        const QString limit = QStringLiteral("echo 0 > /proc/sys/user/max_user_namespaces && exec \"$0\" ");
        return runProgram(QStringLiteral("unshare"), {"-Ur", "sh", "-c", limit + command, zocaloProgram()});
    };
    if (runProgram(QStringLiteral("unshare"), {"-Ur", "true"}).status != 0)
        QSKIP("namespaces cannot be made here at all");
    const Outcome forbidden = restricted("landings three-hosts --laboratory --lang en");
    QCOMPARE(forbidden.status, 1);
    QCOMPARE(forbidden.out, QString());
    QCOMPARE(forbidden.err.trimmed(),
             QStringLiteral("zocalo: The laboratory cannot be made on this machine: user namespaces: their number is "
                            "limited (/proc/sys/user). Everything else works without it."));
    const Outcome without = restricted("landings three-hosts --lang en");
    QCOMPARE(without.status, 0);
    QVERIFY(without.out.contains(QStringLiteral("127.0.0.3")));
}

QTEST_GUILESS_MAIN(TestCommandLine)
#include "tst_commandline.moc"
