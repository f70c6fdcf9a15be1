// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/run/run.h"

#include "core/run/clock.h"
#include "core/run/procinfo.h"
#include "core/run/tapenvironment.h"

#include <poll.h>
#include <sys/eventfd.h>

#include <algorithm>
#include <cerrno>

namespace zocalo::run {
namespace {

constexpr qint64 kJoinPatienceNs = 5'000'000'000;
constexpr qint64 kJoinPatienceOfOneNs = 100'000'000; ///< more for each that shares the machine
constexpr qint64 kEndPatienceNs = 2'000'000'000;
constexpr Run::Patience kTurn{1000};
/// Of a reply only the first words matter here.
constexpr qsizetype kReplyKept = 64;

QString describe(const Ending &ending)
{
    return ending.signal != 0 ? QStringLiteral("signal %1").arg(ending.signal)
                              : QStringLiteral("exit %1").arg(ending.exitCode);
}

/// Whoever was at the other end has closed, or has ended.
bool tellsOfAnEnd(const trace::Record &record)
{
    if (record.error == ECONNRESET || record.error == EPIPE) {
        return true;
    }
    return trace::isReceive(record.call) && record.result == 0;
}

} // namespace

Run::Run(HelperPaths helpers, Sink sink)
    : m_helpers(std::move(helpers)), m_sink(std::move(sink)),
      m_callsNow([this](history::ProcessId ring) { return m_members[ring]->ring.heldThreads(); })
{
    m_collector.setDropSink([this](history::ProcessId ring, const trace::Record &record) { letPass(ring, record); });
}

Run::~Run()
{
    // All at once first: waiting for one after the other would take longer.
    for (const auto &member : m_members) {
        if (member->isPeer) {
            member->child->kill();
        }
    }
}

Status Run::openOnce()
{
    if (m_wake) {
        return {};
    }
    m_wake.reset(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
    if (!m_wake) {
        return Error{ErrorCode::TooManyFiles, QStringLiteral("eventfd"), {}, errno};
    }
    if (const Status opened = m_listener.open(); !opened) {
        return opened;
    }
    if (m_laboratoryHosts) {
        return openLaboratory();
    }
    m_destroyed.push_back(std::make_unique<kernel::DestroyedSockets>());
    return m_destroyed.front()->open();
}

void Run::useLaboratory(const QList<QString> &addresses) { m_laboratoryHosts = addresses; }

// In its networks there are tables of their own, and taps that reach only who listens there.
Status Run::openLaboratory()
{
    Result<std::unique_ptr<Laboratory>> opened = Laboratory::open(*m_laboratoryHosts, m_listener.name());
    if (!opened) {
        return opened.error();
    }
    m_laboratory = std::move(opened.value());
    for (int host = 0; host < m_laboratory->hosts(); ++host) {
        m_tables.push_back(std::make_unique<kernel::SocketTable>());
        m_tables.back()->adopt(m_laboratory->takeTable(host).release());
        m_destroyed.push_back(std::make_unique<kernel::DestroyedSockets>());
        m_destroyed.back()->adopt(m_laboratory->takeDestroyed(host).release());
        m_listener.add(m_laboratory->takeListener(host));
    }
    m_capture.adopt(m_laboratory->takeCapture());
    return {};
}

Status Run::startPeers(QList<history::ProcessStarted> peers, const QList<int> &hosts)
{
    if (const Status opened = openOnce(); !opened) {
        return opened;
    }
    int index = 0;
    for (history::ProcessStarted &facts : peers) {
        facts.process = static_cast<history::ProcessId>(m_members.size());
        m_names.insert(facts.name);
        if (const Status started = startPeer(facts, hosts.value(index++)); !started) {
            return started;
        }
        // A tap waits a few seconds for its answer, no longer (core/tap/session.cpp): the first must not wait for the
        // start of a hundred others.
        if (wait(Patience::zero())) {
            if (const Status served = serve(); !served) {
                return served;
            }
        }
    }
    return awaitJoined();
}

Status Run::startPeer(const history::ProcessStarted &facts, int host)
{
    Launch launch;
    launch.name = facts.name;
    launch.program = m_helpers.peer;
    launch.environment = tapEnvironment(m_helpers.tap, m_listener.name());
    if (m_laboratory) {
        launch.userNamespace = m_laboratory->userNamespace();
        launch.networkNamespace = m_laboratory->networkNamespace(host);
    }
    Result<std::unique_ptr<ChildProcess>> child = ChildProcess::start(launch);
    if (!child) {
        return child.error();
    }
    auto member = std::make_unique<Member>();
    member->facts = facts;
    member->facts.pid = child.value()->pid();
    member->child = std::move(child.value());
    member->isPeer = true;
    member->isTold = true;
    m_members.push_back(std::move(member));
    give({monotonicNs(), m_members.back()->facts});
    return {};
}

Status Run::awaitJoined()
{
    const qint64 deadline = monotonicNs() + kJoinPatienceNs + kJoinPatienceOfOneNs * processCount();
    for (;;) {
        const auto silent = std::find_if(m_members.begin(), m_members.end(),
                                         [](const auto &member) { return member->isPeer && !member->joined; });
        if (silent == m_members.end()) {
            return {};
        }
        if ((*silent)->ended) {
            const Ending ending = (*silent)->child->reap().value_or(Ending{});
            return Error{ErrorCode::ProcessDied, (*silent)->facts.name, describe(ending), 0};
        }
        if (monotonicNs() > deadline) {
            return Error{ErrorCode::TapSilent, (*silent)->facts.name, {}, 0};
        }
        // A hello wakes poll(): the patience is for the deadline only.
        if (!wait(Patience(100'000))) {
            continue;
        }
        if (const Status served = serve(); !served) {
            return served;
        }
        reapEnded();
    }
}

void Run::tell(history::ProcessId process, const QByteArray &line)
{
    if (Member *const told = member(process); told != nullptr && !told->ended) {
        told->child->write(line + '\n');
    }
}

Status Run::advance(Patience patience) { return collect() > 0 ? Status() : pass(patience); }

Status Run::pass(Patience patience)
{
    const bool ready = wait(patience);
    for (const auto &member : m_members) {
        if (member->foreignIds) {
            member->ring.beat();
        }
    }
    collect();
    // Who had ended before it was met wakes nobody.
    const bool isLost = std::any_of(m_members.begin(), m_members.end(), [](const auto &member) {
        return !member->ended && !member->child && !member->pidFd && !member->facts.outside;
    });
    if (!ready && !isLost) {
        return {};
    }
    reapEnded();
    return serve();
}

void Run::wake() const { ::eventfd_write(m_wake.get(), 1); }

bool Run::wait(Patience patience)
{
    m_pollFds.clear();
    m_pollFds.push_back({m_wake.get(), POLLIN, 0});
    for (const auto &destroyed : m_destroyed) {
        m_pollFds.push_back({destroyed->fd(), POLLIN, 0});
    }
    m_listener.appendPollFds(m_pollFds);
    for (const auto &member : m_members) {
        if (member->ended) {
            if (member->isTracing()) {
                m_pollFds.push_back({member->child->pidFd(), POLLIN, 0});
            }
            continue;
        }
        if (member->pidFd) {
            m_pollFds.push_back({member->pidFd.get(), POLLIN, 0});
        }
        if (!member->child) {
            continue;
        }
        m_pollFds.push_back({member->child->pidFd(), POLLIN, 0});
        if (member->child->outputFd() >= 0) {
            m_pollFds.push_back({member->child->outputFd(), POLLIN, 0});
        }
        if (member->child->hasUnwritten()) {
            m_pollFds.push_back({member->child->inputFd(), POLLOUT, 0});
        }
    }
    const timespec timeout{patience.count() / 1'000'000, patience.count() % 1'000'000 * 1000};
    if (::ppoll(m_pollFds.data(), m_pollFds.size(), &timeout, nullptr) <= 0) {
        return false;
    }
    eventfd_t ignored = 0;
    ::eventfd_read(m_wake.get(), &ignored);
    return true;
}

Status Run::serve()
{
    for (const auto &member : m_members) {
        if (!member->ended && member->child) {
            member->child->flush();
            readReplies(*member);
        }
    }
    tellDestroyed();
    const Status served = m_listener.service([this](const trace::ReceivedHello &hello) { return join(hello); });
    if (!served) {
        return served;
    }
    return m_joinError.code != ErrorCode::None ? Status(m_joinError) : Status();
}

int Run::collect()
{
    return m_collector.collect([this](const history::Event &event) { give(event); });
}

void Run::give(const history::Event &event)
{
    history::Event given = event;
    m_tableIsOld = m_tableIsOld || !std::holds_alternative<history::KernelSnapshot>(event.data);
    if (auto *entered = std::get_if<history::CallEntered>(&given.data)) {
        Member *const writer = writerOf(entered->process, entered->record.pid);
        if (writer == nullptr) {
            letPass(entered->process, entered->record);
            return;
        }
        writer->holdsSockets = true;
        tellStarted(*writer);
        m_callsNow.note(entered->process, writer->facts.process, entered->record);
        entered->process = writer->facts.process;
        noteSockets(entered->record, writer->place.network);
    } else if (auto *returned = std::get_if<history::CallReturned>(&given.data)) {
        const Member *const writer = writerOf(returned->process, returned->record.pid);
        if (writer == nullptr) {
            letPass(returned->process, returned->record);
            return;
        }
        if (tellsOfAnEnd(returned->record)) {
            endGone(writer);
        }
        m_callsNow.note(returned->process, writer->facts.process, returned->record);
        returned->process = writer->facts.process;
        noteSockets(returned->record, writer->place.network);
    }
    m_sink(given);
}

void Run::keepUnseen(const history::Unseen &part)
{
    if (m_unseenKept < history::kMostUnseen) {
        ++m_unseenKept;
        give({monotonicNs(), part});
        // Forked by a program that is watched: it is another one by now.
        Member *const blind = livingMember(static_cast<pid_t>(part.pid));
        if (blind != nullptr && !blind->joined && blind->facts.parent >= 0) {
            rename(*blind, true);
        }
    }
}

void Run::noteSockets(const trace::Record &record, quint64 network)
{
    m_ours.note(record);
    m_reader.note(record);
    m_strangers.note(record, network);
}

void Run::tellSegments(const QList<history::SegmentSeen> &segments)
{
    for (const history::SegmentSeen &segment : segments) {
        give({monotonicNs(), segment});
    }
    if (const quint32 lost = m_capture.takeLost(); lost > 0) {
        give({monotonicNs(), history::SegmentsLost{lost}});
    }
}

void Run::readReplies(Member &member)
{
    const QByteArray output = member.child->readOutput();
    for (const char letter : output) {
        if (letter != '\n') {
            if (member.reply.size() < kReplyKept) {
                member.reply += letter;
            }
            continue;
        }
        if (member.reply.endsWith(" bad")) {
            m_confused = static_cast<int>(member.facts.process);
        }
        member.reply.clear();
    }
}

void Run::kill(history::ProcessId process)
{
    if (Member *const killed = member(process); killed != nullptr && !killed->ended && killed->child) {
        killed->child->kill();
    }
}

bool Run::hasEnded(history::ProcessId process) const
{
    const Member *const asked = member(process);
    return asked == nullptr || asked->ended;
}

qint64 Run::pid(history::ProcessId process) const
{
    const Member *const asked = member(process);
    return asked == nullptr ? 0 : asked->facts.pid;
}

Run::Member *Run::member(history::ProcessId process) const
{
    return process < m_members.size() ? m_members[process].get() : nullptr;
}

Status Run::finish()
{
    m_holdEnds = true;
    std::vector<bool> before;
    for (const auto &member : m_members) {
        before.push_back(member->ended || !member->isPeer);
        if (member->isPeer) {
            member->child->closeInput();
        }
    }
    const qint64 deadline = monotonicNs() + kEndPatienceNs;
    const auto running = [](const auto &member) { return member->isPeer && !member->ended; };
    bool killed = false;
    while (std::any_of(m_members.begin(), m_members.end(), running)) {
        if (!killed && monotonicNs() > deadline) {
            killed = true;
            for (const auto &member : m_members) {
                if (member->isPeer) {
                    member->child->kill();
                }
            }
        }
        if (const Status advanced = advance(kTurn); !advanced) {
            return advanced;
        }
    }
    m_holdEnds = false;
    tellDestroyed();
    tellSegments(m_capture.readLast());
    for (std::size_t i = 0; i < before.size(); ++i) {
        if (before[i]) {
            continue;
        }
        if (const std::optional<Ending> ending = m_members[i]->child->reap()) {
            give({monotonicNs(), history::ProcessEnded{m_members[i]->facts.process, ending->exitCode, ending->signal}});
        }
    }
    return {};
}

} // namespace zocalo::run
