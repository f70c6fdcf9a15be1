// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
// A watched program that means harm to who watches it: hostile ring|claims|records|gate|socket. While it does, a child
// of its own goes on honestly; it prints the child's pid, and ends with status 7.
#include "core/trace/hello.h"
#include "core/trace/ring.h"
#include "tests/support/hello.h"

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <random>
#include <string_view>

#include <fcntl.h>
#include <netinet/in.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace zocalo;

namespace {

constexpr int kHonestSends = 200;
constexpr int kRounds = 400;
constexpr int kConnections = 2400;

struct Ring
{
    std::uint8_t *bytes = nullptr;
    std::size_t size = 0;

    trace::RingHeader *header() const { return reinterpret_cast<trace::RingHeader *>(bytes); }
    trace::RingSlot *slot(std::uint64_t position) const
    {
        return reinterpret_cast<trace::RingSlot *>(bytes + trace::kHeaderSize) + position % header()->slotCount;
    }
};

/// The ring that the tap has made in this process; none if nobody watches.
Ring ownRing()
{
    Ring ring;
    std::FILE *maps = std::fopen("/proc/self/maps", "re");
    char line[512];
    while (maps && std::fgets(line, sizeof line, maps)) {
        unsigned long begin = 0;
        unsigned long end = 0;
        if (std::strstr(line, "zocalo-ring") && std::sscanf(line, "%lx-%lx", &begin, &end) == 2)
            ring = {reinterpret_cast<std::uint8_t *>(begin), end - begin};
    }
    if (maps)
        std::fclose(maps);
    return ring;
}

/// A datagram to itself, as a call that is recorded.
void sendToItself(int fd)
{
    sockaddr_in address{};
    socklen_t length = sizeof address;
    getsockname(fd, reinterpret_cast<sockaddr *>(&address), &length);
    sendto(fd, "honest", 6, 0, reinterpret_cast<sockaddr *>(&address), sizeof address);
    char buffer[16];
    recv(fd, buffer, sizeof buffer, MSG_DONTWAIT);
}

int boundSocket()
{
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const int fd = socket(AF_INET, SOCK_DGRAM, 0);
    bind(fd, reinterpret_cast<sockaddr *>(&address), sizeof address);
    return fd;
}

void rubbishEverywhere(const Ring &ring, std::mt19937_64 &random)
{
    const std::size_t at = random() % (ring.size - sizeof(std::uint64_t));
    for (std::size_t i = at; i < ring.size - sizeof(std::uint64_t) && i < at + 4096; i += sizeof(std::uint64_t)) {
        const std::uint64_t word = random();
        std::memcpy(ring.bytes + i, &word, sizeof word);
    }
}

void wildClaims(const Ring &ring, std::mt19937_64 &random)
{
    const std::uint64_t head = ring.header()->head.load();
    for (std::uint64_t i = 0; i < 64; ++i) {
        const auto used = static_cast<std::uint32_t>(random() % 20);
        const auto state = static_cast<trace::ClaimState>(random() % 3);
        const trace::Claim claim{state, used, static_cast<std::uint32_t>(random()), head / ring.header()->slotCount};
        ring.slot(head + i)->claim.store(claim.word());
    }
}

/// Records in good order that say what cannot be: processes and threads that are not there, results beyond all reason.
void wildRecords(const Ring &ring, std::mt19937_64 &random)
{
    for (int i = 0; i < 64; ++i) {
        const std::uint64_t head = ring.header()->head.load();
        if (head + 2 > ring.header()->tail.load() + ring.header()->slotCount)
            return;
        trace::Record record;
        record.serial = 1 + random() % 1000;
        record.pid = static_cast<std::uint32_t>(random() % 4 == 0 ? 1 + random() % 4'000'000 : getpid());
        record.tid = static_cast<std::uint32_t>(1 + random());
        record.timeNs = random();
        record.socket = random() % 8;
        record.newSocket = random();
        record.call = static_cast<trace::Call>(1 + random() % static_cast<unsigned>(trace::Call::Last));
        record.phase = random() % 2 == 0 ? trace::Phase::Entry : trace::Phase::Return;
        record.result = static_cast<std::int64_t>(random());
        record.requested = random();
        record.fd = static_cast<std::int32_t>(random());
        record.value = static_cast<std::int32_t>(random());
        record.payloadTotal = static_cast<std::uint32_t>(random());
        record.error = 0;
        trace::RingSlot *const slot = ring.slot(head);
        std::memcpy(slot->bytes, &record, sizeof record);
        slot->claim.store(
            trace::Claim{trace::ClaimState::Published, 1, record.tid, head / ring.header()->slotCount}.word());
        ring.header()->head.store(head + 1);
    }
}

void wildGate(const Ring &ring, std::mt19937_64 &random)
{
    for (trace::GateSlot &place : ring.header()->gate) {
        place.tid.store(static_cast<std::uint32_t>(random()));
        place.serial.store(random());
        place.word.store(static_cast<std::uint32_t>(random()));
    }
    ring.header()->gateMode.store(static_cast<std::uint32_t>(2 + random() % 2)); // "hold" would be its own doing
    ring.header()->lost.store(random());
}

/// To the socket through which taps join: rubbish, half a hello, a hello with something that is no ring, and many that
/// say nothing.
void wildHellos(const char *listener, std::mt19937_64 &random)
{
    trace::Hello hello;
    hello.pid = static_cast<std::uint32_t>(random() % 4'000'000);
    hello.parentPid = static_cast<std::uint32_t>(getpid());
    char rubbish[4096];
    for (char &byte : rubbish)
        byte = static_cast<char>(random());
    const int noRing = memfd_create("no ring", MFD_CLOEXEC);
    for (int i = 0; i < kConnections; ++i) {
        const int connection = test::connectTo(listener);
        if (connection < 0)
            continue; // as many are waiting as may
        if (i % 4 == 0)
            test::sendWith(connection, rubbish, sizeof rubbish, {});
        else if (i % 4 == 1)
            test::sendWith(connection, &hello, sizeof hello / 2, {noRing});
        else if (i % 4 == 2)
            test::sendWith(connection, &hello, sizeof hello, {noRing});
        if (i % 4 != 3) // those that say nothing stay
            close(connection);
    }
    close(noRing);
}

} // namespace

int main(int count, char **arguments)
{
    const std::string_view what = count == 2 ? arguments[1] : "";
    const int fd = boundSocket();
    const pid_t child = fork();
    if (child == 0) {
        const int own = boundSocket();
        for (int i = 0; i < kHonestSends; ++i)
            sendToItself(own);
        close(own);
        _exit(0);
    }
    std::printf("%d\n", child);
    std::fflush(stdout);
    std::mt19937_64 random(20240607);
    const Ring ring = ownRing();
    const char *const listener = std::getenv("ZOCALO_TAP");
    if (what == "socket" && listener)
        wildHellos(listener, random);
    for (int i = 0; i < kRounds && ring.bytes; ++i) {
        if (what == "ring")
            rubbishEverywhere(ring, random);
        else if (what == "claims")
            wildClaims(ring, random);
        else if (what == "records")
            wildRecords(ring, random);
        else if (what == "gate")
            wildGate(ring, random);
        sendToItself(fd);
    }
    int status = -1;
    waitpid(child, &status, 0);
    return status == 0 ? 7 : 1;
}
