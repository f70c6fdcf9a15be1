// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/lesson/director.h"
#include "core/lesson/lessonlibrary.h"
#include "core/world/landings.h"
#include "tests/support/ss.h"
#include "tests/support/turns.h"

#include <QTest>

#include <cerrno>
#include <csignal>

using namespace zocalo;
using kernel::State;
using lesson::Action;
using lesson::ActionKind;
using lesson::Director;
using lesson::Kind;
using lesson::Obstacle;
using namespace testing;
using trace::Call;

/// The user acts in a run of the bundled lesson: genuine processes, and what the kernel says.
class TestFreePlay : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void ownWords_landInTheConnectionsSocket();
    void addedClient_connectsAndIsAccepted();
    void addedUdpClient_sharesTheOneSocket();
    void secondConnection_hasASocketOfItsOwn();
    void shutdown_isReadAsEndOfFileAndSendingGivesEpipe();
    void closedByTheOther_givesEpipeInTheEnd();
    void closedListener_refusesConnections();
    void impossibleAction_isRefusedAndNothingIsCalled();
    void scriptSetAside_tellsNothingOfWhatComesNext();
    void ss_saysTheSame();
    void datagramToAClosedPort_isNotReceived();

private:
    /// Plays the lesson with these turns; the user acts where the run holds, unless the pacer says from which moment.
    void play(ActingPacer &pacer, Kind kind = Kind::Tcp, int clients = 2) const
    {
        const Status status = Director(m_lesson, clients, kind, QStringLiteral("en")).play(pacer);
        QVERIFY2(status.ok(), qPrintable(status.error().subject + QLatin1Char(' ') + status.error().detail));
    }

    lesson::Lesson m_lesson;
};

void TestFreePlay::initTestCase()
{
    qputenv("ZOCALO_HELPERS", ZOCALO_HELPER_DIR);
    const Result<lesson::Lesson> lesson = lesson::LessonLibrary::find(QStringLiteral("accept-vs-recvfrom"));
    QVERIFY(lesson.ok());
    m_lesson = lesson.value();
}

void TestFreePlay::ownWords_landInTheConnectionsSocket()
{
    ActingPacer pacer(turns({
        [](const World &w) { return send(w, "tcp.A", openSocket(w, "tcp.A"), "¡buenos días!"); },
        [](const World &w) {
            const world::Message *sent = w.messageNamed(QStringLiteral("tcp.A3"));
            [&] {
                QVERIFY(sent);
                QCOMPARE(QString::fromUtf8(sent->payload), QStringLiteral("¡buenos días!"));
                QCOMPARE(sent->landed, acceptedOf(w, "tcp.A")->id);
                QCOMPARE(sent->evidence, world::Evidence::KernelQueue);
            }();
            return act(w, ActionKind::Receive, "tcp.server", acceptedOf(w, "tcp.A"));
        },
    }));
    play(pacer);
    QVERIFY(pacer.refusals().isEmpty());
    const world::Message *const message = pacer.world().messageNamed(QStringLiteral("tcp.A3"));
    QVERIFY(message);
    QCOMPARE(message->outcome, world::Outcome::Received);
    QCOMPARE(message->evidence, world::Evidence::Bytes);
    QCOMPARE(message->agrees, std::optional<bool>(true));
    QCOMPARE(world::landings(pacer.world()).last().message, QStringLiteral("tcp.A3"));
}

void TestFreePlay::addedClient_connectsAndIsAccepted()
{
    ActingPacer pacer(turns({
        [](const World &w) { return act(w, ActionKind::AddClient, "tcp.server"); },
        [](const World &w) {
            const Process &added = process(w, "tcp.C");
            const Socket *const socket = openSocket(w, "tcp.C");
            [&] {
                QCOMPARE(added.letter, QStringLiteral("C"));
                QCOMPARE(added.ordinal, 2);
                QVERIFY(isThere(added.pid));
                QCOMPARE(socket->state, State::Established);
                const Socket *const listener = openSocket(w, "tcp.server");
                QVERIFY(listener);
            }();
            return send(w, "tcp.C", socket, "hi");
        },
        [](const World &w) {
            const world::Message *sent = w.messageNamed(QStringLiteral("tcp.C1"));
            const Socket *child = w.socket(sent->landed);
            [&] {
                QVERIFY(child);
                QVERIFY(child->owners.isEmpty()); // it waits in the accept queue, with its bytes
            }();
            return act(w, ActionKind::Accept, "tcp.server", w.socket(child->listener));
        },
        [](const World &w) { return act(w, ActionKind::Receive, "tcp.server", acceptedOf(w, "tcp.C")); },
    }));
    play(pacer);
    QVERIFY(pacer.refusals().isEmpty());
    QCOMPARE(pacer.world().messageNamed(QStringLiteral("tcp.C1"))->outcome, world::Outcome::Received);
    QVERIFY(!isThere(process(pacer.world(), "tcp.C").pid));
}

void TestFreePlay::addedUdpClient_sharesTheOneSocket()
{
    const auto sendTo = [](const World &w, const char *who, const Socket *on, const Socket *to) {
        Action action = send(w, who, on, "hey");
        action.kind = ActionKind::SendTo;
        action.target = to->id;
        return action;
    };
    ActingPacer pacer(turns({
        [](const World &w) { return act(w, ActionKind::AddClient, "udp.server"); },
        [=](const World &w) { return sendTo(w, "udp.C", openSocket(w, "udp.C"), openSocket(w, "udp.server")); },
        [](const World &w) { return act(w, ActionKind::ReceiveFrom, "udp.server", openSocket(w, "udp.server")); },
        [=](const World &w) { return sendTo(w, "udp.server", openSocket(w, "udp.server"), openSocket(w, "udp.C")); },
        [](const World &w) { return act(w, ActionKind::ReceiveFrom, "udp.C", openSocket(w, "udp.C")); },
    }));
    play(pacer, Kind::Udp);
    QVERIFY(pacer.refusals().isEmpty());
    const World &world = pacer.world();
    const world::Message *const asked = world.messageNamed(QStringLiteral("udp.C1"));
    QCOMPARE(asked->outcome, world::Outcome::Received);
    QCOMPARE(asked->landed, world.messageNamed(QStringLiteral("udp.A1"))->landed);
    QCOMPARE(world.messages().last().outcome, world::Outcome::Received);
    QCOMPARE(world.messages().last().receiverProcess, process(world, "udp.C").id);
}

void TestFreePlay::secondConnection_hasASocketOfItsOwn()
{
    world::SocketId first = 0;
    world::SocketId second = 0;
    ActingPacer pacer(turns({
        [&](const World &w) {
            first = openSocket(w, "tcp.A")->id;
            return act(w, ActionKind::SecondConnection, "tcp.A");
        },
        [&](const World &w) {
            second = openSocket(w, "tcp.A")->id;
            const Socket *const child = acceptedOf(w, "tcp.A");
            [&] { QVERIFY(child && child->owners.isEmpty()); }();
            return act(w, ActionKind::Accept, "tcp.server", w.socket(child->listener));
        },
        [&](const World &w) { return send(w, "tcp.A", w.socket(second), "two"); },
        [&](const World &w) { return send(w, "tcp.A", w.socket(first), "one"); },
    }));
    play(pacer);
    const World &world = pacer.world();
    QVERIFY(first != second);
    const Socket *const a = world.socket(first);
    const Socket *const b = world.socket(second);
    QCOMPARE(a->creator, b->creator);
    QVERIFY(a->peerSocket != b->peerSocket);
    QCOMPARE(world.messageNamed(QStringLiteral("tcp.A3"))->landed, b->peerSocket);
    QCOMPARE(world.messageNamed(QStringLiteral("tcp.A4"))->landed, a->peerSocket);
}

void TestFreePlay::shutdown_isReadAsEndOfFileAndSendingGivesEpipe()
{
    ActingPacer pacer(turns({
        [](const World &w) { return act(w, ActionKind::Shutdown, "tcp.A", openSocket(w, "tcp.A")); },
        [](const World &w) {
            // The kernel may take its time to acknowledge the FIN.
            const State state = openSocket(w, "tcp.A")->state;
            [&] { QVERIFY(state == State::FinWait2 || state == State::FinWait1); }();
            return act(w, ActionKind::Receive, "tcp.server", acceptedOf(w, "tcp.A"));
        },
        // The other direction is open.
        [](const World &w) { return send(w, "tcp.server", acceptedOf(w, "tcp.A"), "still here"); },
        [](const World &w) { return act(w, ActionKind::Receive, "tcp.A", openSocket(w, "tcp.A")); },
        [](const World &w) {
            [&] { QCOMPARE(w.messages().last().outcome, world::Outcome::Received); }();
            return send(w, "tcp.A", openSocket(w, "tcp.A"), "too late");
        },
        [](const World &w) -> std::optional<Action> {
            [&] {
                const Socket *const socket = openSocket(w, "tcp.A");
                QCOMPARE(socket->lastError, EPIPE);
                QCOMPARE(socket->lastErrorCall, Call::Send);
                QVERIFY(acceptedOf(w, "tcp.A")->endOfFileRead);
                QCOMPARE(w.messages().last().outcome, world::Outcome::Refused);
            }();
            return std::nullopt;
        },
    }));
    play(pacer);
    QVERIFY(pacer.refusals().isEmpty());
}

void TestFreePlay::closedByTheOther_givesEpipeInTheEnd()
{
    ActingPacer pacer(turns({
        [](const World &w) { return act(w, ActionKind::Close, "tcp.server", acceptedOf(w, "tcp.A")); },
        [](const World &w) {
            [&] { QCOMPARE(openSocket(w, "tcp.A")->state, State::CloseWait); }();
            return send(w, "tcp.A", openSocket(w, "tcp.A"), "once");
        },
        // Nobody reads it: the kernel of the other end answers with a reset, and the next send is told.
        [](const World &w) { return send(w, "tcp.A", openSocket(w, "tcp.A"), "twice"); },
        [](const World &w) -> std::optional<Action> {
            [&] {
                QCOMPARE(openSocket(w, "tcp.A")->lastError, EPIPE);
                QCOMPARE(openSocket(w, "tcp.B")->state, State::Established);
            }();
            return std::nullopt;
        },
    }));
    play(pacer);
    QVERIFY(pacer.refusals().isEmpty());
}

void TestFreePlay::closedListener_refusesConnections()
{
    ActingPacer pacer(turns({
        [](const World &w) {
            return act(w, ActionKind::Close, "tcp.server", w.socket(acceptedOf(w, "tcp.A")->listener));
        },
        [](const World &w) { return act(w, ActionKind::SecondConnection, "tcp.A"); },
        [](const World &w) -> std::optional<Action> {
            [&] {
                QCOMPARE(openSocket(w, "tcp.A")->lastError, ECONNREFUSED);
                QCOMPARE(openSocket(w, "tcp.A")->lastErrorCall, Call::Connect);
                // The connections that were accepted do not notice.
                QCOMPARE(openSocket(w, "tcp.B")->state, State::Established);
            }();
            return std::nullopt;
        },
    }));
    play(pacer);
    QVERIFY(pacer.refusals().isEmpty());
}

void TestFreePlay::impossibleAction_isRefusedAndNothingIsCalled()
{
    qsizetype events = 0;
    ActingPacer *seen = nullptr;
    ActingPacer pacer(turns({
        [&](const World &w) {
            events = seen->events().size();
            return act(w, ActionKind::Receive, "tcp.server", acceptedOf(w, "tcp.A"));
        },
        [](const World &w) {
            Action action = act(w, ActionKind::Close, "tcp.A", openSocket(w, "tcp.B"));
            return action;
        },
        [](const World &) {
            Action action;
            action.process = 99;
            return action;
        },
    }));
    seen = &pacer;
    play(pacer);
    QCOMPARE(callsSince(pacer, events), QStringList());
    QCOMPARE(pacer.refusals().size(), 3);
    QCOMPARE(pacer.refusals().at(0).second, Obstacle::QueueEmpty);
    QCOMPARE(pacer.refusals().at(1).second, Obstacle::NoSuchAction);
    QCOMPARE(pacer.refusals().at(2).second, Obstacle::NoSuchAction);
}

void TestFreePlay::scriptSetAside_tellsNothingOfWhatComesNext()
{
    ActingPacer pacer(turns({
                          [](const World &w) { return act(w, ActionKind::Kill, "tcp.B"); },
                          [](const World &w) -> std::optional<Action> {
                              [&] {
                                  for (const Process &each : w.processes()) {
                                      QCOMPARE(each.next, Call::Unknown);
                                  }
                              }();
                              return std::nullopt;
                          },
                      }),
                      8);
    play(pacer);
}

void TestFreePlay::ss_saysTheSame()
{
    if (!testing::hasSs()) {
        QSKIP("ss is not installed");
    }
    int compared = 0;
    ActingPacer *seen = nullptr;
    ActingPacer pacer(turns({
        [](const World &w) { return act(w, ActionKind::AddClient, "tcp.server"); },
        [](const World &w) { return send(w, "tcp.C", openSocket(w, "tcp.C"), "in the queue"); },
        [](const World &w) { return act(w, ActionKind::SecondConnection, "tcp.A"); },
        [](const World &w) { return act(w, ActionKind::Shutdown, "tcp.B", openSocket(w, "tcp.B")); },
        [](const World &w) { return act(w, ActionKind::Kill, "tcp.A"); },
    }));
    seen = &pacer;
    pacer.setIdle([&] {
        const QHash<quint64, testing::SsLine> lines = testing::ssNow();
        for (const kernel::SocketRow &row : seen->world().kernelRows()) {
            if (row.inode == 0) {
                continue; // TIME-WAIT has a clock of its own
            }
            QVERIFY(lines.contains(row.cookie));
            // Acknowledgements come when they come: of data, and of a FIN.
            kernel::SocketRow now = row;
            now.sendQueue = lines.value(row.cookie).sendQueue;
            if (row.state == State::FinWait1 && lines.value(row.cookie).state == QLatin1String("FIN-WAIT-2")) {
                now.state = State::FinWait2;
            }
            QCOMPARE(testing::differenceTo(lines.value(row.cookie), now), QString());
            ++compared;
        }
    });
    play(pacer);
    QVERIFY(compared > 20);
}

void TestFreePlay::datagramToAClosedPort_isNotReceived()
{
    world::SocketId door = 0;
    ActingPacer pacer(turns({
        [&](const World &w) {
            door = openSocket(w, "udp.server")->id;
            return act(w, ActionKind::Close, "udp.server", openSocket(w, "udp.server"));
        },
        [&](const World &w) {
            Action action = send(w, "udp.A", openSocket(w, "udp.A"), "anybody?");
            action.kind = ActionKind::SendTo;
            action.target = door;
            return action;
        },
    }));
    play(pacer, Kind::Udp);
    QVERIFY(pacer.refusals().isEmpty());
    const world::Message &message = pacer.world().messages().last();
    QCOMPARE(message.name, QStringLiteral("A3"));
    QVERIFY(message.sendReturned);
    QCOMPARE(message.landed, world::SocketId(0));
}

QTEST_GUILESS_MAIN(TestFreePlay)
#include "tst_freeplay.moc"
