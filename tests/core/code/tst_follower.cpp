// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
// Which line of its program a process has come to, where the program is made of the calls that it was seen to make.
#include "core/code/follower.h"
#include "tests/support/historybuilder.h"

#include <QTest>

#include <sys/socket.h>

using namespace zocalo;
using code::Followed;
using code::Reached;
using kernel::Protocol;
using trace::Call;

class FollowerTest : public QObject
{
    Q_OBJECT
private slots:
    void callsThatAreLeftOut_doNotMoveTheMark();
};

void FollowerTest::callsThatAreLeftOut_doNotMoveTheMark()
{
    test::HistoryBuilder build;
    build.setSnapshots(true);
    const auto process = build.start("p");
    const auto socket = build.socket(process, Protocol::Udp);
    build.setOption(socket, SOL_SOCKET, SO_PRIORITY, 3); // no option of a lesson
    build.recv(socket);
    build.setOption(socket, SOL_SOCKET, SO_RCVBUF, 4096);
    build.bind(socket, "127.0.0.1:9001");
    world::Timeline timeline;
    for (history::Event event : build.events()) {
        // A call that no such program has.
        if (auto *entered = std::get_if<history::CallEntered>(&event.data))
            entered->record.call = entered->record.call == Call::Recv ? Call::Recvmsg : entered->record.call;
        if (auto *returned = std::get_if<history::CallReturned>(&event.data))
            returned->record.call = returned->record.call == Call::Recv ? Call::Recvmsg : returned->record.call;
        timeline.append(event);
    }

    QList<Call> marked;
    int leftOut = 0;
    for (int step = 1; step < timeline.stepCount(); ++step) {
        const Followed followed = code::follow({}, timeline, step, "p");
        QCOMPARE(followed.program.calls.size(), 3);
        const world::Moment moment = timeline.world(step).moment();
        if (followed.reached == Reached::LeftOut) {
            QCOMPARE(moment.name, Call::Recvmsg);
            QCOMPARE(followed.call, -1);
            ++leftOut;
        } else if (followed.reached == Reached::Inside || followed.reached == Reached::Returned) {
            QCOMPARE(followed.program.calls.at(followed.call).call, moment.name);
            if (marked.isEmpty() || marked.last() != moment.name)
                marked.append(moment.name);
        } else {
            // Behind the call that is left out the next one is marked.
            QCOMPARE(followed.reached, Reached::Before);
            QCOMPARE(followed.program.calls.at(followed.call).option, QStringLiteral("SO_RCVBUF"));
        }
    }
    QCOMPARE(marked, QList<Call>({Call::Socket, Call::Setsockopt, Call::Bind}));
    QCOMPARE(leftOut, 1);
}

QTEST_GUILESS_MAIN(FollowerTest)
#include "tst_follower.moc"
