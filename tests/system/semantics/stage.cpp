// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "tests/system/semantics/stage.h"

#include "core/kernel/threadstate.h"
#include "core/run/clock.h"

#include <algorithm>

namespace zocalo::testing {

namespace {

constexpr qint64 kPatienceNs = 10'000'000'000;
constexpr run::Run::Patience kTurn{200};

QString describe(const Error &error)
{
    return QStringLiteral("%1 %2 (errno %3)").arg(error.subject, error.detail).arg(error.errnoValue);
}

} // namespace

QString hex(const QByteArray &bytes)
{
    return bytes.isEmpty() ? QStringLiteral("-") : QString::fromLatin1(bytes.toHex());
}

Stage::Stage(const QStringList &processes)
{
    qputenv("ZOCALO_HELPERS", ZOCALO_HELPER_DIR);
    const Result<run::HelperPaths> helpers = run::HelperPaths::find();
    if (!helpers) {
        m_fault = describe(helpers.error());
        return;
    }
    m_run = std::make_unique<run::Run>(helpers.value(), [this](const history::Event &event) { take(event); });
    QList<history::ProcessStarted> peers;
    for (const QString &name : processes) {
        history::ProcessStarted peer;
        peer.name = name;
        peer.letter = name;
        peer.role = name == QStringLiteral("S") ? history::Role::Server : history::Role::Client;
        peer.ordinal = static_cast<int>(peers.size());
        m_names.insert(name, static_cast<history::ProcessId>(peers.size()));
        peers.append(peer);
    }
    if (const Status started = m_run->startPeers(peers); !started) {
        m_fault = describe(started.error());
    }
}

Stage::~Stage() = default;

void Stage::take(const history::Event &event)
{
    m_world.apply(event);
    if (const auto *entered = std::get_if<history::CallEntered>(&event.data)) {
        m_lastEntered = entered->id;
        m_open.insert(entered->id, {entered->id, entered->process, entered->record.tid, entered->record.call, false});
        Deed deed;
        deed.id = entered->id;
        deed.socket = entered->record.socket;
        m_deeds.insert(entered->id, deed);
        m_toRelease.append({entered->process, trace::holdOf(entered->record)});
    } else if (const auto *returned = std::get_if<history::CallReturned>(&event.data)) {
        m_open.remove(returned->id);
        Deed &deed = m_deeds[returned->id];
        deed.returned = true;
        deed.result = returned->record.result;
        deed.error = returned->record.error;
        deed.payload = returned->payload;
        deed.address = returned->record.address;
        if (returned->record.newSocket != 0) {
            deed.socket = returned->record.newSocket;
        }
        m_toRelease.append({returned->process, trace::holdOf(returned->record)});
    } else if (const auto *ended = std::get_if<history::ProcessEnded>(&event.data)) {
        m_ended.insert(ended->process, true);
        m_open.removeIf([ended](const auto &open) { return open.value().process == ended->process; });
    }
}

// Every call that is open sleeps in the kernel, and nobody is to be let go.
bool Stage::isQuiet()
{
    for (const auto &[process, hold] : std::exchange(m_toRelease, {})) {
        if (!m_run->release(process, hold)) {
            m_toRelease.append({process, hold}); // not held yet
        }
    }
    if (!m_toRelease.isEmpty()) {
        return false;
    }
    for (Open &open : m_open) {
        const QList<long> numbers = kernel::blockingSyscalls(open.call);
        const auto pid = static_cast<pid_t>(m_run->pid(open.process));
        const bool asleep =
            !numbers.isEmpty() && !m_run->isHeld(open.process, open.tid) &&
            kernel::threadState(pid, static_cast<pid_t>(open.tid), numbers) == kernel::ThreadState::Asleep;
        if (!asleep) {
            return false;
        }
        if (!open.asleep) {
            open.asleep = true;
            m_world.apply({run::monotonicNs(), history::CallAsleep{open.id, open.process}});
        }
    }
    return true;
}

bool Stage::settle(const std::function<bool()> &reached)
{
    const qint64 deadline = run::monotonicNs() + kPatienceNs;
    // Twice quiet in a row: what a woken thread does shows a moment later.
    int quiet = 0;
    while (quiet < 3) {
        if (const Status advanced = m_run->advance(kTurn); !advanced) {
            m_fault = describe(advanced.error());
            return false;
        }
        quiet = isQuiet() && reached() ? quiet + 1 : 0;
        if (run::monotonicNs() > deadline) {
            m_fault = QStringLiteral("nothing happened for too long");
            return false;
        }
    }
    return true;
}

Deed Stage::act(const QString &process, const QString &command)
{
    if (!m_fault.isEmpty()) {
        return {};
    }
    const history::CallId before = m_lastEntered;
    m_run->tell(m_names.value(process), QByteArray::number(++m_told) + ' ' + command.toUtf8());
    history::CallId made = 0;
    const auto reached = [&] {
        // What another process was woken to do is no entry: the first new one is what was told.
        made = made == 0 && m_lastEntered != before ? m_lastEntered : made;
        return made != 0 || m_run->confused() >= 0;
    };
    settle(reached);
    if (m_run->confused() >= 0) {
        m_fault = QStringLiteral("not understood: ") + command;
    }
    look();
    return m_deeds.value(made);
}

Deed Stage::await(history::CallId id)
{
    if (m_fault.isEmpty()) {
        settle([&] { return m_deeds.value(id).returned; });
        look();
    }
    return m_deeds.value(id);
}

int Stage::listening(const QString &process, const QString &address, int backlog)
{
    const int fd = act(process, QStringLiteral("socket tcp")).fd();
    act(process, QStringLiteral("bind %1 %2").arg(fd).arg(address));
    const Deed listening = act(process, QStringLiteral("listen %1 %2").arg(fd).arg(backlog));
    return listening.result == 0 && listening.returned ? fd : -1;
}

int Stage::connected(const QString &process, const QString &address)
{
    const int fd = act(process, QStringLiteral("socket tcp")).fd();
    const Deed connected = act(process, QStringLiteral("connect %1 %2").arg(fd).arg(address));
    return connected.result == 0 && connected.returned ? fd : -1;
}

int Stage::datagrams(const QString &process, const QString &address, const QStringList &options)
{
    const int fd = act(process, QStringLiteral("socket udp")).fd();
    for (const QString &option : options) {
        act(process, QStringLiteral("setsockopt %1 %2 1").arg(fd).arg(option));
    }
    return act(process, QStringLiteral("bind %1 %2").arg(fd).arg(address)).result == 0 ? fd : -1;
}

void Stage::kill(const QString &process)
{
    const history::ProcessId id = m_names.value(process);
    m_run->kill(id);
    settle([&] { return m_ended.value(id); });
    look();
}

void Stage::look()
{
    const Result<history::KernelSnapshot> table = m_run->snapshot(true);
    if (!table) {
        m_fault = describe(table.error());
        return;
    }
    m_world.apply({run::monotonicNs(), table.value()});
    for (const world::Disagreement &each : m_world.disagreements()) {
        if (!each.isExplained()) {
            m_contradictions.append(QStringLiteral("difference %1 at socket %2: states %3 and %4, numbers %5 and %6")
                                        .arg(static_cast<int>(each.difference))
                                        .arg(each.socket)
                                        .arg(QLatin1String(kernel::stateName(each.worldState)),
                                             QLatin1String(kernel::stateName(each.kernelState)))
                                        .arg(each.worldNumber)
                                        .arg(each.kernelNumber));
        }
    }
}

bool Stage::tellsDestroyed(history::SocketId id)
{
    look();
    const world::Socket *socket = m_world.socket(id);
    return socket && socket->destroyed;
}

const world::Socket *Stage::socketAt(const QString &process, int fd) const
{
    return m_world.socketAt(m_names.value(process), fd);
}

QString Stage::local(const QString &process, int fd) const
{
    const world::Socket *socket = socketAt(process, fd);
    return socket ? QString::fromStdString(socket->local.toString()) : QString();
}

kernel::SocketRow Stage::row(history::SocketId cookie) const
{
    const QList<kernel::SocketRow> &rows = m_world.kernelRows();
    const auto found = std::find_if(rows.begin(), rows.end(), [=](const auto &row) { return row.cookie == cookie; });
    return found == rows.end() ? kernel::SocketRow{} : *found;
}

QList<kernel::SocketRow> Stage::rowsIn(kernel::State state) const
{
    QList<kernel::SocketRow> rows = m_world.kernelRows();
    rows.removeIf([state](const kernel::SocketRow &row) { return row.state != state; });
    return rows;
}

} // namespace zocalo::testing
