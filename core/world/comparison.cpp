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

/// But for what is another number in each run: PIDs, ports, cookies.
bool sameRequest(const CallLine &a, const CallLine &b)
{
    const trace::Record &one = a.entry;
    const trace::Record &other = b.entry;
    const bool sameBytes = !trace::isSend(one.call) || a.payload == b.payload;
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
    QString socket; ///< what the socket is to its process, the same in every run: "listener", "accepted A", "bound 1"
};

struct Comparison::Run
{
    QList<Call> calls;
    QMap<QString, QList<int>> byProcess;
    QSet<QString> ended;                  ///< processes that have ended
    QMap<QString, QSet<QString>> sockets; ///< Call::socket, by process
};

namespace {

/// What each socket is to the process that made it, from what was called.
QHash<SocketId, QString> roles(const QList<CallLine> &lines)
{
    QSet<SocketId> bound;
    QSet<SocketId> listening;
    QHash<quint16, QString> connected; // by local port: whose
    for (const CallLine &line : lines) {
        if (line.entry.call == trace::Call::Bind)
            bound.insert(line.socket);
        if (line.entry.call == trace::Call::Listen)
            listening.insert(line.socket);
        if (line.entry.call == trace::Call::Connect && line.local.port != 0)
            connected.insert(line.local.port, line.process);
    }
    QHash<SocketId, QString> roles;
    QHash<QString, int> counts;
    for (const CallLine &line : lines) {
        if (line.newSocket == 0 || roles.contains(line.newSocket))
            continue;
        const QString role = trace::isAccept(line.entry.call)
                                 ? QStringLiteral("accepted ") + connected.value(line.address.port)
                             : listening.contains(line.newSocket) ? QStringLiteral("listener")
                             : bound.contains(line.newSocket)     ? QStringLiteral("bound")
                                                                  : QStringLiteral("socket");
        const int number = ++counts[line.process + QLatin1Char('/') + role];
        roles.insert(line.newSocket, role + QLatin1Char(' ') + QString::number(number));
    }
    return roles;
}

} // namespace

Comparison::Run Comparison::read(const Timeline &timeline)
{
    Run run;
    const QList<CallLine> all = callsList(timeline.events());
    const QHash<SocketId, QString> role = roles(all);
    QHash<CallId, CallLine> lines;
    for (const CallLine &line : all)
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
        const QString socket = role.value(line->socket != 0 ? line->socket : line->newSocket);
        run.sockets[line->process].insert(socket);
        run.calls.append({*line, step, socket});
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
    const QString process = nowCalls.isEmpty() ? QString() : now.calls.at(nowCalls.first()).line.process;
    const QSet<QString> beforeSockets = before.sockets.value(process);
    const QSet<QString> nowSockets = now.sockets.value(process);
    // The same call on what is the same socket; or on one that has no like, as where the protocol was changed.
    const auto same = [&](qsizetype row, qsizetype column) {
        const Call &one = before.calls.at(beforeCalls.at(row));
        const Call &other = now.calls.at(nowCalls.at(column));
        return one.line.entry.call == other.line.entry.call &&
               (one.socket == other.socket ||
                (!nowSockets.contains(one.socket) && !beforeSockets.contains(other.socket)));
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

bool Comparison::hasEnded(const Timeline &timeline)
{
    const QList<Process> &processes = timeline.world(timeline.stepCount() - 1).processes();
    return std::all_of(processes.begin(), processes.end(),
                       [](const Process &process) { return process.activity == Activity::Ended; });
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
    m_bothEnded = hasEnded(before) && hasEnded(now);
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
            if (nowCall->line.socket != 0 && !m_sockets.contains(nowCall->line.socket))
                m_sockets.insert(nowCall->line.socket, beforeCall->line.socket);
            if (nowCall->line.newSocket != 0 && !m_sockets.contains(nowCall->line.newSocket))
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
    const World &lastBefore = before.world(before.stepCount() - 1);
    for (const Message &message : lastBefore.messages())
        m_messages.insert(message.fullName(), message.id);
    // What a step is about is what it has changed. The rest may be ahead or behind, for the other processes are not at
    // the same place in both runs: it is compared at the end, where all have come to their last common call.
    int lastBeforeStep = 0;
    for (qsizetype i = 0; i < m_steps.size() && m_differences.size() < Most; ++i) {
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
    const Socket *const other = before.socket(m_sockets.value(socket.id));
    if (!other)
        return;
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
    compare(What::State, quint64(settled(socket.state)), quint64(settled(other->state)));
    compare(What::Waiting, quint64(socket.acceptQueue.size()), quint64(other->acceptQueue.size()));
    compare(What::Unread, unread(socket), unread(*other));
    compare(What::Drops, socket.kernelDrops, other->kernelDrops);
}

void Comparison::compareMessage(const Message &message, const World &before, const World &now, int beforeStep, int step,
                                bool decided)
{
    if (m_toldMessages.contains(message.id))
        return;
    const Message *const other = before.message(m_messages.value(message.fullName()));
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
    if (const Process *process = now.process(message.senderProcess))
        difference.process = process->name;
    add(difference);
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
