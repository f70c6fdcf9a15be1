// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/world/datagrammatcher.h"

#include <algorithm>
#include <array>

namespace zocalo::world {

namespace {

enum class Source { Differs, Unknown, Matches };

// Could the message have come from the address that the call gave back? A sender that was not seen to be bound yet may
// have any.
Source compareSource(const Ledger &ledger, const Message &message, const Endpoint &from)
{
    const Endpoint &local = ledger.socket(message.senderSocket).local;
    const Endpoint &source = message.from.port != 0 ? message.from : local;
    if (!from.isValid() || source.port == 0)
        return Source::Unknown;
    const bool samePlace = source.isWildcard() || sameAddress(source, from);
    return source.port == from.port && samePlace ? Source::Matches : Source::Differs;
}

bool sameContent(const Message &message, const Reception &reception)
{
    const bool whole = message.size == reception.fullSize;
    const bool cut =
        reception.size == reception.requested && reception.fullSize == reception.size && message.size > reception.size;
    return (whole || cut) && sameBytes(message.payload, 0, reception.bytes, 0, reception.size);
}

// Ranks: what waits here by the kernel's word; what waits nowhere; what was thought to be elsewhere or lost.
int rankOf(const Ledger &ledger, const Message &message, const Reception &reception, Source source)
{
    const bool inKernel = message.evidence == Evidence::KernelQueue;
    if (inKernel && message.landed == reception.socket)
        return 0;
    if (inKernel || ledger.notes(message.id).dropped)
        return 5;
    const bool toHere = message.predicted.contains(reception.socket);
    return 1 + (source == Source::Matches || !reception.from.isValid() ? 0 : 2) + (toHere ? 0 : 1);
}

} // namespace

void DatagramMatcher::sent(const Message &message) { m_pending[message.payload].append(message.id); }

void DatagramMatcher::withdraw(const Message &message) { forget(message); }

void DatagramMatcher::forget(const Message &message)
{
    const auto list = m_pending.find(message.payload);
    if (list == m_pending.end())
        return;
    list->removeOne(message.id);
    if (list->isEmpty())
        m_pending.erase(list);
}

QList<DatagramMatcher::Option> DatagramMatcher::optionsFor(const Ledger &ledger, const Reception &reception) const
{
    QList<Option> result;
    const auto consider = [&](const QList<MessageId> &ids) {
        for (MessageId id : ids) {
            const Message &message = ledger.message(id);
            const MessageNotes &notes = ledger.notes(id);
            // A socket that was bound after the send had returned cannot have got it.
            const bool tooLate =
                notes.returnedAt != 0 && ledger.sockets().boundSince(reception.socket) > notes.returnedAt;
            const Source source = compareSource(ledger, message, reception.from);
            if (tooLate || source == Source::Differs || !sameContent(message, reception))
                continue;
            result.append(
                {id, rankOf(ledger, message, reception, source), message.predicted.contains(reception.socket)});
        }
    };
    const bool mayBeCut = reception.size == reception.requested || reception.fullSize != reception.size;
    if (mayBeCut) {
        for (const QList<MessageId> &ids : m_pending)
            consider(ids);
    } else {
        consider(m_pending.value(reception.bytes));
    }
    std::sort(result.begin(), result.end(), [](const Option &a, const Option &b) {
        return a.rank != b.rank ? a.rank < b.rank : a.message < b.message;
    });
    return result;
}

MessageId DatagramMatcher::received(Ledger &ledger, const Reception &reception)
{
    const QList<Option> options = optionsFor(ledger, reception);
    if (options.isEmpty()) {
        ledger.countUnmatched(reception.socket, reception.size);
        return 0;
    }
    const Option best = options.first();
    // Which of several equal ones it was does not matter, as long as the verdict is the same for each.
    const bool kernelKnows = best.rank == 0;
    const bool sameVerdict = std::all_of(options.cbegin(), options.cend(), [&](const Option &option) {
        return option.rank == 5 || option.toThisSocket == best.toThisSocket;
    });
    const Evidence evidence = kernelKnows || sameVerdict ? Evidence::Bytes : Evidence::SameBytes;
    forget(ledger.message(best.message));
    ledger.removeFromQueue(best.message);
    ledger.deliver(best.message, reception.size, reception, evidence);
    return best.message;
}

} // namespace zocalo::world
