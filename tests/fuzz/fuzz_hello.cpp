// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
// What anybody may send to the two UNIX sockets: the one that taps join through, and the window's.
// Input: a byte (how many descriptors come with it, of what kind), then the message.
#include "core/run/watchinvitation.h"
#include "core/trace/hello.h"
#include "core/trace/ringreader.h"
#include "tests/fuzz/input.h"
#include "tests/support/hello.h"

#include <cstdlib>
#include <cstring>

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

using namespace zocalo;

namespace {

int anyDescriptor()
{
    const int fd = ::dup(0);
    ::close(fd);
    return fd;
}

void hello(fuzz::Input input)
{
    const auto how = input.number<std::uint8_t>();
    const int kind = how / 16;
    const int memfd = kind == 0 ? ::memfd_create("fuzz", MFD_CLOEXEC) : ::open("/dev/null", O_RDWR | O_CLOEXEC);
    int ends[2];
    if (memfd < 0 || ::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0)
        std::abort();
    (void)test::sendWith(ends[1], input.rest(), input.left(), std::vector<int>(how % 16, memfd));
    const int before = anyDescriptor();
    trace::ReceivedHello received;
    if (trace::receiveHello(ends[0], received) == 0) {
        if (received.memfd < 0 || received.sockets.size() > trace::kMaxHelloSockets ||
            std::memchr(received.hello.name, 0, sizeof received.hello.name) == nullptr)
            std::abort();
        trace::RingReader reader;
        if (reader.attach(received.memfd, received.pid) == 0) // neither of them is a ring
            std::abort();
        ::close(received.memfd);
        if (received.netlink >= 0)
            ::close(received.netlink);
    }
    if (anyDescriptor() != before) // one was left behind
        std::abort();
    for (const int fd : {memfd, ends[0], ends[1]})
        ::close(fd);
}

void invitation(const QByteArray &message)
{
    if (const auto request = run::WatchRequest::fromMessage(message)) {
        if (request->command.isEmpty())
            std::abort();
    }
    const QByteArray folder("/run/zocalo");
    const QByteArray listener = run::listenerFromAnswer(message, folder);
    if (!listener.isEmpty() && run::listenerFromAnswer(run::watchAnswer(listener), folder) != listener)
        std::abort();
}

} // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    hello({data, size});
    invitation({reinterpret_cast<const char *>(data), static_cast<qsizetype>(size)});
    return 0;
}
