// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
// Where among the calls that were recorded a process begins and ends.
#include "core/run/clock.h"
#include "core/run/procinfo.h"
#include "core/run/run.h"

#include <poll.h>

#include <algorithm>

namespace zocalo::run {
namespace {

/// No process has a greater number (proc_sys_kernel(5), pid_max).
constexpr qint64 kMostPid = 1 << 22;

} // namespace

void Run::noteAside(history::ProcessId process, const trace::Record &record)
{
    if (record.call == trace::Call::Fork) {
        seeFork(process, record);
        return;
    }
    if (record.call == trace::Call::Wait) {
        seeEnd(record);
        return;
    }
    Member *const writer = record.result >= 0 ? writerOf(process, record.pid) : nullptr;
    if (writer != nullptr && !writer->hasIoUring && !writer->isPeer) {
        writer->hasIoUring = true;
        m_ioUringUsers.append(writer->facts.process);
    }
}

void Run::seeFork(history::ProcessId parent, const trace::Record &record)
{
    Member *const forker = member(parent);
    // In a pid namespace of its own a process knows its children by other numbers than ours: they say hello themselves.
    if (forker == nullptr || forker->ownPid != forker->facts.pid || record.result < 0 || record.result > kMostPid) {
        return;
    }
    if (record.result > 0) {
        adoptChild(*forker, static_cast<pid_t>(record.result));
        return;
    }
    const QList<pid_t> children = childrenOf(static_cast<pid_t>(record.pid), static_cast<pid_t>(record.tid));
    for (const pid_t child : children) {
        if (!isZombie(child)) { // not the one that was made just now: that one's words are to come
            adoptChild(*forker, child);
        }
    }
}

/// It may have said hello, and even have ended, before its parent told of it. It may be gone without a word: then the
/// number may have a new owner. The child of one that has ended itself (a daemon) has another parent: it is known by
/// running the same program still, or by its environment.
void Run::adoptChild(Member &forker, pid_t child)
{
    const auto isIt = [&](const auto &member) {
        return member->facts.pid == child && !member->facts.outside && (!member->ended || !member->isForkSeen);
    };
    const auto known = std::find_if(m_members.rbegin(), m_members.rend(), isIt);
    if (known != m_members.rend()) {
        (*known)->isForkSeen = true;
        return;
    }
    const pid_t parentNow = parentOf(child);
    const auto isOrphan = [&] {
        return !forker.program.isReplacedIn(child) || listenerGivenTo(child) == m_listener.name();
    };
    const bool isChild =
        parentNow == 0 ? ++forker.goneChildren <= kMostGoneChildren : parentNow == forker.facts.pid || isOrphan();
    if (Member *const adopted = isChild ? adopt(child, &forker, forker.place, true) : nullptr) {
        adopted->isForkSeen = true;
    }
}

/// Who waited for it, or traced it, says that a process has ended: it is believed if the kernel says so too.
void Run::seeEnd(const trace::Record &record)
{
    const bool isPid = record.result > 0 && record.result <= kMostPid;
    Member *const ended = isPid ? livingMember(static_cast<pid_t>(record.result)) : nullptr;
    if (ended != nullptr && !ended->child && goneAs(*ended) && hasSaidAll(*ended)) {
        tellEnded(*ended, endingFrom(record.value));
    }
    endGone(nullptr);
}

/// Something that was recorded by `witness` tells that a process has ended before it (an end of file, a reset): which
/// one is not told, and whoever has ended by now and has nothing more to tell may be it. Who is about to end has closed
/// what it had a moment before: it is waited for.
void Run::endGone(const Member *witness)
{
    constexpr std::ptrdiff_t kMostLookedAt = 32; // each is looked up in /proc
    const auto alive = std::count_if(m_members.begin(), m_members.end(),
                                     [](const auto &member) { return !member->ended && member->pidFd; });
    // By index: who is told of may be met.
    for (std::size_t i = 0; i < m_members.size(); ++i) {
        Member &member = *m_members[i];
        if (member.ended || member.isPeer || &member == witness || (member.facts.outside && !member.pidFd)) {
            continue;
        }
        if (member.pidFd && alive <= kMostLookedAt) {
            awaitDying(member);
        }
        if (const auto gone = goneAs(member); gone && hasSaidAll(member)) {
            tellEnded(member, *gone);
        }
    }
}

void Run::awaitDying(const Member &member)
{
    constexpr int kPatienceMs = 20;
    pollfd ended{member.pidFd.get(), POLLIN, 0};
    if (::poll(&ended, 1, 0) == 0 && isDying(static_cast<pid_t>(member.facts.pid))) {
        ::poll(&ended, 1, kPatienceMs);
    }
}

/// All that it has recorded is given out.
bool Run::hasSaidAll(const Member &member) const
{
    if (member.facts.outside) {
        return true;
    }
    return !member.ring.hasUnread() && !m_collector.isPending(member.facts.process, member.ownPid) &&
           !m_collector.isPending(member.ringOf, static_cast<quint32>(member.facts.pid));
}

/// How a process has ended, if it has; nothing in it: nobody knows how.
std::optional<std::optional<Ending>> Run::goneAs(Member &member)
{
    using Gone = std::optional<std::optional<Ending>>;
    if (member.child) {
        const std::optional<Ending> ending = endOf(member);
        return ending ? Gone(std::in_place, ending) : Gone();
    }
    pollfd ended{member.pidFd.get(), POLLIN, 0};
    if (member.pidFd && ::poll(&ended, 1, 0) <= 0) {
        return Gone();
    }
    return Gone(std::in_place, member.pidFd ? endingOf(static_cast<pid_t>(member.facts.pid), member.pidFd.get())
                                            : std::optional<Ending>());
}

void Run::reapEnded()
{
    // By index: what is collected may make new members.
    for (std::size_t i = 0; i < m_members.size(); ++i) {
        Member &member = *m_members[i];
        if (member.ended && member.child) {
            (void)member.child->reap(); // a tracer ends after the program
        }
        if (member.ended || (member.facts.outside && !member.pidFd)) {
            continue; // of a stranger whom nobody may look at the end is not known
        }
        if (const auto gone = goneAs(member)) {
            end(member, *gone);
        }
    }
}

/// How a process that we have started ended, if it did. One under ptrace ends before its tracer, which stays for the
/// processes that it has made; the tracer ends as it did.
std::optional<Ending> Run::endOf(Member &member)
{
    if (const std::optional<Ending> ending = member.child->reap()) {
        return ending;
    }
    pollfd ended{member.pidFd.get(), POLLIN, 0};
    if (!member.hasTracer || !member.pidFd || ::poll(&ended, 1, 0) <= 0) {
        return std::nullopt;
    }
    return endingOf(static_cast<pid_t>(member.facts.pid), member.pidFd.get());
}

void Run::end(Member &member, const std::optional<Ending> &ending)
{
    // What it recorded before its end comes before its end.
    collect();
    if (!member.ended) {
        tellEnded(member, ending);
    }
}

void Run::tellEnded(Member &member, const std::optional<Ending> &ending)
{
    member.ended = true;
    member.ending = ending;
    m_collector.remove(member.facts.process);
    if (member.ring.isAttached()) {
        m_callsNow.forget(member.facts.process);
    }
    if (!member.isPeer) {
        member.ring.detach();
        member.pidFd.reset();
        member.lines.reset(); // its children have a share of their own
    }
    if (!m_holdEnds && member.isTold) {
        const Ending told = ending.value_or(Ending{history::kExitUnknown, 0});
        give({monotonicNs(), history::ProcessEnded{member.facts.process, told.exitCode, told.signal}});
    }
}

} // namespace zocalo::run
