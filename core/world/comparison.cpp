// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/world/comparison.h"

#include "core/world/backlog.h"
#include "core/world/comparedrun.h"

#include <algorithm>

namespace zocalo::world {

using kernel::Protocol;
using What = RunDifference::What;

namespace {

/// So many are gathered before the first of them are picked.
constexpr int kMostGathered = 20'000;

/// But for what is another number in each run: PIDs, ports, cookies.
bool sameRequest(const CallLine &a, const CallLine &b)
{
    const trace::Record &one = a.entry;
    const trace::Record &other = b.entry;
    const bool sameBytes = !trace::isSend(one.call) || a.payload == b.payload;
    if (one.call != other.call)
        return sameBytes; // for the same purpose: each takes other arguments
    const bool sameHost = one.address.isValid() == other.address.isValid() &&
                          (!one.address.isValid() || one.address.addressString() == other.address.addressString());
    return sameBytes && sameHost && one.requested == other.requested && one.value == other.value &&
           one.level == other.level && one.option == other.option && one.flags == other.flags &&
           (one.call != trace::Call::Socket || a.protocol == b.protocol);
}

bool sameOutcome(const CallLine &a, const CallLine &b)
{
    // What was asked for differs where the lesson was changed: listen(3, 4) and listen(3, 1).
    if (!sameRequest(a, b) || a.returned.has_value() != b.returned.has_value())
        return false;
    if (!a.returned)
        return true;
    if (a.returned->error != b.returned->error)
        return false;
    if (trace::isReceive(a.entry.call) && a.payload != b.payload)
        return false;
    return a.returned->result == b.returned->result;
}

/// A number of the kernel's at a moment, as far as it was observed.
struct Amount
{
    quint64 number = 0;
    bool isExact = true; ///< else it was seen before this moment, and it is no less now
};

/// False where what was not seen may make them equal.
bool differ(const Amount &one, const Amount &other)
{
    if (one.isExact && other.isExact)
        return one.number != other.number;
    return one.isExact ? other.number > one.number : other.isExact && one.number > other.number;
}

/// What a program that runs free has in a queue nobody knows between two tables: `known`, what was seen there and not
/// taken since, is the least.
Amount ofQueue(const World &world, const Socket &socket, quint64 known)
{
    const Backlog backlog(world, socket);
    if (!backlog.isSeen())
        return {known, known == 0 && !backlog.isNotObserved()};
    // Of UDP that counts datagrams.
    const bool isDatagrams = socket.protocol == Protocol::Udp;
    return {isDatagrams ? known : backlog.count(), !backlog.isUnknown()};
}

Amount waiting(const World &world, const Socket &socket)
{
    return socket.listening ? ofQueue(world, socket, quint64(socket.acceptQueue.size())) : Amount{};
}

Amount unread(const World &world, const Socket &socket)
{
    if (socket.listening)
        return {};
    quint64 bytes = 0;
    for (const QueuedBytes &queued : socket.receiveQueue)
        bytes += queued.size;
    return ofQueue(world, socket, bytes);
}

/// The kernel only counts on; but a table that was read later may tell of later ones.
Amount drops(const World &world, const Socket &socket)
{
    const TableAge age = world.tableAge();
    return {age == TableAge::Since ? 0 : socket.kernelDrops,
            age == TableAge::Exact || socket.protocol == Protocol::Tcp};
}

/// A state without what the kernel passes through by itself, when its peer's segment comes: how far it is at a given
/// moment is chance.
kernel::State settled(kernel::State state)
{
    switch (state) {
    case kernel::State::FinWait1:
        return kernel::State::FinWait2;
    case kernel::State::Closing:
        return kernel::State::TimeWait;
    case kernel::State::LastAck:
        return kernel::State::Close;
    default:
        return state;
    }
}

} // namespace

Comparison::Comparison(const Timeline &before, const Timeline &now, const std::atomic_bool *cancelled, Runs runs)
    : m_cancelled(cancelled)
{
    const ComparedNames names(before, now);
    {
        const ComparedRun earlier(before, names, cancelled);
        const ComparedRun present(now, names, cancelled);
        if (isCancelled()) {
            m_cancelled = nullptr;
            return;
        }
        m_bothEnded = earlier.isOver && present.isOver;
        compareProcesses(earlier, present, runs);
        const World &earlierEnd = before.world(before.stepCount() - 1);
        const World &presentEnd = now.world(now.stepCount() - 1);
        pairProcesses(earlierEnd, presentEnd, names);
        pairMessages(earlierEnd, presentEnd, names);
    }
    sortPlaces();
    compareWorlds(before, now);
    m_cancelled = nullptr;
    sortDifferences();
}

void Comparison::compareProcesses(const ComparedRun &before, const ComparedRun &now, Runs runs)
{
    const auto known = [](const ComparedRun &run, const QString &key) {
        return run.processes.contains(key) || run.byProcess.contains(key);
    };
    QSet<QString> keys;
    for (const ComparedRun *const run : {&before, &now}) {
        for (const QString &key : run->byProcess.keys() + run->open.keys())
            keys.insert(key);
    }
    QStringList sorted(keys.begin(), keys.end());
    sorted.sort();
    for (const QString &key : std::as_const(sorted)) {
        if (isCancelled())
            return;
        if (!known(before, key) || !known(now, key))
            continue; // told as a whole
        compareCalls(before, now, key);
        const int beforeEnd = before.endSteps.value(key, -1);
        const int nowEnd = now.endSteps.value(key, -1);
        if (beforeEnd > 0 && nowEnd > 0)
            m_likes[int(Side::Now)].insert(nowEnd, beforeEnd);
    }
    std::sort(m_steps.begin(), m_steps.end());
    tellAlone(Side::Now, now, before, runs);
    tellAlone(Side::Before, before, now, runs);
}

// One that only this run has may only not have been started yet in the other, which is known once that has gone further
// than where this one began to call.
void Comparison::tellAlone(Side side, const ComparedRun &mine, const ComparedRun &others, Runs runs)
{
    int gone = 0;
    for (const auto &[step, beforeStep] : std::as_const(m_steps))
        gone = std::max(gone, side == Side::Now ? step : beforeStep);
    for (auto process = mine.processes.cbegin(); process != mine.processes.cend(); ++process) {
        const QString &key = process.key();
        if (others.processes.contains(key) || others.byProcess.contains(key))
            continue;
        const int first = mine.firstSteps.value(key, 0);
        const bool isKnown = others.isOver || runs == Runs::AreOver || (first > 0 && gone > first);
        if (!isKnown || mine.unseen.contains(key)) { // how much such a one has called is not known
            m_ahead[int(side)].append(process.value());
            m_isPartial = true;
            continue;
        }
        RunDifference difference;
        difference.process = process.value();
        difference.isFinal = others.isOver;
        const auto count = quint64(mine.byProcess.value(key).size() + mine.open.value(key).size());
        if (side == Side::Now) {
            difference.what = What::ProcessOnlyNow;
            difference.step = first;
            difference.numberNow = count;
        } else {
            difference.what = What::ProcessOnlyBefore;
            difference.beforeStep = first;
            difference.numberBefore = count;
        }
        add(difference); // where it would stand in the other run is told once the places are known
    }
}

void Comparison::pairMoments(const ComparedCall &before, const ComparedCall &now)
{
    QHash<int, int> &likes = m_likes[int(Side::Now)];
    if (before.entryStep > 0 && now.entryStep > 0)
        likes.insert(now.entryStep, before.entryStep);
    if (before.step > 0 && now.step > 0)
        likes.insert(now.step, before.step);
    pairSockets(before.line.socket, now.line.socket);
    pairSockets(before.line.newSocket, now.line.newSocket);
}

void Comparison::pairSockets(SocketId before, SocketId now)
{
    if (before == 0 || now == 0)
        return;
    if (!m_sockets[int(Side::Now)].contains(now))
        m_sockets[int(Side::Now)].insert(now, before);
    if (!m_sockets[int(Side::Before)].contains(before))
        m_sockets[int(Side::Before)].insert(before, now);
}

void Comparison::pairProcesses(const World &before, const World &now, const ComparedNames &names)
{
    QHash<QString, ProcessId> processes;
    for (const Process &process : before.processes())
        processes.insert(names.keyOf(process), process.id);
    for (const Process &process : now.processes()) {
        if (const auto like = processes.constFind(names.keyOf(process)); like != processes.cend()) {
            m_processes[int(Side::Now)].insert(process.id, *like);
            m_processes[int(Side::Before)].insert(*like, process.id);
        }
    }
}

void Comparison::pairMessages(const World &before, const World &now, const ComparedNames &names)
{
    QHash<QString, MessageId> messages;
    const QHash<MessageId, QString> beforeKeys = names.messageKeys(before);
    for (auto key = beforeKeys.cbegin(); key != beforeKeys.cend(); ++key)
        messages.insert(key.value(), key.key());
    const QHash<MessageId, QString> nowKeys = names.messageKeys(now);
    for (auto key = nowKeys.cbegin(); key != nowKeys.cend(); ++key) {
        if (const MessageId like = messages.value(key.value()); like != 0) {
            m_messages[int(Side::Now)].insert(key.key(), like);
            m_messages[int(Side::Before)].insert(like, key.key());
        }
    }
}

void Comparison::sortPlaces()
{
    for (auto like = m_likes[int(Side::Now)].cbegin(); like != m_likes[int(Side::Now)].cend(); ++like) {
        m_likes[int(Side::Before)].insert(like.value(), like.key());
        m_places[int(Side::Now)].append({like.key(), like.value()});
        m_places[int(Side::Before)].append({like.value(), like.key()});
    }
    for (QList<std::pair<int, int>> &places : m_places)
        std::sort(places.begin(), places.end());
}

Comparison::Place Comparison::beside(Side side, int step) const
{
    if (const auto like = m_likes[int(side)].constFind(step); like != m_likes[int(side)].cend())
        return {like.value(), true};
    const QList<std::pair<int, int>> &places = m_places[int(side)];
    const auto after =
        std::upper_bound(places.cbegin(), places.cend(), step,
                         [](int wanted, const std::pair<int, int> &pair) { return wanted < pair.first; });
    return {after == places.cbegin() ? 0 : std::prev(after)->second, step == 0};
}

std::optional<ProcessId> Comparison::processBeside(Side side, ProcessId process) const
{
    const auto like = m_processes[int(side)].constFind(process);
    return like == m_processes[int(side)].cend() ? std::nullopt : std::optional(like.value());
}

/// Another call for the same purpose is told once of each process.
bool Comparison::isTold(const ComparedCall &before, const ComparedCall &now)
{
    if (before.line.entry.call == now.line.entry.call)
        return true;
    const QString names =
        QStringLiteral("%1 %2 %3").arg(int(before.line.entry.call)).arg(int(now.line.entry.call)).arg(now.line.process);
    const bool told = m_toldCalls.contains(names);
    m_toldCalls.insert(names);
    return told;
}

void Comparison::compareCalls(const ComparedRun &before, const ComparedRun &now, const QString &key)
{
    const QList<CallPair> pairs = alignedCalls(before, now, key);
    const bool bothEnded = before.hasEnded(key) && now.hasEnded(key);
    const auto isCommon = [](const CallPair &pair) { return pair.now >= 0 && pair.before >= 0 && pair.inOrder; };
    const qsizetype common = pairs.crend() - std::find_if(pairs.crbegin(), pairs.crend(), isCommon);
    for (qsizetype i = 0; i < pairs.size(); ++i) {
        const CallPair &pair = pairs.at(i);
        if (pair.now >= 0 && pair.before >= 0) {
            comparePair(before.calls.at(pair.before), now.calls.at(pair.now), pair.inOrder, bothEnded);
            continue;
        }
        const bool isNow = pair.now >= 0;
        const ComparedRun &other = isNow ? before : now;
        // What comes after the last call that both have may only not have come yet in the other.
        const bool isFinal = other.hasEnded(key);
        if (other.unseen.contains(key) || (!isFinal && i >= common))
            m_isPartial = true;
        else
            tellCall(isNow ? Side::Now : Side::Before, isNow ? now.calls.at(pair.now) : before.calls.at(pair.before),
                     isFinal);
    }
}

void Comparison::comparePair(const ComparedCall &before, const ComparedCall &now, bool inOrder, bool bothEnded)
{
    pairMoments(before, now);
    if (inOrder)
        m_steps.append({now.step, before.step});
    const bool isSame = sameOutcome(now.line, before.line);
    // That one of them has not come back, or came back after others, may change while the processes go on.
    if (inOrder ? isSame && isTold(before, now) : !bothEnded || (isSame && now.step < 0))
        return;
    RunDifference difference;
    difference.what = isSame && !inOrder ? What::Order : What::Result;
    difference.step = now.step > 0 ? now.step : now.entryStep;
    difference.beforeStep = before.step > 0 ? before.step : before.entryStep;
    difference.now = now.line;
    difference.before = before.line;
    difference.process = now.line.process;
    difference.socket = now.line.socket;
    add(difference);
}

void Comparison::tellCall(Side side, const ComparedCall &call, bool isFinal)
{
    RunDifference difference;
    difference.process = call.line.process;
    difference.isFinal = isFinal;
    // Where it would stand in the other run is told once the places are known.
    if (side == Side::Now) {
        difference.what = What::OnlyNow;
        difference.step = call.step > 0 ? call.step : call.entryStep;
        difference.now = call.line;
    } else {
        difference.what = What::OnlyBefore;
        difference.beforeStep = call.step > 0 ? call.step : call.entryStep;
        difference.before = call.line;
    }
    add(difference);
}

void Comparison::compareWorlds(const Timeline &before, const Timeline &now)
{
    // What a step is about is what it has changed. The rest may be ahead or behind, for the other processes are not at
    // the same place in both runs: it is compared at the end, where all have come to their last common call.
    int lastBeforeStep = 0;
    for (qsizetype i = 0; i < m_steps.size() && m_differences.size() < kMostGathered && !isCancelled(); ++i) {
        const auto &[step, beforeStep] = m_steps.at(i);
        lastBeforeStep = std::max(lastBeforeStep, beforeStep);
        const World &present = now.world(step);
        const World &earlier = before.world(beforeStep);
        const Moment &moment = present.moment();
        for (const Socket &socket : present.sockets()) {
            const bool touched = socket.id == moment.socket || socket.id == moment.newSocket || socket.listening ||
                                 (socket.peerSocket != 0 && socket.peerSocket == moment.socket);
            if (touched)
                compareSocket(socket, earlier, present, beforeStep, step);
        }
        for (const MessageId id : moment.messages) {
            if (const Message *message = present.message(id))
                compareMessage(*message, earlier, present, beforeStep, step, false);
        }
    }
    if (m_steps.isEmpty())
        return;
    const int step = m_steps.constLast().first;
    const World &present = now.world(step);
    const World &earlier = before.world(lastBeforeStep);
    for (const Socket &socket : present.sockets())
        compareSocket(socket, earlier, present, lastBeforeStep, step);
    for (const Message &message : present.messages())
        compareMessage(message, earlier, present, lastBeforeStep, step, m_bothEnded);
}

void Comparison::compareSocket(const Socket &socket, const World &before, const World &now, int beforeStep, int step)
{
    const Socket *const other = before.socket(socketBeside(Side::Now, socket.id));
    if (!other || other->protocol != socket.protocol)
        return; // TCP and UDP have other states and other queues: their calls are compared
    const auto compare = [&](What what, const Amount &nowValue, const Amount &beforeValue) {
        const quint64 key = socket.id * 16 + quint64(what);
        const quint64 values = nowValue.number * 1'000'003 + beforeValue.number;
        if (!differ(nowValue, beforeValue) || m_told[key].contains(values))
            return;
        m_told[key].append(values);
        RunDifference difference;
        difference.what = what;
        difference.step = step;
        difference.beforeStep = beforeStep;
        difference.socket = socket.id;
        difference.numberNow = nowValue.number;
        difference.numberBefore = beforeValue.number;
        difference.isSeenNow = nowValue.isExact;
        difference.isSeenBefore = beforeValue.isExact;
        const Owner owner = !socket.owners.isEmpty() ? socket.owners.constFirst() : socket.lastOwner.value_or(Owner{});
        if (const Process *process = now.process(owner.process); process && owner.fd >= 0) {
            difference.process = process->name;
            difference.fd = owner.fd;
        }
        if (what == What::State) {
            difference.stateNow = socket.state;
            difference.stateBefore = other->state;
        }
        add(difference);
    };
    if (isStateKnown(now, socket) && isStateKnown(before, *other))
        compare(What::State, {quint64(settled(socket.state))}, {quint64(settled(other->state))});
    compare(What::Waiting, waiting(now, socket), waiting(before, *other));
    compare(What::Unread, unread(now, socket), unread(before, *other));
    compare(What::Drops, drops(now, socket), drops(before, *other));
}

void Comparison::compareMessage(const Message &message, const World &before, const World &now, int beforeStep, int step,
                                bool decided)
{
    if (m_toldMessages.contains(message.id))
        return;
    const Message *const other = before.message(messageBeside(Side::Now, message.id));
    if (!other || other->outcome == message.outcome)
        return;
    // On its way, or not known yet: what becomes of it will be compared later.
    const auto isOpen = [](Outcome outcome) { return outcome == Outcome::Unknown || outcome == Outcome::Sending; };
    if (!decided && (isOpen(message.outcome) || isOpen(other->outcome)))
        return;
    m_toldMessages.insert(message.id);
    RunDifference difference;
    difference.what = What::Outcome;
    difference.step = step;
    difference.beforeStep = beforeStep;
    difference.message = message.fullName();
    difference.outcomeNow = message.outcome;
    difference.outcomeBefore = other->outcome;
    difference.isSeenNow = now.tableAge() == TableAge::Exact;
    difference.isSeenBefore = before.tableAge() == TableAge::Exact;
    if (const Process *process = now.process(message.senderProcess))
        difference.process = process->name;
    add(difference);
}

void Comparison::add(const RunDifference &difference)
{
    if (m_differences.size() < kMostGathered)
        m_differences.append(difference);
    else
        m_isCut = true;
}

void Comparison::sortDifferences()
{
    for (RunDifference &each : m_differences) {
        // Of what one run alone has: where the other one stands at that moment, as it is shown beside it.
        if (each.isOnlyNow())
            each.beforeStep = beside(Side::Now, each.step).step;
        if (each.isOnlyBefore())
            each.step = beside(Side::Before, each.beforeStep).step;
    }
    std::stable_sort(m_differences.begin(), m_differences.end(), [](const RunDifference &a, const RunDifference &b) {
        return std::pair(a.step, a.isOnlyNow() ? 0 : a.beforeStep) <
               std::pair(b.step, b.isOnlyNow() ? 0 : b.beforeStep);
    });
    if (m_differences.size() > Most) {
        m_differences.resize(Most);
        m_isCut = true;
    }
}

} // namespace zocalo::world
