// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/lesson/play.h"

#include "core/kernel/threadstate.h"
#include "core/run/clock.h"

#include <algorithm>
#include <cerrno>
#include <utility>

namespace zocalo::lesson {
namespace {

/// The calls that cannot wait and move nothing make one moment, at their return (world/timeline.h).
bool isQuick(trace::Call call)
{
    using trace::Call;
    switch (call) {
    case Call::Socket:
    case Call::Bind:
    case Call::Listen:
    case Call::Close:
    case Call::Shutdown:
    case Call::Setsockopt:
    case Call::Getsockopt:
    case Call::Getsockname:
    case Call::Getpeername:
    case Call::Dup:
        return true;
    default:
        return false;
    }
}

QString nameOf(trace::Call call)
{
    const std::string_view name = trace::callName(call);
    return QString::fromLatin1(name.data(), static_cast<qsizetype>(name.size()));
}

QList<history::ProcessStarted> peersOf(const QList<ProcessPlan> &plans)
{
    QList<history::ProcessStarted> peers;
    for (const ProcessPlan &plan : plans) {
        history::ProcessStarted peer;
        peer.name = plan.name;
        peer.group = plan.group;
        peer.letter = plan.letter;
        peer.role = plan.role;
        peer.ordinal = plan.ordinal;
        peers.append(peer);
    }
    return peers;
}

} // namespace

Play::Play(const Script &script, const QString &language, const run::HelperPaths &helpers, Pacer &pacer)
    : m_script(script), m_language(language), m_pacer(pacer), m_cast(script.processes),
      m_run(helpers, [this](const history::Event &event) { sort(event); })
{
    m_toCome.resize(script.processes.size());
    for (int i = 0; i < script.calls.size(); ++i) {
        if (const auto process = m_cast.process(script.calls[i].process)) {
            m_toCome[static_cast<qsizetype>(*process)].append(i);
        }
    }
}

Play::~Play() = default;

void Play::sort(const history::Event &event)
{
    if (std::holds_alternative<history::CallEntered>(event.data)) {
        m_entries.append(event);
    } else if (std::holds_alternative<history::CallReturned>(event.data)) {
        m_returns.append(event);
    } else if (std::holds_alternative<history::ProcessEnded>(event.data)) {
        m_ends.append(event);
    } else {
        record(event);
    }
}

void Play::record(const history::Event &event)
{
    m_world.apply(event);
    m_pacer.recorded(event);
}

Status Play::performScript()
{
    QList<int> hosts;
    if (m_script.laboratory) {
        QList<QString> addresses;
        for (const Host &host : m_script.hosts) {
            addresses.append(host.address);
        }
        for (const ProcessPlan &process : m_script.processes) {
            hosts.append(static_cast<int>(std::max<qsizetype>(0, m_script.hosts.indexOf(process.host))));
        }
        m_run.useLaboratory(addresses);
    }
    Status status = m_run.startPeers(peersOf(m_script.processes), hosts);
    if (status) {
        recordNextCalls();
        status = pace(false);
    }
    for (const CallPlan &plan : m_script.calls) {
        if (!status || m_free) {
            break;
        }
        status = direct(plan);
    }
    return status;
}

Status Play::perform()
{
    Status status = performScript();
    if (m_free && (status || status.error().code == ErrorCode::ProcessDied)) {
        status = improvise();
    }
    if (status.error().code == ErrorCode::CallFailed || status.error().code == ErrorCode::LessonFaulty) {
        status = causeOf(status);
    }
    if (status) {
        status = m_run.finish();
    }
    // Also after a failure: everything that was recorded is kept.
    recordPending();
    if (!m_toldNext.isEmpty()) {
        const Status recorded = recordTable();
        return status ? recorded : status;
    }
    return status;
}

Status Play::direct(const CallPlan &plan)
{
    const std::optional<history::ProcessId> process = m_cast.process(plan.process);
    if (!process) {
        return fault(plan);
    }
    if (plan.hold) {
        recordNow(history::Held{m_lastName});
        if (const Status paced = pace(true); !paced || m_free) {
            return paced;
        }
    }
    // A call that was allowed to fail has failed: what should have been done with its socket is left out.
    if (m_cast.isMissing(plan)) {
        m_toCome[static_cast<qsizetype>(*process)].removeFirst();
        return {};
    }
    const QByteArray id = QByteArray::number(++m_told);
    std::optional<QByteArray> command = m_cast.command(plan, id, m_language);
    while (!command) {
        // A call that is still open may give what is needed, though the kernel let its thread sleep on till now.
        if (m_open.isEmpty()) {
            return fault(plan);
        }
        const auto returned = [this] { return !m_returns.isEmpty(); };
        if (const Status waited = waitUntil(returned, *process, nameOf(plan.call)); !waited) {
            return waited;
        }
        if (const Status settled = settle(); !settled) {
            return settled;
        }
        command = m_cast.command(plan, id, m_language);
    }
    m_run.tell(*process, *command);
    const Result<history::CallId> call = enter(plan, *process);
    if (!call) {
        return call.error();
    }
    const Status left = leave(call.value());
    const Status settled = left ? settle() : left;
    return settled && plan.acknowledged ? awaitAcknowledged() : settled;
}

Result<history::CallId> Play::enter(const CallPlan &plan, history::ProcessId process)
{
    for (;;) {
        const auto entered = [this] { return !m_entries.isEmpty(); };
        if (const Status waited = waitUntil(entered, process, nameOf(plan.call)); !waited) {
            return waited.error();
        }
        const history::Event event = m_entries.takeFirst();
        const auto &call = std::get<history::CallEntered>(event.data);
        const bool told = call.process == process && call.record.call == plan.call;
        if (const Status played = entryMoment(event, told ? &plan : nullptr); !played) {
            return played.error();
        }
        if (told) {
            return call.id;
        }
    }
}

Status Play::leave(history::CallId id)
{
    const OpenCall open = m_open.value(id);
    const auto left = [&] { return hasReturned(id) || (open.plan->blocks && isAsleep(open)); };
    if (const Status waited = waitUntil(left, open.process, nameOf(open.call)); !waited) {
        return waited;
    }
    if (!hasReturned(id)) {
        recordNow(history::CallAsleep{id, open.process});
        // What the call has done so far shows in the table only now: SYN-SENT, bytes that found no room.
        return recordTable();
    }
    // Whoever it woke may still be on its way: the kernel's table is exact once all are held or asleep.
    if (const Status quiet = waitUntilQuiet(); !quiet) {
        return quiet;
    }
    const auto returned = std::find_if(m_returns.begin(), m_returns.end(), [id](const history::Event &event) {
        return std::get<history::CallReturned>(event.data).id == id;
    });
    const history::Event event = *returned;
    m_returns.erase(returned);
    return returnMoment(event);
}

Status Play::settle()
{
    for (;;) {
        if (const Status quiet = waitUntilQuiet(); !quiet) {
            return quiet;
        }
        if (m_returns.isEmpty()) {
            return {};
        }
        if (const Status played = returnMoment(m_returns.takeFirst()); !played) {
            return played;
        }
    }
}

Status Play::entryMoment(const history::Event &event, const CallPlan *plan)
{
    const auto &call = std::get<history::CallEntered>(event.data);
    record(event);
    m_open.insert(call.id, {call.id, call.process, call.record.tid, call.record.call, plan});
    if (QList<int> &toCome = m_toCome[static_cast<qsizetype>(call.process)]; plan != nullptr && !toCome.isEmpty()) {
        toCome.removeFirst();
    }
    if (!isQuick(call.record.call)) {
        if (const Status played = moment({plan == nullptr ? QString() : plan->name}); !played) {
            return played;
        }
    }
    m_run.release(call.process, trace::holdOf(call.record));
    return {};
}

Status Play::returnMoment(const history::Event &event)
{
    const auto &call = std::get<history::CallReturned>(event.data);
    const OpenCall open = m_open.take(call.id);
    record(event);
    QStringList names;
    if (open.plan != nullptr) {
        m_cast.learn(*open.plan, call);
        if (isQuick(open.call)) {
            names.append(open.plan->name);
        }
        names.append(open.plan->returnName);
        if (call.record.result < 0 && !m_free && !open.plan->isTried()) {
            return failure(*open.plan, call);
        }
    }
    if (const Status played = moment(names); !played) {
        return played;
    }
    m_run.release(call.process, trace::holdOf(call.record));
    return {};
}

Status Play::moment(const QStringList &names)
{
    if (const Status recorded = recordTable(); !recorded) {
        return recorded;
    }
    m_lastName.clear();
    for (const QString &name : names) {
        if (!name.isEmpty()) {
            recordNow(history::StepNamed{name});
            m_lastName = name;
        }
    }
    recordNextCalls();
    return pace(false);
}

Status Play::pace(bool hold)
{
    for (;;) {
        switch (m_pacer.mayGoOn(hold)) {
        case Pacer::Answer::GoOn:
            takeActions();
            return {};
        case Pacer::Answer::Stop:
            return Error{ErrorCode::Stopped, {}, {}, 0};
        case Pacer::Answer::Wait:
            break;
        }
        // Nobody makes a call now, but somebody may be killed from outside.
        if (const Status advanced = m_run.advance(run::Run::Patience::zero()); !advanced) {
            return advanced;
        }
        if (!m_ends.isEmpty() && !m_free) {
            return died();
        }
    }
}

Status Play::failure(const CallPlan &plan, const history::CallReturned &returned) const
{
    if (plan.call == trace::Call::Bind && returned.record.error == EADDRINUSE) {
        return Error{ErrorCode::PortInUse, plan.process, m_cast.address(plan).value_or(plan.address), EADDRINUSE};
    }
    return Error{ErrorCode::CallFailed, plan.process, nameOf(plan.call), returned.record.error};
}

Status Play::fault(const CallPlan &plan) const
{
    return Error{ErrorCode::LessonFaulty, {}, QStringLiteral("%1:1: %2").arg(plan.line).arg(plan.process), 0};
}

Status Play::waitUntilQuiet()
{
    const auto quiet = [this](const OpenCall &open) {
        return hasReturned(open.id) || isAsleep(open) || (m_free && m_run.hasEnded(open.process));
    };
    for (;;) {
        const auto busy = std::find_if_not(m_open.cbegin(), m_open.cend(), quiet);
        if (busy == m_open.cend()) {
            return {};
        }
        const OpenCall open = *busy;
        const Status waited = waitUntil([&] { return quiet(open); }, open.process, nameOf(open.call));
        if (!waited) {
            return waited;
        }
    }
}

Status Play::died() const
{
    if (m_ends.isEmpty()) { // it was buried meanwhile
        return Error{ErrorCode::ProcessDied, {}, {}, 0};
    }
    const auto &end = std::get<history::ProcessEnded>(m_ends.first().data);
    const QString how =
        end.signal != 0 ? QStringLiteral("signal %1").arg(end.signal) : QStringLiteral("exit %1").arg(end.exitCode);
    return Error{ErrorCode::ProcessDied, m_cast.name(end.process), how, 0};
}

bool Play::hasReturned(history::CallId id) const
{
    return std::any_of(m_returns.begin(), m_returns.end(), [id](const history::Event &event) {
        return std::get<history::CallReturned>(event.data).id == id;
    });
}

bool Play::isAsleep(const OpenCall &open) const
{
    const QList<long> numbers = kernel::blockingSyscalls(open.call);
    const auto pid = static_cast<pid_t>(m_run.pid(open.process));
    return !numbers.isEmpty() && !m_run.isHeld(open.process, open.tid) &&
           kernel::threadState(pid, static_cast<pid_t>(open.tid), numbers) == kernel::ThreadState::Asleep;
}

void Play::recordPending()
{
    for (QList<history::Event> *events : {&m_entries, &m_returns, &m_ends}) {
        for (const history::Event &event : std::exchange(*events, {})) {
            record(event);
        }
    }
}

void Play::recordPendingOf(history::ProcessId process)
{
    const auto ofIt = [process](const history::Event &event) {
        if (const auto *entered = std::get_if<history::CallEntered>(&event.data)) {
            return entered->process == process;
        }
        return std::get<history::CallReturned>(event.data).process == process;
    };
    for (QList<history::Event> *events : {&m_entries, &m_returns}) {
        for (const history::Event &event : std::as_const(*events)) {
            if (ofIt(event)) {
                record(event);
            }
        }
        events->removeIf(ofIt);
    }
}

void Play::recordNow(const history::EventData &data) { record({run::monotonicNs(), data}); }

Status Play::recordTable()
{
    const bool exact =
        m_ends.isEmpty() && std::all_of(m_open.begin(), m_open.end(), [this](const OpenCall &open) {
            return m_run.hasEnded(open.process) || m_run.isHeld(open.process, open.tid) || isAsleep(open);
        });
    const Result<history::KernelSnapshot> table = m_run.snapshot(exact);
    if (!table) {
        return table.error();
    }
    recordNow(table.value());
    return {};
}

void Play::recordNextCalls()
{
    const bool first = m_toldNext.isEmpty();
    m_toldNext.resize(m_toCome.size());
    for (qsizetype i = 0; i < m_toCome.size(); ++i) {
        history::NextCall next;
        next.process = static_cast<history::ProcessId>(i);
        if (!m_toCome[i].isEmpty()) {
            const CallPlan &plan = m_script.calls[m_toCome[i].first()];
            next.call = plan.call;
            next.socket = m_cast.socket(next.process, plan.on);
        }
        if (first || !(m_toldNext[i] == next)) {
            m_toldNext[i] = next;
            recordNow(next);
        }
    }
}

} // namespace zocalo::lesson
