// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/world/comparedrun.h"

#include "core/world/callslist.h"

#include <QHash>

#include <algorithm>

namespace zocalo::world {

namespace {

/// Beyond so many comparisons the calls that differ are put beside each other by their place alone.
constexpr qsizetype kMostComparisons = 4'000'000;
constexpr int kSameCall = 4;
constexpr int kSamePurpose = 3;

bool samePurpose(trace::Call one, trace::Call other)
{
    return one == other || (trace::isSend(one) && trace::isSend(other)) ||
           (trace::isReceive(one) && trace::isReceive(other)) || (trace::isAccept(one) && trace::isAccept(other));
}

/// What each socket is to the process that made it, from what was called.
QHash<SocketId, QString> roles(const QList<CallLine> &lines, const QHash<QString, QString> &keys)
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
            connected.insert(line.local.port, keys.value(line.process, line.process));
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

/// The part in the middle of both lists, where they are not the same from either end.
struct Middle
{
    qsizetype first = 0; ///< of both
    qsizetype beforeEnd = 0;
    qsizetype nowEnd = 0;
    qsizetype rows() const { return beforeEnd - first; }
    qsizetype columns() const { return nowEnd - first; }
};

} // namespace

ComparedRun::ComparedRun(const Timeline &timeline, const ComparedNames &names, const std::atomic_bool *cancelled)
{
    QHash<QString, QString> keys; // by name
    QHash<ProcessId, QString> keysById;
    const World &end = timeline.world(timeline.stepCount() - 1);
    for (const Process &process : end.processes()) {
        const QString key = names.keyOf(process);
        keys.insert(process.name, key);
        keysById.insert(process.id, key);
        processes.insert(key, process.name);
        if (process.activity == Activity::Ended)
            endSteps.insert(key, -1);
        const auto isIt = [&](const history::Unseen &each) { return each.pid == process.pid; };
        if (process.outside || std::any_of(end.unseen().begin(), end.unseen().end(), isIt))
            unseen.insert(key);
    }
    isOver = !processes.isEmpty() && endSteps.size() == processes.size();
    const QList<CallLine> all = callsList(timeline.events(), cancelled);
    const QHash<SocketId, QString> role = roles(all, keys);
    QHash<CallId, qsizetype> lines;
    for (qsizetype i = 0; i < all.size(); ++i)
        lines.insert(all.at(i).id, i);
    QHash<CallId, int> entered;
    const auto goesOn = [cancelled] { return !cancelled || !cancelled->load(std::memory_order_relaxed); };
    for (int step = 1; step < timeline.stepCount() && goesOn(); ++step) {
        const EventLog::Outline outline = timeline.events().outline(timeline.momentEvent(step));
        if (outline.kind == EventLog::Outline::Kind::ProcessEnded)
            endSteps.insert(keysById.value(outline.process), step);
        if (outline.kind == EventLog::Outline::Kind::Entered || outline.kind == EventLog::Outline::Kind::Returned) {
            if (const QString key = keysById.value(outline.process); !firstSteps.contains(key))
                firstSteps.insert(key, step);
        }
        if (outline.kind == EventLog::Outline::Kind::Entered)
            entered.insert(outline.id, step);
        const auto line = lines.constFind(outline.id);
        if (outline.kind != EventLog::Outline::Kind::Returned || line == lines.cend())
            continue;
        const CallLine &call = all.at(line.value());
        const QString key = keys.value(call.process, call.process); // by exec() it may have another name since
        const QString socket = role.value(call.socket != 0 ? call.socket : call.newSocket);
        byProcess[key].append(static_cast<int>(calls.size()));
        sockets[key].insert(socket);
        calls.append({call, entered.take(outline.id), step, socket});
        calls.last().entryStep = calls.last().entryStep == 0 ? -1 : calls.last().entryStep;
    }
    for (const CallLine &call : all) {
        if (const auto step = entered.constFind(call.id); step != entered.cend()) {
            open[keys.value(call.process, call.process)].append(static_cast<int>(calls.size()));
            calls.append({call, step.value(), -1, role.value(call.socket)});
        }
    }
}

int likeness(const ComparedRun &before, const ComparedCall &one, const ComparedRun &now, const ComparedCall &other,
             const QString &key)
{
    if (!samePurpose(one.line.entry.call, other.line.entry.call))
        return 0;
    const auto has = [&](const ComparedRun &run, const QString &socket) {
        const auto sockets = run.sockets.constFind(key);
        return sockets != run.sockets.cend() && sockets->contains(socket);
    };
    if (one.socket != other.socket && (has(now, one.socket) || has(before, other.socket)))
        return 0;
    return one.line.entry.call == other.line.entry.call ? kSameCall : kSamePurpose;
}

namespace {

/// A longest common subsequence of what has come back.
QList<CallPair> callsInOrder(const ComparedRun &before, const ComparedRun &now, const QString &key)
{
    const QList<int> beforeCalls = before.byProcess.value(key);
    const QList<int> nowCalls = now.byProcess.value(key);
    const auto like = [&](qsizetype row, qsizetype column) {
        return likeness(before, before.calls.at(beforeCalls.at(row)), now, now.calls.at(nowCalls.at(column)), key);
    };
    Middle middle{0, beforeCalls.size(), nowCalls.size()};
    QList<CallPair> pairs;
    while (middle.rows() > 0 && middle.columns() > 0 && like(middle.first, middle.first) == kSameCall) {
        pairs.append({beforeCalls.at(middle.first), nowCalls.at(middle.first)});
        ++middle.first;
    }
    QList<CallPair> tail;
    while (middle.rows() > 0 && middle.columns() > 0 && like(middle.beforeEnd - 1, middle.nowEnd - 1) == kSameCall)
        tail.prepend({beforeCalls.at(--middle.beforeEnd), nowCalls.at(--middle.nowEnd)});
    const bool byPlace = middle.rows() * middle.columns() > kMostComparisons;
    // How much the rests have in common, from each place on.
    const qsizetype width = middle.columns() + 1;
    QList<int> common(byPlace ? 0 : (middle.rows() + 1) * width, 0);
    const auto at = [&](qsizetype row, qsizetype column) -> int & {
        return common[(row - middle.first) * width + column - middle.first];
    };
    for (qsizetype row = middle.beforeEnd - 1; !byPlace && row >= middle.first; --row) {
        for (qsizetype column = middle.nowEnd - 1; column >= middle.first; --column) {
            const int both = like(row, column);
            const int skip = std::max(at(row + 1, column), at(row, column + 1));
            at(row, column) = both == 0 ? skip : std::max(skip, at(row + 1, column + 1) + both);
        }
    }
    qsizetype row = middle.first;
    qsizetype column = middle.first;
    while (row < middle.beforeEnd || column < middle.nowEnd) {
        const bool both = row < middle.beforeEnd && column < middle.nowEnd;
        const int score = both ? like(row, column) : 0;
        if (score > 0 && (byPlace || at(row, column) == at(row + 1, column + 1) + score))
            pairs.append({beforeCalls.at(row++), nowCalls.at(column++)});
        else if (row < middle.beforeEnd &&
                 (column == middle.nowEnd || byPlace || at(row + 1, column) >= at(row, column + 1)))
            pairs.append({beforeCalls.at(row++), -1});
        else
            pairs.append({-1, nowCalls.at(column++)});
        if (byPlace && score == 0 && both)
            pairs.append({-1, nowCalls.at(column++)});
    }
    return pairs + tail;
}

/// What both runs have is neither one's alone, wherever it stands: each call that is left is put beside the first of
/// the same that is left of the other run.
void pairElsewhere(const ComparedRun &before, const ComparedRun &now, const QString &key, QList<CallPair> &pairs)
{
    // The same for calls that are likes: see likeness().
    const auto kindOf = [&key](const ComparedCall &call, const ComparedRun &other) {
        const bool isCommon = other.sockets.value(key).contains(call.socket);
        return std::pair(int(call.line.entry.call), isCommon ? call.socket : QString());
    };
    QHash<std::pair<int, QString>, QList<int>> left; // of the run before
    for (const CallPair &pair : std::as_const(pairs)) {
        if (pair.now < 0)
            left[kindOf(before.calls.at(pair.before), now)].append(pair.before);
    }
    for (const int call : before.open.value(key))
        left[kindOf(before.calls.at(call), now)].append(call);
    QSet<int> found;
    const auto likeOf = [&](int call) {
        const auto likes = left.find(kindOf(now.calls.at(call), before));
        if (likes == left.end() || likes->isEmpty())
            return -1;
        found.insert(likes->first());
        return likes->takeFirst();
    };
    for (CallPair &pair : pairs) {
        if (pair.before < 0)
            pair = {likeOf(pair.now), pair.now, false};
    }
    QList<int> open;
    for (const int call : now.open.value(key)) {
        if (const int like = likeOf(call); like >= 0)
            pairs.append({like, call, false});
        else
            open.append(call);
    }
    QList<CallPair> alone;
    // recv() and recvfrom() that wait.
    for (const int call : before.open.value(key)) {
        const auto like = std::find_if(open.begin(), open.end(), [&](int other) {
            return !found.contains(call) && likeness(before, before.calls.at(call), now, now.calls.at(other), key) > 0;
        });
        if (like != open.end()) {
            pairs.append({call, *like, false});
            open.erase(like);
        } else if (!found.contains(call)) {
            alone.append({call, -1, false});
        }
    }
    pairs.removeIf([&found](const CallPair &pair) { return pair.now < 0 && found.contains(pair.before); });
    for (const int call : std::as_const(open))
        pairs.append({-1, call, false});
    pairs.append(alone);
}

} // namespace

QList<CallPair> alignedCalls(const ComparedRun &before, const ComparedRun &now, const QString &key)
{
    QList<CallPair> pairs = callsInOrder(before, now, key);
    pairElsewhere(before, now, key, pairs);
    return pairs;
}

} // namespace zocalo::world
