// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/run/run.h"
#include "core/trace/ringwriter.h"
#include "tests/support/hello.h"

#include <QElapsedTimer>
#include <QProcess>
#include <QTest>

#include <sys/ptrace.h>
#include <sys/resource.h>

#include <csignal>
#include <fcntl.h>
#include <thread>

using namespace zocalo;
using history::CallEntered;
using history::CallReturned;
using history::Event;
using history::ProcessEnded;
using history::ProcessStarted;
using run::HelperPaths;
using run::Run;
using trace::Call;

namespace {

QList<ProcessStarted> peers(int count)
{
    QList<ProcessStarted> list;
    for (int i = 0; i < count; ++i) {
        ProcessStarted peer;
        peer.name = QStringLiteral("p%1").arg(i);
        list.append(peer);
    }
    return list;
}

bool isThere(qint64 pid) { return ::kill(static_cast<pid_t>(pid), 0) == 0; }

/// A run whose events are kept.
class KeptRun
{
public:
    KeptRun() : m_run(HelperPaths::find().value(), [this](const Event &event) { m_events.append(event); }) {}
    Run &run() { return m_run; }
    const QList<Event> &events() const { return m_events; }

    template <typename T>
    QList<T> all() const
    {
        QList<T> found;
        for (const Event &event : m_events) {
            if (const T *data = std::get_if<T>(&event.data)) {
                found.append(*data);
            }
        }
        return found;
    }

    /// Turns until so many events of that kind have come; false after 5 s.
    template <typename T>
    bool waitFor(int count)
    {
        QElapsedTimer clock;
        clock.start();
        while (all<T>().size() < count) {
            if (clock.hasExpired(5000) || !m_run.advance(Run::Patience(100)).ok()) {
                return false;
            }
        }
        return true;
    }

private:
    QList<Event> m_events;
    Run m_run;
};

} // namespace

class TestRun : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void peers_joinAndAreNumbered();
    void call_isHeldAtEntryAndAtReturn();
    void finish_givesTheEndsInOrder();
    void destroyed_leavesNoProcess();
    void processKilled_endsAndKeepsWhatItRecorded();
    void tapMissing_isTapSilent();
    void peerThatIsNoPeer_isToldAsDead();
    void helpersNotThere_areNamed();
    void wake_endsTheWait();
    void confusedPeer_isNoticed();
    void tracersWord_isChecked();
    void descriptorsExhausted_leavesNothingBehind();
};

void TestRun::initTestCase()
{
    qputenv("ZOCALO_HELPERS", ZOCALO_HELPER_DIR);
    QVERIFY(HelperPaths::find().ok());
}

void TestRun::peers_joinAndAreNumbered()
{
    KeptRun kept;
    QVERIFY(kept.run().startPeers(peers(4)).ok());
    const auto started = kept.all<ProcessStarted>();
    QCOMPARE(started.size(), 4);
    for (int i = 0; i < 4; ++i) {
        QCOMPARE(started[i].process, history::ProcessId(i));
        QCOMPARE(started[i].name, QStringLiteral("p%1").arg(i));
        QVERIFY(isThere(started[i].pid));
        QCOMPARE(kept.run().pid(started[i].process), started[i].pid);
    }
}

void TestRun::call_isHeldAtEntryAndAtReturn()
{
    KeptRun kept;
    QVERIFY(kept.run().startPeers(peers(1)).ok());
    kept.run().tell(0, "1 socket tcp");
    QVERIFY(kept.waitFor<CallEntered>(1));
    const CallEntered entered = kept.all<CallEntered>().first();
    QCOMPARE(entered.record.call, Call::Socket);
    QCOMPARE(entered.id, history::CallId(1));
    QVERIFY(kept.run().isHeld(0, entered.record.tid));
    QVERIFY(kept.all<CallReturned>().isEmpty());

    QVERIFY(kept.run().release(0, trace::holdOf(entered.record)));
    QVERIFY(kept.waitFor<CallReturned>(1));
    const CallReturned returned = kept.all<CallReturned>().first();
    QCOMPARE(returned.id, entered.id);
    QVERIFY(returned.record.newSocket != 0);
    QCOMPARE(returned.record.result, qint64(3)); // the tap leaves no descriptor of its own
    QVERIFY(kept.run().isHeld(0, returned.record.tid));
    QVERIFY(kept.run().release(0, trace::holdOf(returned.record)));
    QVERIFY(!kept.run().release(0, trace::holdOf(returned.record)));
}

void TestRun::finish_givesTheEndsInOrder()
{
    KeptRun kept;
    QVERIFY(kept.run().startPeers(peers(5)).ok());
    QVERIFY(kept.run().finish().ok());
    const auto ends = kept.all<ProcessEnded>();
    QCOMPARE(ends.size(), 5);
    for (int i = 0; i < 5; ++i) {
        QCOMPARE(ends[i], (ProcessEnded{history::ProcessId(i), 0, 0}));
        QVERIFY(kept.run().hasEnded(history::ProcessId(i)));
    }
}

void TestRun::destroyed_leavesNoProcess()
{
    QList<ProcessStarted> started;
    {
        KeptRun kept;
        QVERIFY(kept.run().startPeers(peers(3)).ok());
        started = kept.all<ProcessStarted>();
        kept.run().tell(1, "1 socket udp");
        QVERIFY(kept.waitFor<CallEntered>(1)); // one is held at the gate
    }
    QCOMPARE(started.size(), 3);
    for (const ProcessStarted &process : started) {
        QVERIFY(!isThere(process.pid));
    }
}

void TestRun::processKilled_endsAndKeepsWhatItRecorded()
{
    KeptRun kept;
    QVERIFY(kept.run().startPeers(peers(2)).ok());
    kept.run().tell(1, "1 socket udp");
    QVERIFY(kept.waitFor<CallEntered>(1));
    ::kill(static_cast<pid_t>(kept.run().pid(1)), SIGKILL);
    QVERIFY(kept.waitFor<ProcessEnded>(1));
    QCOMPARE(kept.all<ProcessEnded>().first(), (ProcessEnded{1, 0, SIGKILL}));
    QVERIFY(!kept.run().hasEnded(0));
    QVERIFY(kept.run().finish().ok());
    QCOMPARE(kept.all<ProcessEnded>().size(), 2);
}

void TestRun::tapMissing_isTapSilent()
{
    // The dynamic linker only warns when a library to be preloaded is no library: then no tap joins.
    HelperPaths helpers = HelperPaths::find().value();
    helpers.tap = QStringLiteral("/no/such/libzocalo-tap.so");
    QList<qint64> pids;
    Run run(helpers, [&](const Event &event) {
        if (const auto *started = std::get_if<ProcessStarted>(&event.data)) {
            pids.append(started->pid);
        }
    });
    const Status status = run.startPeers(peers(1));
    QCOMPARE(status.error().code, ErrorCode::TapSilent);
    QCOMPARE(status.error().subject, QStringLiteral("p0"));
}

void TestRun::peerThatIsNoPeer_isToldAsDead()
{
    HelperPaths helpers = HelperPaths::find().value();
    helpers.peer = QStringLiteral("/bin/false");
    helpers.tap = QStringLiteral("/no/such/libzocalo-tap.so");
    Run run(helpers, [](const Event &) {});
    const Status status = run.startPeers(peers(1));
    QCOMPARE(status.error().code, ErrorCode::ProcessDied);
    QCOMPARE(status.error().detail, QStringLiteral("exit 1"));
}

void TestRun::helpersNotThere_areNamed()
{
    QTemporaryDir empty;
    qputenv("ZOCALO_HELPERS", empty.path().toUtf8());
    const auto noTap = HelperPaths::find();
    QFile tap(empty.filePath(QStringLiteral("libzocalo-tap.so")));
    QVERIFY(tap.open(QIODevice::WriteOnly));
    tap.close();
    const auto noPeer = HelperPaths::find();
    qputenv("ZOCALO_HELPERS", ZOCALO_HELPER_DIR);
    QCOMPARE(noTap.error().code, ErrorCode::TapMissing);
    QCOMPARE(noTap.error().subject, tap.fileName());
    QCOMPARE(noPeer.error().code, ErrorCode::PeerMissing);
    QCOMPARE(noPeer.error().subject, empty.filePath(QStringLiteral("zocalo-peer")));
}

void TestRun::wake_endsTheWait()
{
    KeptRun kept;
    QVERIFY(kept.run().startPeers(peers(1)).ok());
    std::thread other([&kept] { kept.run().wake(); });
    // Without the wake this would last beyond the test's own limit.
    QVERIFY(kept.run().advance(std::chrono::minutes(10)).ok());
    other.join();
}

void TestRun::confusedPeer_isNoticed()
{
    KeptRun kept;
    QVERIFY(kept.run().startPeers(peers(2)).ok());
    QCOMPARE(kept.run().confused(), -1);
    kept.run().tell(1, "1 jump");
    QElapsedTimer clock;
    clock.start();
    while (kept.run().confused() < 0 && !clock.hasExpired(5000)) {
        QVERIFY(kept.run().advance(Run::Patience(100)).ok());
    }
    QCOMPARE(kept.run().confused(), 1);
}

// This process says that it traces another: it is believed when it does.
void TestRun::tracersWord_isChecked()
{
    QProcess other;
    other.start(QStringLiteral("cat"), QStringList());
    QVERIFY(other.waitForStarted());
    KeptRun kept;
    const auto invitation = kept.run().invitation();
    QVERIFY(invitation.ok());
    QByteArray listener;
    for (const auto &[name, value] : invitation.value()) {
        listener = name == trace::kTapVariable ? value : listener;
    }
    kept.run().expectTracer(::getpid(), {});
    const auto answer = [&] {
        trace::RingWriter writer;
        const run::FileDescriptor memfd(writer.create(trace::kMinSlotCount));
        const run::FileDescriptor tracer(test::connectTo(listener.left(listener.indexOf('/')).toStdString()));
        trace::Hello hello;
        hello.pid = static_cast<std::uint32_t>(other.processId());
        hello.slotCount = trace::kMinSlotCount;
        trace::HelloReply reply;
        reply.magic = 0;
        test::sendWith(tracer.get(), &hello, sizeof hello, {memfd.get()});
        QElapsedTimer clock;
        clock.start();
        while (!clock.hasExpired(5000) && kept.run().advance(Run::Patience(100)).ok() &&
               ::recv(tracer.get(), &reply, sizeof reply, MSG_DONTWAIT) < 0) {
        }
        writer.destroy();
        return reply.magic == trace::kHelloMagic ? std::optional(reply.verdict) : std::nullopt;
    };
    QCOMPARE(answer(), std::optional(trace::HelloVerdict::Refused));
    QCOMPARE(kept.run().processCount(), 0);
    if (::ptrace(PTRACE_SEIZE, static_cast<pid_t>(other.processId()), nullptr, nullptr) == 0) {
        QCOMPARE(answer(), std::optional(trace::HelloVerdict::Go));
        QCOMPARE(kept.run().pid(0), other.processId());
    }
    other.closeWriteChannel();
    QVERIFY(other.waitForFinished());
}

void TestRun::descriptorsExhausted_leavesNothingBehind()
{
    rlimit old{};
    QCOMPARE(::getrlimit(RLIMIT_NOFILE, &old), 0);
    const int next = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
    ::close(next);
    for (const int room : {0, 1, 3, 7, 9, 12}) {
        QList<qint64> pids;
        {
            Run run(HelperPaths::find().value(), [&](const Event &event) {
                if (const auto *started = std::get_if<ProcessStarted>(&event.data)) {
                    pids.append(started->pid);
                }
            });
            const rlimit few{static_cast<rlim_t>(next + room), old.rlim_max};
            QCOMPARE(::setrlimit(RLIMIT_NOFILE, &few), 0);
            const Status status = run.startPeers(peers(8));
            QCOMPARE(::setrlimit(RLIMIT_NOFILE, &old), 0);
            QVERIFY(!status.ok());
            QCOMPARE(status.error().code, ErrorCode::TooManyFiles);
        }
        for (const qint64 pid : pids) {
            QVERIFY(!isThere(pid));
        }
        const int after = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
        ::close(after);
        QCOMPARE(after, next);
    }
}

QTEST_GUILESS_MAIN(TestRun)
#include "tst_run.moc"
