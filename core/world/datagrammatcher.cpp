// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/world/datagrammatcher.h"

#include "core/world/queues.h"

#include <algorithm>
#include <array>

namespace zocalo::world {

namespace {

constexpr int kUnlikely = 6;
// So many doubtful receives may still be corrected.
constexpr qsizetype kDoubtfulKept = 256;

enum class Source { Differs, Unknown, Matches };

// Could the message have come from the address that the call gave back? A sender that was not seen to be bound yet may
// have any.
Source compareSource(const Ledger &ledger, const Message &message, const Endpoint &from)
{
    const bool known = ledger.notes(message.id).returnedAt != 0 && message.from.port != 0;
    const Endpoint &source = known ? message.from : ledger.socket(message.senderSocket).local;
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

// Ranks: what waits here by the kernel's word; what the rule allows here and waits nowhere; the same, thought to be
// dropped; what the rule does not allow here. Unlikely is what the kernel showed elsewhere, and what was sent before
// this socket was bound.
int rankOf(const Ledger &ledger, const Message &message, const Reception &reception, Source source)
{
    const bool inKernel = message.evidence == Evidence::KernelQueue;
    if (inKernel && message.landed == reception.socket)
        return 0;
    const MessageNotes &notes = ledger.notes(message.id);
    const bool tooEarly = notes.returnedAt != 0 && ledger.sockets().boundSince(reception.socket) > notes.returnedAt;
    const bool toHere = message.predicted.contains(reception.socket);
    if (inKernel || tooEarly || (notes.droppedAt != 0 && !toHere))
        return kUnlikely;
    if (notes.droppedAt != 0)
        return 3;
    const bool fromThere = source == Source::Matches || !reception.from.isValid();
    return (toHere ? 1 : 4) + (fromThere ? 0 : 1);
}

/// Divides the bytes of several datagrams among messages; those of equal content stand in one list, in their order.
class Division
{
public:
    Division(const Ledger &ledger, const Reception &reception, const QList<QList<MessageId>> &byContent)
        : m_ledger(ledger), m_reception(reception), m_byContent(byContent), m_used(byContent.size(), 0)
    {
    }

    /// Empty if there is none, or more than one that differ in their bytes.
    QList<MessageId> among(int count)
    {
        go(count, 0);
        return m_found == 1 ? m_first : QList<MessageId>();
    }

private:
    void go(int count, quint64 offset)
    {
        if (count == 0) {
            if (offset == m_reception.size && m_found++ == 0)
                m_first = m_taken;
            return;
        }
        for (qsizetype i = 0; i < m_byContent.size() && m_found < 2; ++i) {
            if (m_used.at(i) == m_byContent.at(i).size())
                continue;
            const Message &message = m_ledger.message(m_byContent.at(i).at(m_used.at(i)));
            const quint64 end = offset + message.size;
            if (end > m_reception.size || !sameBytes(message.payload, 0, m_reception.bytes, offset, message.size))
                continue;
            if (++m_steps > Most) {
                m_found = 2; // who looks longer may still find another
                return;
            }
            ++m_used[i];
            m_taken.append(message.id);
            go(count - 1, end);
            m_taken.removeLast();
            --m_used[i];
        }
    }

    static constexpr int Most = 10'000;
    const Ledger &m_ledger;
    const Reception &m_reception;
    const QList<QList<MessageId>> &m_byContent;
    QList<qsizetype> m_used; ///< how many of each list are taken
    QList<MessageId> m_taken;
    QList<MessageId> m_first;
    int m_found = 0;
    int m_steps = 0;
};

} // namespace

QList<QList<MessageId>> DatagramMatcher::waitingFor(const Ledger &ledger, const Reception &reception) const
{
    QList<QList<MessageId>> all;
    for (const QList<MessageId> &ids : m_pending) {
        QList<std::pair<int, MessageId>> ranked;
        for (MessageId id : ids) {
            const Message &message = ledger.message(id);
            const int rank = rankOf(ledger, message, reception, Source::Matches);
            if (rank <= 1 && ledger.notes(id).enteredAt < reception.at)
                ranked.append({rank, id});
        }
        std::sort(ranked.begin(), ranked.end());
        QList<MessageId> inOrder;
        for (const auto &[rank, id] : std::as_const(ranked))
            inOrder.append(id);
        if (!inOrder.isEmpty())
            all.append(inOrder);
    }
    return all;
}

QList<MessageId> DatagramMatcher::receivedMany(Ledger &ledger, const Reception &reception, int count)
{
    // As many as the kernel gives at once (recvmmsg(2), UIO_MAXIOV).
    constexpr int MostAtOnce = 1024;
    if (count > MostAtOnce)
        return {};
    const QList<QList<MessageId>> waiting = waitingFor(ledger, reception);
    const QList<MessageId> messages = Division(ledger, reception, waiting).among(count);
    for (MessageId id : messages)
        give(ledger, id,
             {reception.call,
              reception.process,
              reception.fd,
              reception.socket,
              ledger.message(id).payload,
              ledger.message(id).size,
              ledger.message(id).size,
              ledger.message(id).size,
              {},
              reception.at},
             Evidence::Bytes);
    return messages;
}

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

// Where senders may be that are not seen, equal bytes prove nothing (an echo, for one): a datagram that was sent to
// another port is not what is read here.
bool DatagramMatcher::isElsewhere(const Ledger &ledger, const Message &message, const Reception &reception)
{
    const Endpoint &here = ledger.socket(reception.socket).local;
    const bool isOtherPort = here.port != 0 && message.to.port != 0 && here.port != message.to.port;
    return isOtherPort && (reception.mayBeUnseen || message.senderSocket == reception.socket);
}

bool DatagramMatcher::isOption(const Ledger &ledger, MessageId id, const Reception &reception) const
{
    const Message &message = ledger.message(id);
    return !isElsewhere(ledger, message, reception) && ledger.notes(id).enteredAt < reception.at &&
           sameContent(message, reception) && compareSource(ledger, message, reception.from) != Source::Differs;
}

QList<DatagramMatcher::Option> DatagramMatcher::optionsFor(const Ledger &ledger, const Reception &reception) const
{
    QList<Option> result;
    const auto consider = [&](const QList<MessageId> &ids) {
        for (MessageId id : ids) {
            if (!isOption(ledger, id, reception))
                continue;
            const Message &message = ledger.message(id);
            const Source source = compareSource(ledger, message, reception.from);
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
    // What waits here is taken in the order of the queue, the rest in the order it was sent.
    const QList<QueuedBytes> &queue = ledger.socket(reception.socket).receiveQueue;
    const auto place = [&](MessageId id) {
        const auto at =
            std::find_if(queue.cbegin(), queue.cend(), [=](const QueuedBytes &b) { return b.message == id; });
        return at - queue.cbegin();
    };
    std::sort(result.begin(), result.end(), [&](const Option &a, const Option &b) {
        if (a.rank != b.rank)
            return a.rank < b.rank;
        return a.rank == 0 ? place(a.message) < place(b.message) : a.message < b.message;
    });
    return result;
}

// Which of several equal ones it was does not matter, as long as the verdict is the same for each.
Evidence DatagramMatcher::evidenceAmong(const QList<Option> &options, bool toThisSocket)
{
    const bool sameVerdict = std::all_of(options.cbegin(), options.cend(), [&](const Option &option) {
        return option.rank == kUnlikely || option.toThisSocket == toThisSocket;
    });
    return sameVerdict ? Evidence::Bytes : Evidence::SameBytes;
}

MessageId DatagramMatcher::received(Ledger &ledger, const Reception &reception)
{
    const QList<Option> options = optionsFor(ledger, reception);
    if (options.isEmpty() || (!options.first().toThisSocket && options.first().rank != 0)) {
        // Before a message is said to have come out of a wrong socket: was it taken for another one too early?
        if (const MessageId freed = freeUp(ledger, reception)) {
            give(ledger, freed, reception, evidenceAmong(options, true));
            doubt(reception, freed);
            return freed;
        }
    }
    if (options.isEmpty()) {
        ledger.countUnmatched(reception.socket, reception.size);
        return 0;
    }
    const Option best = options.first();
    const bool kernelKnows = best.rank == 0;
    const Source source = compareSource(ledger, ledger.message(best.message), reception.from);
    if (options.size() > 1 || !best.toThisSocket || (reception.from.isValid() && source == Source::Unknown))
        doubt(reception, best.message);
    give(ledger, best.message, reception, kernelKnows ? Evidence::Bytes : evidenceAmong(options, best.toThisSocket));
    return best.message;
}

void DatagramMatcher::doubt(const Reception &reception, MessageId message)
{
    m_doubtful.append({reception, message});
    if (m_doubtful.size() > kDoubtfulKept)
        dropFirst(m_doubtful);
}

void DatagramMatcher::returned(Ledger &ledger, MessageId id)
{
    if (ledger.message(id).receivedBy.isEmpty())
        return;
    for (qsizetype i = 0; i < m_doubtful.size(); ++i) {
        const Reception &reception = m_doubtful.at(i).reception;
        if (m_doubtful.at(i).message != id ||
            compareSource(ledger, ledger.message(id), reception.from) != Source::Differs)
            continue;
        release(ledger, i);
        return;
    }
}

bool DatagramMatcher::isWrong(const Ledger &ledger, const Doubtful &doubtful) const
{
    return doubtful.message != 0 && !ledger.message(doubtful.message).predicted.contains(doubtful.reception.socket);
}

// What the receive was taken for came from elsewhere. It is taken for another message, and this one may be what a
// receive is of that seemed to be out of a wrong socket.
void DatagramMatcher::release(Ledger &ledger, qsizetype index)
{
    const MessageId id = m_doubtful.at(index).message;
    QList<qsizetype> visited{index};
    if (!moveAway(ledger, index, visited)) {
        const Reception reception = m_doubtful.at(index).reception;
        const QList<Option> options = optionsFor(ledger, reception);
        ledger.takeBack(id, reception.size, reception.call);
        m_doubtful[index].message = options.isEmpty() ? 0 : options.first().message;
        if (options.isEmpty())
            ledger.countUnmatched(reception.socket, reception.size);
        else
            give(ledger, options.first().message, reception, evidenceAmong(options, options.first().toThisSocket));
    }
    for (Doubtful &doubtful : m_doubtful) {
        const Reception &reception = doubtful.reception;
        if (!isWrong(ledger, doubtful) || !isOption(ledger, id, reception) ||
            !ledger.message(id).predicted.contains(reception.socket))
            continue;
        const MessageId other = std::exchange(doubtful.message, id);
        ledger.takeBack(other, reception.size, reception.call);
        sent(ledger.message(other));
        give(ledger, id, reception, Evidence::Bytes);
        return;
    }
    sent(ledger.message(id));
}

void DatagramMatcher::give(Ledger &ledger, MessageId id, const Reception &reception, Evidence evidence)
{
    forget(ledger.message(id));
    ledger.removeFromQueue(id);
    ledger.deliver(id, reception.size, reception, evidence);
}

// A message that the rule allows here, and that an earlier receive was taken for though another would do there: it is
// taken back from there.
MessageId DatagramMatcher::freeUp(Ledger &ledger, const Reception &reception)
{
    for (qsizetype i = 0; i < m_doubtful.size(); ++i) {
        const MessageId id = m_doubtful.at(i).message;
        if (id == 0 || !isOption(ledger, id, reception) || !ledger.message(id).predicted.contains(reception.socket))
            continue;
        QList<qsizetype> visited{i};
        if (moveAway(ledger, i, visited))
            return id;
    }
    return 0;
}

// The receive is taken for another message, which may in turn have to be freed (an augmenting path).
bool DatagramMatcher::moveAway(Ledger &ledger, qsizetype index, QList<qsizetype> &visited)
{
    const Reception reception = m_doubtful.at(index).reception;
    const MessageId old = m_doubtful.at(index).message;
    MessageId other = 0;
    const QList<Option> options = optionsFor(ledger, reception);
    for (const Option &option : options) {
        if (option.toThisSocket && option.rank != kUnlikely) {
            other = option.message;
            break;
        }
    }
    for (qsizetype i = 0; other == 0 && i < m_doubtful.size(); ++i) {
        const MessageId candidate = m_doubtful.at(i).message;
        if (candidate == 0 || visited.contains(i) || !isOption(ledger, candidate, reception) ||
            !ledger.message(candidate).predicted.contains(reception.socket))
            continue;
        visited.append(i);
        if (moveAway(ledger, i, visited))
            other = candidate;
    }
    if (other == 0)
        return false;
    ledger.takeBack(old, reception.size, reception.call);
    give(ledger, other, reception, evidenceAmong(options, true));
    m_doubtful[index].message = other;
    return true;
}

} // namespace zocalo::world
