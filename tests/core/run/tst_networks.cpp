// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
// The table of another network namespace, through a netlink socket that somebody there has handed over.
#include "core/run/filedescriptor.h"
#include "core/run/networks.h"
#include "tests/support/hello.h"

#include <QTest>

#include <array>

#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/sock_diag.h>
#include <netinet/in.h>
#include <sched.h>
#include <sys/wait.h>

using namespace zocalo;
using run::FileDescriptor;
using run::Networks;
using run::NetworkTable;

namespace {

/// A process in a network namespace of its own, where it listens; gives its netlink socket.
class Elsewhere
{
public:
    Elsewhere()
    {
        std::array<int, 2> ends{};
        if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends.data()) != 0) {
            qFatal("no socketpair");
        }
        m_pid = ::fork();
        if (m_pid == 0) {
            ::close(ends[0]);
            live(ends[1]);
        }
        ::close(ends[1]);
        m_line.reset(ends[0]);
        trace::Hello said;
        std::array<char, CMSG_SPACE(sizeof(int))> control{};
        iovec piece{&said, sizeof said};
        msghdr message{};
        message.msg_iov = &piece;
        message.msg_iovlen = 1;
        message.msg_control = control.data();
        message.msg_controllen = control.size();
        if (::recvmsg(m_line.get(), &message, MSG_CMSG_CLOEXEC) > 0 && CMSG_FIRSTHDR(&message) != nullptr) {
            int netlink = -1;
            std::memcpy(&netlink, CMSG_DATA(CMSG_FIRSTHDR(&message)), sizeof netlink);
            m_netlink.reset(netlink);
        }
    }
    ~Elsewhere()
    {
        m_line.reset();
        ::waitpid(m_pid, nullptr, 0);
    }
    Q_DISABLE_COPY_MOVE(Elsewhere)

    bool isThere() const { return bool(m_netlink); }
    trace::ReceivedHello hello() const
    {
        trace::ReceivedHello hello;
        hello.netlink = m_netlink.get();
        hello.pid = m_pid;
        return hello;
    }
    /// Asks for something itself, and does not read the answer.
    bool askForItself() const
    {
        struct
        {
            nlmsghdr header;
            inet_diag_req_v2 request;
        } message{};
        message.header = {sizeof message, SOCK_DIAG_BY_FAMILY, NLM_F_REQUEST | NLM_F_DUMP, 1'000'000, 0};
        message.request.sdiag_family = AF_INET;
        message.request.sdiag_protocol = IPPROTO_TCP;
        message.request.idiag_states = ~0U;
        return ::send(m_netlink.get(), &message, sizeof message, 0) == ssize_t(sizeof message);
    }

private:
    [[noreturn]] static void live(int line)
    {
        const int listener = ::unshare(CLONE_NEWNET) == 0 || ::unshare(CLONE_NEWUSER | CLONE_NEWNET) == 0
                                 ? ::socket(AF_INET, SOCK_STREAM, 0)
                                 : -1;
        const int netlink = ::socket(AF_NETLINK, SOCK_RAW, NETLINK_SOCK_DIAG);
        const trace::Hello said;
        char byte = 0;
        if (listener >= 0 && ::listen(listener, 1) == 0 && test::sendWith(line, &said, sizeof said, {netlink})) {
            (void)::recv(line, &byte, 1, 0); // until the end
        }
        ::_exit(0);
    }

    pid_t m_pid = -1;
    FileDescriptor m_line;
    FileDescriptor m_netlink;
};

} // namespace

class TestNetworks : public QObject
{
    Q_OBJECT

private slots:
    void failedReading_isTriedAgain();
};

void TestNetworks::failedReading_isTriedAgain()
{
    const Elsewhere elsewhere;
    if (!elsewhere.isThere()) {
        QSKIP("network namespaces cannot be made here");
    }
    Networks networks;
    const Networks::Place place = networks.placeOf(elsewhere.hello());
    if (place.network == run::kUnknownNetwork) {
        QSKIP("this kernel does not tell the namespace of a socket");
    }
    QVERIFY(place.network != run::kOurNetwork);
    QVERIFY(!place.host.isEmpty());
    QList<NetworkTable> tables;
    networks.read(tables);
    QCOMPARE(tables.size(), 1);
    QCOMPARE(tables.first().network, place.network);
    QCOMPARE(tables.first().rows.size(), 1);
    QCOMPARE(tables.first().rows.first().state, kernel::State::Listen);
    // The kernel answers one question at a time: EBUSY.
    QVERIFY(elsewhere.askForItself());
    tables.clear();
    networks.read(tables);
    QVERIFY(tables.isEmpty());
    const auto isReadAgain = [&] {
        tables.clear();
        networks.read(tables);
        return tables.size() == 1 && tables.first().rows.size() == 1;
    };
    QTRY_VERIFY(isReadAgain());
}

QTEST_GUILESS_MAIN(TestNetworks)
#include "tst_networks.moc"
