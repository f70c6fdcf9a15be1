// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
// The programs that the code panel shows, run by themselves.
#include "core/code/lessonprogram.h"
#include "core/code/recordedprogram.h"
#include "core/kernel/sockettable.h"
#include "core/lesson/director.h"
#include "core/lesson/lessonlibrary.h"
#include "core/lesson/lessonreader.h"
#include "tests/support/copiedprogram.h"
#include "tests/support/sockets.h"

#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <memory>
#include <vector>

using namespace zocalo;
using code::Program;
using history::Role;

namespace {

constexpr int Patience = 20'000;

/// Keeps a run's events, and lets it go on.
class Keeper : public lesson::Pacer
{
public:
    void recorded(const history::Event &event) override { m_events.append(event); }
    Answer mayGoOn(bool) override { return Answer::GoOn; }
    const QList<history::Event> &events() const { return m_events; }

private:
    QList<history::Event> m_events;
};

struct Started
{
    lesson::ProcessPlan plan;
    std::unique_ptr<QProcess> process;
};

int freePort()
{
    const testing::TestSocket tcp(AF_INET, SOCK_STREAM);
    return tcp.bindToLoopback() ? tcp.local().port : 0;
}

bool isBound(int port)
{
    kernel::SocketTable table;
    const auto rows = table.read([port](const kernel::SocketRow &row) {
        return row.local.port == port && row.protocol != kernel::Protocol::Other &&
               (row.state == kernel::State::Listen || row.protocol == kernel::Protocol::Udp);
    });
    return rows.ok() && !rows.value().isEmpty();
}

/// What a program has printed: everything that it received.
QStringList printed(QProcess &program)
{
    QStringList lines;
    for (QString line : QString::fromUtf8(program.readAllStandardOutput()).split(QLatin1Char('\n'))) {
        if (line.startsWith(QLatin1String("b'"))) {
            line = line.mid(2, line.size() - 3);
        }
        if (!line.isEmpty()) {
            lines.append(line);
        }
    }
    return lines;
}

/// What the processes of a group are told to send, sorted.
QStringList sent(const QList<Program> &programs)
{
    QStringList texts;
    for (const Program &program : programs) {
        for (const code::ProgramCall &call : program.calls) {
            if (!call.payload.isEmpty()) {
                texts.append(QString::fromUtf8(call.payload));
            }
        }
    }
    texts.sort();
    return texts;
}

/// Whoever is faster, the same comes of it: every send is read before the next, and no call is to fail.
bool runsAlike(const lesson::Lesson &lesson)
{
    static const QStringList ids{QStringLiteral("what-a-socket-is"), QStringLiteral("processes-communicating"),
                                 QStringLiteral("descriptor-is-local"), QStringLiteral("two-meanings-of-socket"),
                                 QStringLiteral("accept-vs-recvfrom")};
    return ids.contains(lesson.id);
}

} // namespace

class ProgramsTest : public QObject
{
    Q_OBJECT
private slots:
    void lessonInAnyOrder_runsByItself_data();
    void lessonInAnyOrder_runsByItself();
    void lessonAndItsRecording_makeTheSameCalls();
    void program_speaksIpv6BesideIpv4_data();
    void program_speaksIpv6BesideIpv4();
    void watchedSockets_areOfTheirFamily();
    void recording_keepsOptionsFlagsAndWholeMessages_data();
    void recording_keepsOptionsFlagsAndWholeMessages();

private:
    static void converse(const QList<lesson::ProcessPlan> &plans, const QList<Program> &programs,
                         code::Language language);
};

void ProgramsTest::lessonInAnyOrder_runsByItself_data()
{
    QTest::addColumn<QString>("id");
    QTest::addColumn<QString>("group");
    QTest::addColumn<code::Language>("language");
    for (const lesson::Lesson &lesson : lesson::LessonLibrary::lessons()) {
        if (!runsAlike(lesson)) {
            continue;
        }
        QStringList groups;
        for (const lesson::ProcessPlan &plan : lesson.expand(lesson.clients, lesson.kind).processes) {
            if (!groups.contains(plan.group)) {
                groups.append(plan.group);
            }
        }
        for (const QString &group : groups) {
            QTest::addRow("%s %s in Python", qPrintable(lesson.id), qPrintable(group))
                << lesson.id << group << code::Language::Python;
            QTest::addRow("%s %s in C", qPrintable(lesson.id), qPrintable(group))
                << lesson.id << group << code::Language::C;
        }
    }
}

void ProgramsTest::lessonInAnyOrder_runsByItself()
{
    QFETCH(QString, id);
    QFETCH(QString, group);
    QFETCH(code::Language, language);
    if (language == code::Language::Python && test::python().isEmpty()) {
        QSKIP("python3 is not installed");
    }
    const auto lesson = lesson::LessonLibrary::find(id);
    QVERIFY(lesson.ok());
    const lesson::Script script = lesson.value().expand(lesson.value().clients, lesson.value().kind);
    QList<lesson::ProcessPlan> plans;
    QList<Program> programs;
    // Servers first: nobody can reach what is not there yet.
    for (const bool servers : {true, false}) {
        for (const lesson::ProcessPlan &plan : script.processes) {
            if (plan.group == group && (plan.role == Role::Server) == servers) {
                plans.append(plan);
                programs.append(
                    code::lessonProgram(script, plan.name, QStringLiteral("es"), lesson.value().stablePorts));
                QVERIFY(!programs.last().calls.isEmpty());
            }
        }
    }
    converse(plans, programs, language);
}

void ProgramsTest::converse(const QList<lesson::ProcessPlan> &plans, const QList<Program> &programs,
                            code::Language language)
{
    const QTemporaryDir folder;
    QStringList ports;
    for (qsizetype i = 0; i < programs.first().ports.size(); ++i) {
        ports.append(QString::number(freePort()));
    }
    QList<QStringList> commands;
    for (const Program &program : programs) {
        commands.append(test::commandOf(program, language, folder));
        QVERIFY2(!commands.last().isEmpty(), qPrintable(program.process));
    }
    std::vector<Started> started;
    for (qsizetype i = 0; i < plans.size(); ++i) {
        QStringList command = commands.at(i) + ports;
        Started program{plans.at(i), std::make_unique<QProcess>()};
        program.process->start(command.takeFirst(), command);
        QVERIFY(program.process->waitForStarted());
        if (plans.at(i).role == Role::Server && !ports.isEmpty()) {
            QTRY_VERIFY_WITH_TIMEOUT(isBound(ports.first().toInt()), Patience);
        }
        started.push_back(std::move(program));
    }
    for (const Started &program : started) {
        QVERIFY(program.process->state() == QProcess::NotRunning || program.process->waitForFinished(Patience));
        const QByteArray words = program.process->readAllStandardError();
        QVERIFY2(program.process->exitStatus() == QProcess::NormalExit && program.process->exitCode() == 0,
                 qPrintable(program.plan.name + QLatin1Char('\n') + QString::fromUtf8(words)));
    }
    QStringList lines;
    for (const Started &program : started) {
        lines += printed(*program.process);
    }
    lines.sort();
    QCOMPARE(lines, sent(programs));
}

void ProgramsTest::lessonAndItsRecording_makeTheSameCalls()
{
    qputenv("ZOCALO_HELPERS", ZOCALO_HELPER_DIR);
    for (const lesson::Lesson &lesson : lesson::LessonLibrary::lessons()) {
        if (!runsAlike(lesson)) {
            continue;
        }
        Keeper keeper;
        const lesson::Director director(lesson, lesson.clients, lesson.kind, QStringLiteral("en"));
        QVERIFY(director.play(keeper).ok());
        const QList<world::CallLine> calls = world::callsList(keeper.events());
        const lesson::Script script = lesson.expand(lesson.clients, lesson.kind);
        for (const lesson::ProcessPlan &plan : script.processes) {
            const Program told = code::lessonProgram(script, plan.name, QStringLiteral("en"), lesson.stablePorts);
            const Program seen = code::recordedProgram(calls, plan.name);
            QCOMPARE(seen.calls.size(), told.calls.size());
            for (qsizetype i = 0; i < told.calls.size(); ++i) {
                QCOMPARE(seen.calls.at(i).call, told.calls.at(i).call);
                QCOMPARE(seen.calls.at(i).payload, told.calls.at(i).payload);
                QCOMPARE(seen.calls.at(i).address.kind, told.calls.at(i).address.kind);
                QVERIFY(!seen.calls.at(i).fails);
            }
        }
    }
}

void ProgramsTest::recording_keepsOptionsFlagsAndWholeMessages_data()
{
    QTest::addColumn<QString>("id");
    QTest::addColumn<QString>("value");
    QTest::newRow("SO_RCVBUF") << "udp-loses" << QString();
    QTest::newRow("SO_REUSEADDR, SO_REUSEPORT") << "reuse-options" << QString();
    QTest::newRow("a long message") << "send-can-wait" << QString();
    QTest::newRow("a long message with MSG_DONTWAIT") << "send-can-wait"
                                                      << "true";
}

void ProgramsTest::recording_keepsOptionsFlagsAndWholeMessages()
{
    qputenv("ZOCALO_HELPERS", ZOCALO_HELPER_DIR);
    QFETCH(QString, id);
    QFETCH(QString, value);
    lesson::Lesson lesson = lesson::LessonLibrary::find(id).value();
    if (!value.isEmpty())
        lesson = lesson::LessonReader().changed(lesson, {{QStringLiteral("dont-wait"), value}}).value();
    Keeper keeper;
    const lesson::Director director(lesson, lesson.clients, lesson.kind, QStringLiteral("en"));
    QVERIFY(director.play(keeper).ok());
    const QList<world::CallLine> calls = world::callsList(keeper.events());
    const lesson::Script script = lesson.expand(lesson.clients, lesson.kind);
    int options = 0;
    for (const lesson::ProcessPlan &plan : script.processes) {
        const Program told = code::lessonProgram(script, plan.name, QStringLiteral("en"), lesson.stablePorts);
        const Program seen = code::recordedProgram(calls, plan.name);
        QCOMPARE(seen.calls.size(), told.calls.size());
        for (qsizetype i = 0; i < told.calls.size(); ++i) {
            const code::ProgramCall &call = seen.calls.at(i);
            QCOMPARE(call.call, told.calls.at(i).call);
            QCOMPARE(call.option, told.calls.at(i).option);
            QCOMPARE(call.flags, told.calls.at(i).flags);
            QCOMPARE(call.length(), told.calls.at(i).length());
            if (call.call == trace::Call::Setsockopt)
                QCOMPARE(call.number, told.calls.at(i).number);
            options += call.option.isEmpty() ? 0 : 1;
        }
    }
    QVERIFY(options > 0);
}

void ProgramsTest::program_speaksIpv6BesideIpv4_data()
{
    QTest::addColumn<code::Language>("language");
    QTest::newRow("Python") << code::Language::Python;
    QTest::newRow("C") << code::Language::C;
}

void ProgramsTest::program_speaksIpv6BesideIpv4()
{
    QFETCH(code::Language, language);
    if (language == code::Language::Python && test::python().isEmpty())
        QSKIP("python3 is not installed");
    if (testing::TestSocket(AF_INET6, SOCK_DGRAM).fd() < 0)
        QSKIP("this system has no IPv6");
    using trace::Call;
    using Kind = code::ProgramAddress::Kind;
    const int port = freePort();
    const auto socket = [](const char *name, bool isIpv6) {
        code::ProgramCall call{Call::Socket, {}, QString::fromLatin1(name), QStringLiteral("udp"), {}, {}};
        call.isIpv6 = isIpv6;
        return call;
    };
    const auto on = [](Call made, const char *name, const code::ProgramAddress &address = {},
                       const QByteArray &payload = {}) {
        return code::ProgramCall{made, QString::fromLatin1(name), {}, {}, address, payload, 100};
    };
    const code::ProgramAddress server{Kind::Port, QStringLiteral("::1"), 0};
    Program program{QStringLiteral("udp.both"), {{QStringLiteral("udp.both.a"), port, port}}, {}};
    program.calls = {socket("a", true),
                     on(Call::Bind, "a", server),
                     on(Call::Getsockname, "a"),
                     socket("b", true),
                     on(Call::Sendto, "b", server, "hola"),
                     on(Call::Recvfrom, "a"),
                     on(Call::Sendto, "a", {Kind::Sender, {}, 0}, "ok"),
                     on(Call::Recvfrom, "b"),
                     socket("c", false),
                     on(Call::Bind, "c", {Kind::Literal, QStringLiteral("127.0.0.1"), 0})};
    const QTemporaryDir folder;
    const QStringList command = test::commandOf(program, language, folder);
    QVERIFY(!command.isEmpty());
    QProcess process;
    process.start(command.first(), command.mid(1));
    QVERIFY(process.waitForFinished(Patience));
    QVERIFY2(process.exitCode() == 0, process.readAllStandardError().constData());
    const QStringList told = printed(process);
    QCOMPARE(told.size(), 3);
    QVERIFY2(told.first().contains(QLatin1String("::1")) && told.first().contains(QString::number(port)),
             qPrintable(told.first()));
    QCOMPARE(told.mid(1), QStringList({QStringLiteral("hola"), QStringLiteral("ok")}));
}

// Of a program that was watched: a socket of IPv6 is one, and one within the machine has no place in the program.
void ProgramsTest::watchedSockets_areOfTheirFamily()
{
    const auto line = [](trace::Call call, int domain, const char *protocol) {
        world::CallLine made;
        made.entry.call = call;
        made.process = QStringLiteral("p");
        made.protocol = QString::fromLatin1(protocol);
        made.newSocket = call == trace::Call::Socket ? quint64(domain) : 0;
        made.socket = quint64(domain);
        made.returned = trace::Record();
        made.returned->domain = domain;
        return made;
    };
    const QList<world::CallLine> calls{
        line(trace::Call::Socket, AF_INET, "tcp"), line(trace::Call::Socket, AF_UNIX, "unix"),
        line(trace::Call::Socket, AF_INET6, "udp"), line(trace::Call::Close, AF_UNIX, "unix"),
        line(trace::Call::Close, AF_INET6, "udp")};
    const Program program = code::recordedProgram(calls, QStringLiteral("p"));
    QCOMPARE(program.calls.size(), 3);
    QVERIFY(!program.calls.at(0).isIpv6);
    QVERIFY(program.calls.at(1).isIpv6);
    QCOMPARE(program.calls.at(2).call, trace::Call::Close);
}

QTEST_GUILESS_MAIN(ProgramsTest)
#include "tst_programs.moc"
