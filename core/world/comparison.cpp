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

bool Comparison::hasEnded(const Timeline &timeline)
{
    const QList<Process> &processes = timeline.world(timeline.stepCount() - 1).processes();
    return std::all_of(processes.begin(), processes.end(),
                       [](const Process &process) { return process.activity == Activity::Ended; });
}

Comparison::Comparison(const Timeline &before, const Timeline &now, const std::atomic_bool *cancelled)
    : m_cancelled(cancelled)
{
    const QString beforeGroup = ComparedRun::groupOf(before);
    const QString nowGroup = ComparedRun::groupOf(now);
    const bool stripped = !beforeGroup.isEmpty() && !nowGroup.isEmpty() && beforeGroup != nowGroup;
    m_bothEnded = hasEnded(before) && hasEnded(now);
    {
        const ComparedRun earlier(before, stripped, cancelled);
        const ComparedRun present(now, stripped, cancelled);
        if (isCancelled()) {
            m_cancelled = nullptr;
            return;
        }
        compareProcesses(earlier, present);
        const World &earlierEnd = before.world(before.stepCount() - 1);
        const World &presentEnd = now.world(now.stepCount() - 1);
        for (const Process &process : presentEnd.processes()) {
            const QString key = ComparedRun::keyOf(process.name, process.group, stripped);
            if (const Process *const like = earlierEnd.processNamed(earlier.processes.value(key))) {
                m_processes[int(Side::Now)].insert(process.id, like->id);
                m_processes[int(Side::Before)].insert(like->id, process.id);
            }
        }
        pairMessages(earlierEnd, presentEnd, stripped);
    }
    sortPlaces();
    compareWorlds(before, now);
    m_cancelled = nullptr;
    sortDifferences();
}

void Comparison::compareProcesses(const ComparedRun &before, const ComparedRun &now)
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
        const bool bothEnded = before.endSteps.contains(key) && now.endSteps.contains(key);
        compareCalls(before, now, alignedCalls(before, now, key), bothEnded);
        // Calls that have not returned in either: their entries are moments of both runs all the same.
        const QList<int> beforeOpen = before.open.value(key);
        const QList<int> nowOpen = now.open.value(key);
        for (qsizetype i = 0; i < std::min(beforeOpen.size(), nowOpen.size()); ++i) {
            const ComparedCall &one = before.calls.at(beforeOpen.at(i));
            const ComparedCall &other = now.calls.at(nowOpen.at(i));
            if (likeness(before, one, now, other, key) > 0)
                pairMoments(one, other);
        }
        const int beforeEnd = before.endSteps.value(key, -1);
        const int nowEnd = now.endSteps.value(key, -1);
        if (beforeEnd > 0 && nowEnd > 0)
            m_likes[int(Side::Now)].insert(nowEnd, beforeEnd);
    }
    std::sort(m_steps.begin(), m_steps.end());
    tellAlone(before, now, m_bothEnded);
}

// One that only this run has may only not have been started yet in the other, which is known once that has gone further
// than where this one began to call.
void Comparison::tellAlone(const ComparedRun &before, const ComparedRun &now, bool bothEnded)
{
    int lastNow = 0;
    int lastBefore = 0;
    for (const auto &[step, beforeStep] : std::as_const(m_steps)) {
        lastNow = std::max(lastNow, step);
        lastBefore = std::max(lastBefore, beforeStep);
    }
    const auto tell = [&](const ComparedRun &mine, const ComparedRun &others, What what, int gone) {
        for (auto process = mine.processes.cbegin(); process != mine.processes.cend(); ++process) {
            const QString &key = process.key();
            const int first = mine.firstSteps.value(key, 0);
            if (others.processes.contains(key) || others.byProcess.contains(key) || first == 0 ||
                (!bothEnded && gone <= first))
                continue;
            RunDifference difference;
            difference.what = what;
            difference.process = process.value();
            const auto count = quint64(mine.byProcess.value(key).size() + mine.open.value(key).size());
            if (what == What::ProcessOnlyNow) {
                difference.step = first;
                difference.numberNow = count;
            } else {
                difference.beforeStep = first;
                difference.numberBefore = count;
            }
            add(difference); // where it would stand in the other run is told once the places are known
        }
    };
    tell(now, before, What::ProcessOnlyNow, lastNow);
    tell(before, now, What::ProcessOnlyBefore, lastBefore);
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

void Comparison::pairMessages(const World &before, const World &now, bool stripped)
{
    QHash<QString, MessageId> messages;
    for (const Message &message : before.messages())
        messages.insert(ComparedRun::keyOf(message.fullName(), message.group, stripped), message.id);
    for (const Message &message : now.messages()) {
        const MessageId like = messages.value(ComparedRun::keyOf(message.fullName(), message.group, stripped));
        if (like != 0) {
            m_messages[int(Side::Now)].insert(message.id, like);
            m_messages[int(Side::Before)].insert(like, message.id);
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

void Comparison::compareCalls(const ComparedRun &before, const ComparedRun &now, const QList<CallPair> &pairs,
                              bool bothEnded)
{
    // What comes after the last call that both have may only not have come yet in the other.
    qsizetype told = pairs.size();
    while (!bothEnded && told > 0 && (pairs.at(told - 1).now < 0 || pairs.at(told - 1).before < 0))
        --told;
    int step = 0;
    int beforeStep = 0;
    for (qsizetype i = 0; i < told; ++i) {
        const ComparedCall *const nowCall = pairs.at(i).now < 0 ? nullptr : &now.calls.at(pairs.at(i).now);
        const ComparedCall *const beforeCall = pairs.at(i).before < 0 ? nullptr : &before.calls.at(pairs.at(i).before);
        step = nowCall ? nowCall->step : step;
        beforeStep = beforeCall ? beforeCall->step : beforeStep;
        RunDifference difference;
        difference.what = !beforeCall ? What::OnlyNow : !nowCall ? What::OnlyBefore : What::Result;
        difference.step = step;
        difference.beforeStep = beforeStep;
        if (nowCall)
            difference.now = nowCall->line;
        if (beforeCall)
            difference.before = beforeCall->line;
        difference.process = nowCall ? nowCall->line.process : beforeCall->line.process;
        if (nowCall && beforeCall) {
            m_steps.append({step, beforeStep});
            pairMoments(*beforeCall, *nowCall);
            if (sameOutcome(nowCall->line, beforeCall->line) && isTold(*beforeCall, *nowCall))
                continue;
            difference.socket = nowCall->line.socket;
        }
        add(difference);
    }
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
