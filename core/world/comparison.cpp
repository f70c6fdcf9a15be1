// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/world/comparison.h"

#include <QMap>
#include <QSet>

#include <algorithm>

namespace zocalo::world {

using What = RunDifference::What;

namespace {

/// Beyond so many comparisons the calls are put beside each other by their place alone.
constexpr qsizetype kMostComparisons = 4'000'000;

bool sameOutcome(const CallLine &a, const CallLine &b)
{
    if (a.returned.has_value() != b.returned.has_value())
        return false;
    if (!a.returned)
        return true;
    if (a.returned->error != b.returned->error)
        return false;
    if (trace::isReceive(a.entry.call) && a.payload != b.payload)
        return false;
    // What was asked for differs where the lesson was changed: listen(3, 4) and listen(3, 1).
    const bool sameRequest = a.entry.requested == b.entry.requested && a.entry.value == b.entry.value;
    return sameRequest && a.returned->result == b.returned->result;
}

quint64 unread(const Socket &socket)
{
    quint64 bytes = 0;
    for (const QueuedBytes &queued : socket.receiveQueue)
        bytes += queued.size;
    return bytes;
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

/// A call that returned, in the order of the returns.
struct Comparison::Call
{
    CallLine line;
    int step = -1;
};

struct Comparison::Run
{
    QList<Call> calls;
    QMap<QString, QList<int>> byProcess;
    QSet<QString> ended; ///< processes that have ended
    bool isEmpty() const { return calls.isEmpty(); }
};

Comparison::Run Comparison::read(const Timeline &timeline)
{
    Run run;
    QHash<CallId, CallLine> lines;
    for (const CallLine &line : callsList(timeline.events()))
        lines.insert(line.id, line);
    for (int step = 1; step < timeline.stepCount(); ++step) {
        const int event = timeline.momentEvent(step);
        const EventLog::Outline outline = timeline.events().outline(event);
        if (outline.kind != EventLog::Outline::Kind::Returned)
            continue;
        const auto line = lines.constFind(outline.id);
        if (line == lines.cend())
            continue;
        run.byProcess[line->process].append(static_cast<int>(run.calls.size()));
        run.calls.append({*line, step});
    }
    const World &last = timeline.world(timeline.stepCount() - 1);
    for (const Process &process : last.processes()) {
        if (process.activity == Activity::Ended)
            run.ended.insert(process.name);
    }
    return run;
}

QList<Comparison::Pair> Comparison::aligned(const Run &before, const QList<int> &beforeCalls, const Run &now,
                                            const QList<int> &nowCalls)
{
    const qsizetype rows = beforeCalls.size();
    const qsizetype columns = nowCalls.size();
    const auto same = [&](qsizetype row, qsizetype column) {
        return before.calls.at(beforeCalls.at(row)).line.entry.call ==
               now.calls.at(nowCalls.at(column)).line.entry.call;
    };
    QList<Pair> pairs;
    if (rows * columns > kMostComparisons) {
        for (qsizetype i = 0; i < std::min(rows, columns); ++i) {
            if (same(i, i))
                pairs.append({nowCalls.at(i), beforeCalls.at(i)});
        }
        return pairs;
    }
    // How many calls the rests have in common, from each place on.
    QList<int> common((rows + 1) * (columns + 1), 0);
    const auto at = [&](qsizetype row, qsizetype column) -> int & { return common[row * (columns + 1) + column]; };
    for (qsizetype row = rows - 1; row >= 0; --row) {
        for (qsizetype column = columns - 1; column >= 0; --column)
            at(row, column) =
                same(row, column) ? at(row + 1, column + 1) + 1 : std::max(at(row + 1, column), at(row, column + 1));
    }
    qsizetype row = 0;
    qsizetype column = 0;
    while (row < rows || column < columns) {
        if (row < rows && column < columns && same(row, column))
            pairs.append({nowCalls.at(column++), beforeCalls.at(row++)});
        else if (row < rows && (column == columns || at(row + 1, column) >= at(row, column + 1)))
            pairs.append({-1, beforeCalls.at(row++)});
        else
            pairs.append({nowCalls.at(column++), -1});
    }
    return pairs;
}

Comparison::Comparison(const Timeline &before, const Timeline &now)
{
    const Run earlier = read(before);
    const Run present = read(now);
    for (auto process = present.byProcess.cbegin(); process != present.byProcess.cend(); ++process) {
        const QList<int> calls = earlier.byProcess.value(process.key());
        if (calls.isEmpty())
            continue; // a process that the other run has not, or that has not called there yet
        const bool bothEnded = earlier.ended.contains(process.key()) && present.ended.contains(process.key());
        compareCalls(earlier, present, aligned(earlier, calls, present, process.value()), bothEnded);
    }
    std::sort(m_steps.begin(), m_steps.end());
    compareWorlds(before, now);
    std::stable_sort(m_differences.begin(), m_differences.end(),
                     [](const RunDifference &a, const RunDifference &b) { return a.step < b.step; });
}

void Comparison::compareCalls(const Run &before, const Run &now, const QList<Pair> &pairs, bool bothEnded)
{
    // What comes after the last call that both have may only not have come yet in the other.
    qsizetype told = pairs.size();
    while (!bothEnded && told > 0 && (pairs.at(told - 1).now < 0 || pairs.at(told - 1).before < 0))
        --told;
    int step = 0;
    int beforeStep = 0;
    for (qsizetype i = 0; i < told; ++i) {
        const Call *const nowCall = pairs.at(i).now < 0 ? nullptr : &now.calls.at(pairs.at(i).now);
        const Call *const beforeCall = pairs.at(i).before < 0 ? nullptr : &before.calls.at(pairs.at(i).before);
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
            if (nowCall->line.socket != 0)
                m_sockets.insert(nowCall->line.socket, beforeCall->line.socket);
            if (nowCall->line.newSocket != 0)
                m_sockets.insert(nowCall->line.newSocket, beforeCall->line.newSocket);
            if (sameOutcome(nowCall->line, beforeCall->line))
                continue;
            difference.socket = nowCall->line.socket;
        }
        add(difference);
    }
}

void Comparison::compareWorlds(const Timeline &before, const Timeline &now)
{
    for (const auto &[step, beforeStep] : std::as_const(m_steps)) {
        if (m_differences.size() >= Most)
            return;
        const World &present = now.world(step);
        const World &earlier = before.world(beforeStep);
        compareSockets(earlier, present, beforeStep, step);
        compareMessages(earlier, present, beforeStep, step);
    }
}

void Comparison::compareSockets(const World &before, const World &now, int beforeStep, int step)
{
    for (const Socket &socket : now.sockets()) {
        const Socket *const other = before.socket(m_sockets.value(socket.id));
        if (!other)
            continue;
        const auto compare = [&](What what, quint64 nowValue, quint64 beforeValue) {
            const quint64 key = socket.id * 16 + quint64(what);
            const quint64 values = nowValue * 1'000'003 + beforeValue;
            if (nowValue == beforeValue || m_told[key].contains(values))
                return;
            m_told[key].append(values);
            RunDifference difference;
            difference.what = what;
            difference.step = step;
            difference.beforeStep = beforeStep;
            difference.socket = socket.id;
            difference.numberNow = nowValue;
            difference.numberBefore = beforeValue;
            const Owner owner =
                !socket.owners.isEmpty() ? socket.owners.constFirst() : socket.lastOwner.value_or(Owner{});
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
        compare(What::State, quint64(settled(socket.state)), quint64(settled(other->state)));
        compare(What::Waiting, quint64(socket.acceptQueue.size()), quint64(other->acceptQueue.size()));
        compare(What::Unread, unread(socket), unread(*other));
        compare(What::Drops, socket.kernelDrops, other->kernelDrops);
    }
}

void Comparison::compareMessages(const World &before, const World &now, int beforeStep, int step)
{
    for (const Message &message : now.messages()) {
        if (m_toldMessages.contains(message.id))
            continue;
        const Message *const other = before.messageNamed(message.fullName());
        if (!other || other->fullName() != message.fullName() || other->outcome == message.outcome)
            continue;
        // On its way, or not known yet: what becomes of it will be compared later.
        const auto isOpen = [](Outcome outcome) { return outcome == Outcome::Unknown || outcome == Outcome::Sending; };
        if (isOpen(message.outcome) || isOpen(other->outcome))
            continue;
        m_toldMessages.insert(message.id);
        RunDifference difference;
        difference.what = What::Outcome;
        difference.step = step;
        difference.beforeStep = beforeStep;
        difference.message = message.fullName();
        difference.outcomeNow = message.outcome;
        difference.outcomeBefore = other->outcome;
        if (const Process *process = now.process(message.senderProcess))
            difference.process = process->name;
        add(difference);
    }
}

void Comparison::add(const RunDifference &difference)
{
    if (m_differences.size() < Most)
        m_differences.append(difference);
}

int Comparison::beforeStep(int step) const
{
    const auto after =
        std::upper_bound(m_steps.cbegin(), m_steps.cend(), step,
                         [](int wanted, const std::pair<int, int> &pair) { return wanted < pair.first; });
    return after == m_steps.cbegin() ? 0 : std::prev(after)->second;
}

} // namespace zocalo::world
