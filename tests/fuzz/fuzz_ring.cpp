// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
// What a watched process may write into its ring: a run takes it, and all that is shown is made of it. Input: a program
// of steps, see Vandal::step().
#include "core/run/run.h"
#include "core/trace/ring.h"
#include "core/world/callslist.h"
#include "core/world/callstext.h"
#include "core/world/landings.h"
#include "core/world/timeline.h"
#include "tests/fuzz/input.h"
#include "tests/support/hello.h"

#include <cstdlib>

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

using namespace zocalo;
using trace::Record;

namespace {

constexpr int kMostSteps = 512;
constexpr std::uint32_t kSlots = trace::kMinSlotCount;

/// A process that has joined a run (this one), with its ring in its hands.
class Vandal
{
public:
    Vandal()
        : m_run({QStringLiteral("/no-tap"), {}, {}}, [this](const history::Event &event) { m_timeline.append(event); })
    {
        const auto invitation = m_run.invitation();
        m_memfd = ::memfd_create("fuzz", MFD_CLOEXEC | MFD_ALLOW_SEALING);
        if (!invitation || m_memfd < 0 || ::ftruncate(m_memfd, trace::ringSize(kSlots)) != 0 ||
            ::fcntl(m_memfd, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL) != 0)
            std::abort();
        void *const memory = ::mmap(nullptr, trace::ringSize(kSlots), PROT_READ | PROT_WRITE, MAP_SHARED, m_memfd, 0);
        m_header = static_cast<trace::RingHeader *>(memory);
        m_bytes = static_cast<std::uint8_t *>(memory);
        m_header->magic = trace::kRingMagic;
        m_header->version = trace::kFormatVersion;
        m_header->slotCount = kSlots;
        m_header->slotSize = trace::kSlotSize;
        const QByteArray address = invitation.value().first().second;
        const qsizetype path = address.indexOf('/'); // of the listener's other place, behind its abstract name
        join(path < 0 ? address : address.left(path));
    }
    ~Vandal()
    {
        ::munmap(m_header, trace::ringSize(kSlots));
        ::close(m_memfd);
    }
    Vandal(const Vandal &) = delete;
    Vandal &operator=(const Vandal &) = delete;

    void step(fuzz::Input &input)
    {
        switch (input.number<std::uint8_t>() % 8) {
        case 0: // rubbish anywhere
            poke(input);
            break;
        case 1: // a record that is rubbish
            putRecord(input, input.number<Record>());
            break;
        case 2:
            turn();
            break;
        case 3:
            gate(input);
            break;
        default: // a record that could be true
            putRecord(input, likelyRecord(input));
        }
    }
    void turn()
    {
        if (!m_run.advance(run::Run::Patience(0)))
            std::abort();
    }
    void look()
    {
        const world::World &last = m_timeline.world(m_timeline.stepCount() - 1);
        (void)m_timeline.world(m_timeline.stepCount() / 2);
        for (const world::Landing &landing : world::landings(last))
            (void)world::landingLine(landing);
        (void)world::callsText(world::callsList(m_timeline.events()));
    }

private:
    void join(const QByteArray &listener)
    {
        const int connection = test::connectTo(listener.toStdString());
        trace::Hello hello;
        hello.pid = static_cast<std::uint32_t>(::getpid());
        hello.slotCount = kSlots;
        if (connection < 0 || !test::sendWith(connection, &hello, sizeof hello, {m_memfd}))
            std::abort();
        turn();
        turn();
        if (!m_run.isJoined(0))
            std::abort();
        ::close(connection);
    }
    void poke(fuzz::Input &input)
    {
        const std::size_t at = input.number<std::uint16_t>() % trace::ringSize(kSlots);
        input.copyTo(m_bytes + at, std::min<std::size_t>(input.number<std::uint8_t>(), trace::ringSize(kSlots) - at));
    }
    void gate(fuzz::Input &input)
    {
        const auto what = input.number<std::uint8_t>();
        m_run.setGate(what % 2 == 0 ? trace::GateMode::Hold : trace::GateMode::Free);
        (void)m_run.isHeld(0, what);
        (void)m_run.release(0, {what, trace::Phase::Entry, what});
    }
    /// Few values for what is compared, so that calls belong together: threads, sockets, descriptors, addresses.
    static Record likelyRecord(fuzz::Input &input)
    {
        Record record;
        const auto choice = input.number<std::uint32_t>();
        record.call = static_cast<trace::Call>(1 + (choice & 63) % static_cast<unsigned>(trace::Call::Last));
        record.phase = (choice >> 6 & 1) != 0 ? trace::Phase::Return : trace::Phase::Entry;
        record.tid = static_cast<std::uint32_t>(::getpid()) + (choice >> 7 & 1);
        record.pid = static_cast<std::uint32_t>(::getpid());
        record.serial = 1 + (choice >> 8 & 7);
        record.fd = static_cast<std::int32_t>(choice >> 11 & 7);
        record.socket = choice >> 14 & 7;
        record.newSocket = choice >> 17 & 7;
        record.domain = (choice >> 20 & 1) != 0 ? AF_INET6 : AF_INET;
        record.type = (choice >> 21 & 1) != 0 ? SOCK_DGRAM : SOCK_STREAM;
        record.address = endpoint(choice >> 22 & 3);
        record.local = endpoint(choice >> 24 & 3);
        record.peer = endpoint(choice >> 26 & 3);
        record.timeNs = input.number<std::uint16_t>();
        const auto wide = choice >> 28 & 7; // one number that may be anything
        record.result = wide == 1 ? input.number<std::int64_t>() : input.number<std::int8_t>();
        record.requested = wide == 2 ? input.number<std::uint64_t>() : input.number<std::uint8_t>();
        record.value = wide == 3 ? input.number<std::int32_t>() : input.number<std::int8_t>();
        record.payloadTotal = wide == 4 ? input.number<std::uint32_t>() : input.number<std::uint8_t>();
        if (wide == 5)
            record.fd = input.number<std::int32_t>();
        if (wide == 6)
            record.pid = input.number<std::uint32_t>();
        if (wide == 7)
            record.timeNs = input.number<std::uint64_t>();
        record.payloadKept = std::min<std::uint32_t>(record.payloadTotal, input.number<std::uint8_t>());
        if (record.phase == trace::Phase::Return && record.result < 0)
            record.error = static_cast<std::int32_t>(-std::max<std::int64_t>(record.result, -4095));
        return record;
    }
    static trace::Endpoint endpoint(std::uint32_t number)
    {
        if (number == 0)
            return {};
        trace::Endpoint made;
        made.family = AF_INET;
        made.port = static_cast<std::uint16_t>(8999 + number);
        made.address = {127, 0, 0, 1};
        return made;
    }
    void putRecord(fuzz::Input &input, const Record &record)
    {
        const std::uint32_t kept = std::min(record.payloadKept, trace::kPayloadLimit);
        const auto place = static_cast<std::uint32_t>(m_position % kSlots);
        const std::uint32_t used = std::min(trace::slotsFor(kept), kSlots - place);
        std::uint8_t *const slot = m_bytes + trace::kHeaderSize + place * trace::kSlotSize;
        std::memcpy(slot + sizeof(std::uint64_t), &record, sizeof record);
        input.copyTo(slot + sizeof(std::uint64_t) + sizeof record, std::min<std::size_t>(kept, trace::kFirstPayload));
        const trace::Claim claim{trace::ClaimState::Published, used, record.tid, m_position / kSlots};
        reinterpret_cast<trace::RingSlot *>(slot)->claim.store(claim.word());
        m_position += used;
        if (++m_unread >= kSlots / 2) {
            turn();
            m_unread = 0;
        }
    }

    world::Timeline m_timeline;
    run::Run m_run;
    int m_memfd = -1;
    trace::RingHeader *m_header = nullptr;
    std::uint8_t *m_bytes = nullptr;
    std::uint64_t m_position = 0;
    std::uint32_t m_unread = 0;
};

} // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    fuzz::Input input(data, size);
    Vandal vandal;
    for (int i = 0; i < kMostSteps && input.left() > 0; ++i)
        vandal.step(input);
    vandal.turn();
    vandal.turn();
    vandal.look();
    return 0;
}
