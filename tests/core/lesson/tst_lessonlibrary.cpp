// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/lesson/lessonlibrary.h"
#include "core/lesson/lessonreader.h"

#include <QDir>
#include <QFile>
#include <QMap>
#include <QRegularExpression>
#include <QSet>
#include <QTest>

using namespace zocalo;
using namespace zocalo::lesson;

/// The lessons that come with the program.
class TestLessonLibrary : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyFileOfTheFolder_isBundled();
    void bundledLessons_areWithoutFault();
    void twin_hasTheTruthsItShows_data();
    void twin_hasTheTruthsItShows();
    void noTerm_isUsedBeforeItIsExplained();
    void everyScreen_isShort();
    void stillPicture_existsInEachRun();
    void twinsHalf_isThatHalfAlone();
    void stablePorts_areGivenForEachClient();
    void knownId_isFound();
    void pathOfAFile_isFound();
    void unknownId_namesTheNearest();
    void faultyFile_handsOverItsFaults();
    void exampleOfTheDocuments_isWithoutFault_data();
    void exampleOfTheDocuments_isWithoutFault();

private:
    static Lesson twin();
    static int indexOf(const Script &script, const QString &name, QString CallPlan::*field);
};

Lesson TestLessonLibrary::twin()
{
    const Result<Lesson> lesson = LessonLibrary::find("accept-vs-recvfrom");
    if (!lesson)
        qFatal("the lesson accept-vs-recvfrom cannot be read");
    return lesson.value();
}

int TestLessonLibrary::indexOf(const Script &script, const QString &name, QString CallPlan::*field)
{
    for (int index = 0; index < script.calls.size(); ++index) {
        if (script.calls.at(index).*field == name)
            return index;
    }
    return -1;
}

void TestLessonLibrary::everyFileOfTheFolder_isBundled()
{
    QStringList expected;
    for (const QString &file : QDir(ZOCALO_SOURCE_DIR "/resources/lessons").entryList({"*.toml"}, QDir::Files))
        expected.append(file.chopped(5));
    QVERIFY(!expected.isEmpty());
    QStringList ids = LessonLibrary::ids();
    ids.sort();
    QCOMPARE(ids, expected);
}

void TestLessonLibrary::bundledLessons_areWithoutFault()
{
    const QStringList files = QDir(":/zocalo/lessons").entryList(QDir::Files);
    QVERIFY(!files.isEmpty());
    QStringList faulty;
    for (const QString &file : files) {
        LessonReader reader;
        const Result<Lesson> lesson = reader.read(":/zocalo/lessons/" + file);
        for (const Fault &fault : reader.faults())
            qWarning() << file << fault.place.line << fault.place.column << static_cast<int>(fault.code) << fault.args;
        if (!lesson.ok()) {
            faulty.append(file);
            continue;
        }
        QCOMPARE(lesson.value().id + ".toml", file);
        for (const QString &id : lesson.value().buildsOn)
            QVERIFY2(files.contains(id + ".toml"), qPrintable(id));
    }
    QCOMPARE(faulty, QStringList());
}

namespace {

/// The words of the field, as a learner meets them: each has to be explained (`terms`) by the lesson that first has it.
const QMap<QString, QPair<QString, QString>> kTerms{
    {"address", {"\\baddress", "\\bdirecci"}},
    {"port", {"\\bports?\\b", "\\bpuertos?\\b"}},
    {"descriptor", {"descriptor|\\bfd\\b", "descriptor|\\bfd\\b"}},
    {"accept queue", {"accept queue", "cola de aceptación"}},
    {"receive queue", {"receive queue", "cola de recepción"}},
    {"connection", {"\\bconnections?\\b", "conexi"}},
    {"listening socket", {"listening", "de escucha"}},
    {"accept", {"accept\\(\\)", "accept\\(\\)"}},
    {"connect", {"connect\\(\\)", "connect\\(\\)"}},
    {"recvfrom", {"recvfrom\\(\\)", "recvfrom\\(\\)"}},
    {"datagram", {"[Dd]atagram", "[Dd]atagrama"}},
    {"segment", {"segment", "segmento"}},
    {"byte stream", {"[Bb]yte stream", "[Ff]lujo de bytes"}},
    {"receive buffer", {"receive buffer", "búfer de recepción"}},
    {"send buffer", {"send buffer", "búfer(es)? de envío"}},
    {"send queue", {"send queue", "cola de envío"}},
    {"dropped", {"\\bdrop", "descart"}},
    {"shutdown", {"shutdown\\(", "shutdown\\("}},
    {"dup", {"dup\\(\\)", "dup\\(\\)"}},
    {"backlog", {"backlog", "backlog"}},
    {"hash", {"\\bhash", "\\bhash"}},
    {"4-tuple", {"four things", "cuatro cosas"}},
};
/// Terms that are the same in both languages.
const QStringList kNames{"EPIPE",    "ECONNREFUSED", "ECONNRESET",   "EADDRINUSE", "EOPNOTSUPP",  "EAGAIN",
                         "ENOTCONN", "MSG_TRUNC",    "MSG_DONTWAIT", "SYN-SENT",   "ESTABLISHED", "TIME-WAIT",
                         "SIGPIPE",  "SO_REUSEADDR", "SO_REUSEPORT", "SO_RCVBUF",  "SO_SNDBUF",   "0.0.0.0"};

/// What stands on the screen with each question, and with its verdict.
QStringList screensOf(const Lesson &lesson, const QString &language)
{
    static const QRegularExpression taken("\\{[^}]*\\}");
    QStringList screens;
    for (const Question &question : lesson.questions) {
        QStringList before{lesson.belief.in(language), question.ask.in(language)};
        for (const AnswerOption &option : question.options)
            before.append(option.text.in(language));
        QStringList after{question.explain.in(language), lesson.tryOut.in(language)};
        screens += {before.join(u' ').replace(taken, "x"), after.join(u' ').replace(taken, "x")};
    }
    return screens;
}

} // namespace

void TestLessonLibrary::noTerm_isUsedBeforeItIsExplained()
{
    QMap<QString, QPair<QString, QString>> terms = kTerms;
    for (const QString &name : kNames)
        terms.insert(name, {QRegularExpression::escape(name), QRegularExpression::escape(name)});
    QSet<QString> known;
    for (const Lesson &lesson : LessonLibrary::lessons()) {
        known += QSet<QString>(lesson.terms.cbegin(), lesson.terms.cend());
        for (const QString &language : {QString("en"), QString("es")}) {
            const QString text = screensOf(lesson, language).join(u' ');
            for (auto term = terms.cbegin(); term != terms.cend(); ++term) {
                const QRegularExpression word(language == "es" ? term->second : term->first);
                const QString told = lesson.id + u' ' + language + ": " + term.key();
                QVERIFY2(known.contains(term.key()) || !text.contains(word), qPrintable(told));
            }
        }
    }
}

void TestLessonLibrary::everyScreen_isShort()
{
    for (const Lesson &lesson : LessonLibrary::lessons()) {
        for (const QString &language : {QString("en"), QString("es")}) {
            for (const QString &screen : screensOf(lesson, language))
                QVERIFY2(screen.split(u' ', Qt::SkipEmptyParts).size() < 120, qPrintable(lesson.id + ": " + screen));
        }
    }
}

void TestLessonLibrary::twin_hasTheTruthsItShows_data()
{
    QTest::addColumn<int>("clients");
    for (const int clients : {1, 2, 3, 4, 5, 6, 7, 8, 9, 18, 19, 50, 120})
        QTest::addRow("%d", clients) << clients;
}

/// What the picture needs, told from the script alone: accepts, messages, and what waits where.
void TestLessonLibrary::twin_hasTheTruthsItShows()
{
    QFETCH(int, clients);
    const Script script = twin().expand(clients, Kind::Twin);
    QCOMPARE(script.processes.size(), 2 + 2 * clients);

    int accepts = 0;
    int holds = 0;
    QHash<QString, QSet<QString>> sent; // by process
    for (const CallPlan &call : script.calls) {
        accepts += call.call == trace::Call::Accept ? 1 : 0;
        holds += call.hold ? 1 : 0;
        if (call.hold)
            QCOMPARE(static_cast<int>(call.call), static_cast<int>(trace::Call::Close));
        if (!call.payload.es.isEmpty()) {
            sent[call.process].insert(call.payload.es);
            QVERIFY2(call.payload.es.toUtf8().size() <= 8 && call.payload.en.toUtf8().size() <= 8,
                     qPrintable(call.payload.es));
        }
    }
    QCOMPARE(accepts, clients);
    QCOMPARE(holds, 1);
    for (const ProcessPlan &process : script.processes) {
        const int messages = process.role == history::Role::Client ? 2 : 2 * clients;
        QCOMPARE(sent.value(process.name).size(), messages);
    }

    // While TCP sends B2 (A2 if alone), one datagram of each other client and A2 wait in the one UDP queue.
    const QString second = clients == 1 ? "a2" : clients > 18 ? "client-2-2" : "b2";
    const int still = indexOf(script, second, &CallPlan::name);
    QVERIFY(still > 0);
    int datagrams = 0;
    for (int index = 0; index < still; ++index) {
        const CallPlan &call = script.calls.at(index);
        datagrams += call.call == trace::Call::Sendto && call.process != "udp.server" ? 1 : 0;
        datagrams -= call.call == trace::Call::Recvfrom && call.process == "udp.server" ? 1 : 0;
    }
    QCOMPARE(datagrams, clients);

    // The last client has written before it is accepted.
    const int waiting = indexOf(script, "child-waiting", &CallPlan::returnName);
    QVERIFY(waiting > 0);
    QCOMPARE(static_cast<int>(script.calls.at(waiting).call), static_cast<int>(trace::Call::Send));
    QCOMPARE(static_cast<int>(script.calls.at(waiting + 1).call), static_cast<int>(trace::Call::Accept));
    QCOMPARE(indexOf(script, "closed", &CallPlan::returnName), static_cast<int>(script.calls.size()) - 1);
}

void TestLessonLibrary::stillPicture_existsInEachRun()
{
    const Lesson lesson = twin();
    for (int clients = 1; clients <= lesson.maxClients; ++clients) {
        for (Kind kind : {Kind::Twin, Kind::Tcp, Kind::Udp}) {
            const Script script = lesson.expand(clients, kind);
            QString found;
            for (const QString &still : lesson.stills) {
                const bool exists =
                    indexOf(script, still, &CallPlan::name) >= 0 || indexOf(script, still, &CallPlan::returnName) >= 0;
                if (exists && found.isEmpty())
                    found = still;
            }
            // Among many it is a client in the middle of them.
            const QString number = clients >= 32 ? "32" : "12";
            const bool numbered = clients > 18;
            const QString tcp = numbered ? "client-" + number + "-2" : clients == 1 ? "a2" : "b2";
            const QString udp = numbered ? "udp-" + number + "-2" : "udp-queue";
            QCOMPARE(found, kind == Kind::Udp ? udp : tcp);
        }
    }
}

void TestLessonLibrary::twinsHalf_isThatHalfAlone()
{
    const Lesson lesson = twin();
    const Script whole = lesson.expand(3, Kind::Twin);
    for (const QString &half : {QStringLiteral("tcp"), QStringLiteral("udp")}) {
        const Script script = lesson.expand(3, half == "tcp" ? Kind::Tcp : Kind::Udp);
        QStringList expected;
        for (const CallPlan &call : whole.calls) {
            if (call.process.startsWith(half + '.'))
                expected.append(call.process + ' ' + call.on + ' ' + call.payload.en);
        }
        QStringList calls;
        int holds = 0;
        for (const CallPlan &call : script.calls) {
            calls.append(call.process + ' ' + call.on + ' ' + call.payload.en);
            holds += call.hold ? 1 : 0;
        }
        QCOMPARE(calls, expected);
        QCOMPARE(holds, 1);
        QCOMPARE(script.processes.size(), 4);
        for (const ProcessPlan &process : script.processes)
            QCOMPARE(process.group, half);
        QVERIFY(indexOf(script, "end-of-messages", &CallPlan::returnName) > 0);
        QCOMPARE(indexOf(script, "child-waiting", &CallPlan::returnName) > 0, half == "tcp");
    }
}

void TestLessonLibrary::stablePorts_areGivenForEachClient()
{
    const Lesson lesson = twin();
    QCOMPARE(lesson.stablePorts.value("tcp.server.listener"), 9000);
    QCOMPARE(lesson.stablePorts.value("udp.server.socket"), 9001);
    QCOMPARE(lesson.stablePorts.value("tcp.A.socket"), 50'001);
    QCOMPARE(lesson.stablePorts.value("tcp.H.socket"), 50'008);
    QCOMPARE(lesson.stablePorts.value("tcp.R.socket"), 50'018);
    QCOMPARE(lesson.stablePorts.value("tcp.120.socket"), 50'120);
    QVERIFY(!lesson.stablePorts.contains("tcp.121.socket"));
}

void TestLessonLibrary::knownId_isFound()
{
    const Result<Lesson> lesson = LessonLibrary::find("accept-vs-recvfrom");
    QVERIFY(lesson.ok());
    QCOMPARE(lesson.value().id, "accept-vs-recvfrom");
}

void TestLessonLibrary::pathOfAFile_isFound()
{
    const QString path = ZOCALO_SOURCE_DIR "/resources/lessons/accept-vs-recvfrom.toml";
    const Result<Lesson> lesson = LessonLibrary::find(path);
    QVERIFY(lesson.ok());
    QCOMPARE(lesson.value().path, path);
}

void TestLessonLibrary::unknownId_namesTheNearest()
{
    const Result<Lesson> near = LessonLibrary::find("acept-vs-recvform");
    QVERIFY(!near.ok());
    QCOMPARE(static_cast<int>(near.error().code), static_cast<int>(ErrorCode::LessonUnknown));
    QCOMPARE(near.error().subject, "acept-vs-recvform");
    QCOMPARE(near.error().detail, "accept-vs-recvfrom");
    QCOMPARE(LessonLibrary::find("zzz").error().detail, QString());
    QCOMPARE(static_cast<int>(LessonLibrary::find("no.toml").error().code), static_cast<int>(ErrorCode::FileMissing));
}

void TestLessonLibrary::faultyFile_handsOverItsFaults()
{
    QList<Fault> faults;
    QVERIFY(!LessonLibrary::find(ZOCALO_SOURCE_DIR "/CMakePresets.json", &faults).ok());
    QCOMPARE(faults.size(), 1);
    QCOMPARE(static_cast<int>(faults.constFirst().code), static_cast<int>(FaultCode::Syntax));
}

void TestLessonLibrary::exampleOfTheDocuments_isWithoutFault_data()
{
    QTest::addColumn<QString>("document");
    QTest::newRow("en") << "lesson-format.md";
    QTest::newRow("es") << "lesson-format.es.md";
}

void TestLessonLibrary::exampleOfTheDocuments_isWithoutFault()
{
    QFETCH(QString, document);
    QFile file(ZOCALO_SOURCE_DIR "/docs/" + document);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray text = file.readAll();
    const QByteArray fence = "```toml\n";
    const qsizetype begin = text.indexOf(fence) + fence.size();
    const qsizetype end = text.indexOf("```", begin);
    QVERIFY(begin >= fence.size() && end > begin);
    LessonReader reader;
    const Result<Lesson> lesson = reader.parse(text.mid(begin, end - begin), document);
    for (const Fault &fault : reader.faults())
        qWarning() << fault.place.line << fault.place.column << static_cast<int>(fault.code) << fault.args;
    QVERIFY(lesson.ok());
    QCOMPARE(lesson.value().expand(2, Kind::Tcp).calls.size(), 3 + 2 * 5 + 2 * 3 + 1);
}

QTEST_GUILESS_MAIN(TestLessonLibrary)
#include "tst_lessonlibrary.moc"
