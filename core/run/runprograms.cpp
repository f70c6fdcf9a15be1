// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
// Programs of the user's: how they start, join, fork, become others.
#include "core/run/abilities.h"
#include "core/run/clock.h"
#include "core/run/debuglines.h"
#include "core/run/procinfo.h"
#include "core/run/programname.h"
#include "core/run/run.h"
#include "core/run/tapenvironment.h"
#include "core/run/watchinvitation.h"

#include <QFile>

#include <sys/syscall.h>

#include <algorithm>
#include <cerrno>

namespace zocalo::run {
namespace {

/// Each costs a descriptor and a ring of 1 MB; who comes later runs unobserved.
constexpr std::ptrdiff_t kMostAlive = 400;

} // namespace

ProgramKind Run::kindOf(const Program &program)
{
    ProgramKind kind = ProgramKind::of(program.file, program.folder);
    if (program.underPtrace && kind.method == WatchMethod::Tap) {
        kind.method = WatchMethod::Ptrace;
        kind.reason = WatchReason::Asked;
    }
    if (kind.method == WatchMethod::Ptrace && ptraceFailure() != 0) {
        const bool isAsked = kind.reason == WatchReason::Asked;
        kind.method = isAsked ? WatchMethod::Tap : WatchMethod::None;
        kind.reason = WatchReason::Forbidden;
    }
    return kind;
}

Result<history::ProcessId> Run::startProgram(const Program &program)
{
    if (const Status opened = openOnce(); !opened) {
        return opened.error();
    }
    m_follows = true;
    QList<QByteArray> words{QFile::encodeName(program.file)};
    for (const QString &argument : program.arguments) {
        words.append(argument.toLocal8Bit());
    }
    auto member = std::make_unique<Member>();
    member->isNamed = !program.name.isEmpty();
    member->withoutLines = program.withoutLines;
    member->hasTracer = kindOf(program).method == WatchMethod::Ptrace;
    member->facts.process = static_cast<history::ProcessId>(m_members.size());
    member->wantedName = member->isNamed ? program.name : programName(words);
    Launch launch;
    launch.name = program.file;
    launch.program = program.file;
    launch.arguments = program.arguments;
    launch.environment = tapEnvironment(m_helpers.tap, m_listener.name());
    if (member->hasTracer) {
        launch.program = m_helpers.ptracer;
        launch.arguments.prepend(program.file);
        launch.environment = {{trace::kTapVariable, m_listener.name()}};
    }
    if (program.withoutLines) {
        launch.environment.emplaceBack(trace::kLinesVariable, "0");
    }
    launch.independent = true;
    launch.folder = program.folder;
    launch.streams = program.streams;
    launch.outputToError = program.outputToError;
    Result<std::unique_ptr<ChildProcess>> child = ChildProcess::start(launch);
    if (!child) {
        return child.error();
    }
    member->child = std::move(child.value());
    member->facts.pid = member->child->pid();
    m_members.push_back(std::move(member));
    Member &started = *m_members.back();
    if (started.hasTracer) {
        expectTracer(started.child->pid(), {}); // it will tell the program's own number
    } else {
        tellStarted(started);
    }
    return started.facts.process;
}

/// A process without sockets is not told of: a shell script may start hundreds.
void Run::tellStarted(Member &member)
{
    if (member.isTold) {
        return;
    }
    member.isTold = true;
    member.facts.name = nameOf(member);
    give({monotonicNs(), member.facts});
}

Result<QList<QPair<QByteArray, QByteArray>>> Run::invitation()
{
    if (const Status opened = openOnce(); !opened) {
        return opened.error();
    }
    m_follows = true;
    const QByteArray door = watchSocketPath();
    m_listener.openIn(door.left(door.lastIndexOf('/')));
    return tapEnvironment(m_helpers.tap, m_listener.address());
}

void Run::expect(pid_t pid, const QString &name)
{
    const QMutexLocker lock(&m_expectedMutex);
    m_expected.insert(pid, name);
}

void Run::expectTracer(pid_t pid, const QString &name)
{
    const QMutexLocker lock(&m_expectedMutex);
    m_tracers.add(pid);
    if (!name.isEmpty()) {
        m_expected.insert(pid, name);
    }
}

bool Run::isTracer(pid_t pid) const
{
    const QMutexLocker lock(&m_expectedMutex);
    return m_tracers.contains(pid);
}

QString Run::takeExpected(pid_t pid)
{
    const QMutexLocker lock(&m_expectedMutex);
    return m_expected.take(pid);
}

QString Run::uniqueName(const QString &wanted)
{
    const QString name = wanted.isEmpty() ? QStringLiteral("?") : wanted;
    QString unique = name;
    // From the last number on: of a server that forks there are thousands of one name.
    int &number = m_lastOfName[name];
    while (m_names.contains(unique)) {
        number = std::max(number + 1, 2);
        unique = QStringLiteral("%1#%2").arg(name).arg(number);
    }
    m_names.insert(unique);
    return unique;
}

/// Of a process on another host with that host's name: "server.py@h1".
QString Run::nameOf(const Member &member)
{
    QString name = member.wantedName;
    name.replace(QLatin1Char('@'), QLatin1Char('-')); // what follows that sign is a host
    return uniqueName(member.place.host.isEmpty() ? name : name + QLatin1Char('@') + member.place.host);
}

Run::Member *Run::livingMember(pid_t pid) const
{
    const auto found = std::find_if(m_members.begin(), m_members.end(), [pid](const auto &member) {
        return member->facts.pid == pid && !member->ended && !member->facts.outside;
    });
    return found == m_members.end() ? nullptr : found->get();
}

trace::HelloVerdict Run::join(const trace::ReceivedHello &hello)
{
    if (hello.pid <= 0) {
        return trace::HelloVerdict::Refused; // from a PID namespace that does not see ours
    }
    // All that was recorded before comes before: the process waits for our answer.
    collect();
    if (m_joinSink) {
        m_joinSink();
    }
    // A tracer says hello for the processes that it traces. Only ours is believed, and of those only that it does
    // trace.
    const pid_t pid = isTracer(hello.pid) ? static_cast<pid_t>(hello.hello.pid) : hello.pid;
    if (pid != hello.pid && tracerOf(pid) != hello.pid) {
        return trace::HelloVerdict::Refused;
    }
    const Networks::Place place = m_networks.placeOf(hello);
    Member *const member = joining(hello, pid, place);
    const bool isAgain = member != nullptr && member->joined;
    if (member == nullptr || (isAgain && member->isPeer)) {
        return trace::HelloVerdict::Refused;
    }
    member->place = place;
    member->tracer = pid != hello.pid ? hello.pid : 0;
    member->foreignIds = pid == hello.pid && hello.hello.pid != static_cast<std::uint32_t>(pid);
    if (isAgain) {
        m_collector.remove(member->facts.process);
        m_callsNow.forget(member->facts.process);
        member->ring.detach();
    }
    if (!attach(*member, hello)) {
        return trace::HelloVerdict::Refused;
    }
    if (member->isPeer) {
        return trace::HelloVerdict::Go;
    }
    member->program = RunningProgram::of(pid);
    dateProgram(*member, hello.hello.reason);
    if (hello.hello.reason == trace::HelloReason::Start) {
        rename(*member, isAgain);
    }
    tellHeld(*member, hello);
    return trace::HelloVerdict::Go;
}

/// The member that a hello is about; null: it cannot be one.
Run::Member *Run::joining(const trace::ReceivedHello &hello, pid_t pid, const Networks::Place &place)
{
    Member *const known = livingMember(pid);
    Member *const traced = pid != hello.pid ? livingMember(hello.pid) : nullptr;
    if (traced != nullptr && traced->hasTracer && known == nullptr) {
        traced->facts.pid = pid;
        traced->pidFd.reset(static_cast<int>(::syscall(SYS_pidfd_open, pid, 0)));
        tellStarted(*traced);
        return traced;
    }
    if (known != nullptr || !m_follows) {
        return known;
    }
    if (pid != hello.pid) {
        if (const QString given = takeExpected(hello.pid); !given.isEmpty()) {
            expect(pid, given); // the tracer's name is its program's
        }
    }
    Member *parent = livingMember(parentOf(pid));
    if (parent == nullptr) {
        parent = livingMember(static_cast<pid_t>(hello.hello.parentPid));
    }
    return adopt(pid, parent, place, parent != nullptr && hello.hello.reason == trace::HelloReason::Fork);
}

bool Run::attach(Member &member, const trace::ReceivedHello &hello)
{
    if (const int number = member.ring.attach(hello.memfd, hello.pid, member.foreignIds); number != 0) {
        if (member.isPeer) {
            m_joinError = {ErrorCode::SharedMemory, member.facts.name, {}, number};
        }
        return false;
    }
    member.ring.setGate(member.isPeer ? trace::GateMode::Hold : m_gate);
    member.joined = true;
    member.ownPid = hello.hello.pid;
    m_collector.setSourceNames([this](history::ProcessId process, const QByteArray &path, trace::Record &record,
                                      bool &isNew) { return sourceOf(process, path, record, isNew); });
    m_collector.setAsideSink(
        [this](history::ProcessId process, const trace::Record &record) { noteAside(process, record); });
    m_collector.add(member.facts.process, &member.ring);
    return true;
}

/// A program reads its source files after its start, which a hello comes at; a forked process has what its parent has.
void Run::dateProgram(Member &member, trace::HelloReason reason) const
{
    const Member *const parent = reason == trace::HelloReason::Fork
                                     ? this->member(static_cast<history::ProcessId>(member.facts.parent))
                                     : nullptr;
    // What has ended has put its own away.
    if (parent != nullptr && member.facts.parent >= 0 && !parent->ended) {
        member.view = parent->view;
        member.view.pid = static_cast<pid_t>(member.facts.pid);
        member.lines = parent->lines;
    } else {
        member.view = SourceView::of(static_cast<pid_t>(member.facts.pid));
        // ptrace tells no return addresses.
        const bool isTold = !member.withoutLines && member.tracer == 0;
        member.lines = isTold ? std::make_shared<DebugLines>(static_cast<pid_t>(member.facts.pid)) : nullptr;
    }
}

history::SourceSeen Run::sourceOf(history::ProcessId process, const QByteArray &path, trace::Record &record,
                                  bool &isNew)
{
    Member *const asked = member(process);
    if (asked == nullptr || asked->isPeer) {
        return {};
    }
    if (!path.isEmpty() && record.line > 0) {
        return m_sources.named(path, asked->view, asked->view.sinceNs, isNew);
    }
    const CompiledLine compiled = asked->lines ? asked->lines->lineOf(record.caller) : CompiledLine();
    record.line = compiled.line;
    return compiled.path.isEmpty() ? history::SourceSeen()
                                   : m_sources.named(compiled.path, asked->view, asked->view.builtNs, isNew);
}

/// The program's name is known for certain only now that it was executed: what started it may have been another
/// (a shell that forks, then executes).
void Run::rename(Member &member, bool isExec)
{
    const QString wanted = programName(commandLineOf(static_cast<pid_t>(member.facts.pid)));
    const bool isSame = wanted.isEmpty() || wanted == member.wantedName || member.isNamed;
    if (!isSame) {
        member.wantedName = wanted;
    }
    if (!member.isTold || (isSame && !isExec)) {
        return;
    }
    if (!isSame) {
        m_names.remove(member.facts.name);
        m_lastOfName.remove(
            member.facts.name.left(member.facts.name.lastIndexOf(QLatin1Char('#')))); // it is free again
        member.facts.name = nameOf(member);
    }
    give({monotonicNs(), member.facts});
}

void Run::tellHeld(Member &member, const trace::ReceivedHello &hello)
{
    member.holdsSockets = member.holdsSockets || !hello.sockets.empty();
    if (member.holdsSockets) {
        tellStarted(member);
    }
    if (!member.isTold) {
        return;
    }
    history::SocketsHeld held;
    held.process = member.facts.process;
    held.complete = hello.hello.moreSockets == 0;
    for (const trace::HelloSocket &socket : hello.sockets) {
        held.sockets.append({socket.fd, socket.cookie, socket.domain, socket.type, socket.protocol,
                             socket.listening != 0, socket.local, socket.peer});
        m_ours.note(socket.cookie, socket.domain);
        m_reader.note(socket.cookie);
    }
    give({monotonicNs(), held});
}

Run::Member *Run::adopt(pid_t pid, Member *parent, const Networks::Place &place, bool isForked)
{
    // What has no descriptor has ended before we could look.
    const auto alive = std::count_if(m_members.begin(), m_members.end(), [](const auto &member) {
        return !member->ended && (member->child || member->pidFd);
    });
    if (alive >= kMostAlive) {
        return nullptr;
    }
    auto member = std::make_unique<Member>();
    member->facts.process = static_cast<history::ProcessId>(m_members.size());
    member->facts.pid = pid;
    member->place = place;
    member->facts.parent = parent != nullptr ? qint64{parent->facts.process} : -1;
    member->pidFd.reset(static_cast<int>(::syscall(SYS_pidfd_open, pid, 0)));
    if (const QString given = takeExpected(pid); !given.isEmpty()) {
        member->isNamed = true;
        member->wantedName = given;
    } else {
        // Forked, it runs its parent's program, whatever it may be by the time that this is read.
        member->wantedName = isForked ? parent->wantedName : programName(commandLineOf(pid));
        if (member->wantedName.isEmpty() && parent != nullptr) {
            member->wantedName = parent->wantedName;
        }
    }
    if (parent != nullptr) {
        member->ringOf = parent->facts.process;
        member->withoutLines = parent->withoutLines;
    }
    m_members.push_back(std::move(member));
    Member &adopted = *m_members.back();
    if (adopted.isNamed || (parent != nullptr && parent->holdsSockets)) {
        tellStarted(adopted);
    }
    return &adopted;
}

/// Who made a call: the owner of the ring, or its vfork child, which writes into it. Null: it cannot be whom it names.
Run::Member *Run::writerOf(history::ProcessId ringOwner, quint32 pid)
{
    Member &owner = *m_members[ringOwner];
    if (owner.isPeer || pid == owner.ownPid || owner.ownPid != owner.facts.pid) {
        return &owner;
    }
    const pid_t parent = parentOf(static_cast<pid_t>(pid)); // 0: gone, and waited for
    const Member *const parentMember = livingMember(parent);
    // A child's own vfork child has the same memory.
    const bool isChild = parentMember == &owner ||
                         (parentMember != nullptr && parentMember->ringOf == ringOwner && !parentMember->joined);
    if (Member *const known = livingMember(static_cast<pid_t>(pid))) {
        return isChild || parent == 0 ? known : nullptr;
    }
    // One that has ended already, too: its calls are not its parent's.
    const auto ended = std::find_if(m_members.rbegin(), m_members.rend(), [&](const auto &member) {
        return member->facts.pid == pid && member->ringOf == ringOwner && !member->joined;
    });
    if (ended != m_members.rend()) {
        return ended->get();
    }
    if (parent == 0 ? ++owner.goneChildren > kMostGoneChildren : !isChild) {
        return nullptr;
    }
    return adopt(static_cast<pid_t>(pid), &owner, owner.place, true);
}

std::optional<Ending> Run::ending(history::ProcessId process) const
{
    const Member *const asked = member(process);
    return asked != nullptr ? asked->ending : std::nullopt;
}

bool Run::isAlive() const
{
    return std::any_of(m_members.begin(), m_members.end(), [](const auto &member) {
        return (!member->ended && !member->facts.outside) || member->isTracing();
    });
}

bool Run::isJoined(history::ProcessId process) const
{
    const Member *const asked = member(process);
    return asked != nullptr && asked->joined;
}

bool Run::isReplaced(history::ProcessId process) const
{
    const Member *const asked = member(process);
    return asked != nullptr && asked->program.isReplacedIn(static_cast<pid_t>(asked->facts.pid));
}

bool Run::isTapped(history::ProcessId process) const
{
    const Member *const asked = member(process);
    return asked != nullptr && asked->joined && asked->tracer == 0;
}

bool Run::hasJoined(pid_t pid) const
{
    const Member *const asked = livingMember(pid);
    return asked != nullptr && asked->joined;
}

bool Run::isTraced(pid_t pid) const
{
    const Member *const asked = livingMember(pid);
    return asked != nullptr && asked->tracer != 0;
}

QString Run::name(history::ProcessId process) const
{
    const Member *const asked = member(process);
    return asked == nullptr ? QString() : asked->isTold ? asked->facts.name : asked->wantedName;
}

qint64 Run::programOf(history::ProcessId process) const
{
    const Member *asked = member(process);
    // A parent has a lower number: this ends.
    while (asked != nullptr && asked->facts.parent >= 0 && asked->facts.parent < asked->facts.process) {
        asked = member(static_cast<history::ProcessId>(asked->facts.parent));
    }
    return asked == nullptr ? 0 : asked->tracer != 0 ? asked->tracer : qint64{asked->facts.pid};
}

} // namespace zocalo::run
