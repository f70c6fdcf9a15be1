// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "core/trace/ringreader.h"
#include "core/trace/ringwriter.h"

#include <string>

#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

namespace zocalo::test {

inline std::uint32_t ownTid() { return static_cast<std::uint32_t>(::syscall(SYS_gettid)); }

/// A plausible record of the calling thread.
inline trace::Record recordOf(std::uint64_t serial, std::size_t payload = 0)
{
    trace::Record record;
    record.serial = serial;
    record.pid = static_cast<std::uint32_t>(::getpid());
    record.tid = ownTid();
    record.call = trace::Call::Send;
    record.payloadTotal = static_cast<std::uint32_t>(payload);
    return record;
}

/// Writes a record with that payload and waits at the gate, as the tap does.
inline bool put(trace::RingWriter &writer, trace::Record record, const std::string &payload = {},
                const std::string &source = {})
{
    const ::iovec piece{const_cast<char *>(payload.data()), payload.size()};
    trace::GateHold hold;
    record.source = static_cast<std::uint16_t>(source.size());
    const bool written =
        writer.put(record, {&piece, 1, static_cast<std::uint32_t>(payload.size()), source.data()}, hold);
    writer.wait(hold);
    return written;
}

/// A ring with its writer, its reader (both in this process) and a map of its memory for evil purposes.
struct RingPair
{
    explicit RingPair(std::uint32_t slotCount = trace::kMinSlotCount)
    {
        memfd = writer.create(slotCount);
        size = trace::ringSize(slotCount);
        void *memory = ::mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_SHARED, memfd, 0);
        header = static_cast<trace::RingHeader *>(memory);
        this->slot = reinterpret_cast<trace::RingSlot *>(static_cast<char *>(memory) + trace::kHeaderSize);
    }
    ~RingPair()
    {
        reader.detach();
        writer.destroy();
        ::munmap(header, size);
        ::close(memfd);
    }
    RingPair(const RingPair &) = delete;
    RingPair &operator=(const RingPair &) = delete;

    int attach() { return reader.attach(memfd, ::getpid()); }

    trace::RingWriter writer;
    trace::RingReader reader;
    int memfd = -1;
    std::size_t size = 0;
    trace::RingHeader *header = nullptr;
    trace::RingSlot *slot = nullptr;
};

} // namespace zocalo::test
