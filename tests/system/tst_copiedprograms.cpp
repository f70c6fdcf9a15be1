// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
// The programs that the code panel gives to copy, of every lesson: built, started as programs of the user's, and let go
// on call by call in the order of the lesson's run. They must make the same calls, and get the same from them.
#include "core/code/lessonprogram.h"
#include "core/code/recordedprogram.h"
#include "core/run/gatekeeper.h"
#include "core/run/helperpaths.h"
#include "tests/support/copiedprogram.h"
#include "tests/support/lessonrun.h"
#include "tests/support/sockets.h"

#include <QDir>
#include <QElapsedTimer>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <functional>
#include <utility>
#include <vector>

using namespace zocalo;
using history::ProcessId;
using run::HeldThread;
using trace::Call;
using trace::Phase;

namespace {

constexpr int kPatienceMs = 60'000;

/// What happened in the lesson's run, one after the other.
struct Moment
{
    enum class Kind { Started, Entry, Return, Ended };
    Kind kind = Kind::Started;
    QString process;
    trace::Record record; ///< of the entry or of the return
    int signal = 0;       ///< Ended: what killed it
};

QList<Moment> momentsOf(const world::EventLog &events)
{
    QList<Moment> moments;
    QHash<ProcessId, QString> names;
    for (const history::Event &event : events) {
        if (const auto *started = std::get_if<history::ProcessStarted>(&event.data)) {
            names.insert(started->process, started->name);
            moments.append({Moment::Kind::Started, started->name, {}, 0});
        } else if (const auto *entered = std::get_if<history::CallEntered>(&event.data)) {
            moments.append({Moment::Kind::Entry, names.value(entered->process), entered->record, 0});
        } else if (const auto *returned = std::get_if<history::CallReturned>(&event.data)) {
            moments.append({Moment::Kind::Return, names.value(returned->process), returned->record, 0});
        } else if (const auto *ended = std::get_if<history::ProcessEnded>(&event.data)) {
            moments.append({Moment::Kind::Ended, names.value(ended->process), {}, ended->signal});
        }
    }
    return moments;
}

/// The same to who wrote the program: C and Python do not always call the same function of the C library for it.
bool isSamePurpose(Call made, Call wanted)
{
    const auto isCopy = [](Call call) {
        return call == Call::Dup || call == Call::Dup2 || call == Call::Dup3 || call == Call::Fcntl;
    };
    return made == wanted || (trace::isSend(made) && trace::isSend(wanted)) ||
           (trace::isReceive(made) && trace::isReceive(wanted)) || (trace::isAccept(made) && trace::isAccept(wanted)) ||
           (isCopy(made) && isCopy(wanted));
}

/// What Python's library does beside the call that it was told to make.
bool isBeside(Call call)
{
    return call == Call::Getsockname || call == Call::Getpeername || call == Call::Getsockopt || call == Call::Fcntl ||
           call == Call::Ioctl || call == Call::Poll;
}

QString told(const trace::Record &record)
{
    const auto text = [](std::string_view view) { return QString::fromLatin1(view.data(), qsizetype(view.size())); };
    return QStringLiteral("%1 = %2 %3")
        .arg(text(trace::callName(record.call)))
        .arg(record.result)
        .arg(text(trace::errnoName(record.error)));
}

/// A run of programs of which one alone goes on, from moment to moment.
class Led
{
public:
    Led()
        : m_run(run::HelperPaths::find().value(),
                [this](const history::Event &event) {
                    if (const auto *returned = std::get_if<history::CallReturned>(&event.data)) {
                        m_returns[returned->process].append(returned->record);
                    }
                }),
          m_gate(m_run)
    {
        m_gate.setPace(run::Pace::Step, 0);
    }

    /// Whoever is still there after a failure would wait for others for ever.
    ~Led()
    {
        for (const ProcessId process : std::as_const(m_ids)) {
            if (!m_run.hasEnded(process)) {
                ::kill(static_cast<pid_t>(m_run.pid(process)), SIGKILL);
            }
        }
    }
    Q_DISABLE_COPY_MOVE(Led)

    QString start(const QString &process, const QStringList &command)
    {
        run::Program program{command.first(), command.mid(1)};
        program.name = process;
        const int nothing = ::open("/dev/null", O_WRONLY | O_CLOEXEC);
        program.streams[1] = nothing;
        program.withoutLines = true;
        const Result<ProcessId> started = m_run.startProgram(program);
        ::close(nothing);
        if (!started) {
            return process + QStringLiteral(" does not start");
        }
        m_ids.insert(process, started.value());
        return {};
    }

    /// Brings a program to that moment; what went otherwise, empty if nothing.
    QString follow(const Moment &moment)
    {
        const QString at = moment.process + QStringLiteral(": ");
        const ProcessId process = m_ids.value(moment.process);
        switch (moment.kind) {
        case Moment::Kind::Started:
            return {};
        case Moment::Kind::Entry:
            if (!comesTo(process, moment.record.call))
                return at + placeOf(process) + QStringLiteral(" ≠ ") + told(moment.record);
            // A late acknowledgement of the other end's FIN would end TIME-WAIT. docs/lesson-format.md (acknowledged)
            if (moment.record.call == Call::Close && !until([this] { return !awaitsAcknowledgement(); }))
                return at + QStringLiteral("a FIN is not acknowledged");
            return letGo(process);
        case Moment::Kind::Return: {
            if (!until([&] { return isAt(process, Phase::Return) || m_run.hasEnded(process); }) ||
                m_run.hasEnded(process) || m_returns.value(process).isEmpty()) {
                return at + QStringLiteral("does not return from ") + told(moment.record);
            }
            const trace::Record record = m_returns.value(process).last();
            const bool same = record.error == moment.record.error &&
                              (moment.record.newSocket != 0 || record.result == moment.record.result);
            return same ? QString() : at + told(record) + QStringLiteral(" ≠ ") + told(moment.record);
        }
        case Moment::Kind::Ended:
            return end(process, moment.signal) ? QString() : at + QStringLiteral("does not end: ") + placeOf(process);
        }
        return {};
    }

private:
    /// Turns until that is so; false if it never is.
    bool until(const std::function<bool()> &isSo)
    {
        QElapsedTimer clock;
        clock.start();
        while (!isSo()) {
            if (clock.hasExpired(kPatienceMs) || !m_run.pass(run::Run::Patience(1000))) {
                return false;
            }
            m_gate.turn();
        }
        return true;
    }
    bool awaitsAcknowledgement()
    {
        const Result<history::KernelSnapshot> table = m_run.snapshot(false);
        const QList<kernel::SocketRow> rows = table ? table.value().rows : QList<kernel::SocketRow>();
        return std::any_of(rows.begin(), rows.end(),
                           [](const auto &row) { return row.state == kernel::State::FinWait1; });
    }
    const HeldThread *heldOf(ProcessId process) const
    {
        const QList<HeldThread> &held = m_gate.held();
        const auto found =
            std::find_if(held.begin(), held.end(), [process](const auto &each) { return each.process == process; });
        return found == held.end() ? nullptr : &*found;
    }
    bool isAt(ProcessId process, Phase phase) const
    {
        const HeldThread *held = heldOf(process);
        return held && held->phase == phase;
    }
    QString letGo(ProcessId process)
    {
        return m_gate.letGo(*heldOf(process)) ? QString() : QStringLiteral("was let go already");
    }
    /// Lets it go on to the entry of a call of that purpose.
    bool comesTo(ProcessId process, Call call)
    {
        bool isOther = false;
        const bool comes = until([&] {
            const HeldThread *held = heldOf(process);
            if (m_run.hasEnded(process)) {
                isOther = true;
            } else if (held && held->phase == Phase::Entry && isSamePurpose(held->call, call)) {
                return true;
            } else if (held && held->phase == Phase::Entry && !isBeside(held->call)) {
                isOther = true;
            } else if (held) {
                m_gate.letGo(*held);
            }
            return isOther;
        });
        return comes && !isOther;
    }
    /// As in the lesson: by a signal, or since it has nothing more to do.
    bool end(ProcessId process, int signal)
    {
        const bool isOpen = !heldOf(process); // a call that never returned
        if (signal != 0 || isOpen) {
            ::kill(static_cast<pid_t>(m_run.pid(process)), SIGKILL);
        }
        const bool ends = until([&] {
            if (const HeldThread *held = heldOf(process)) {
                m_gate.letGo(*held);
            }
            return m_run.hasEnded(process) && m_run.ending(process).has_value();
        });
        return ends && (signal != 0 || isOpen || m_run.ending(process)->exitCode == 0);
    }
    QString placeOf(ProcessId process) const
    {
        const HeldThread *held = heldOf(process);
        if (!held) {
            return m_run.hasEnded(process) ? QStringLiteral("ended") : QStringLiteral("not held");
        }
        const std::string_view name = trace::callName(held->call);
        return QString::fromLatin1(name.data(), qsizetype(name.size()));
    }

    QHash<QString, ProcessId> m_ids;
    QHash<ProcessId, QList<trace::Record>> m_returns;
    run::Run m_run;
    run::GateKeeper m_gate;
};

} // namespace

class TestCopiedPrograms : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase()
    {
        qputenv("ZOCALO_HELPERS", ZOCALO_HELPER_DIR);
        // Without it the C library asks a name service for it, over a socket at which the program is held, too.
        qputenv("HOME", QDir::tempPath().toLocal8Bit());
    }
    void everyLesson_isRunByItsPrograms_data();
    void everyLesson_isRunByItsPrograms();
    void lessonOfOptionsAndLongMessages_isRunByWhatWasSeen_data();
    void lessonOfOptionsAndLongMessages_isRunByWhatWasSeen();

private:
    using ProgramOf = std::function<code::Program(const QString &)>;
    static void lead(const world::Timeline &run, code::Language language, const ProgramOf &programOf);
};

void TestCopiedPrograms::everyLesson_isRunByItsPrograms_data()
{
    QTest::addColumn<QString>("id");
    QTest::addColumn<code::Language>("language");
    for (const QString &id : lesson::LessonLibrary::ids()) {
        QTest::addRow("%s in Python", qPrintable(id)) << id << code::Language::Python;
        QTest::addRow("%s in C", qPrintable(id)) << id << code::Language::C;
    }
}

void TestCopiedPrograms::everyLesson_isRunByItsPrograms()
{
    QFETCH(QString, id);
    QFETCH(code::Language, language);
    if (language == code::Language::Python && test::python().isEmpty())
        QSKIP("python3 is not installed");
    const lesson::Lesson lesson = lesson::LessonLibrary::find(id).value();
    const test::LessonRun run = test::playLesson(lesson, lesson.clients, lesson.kind, "en");
    QVERIFY(run.status);
    const lesson::Script script = lesson.expand(lesson.clients, lesson.kind);
    lead(run.timeline, language, [&](const QString &process) {
        return code::lessonProgram(script, process, QStringLiteral("en"), lesson.stablePorts);
    });
}

/// A recording of a program that was watched has no script: what it shows is made of the calls alone.
void TestCopiedPrograms::lessonOfOptionsAndLongMessages_isRunByWhatWasSeen_data()
{
    QTest::addColumn<QString>("id");
    QTest::addColumn<code::Language>("language");
    for (const char *id : {"udp-loses", "reuse-options", "address-in-use", "send-can-wait", "close-is-not-the-end"}) {
        QTest::addRow("%s in Python", id) << id << code::Language::Python;
        QTest::addRow("%s in C", id) << id << code::Language::C;
    }
}

void TestCopiedPrograms::lessonOfOptionsAndLongMessages_isRunByWhatWasSeen()
{
    QFETCH(QString, id);
    QFETCH(code::Language, language);
    if (language == code::Language::Python && test::python().isEmpty())
        QSKIP("python3 is not installed");
    const lesson::Lesson lesson = lesson::LessonLibrary::find(id).value();
    const test::LessonRun run = test::playLesson(lesson, lesson.clients, lesson.kind, "en");
    QVERIFY(run.status);
    const QList<world::CallLine> &calls = run.timeline.calls();
    lead(run.timeline, language, [&](const QString &process) { return code::recordedProgram(calls, process); });
}

void TestCopiedPrograms::lead(const world::Timeline &run, code::Language language, const ProgramOf &programOf)
{
    const QTemporaryDir folder;
    const QList<Moment> moments = momentsOf(run.events());
    // All are built before one of them starts: a program that joins a run waits a few seconds for it, no longer.
    QHash<QString, QStringList> commands;
    QStringList ports;
    std::vector<testing::TestSocket> kept; // till then nobody else gets their ports
    for (const Moment &moment : moments) {
        if (moment.kind != Moment::Kind::Started)
            continue;
        const code::Program program = programOf(moment.process);
        while (ports.size() < program.ports.size()) {
            kept.emplace_back(AF_INET, SOCK_STREAM);
            QVERIFY(kept.back().bindToLoopback());
            ports.append(QString::number(kept.back().local().port));
        }
        commands.insert(moment.process, test::commandOf(program, language, folder));
        QVERIFY2(!commands.value(moment.process).isEmpty(), qPrintable(moment.process));
    }
    kept.clear();
    Led led;
    int calls = 0;
    for (qsizetype i = 0; i < moments.size(); ++i) {
        const Moment &moment = moments[i];
        if (moment.kind == Moment::Kind::Started)
            QCOMPARE(led.start(moment.process, commands.value(moment.process) + ports), QString());
        calls += moment.kind == Moment::Kind::Entry ? 1 : 0;
        const QString otherwise = led.follow(moment);
        QVERIFY2(otherwise.isEmpty(),
                 qPrintable(QStringLiteral("moment %1, call %2, %3").arg(i).arg(calls).arg(otherwise)));
    }
    QVERIFY(calls > 0);
}

QTEST_GUILESS_MAIN(TestCopiedPrograms)
#include "tst_copiedprograms.moc"
