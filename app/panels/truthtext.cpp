// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/panels/truthtext.h"

#include "app/figure/callstate.h"
#include "core/world/backlog.h"
#include "core/world/callstext.h"

#include <algorithm>

namespace zocalo::panels {

using figure::Thing;
using kernel::Protocol;
using Outline = world::EventLog::Outline;
using world::Message;
using world::Outcome;
using world::Process;
using world::Socket;

namespace {

constexpr qsizetype BriefFacts = 4;
constexpr qsizetype MostCalls = 8; ///< the latest ones

QString quoted(const Message &message)
{
    return QLatin1Char('"') + QString::fromUtf8(message.payload) + QLatin1Char('"');
}

} // namespace

TruthText::TruthText(const world::Timeline &timeline, int step)
    : m_timeline(timeline), m_step(step), m_world(timeline.world(step)), m_input{m_world}, m_names(m_input)
{
}

Truth TruthText::of(const Thing &thing) const
{
    switch (thing.kind) {
    case Thing::Kind::Process:
        if (const Process *process = m_world.process(static_cast<world::ProcessId>(thing.id))) {
            return ofProcess(*process);
        }
        break;
    case Thing::Kind::Socket:
        if (const Socket *socket = m_world.socket(thing.id)) {
            return ofSocket(*socket);
        }
        break;
    case Thing::Kind::Message:
        if (const Message *message = m_world.message(static_cast<world::MessageId>(thing.id))) {
            return ofMessage(*message);
        }
        break;
    case Thing::Kind::None:
        break;
    }
    return {};
}

Truth TruthText::ofProcess(const Process &process) const
{
    if (process.outside) {
        return ofOutside(process);
    }
    Truth truth;
    truth.title = m_names.process(process.id);
    truth.facts.append({tr("PID"), QString::number(process.pid)});
    if (const QString host = process.name.section(QLatin1Char('@'), 1); !host.isEmpty()) {
        truth.facts.append({tr("host"), host});
    }
    truth.facts.append({tr("state"), figure::CallState(m_world, process).sentence()});
    int open = 0;
    for (const Socket &socket : m_world.sockets()) {
        for (const world::Owner &owner : socket.owners) {
            if (owner.process == process.id) {
                ++open;
                truth.facts.append({QStringLiteral("fd %1").arg(owner.fd), named(socket)});
            }
        }
    }
    truth.facts.insert(2, {tr("open sockets"), QString::number(open)});
    int sent = 0;
    int received = 0;
    for (const Message &message : m_world.messages()) {
        sent += message.senderProcess == process.id;
        received += message.receiverProcess == process.id && message.receivedBytes > 0;
    }
    truth.facts.append({tr("messages sent"), QString::number(sent)});
    truth.facts.append({tr("messages received"), QString::number(received)});
    truth.calls = calls([&process](const Outline &call) { return call.process == process.id; });
    return truth;
}

/// Who is not watched: what the kernel's table and /proc tell, and nothing else.
Truth TruthText::ofOutside(const Process &process) const
{
    Truth truth;
    truth.title = m_names.process(process.id);
    truth.facts.append({tr("program"), process.pid == 0 ? tr("unknown") : process.name});
    truth.facts.append(
        {tr("PID"), process.pid == 0 ? tr("unknown: /proc does not tell") : QString::number(process.pid)});
    truth.facts.append({tr("state"), figure::CallState(m_world, process).sentence()});
    for (const Socket &socket : m_world.sockets()) {
        if (socket.owners.contains(world::Owner{process.id, -1})) {
            truth.facts.append({tr("socket"), named(socket)});
        }
    }
    truth.facts.append({tr("seen by"), tr("the kernel's table of sockets, and /proc")});
    return truth;
}

QString TruthText::named(const Socket &socket) const
{
    const QString protocol = socket.protocol == Protocol::Udp ? QStringLiteral("UDP") : QStringLiteral("TCP");
    QString text = protocol;
    if (socket.local.port != 0) {
        text += QLatin1Char(' ') + m_names.endpoint(socket.local, socket.protocol);
    }
    if (socket.remote.port != 0) {
        text += QStringLiteral(" ↔ ") + m_names.endpoint(socket.remote, socket.protocol);
    }
    return text + QStringLiteral(", ") + state(socket);
}

QString TruthText::socketTitle(const Socket &socket) const
{
    if (socket.listening) {
        return tr("Listening socket");
    }
    if (socket.protocol == Protocol::Udp) {
        return tr("UDP socket");
    }
    if (socket.listener != 0 && socket.acceptOrdinal == 0) {
        return tr("Connection that waits for accept()");
    }
    return socket.listener != 0 ? tr("TCP socket from accept() no. %1").arg(socket.acceptOrdinal) : tr("TCP socket");
}

QString TruthText::state(const Socket &socket) const
{
    if (socket.protocol == Protocol::Udp) {
        // As in the kernel's table: a UDP socket that is not connected is UNCONN in ss(8).
        return socket.closed                          ? tr("closed")
               : socket.state == kernel::State::Close ? QStringLiteral("UNCONN")
                                                      : QString::fromLatin1(kernel::stateName(socket.state));
    }
    const QString name = QLatin1String(kernel::stateName(socket.state));
    if (!world::isStateKnown(m_world, socket)) {
        //: %1 is a state of TCP
        const QString before = tr("%1 before; not observed at this step").arg(name);
        return socket.closed ? tr("%1, closed by its process").arg(before) : before;
    }
    return socket.closed ? tr("%1, closed by its process").arg(name) : name;
}

QString TruthText::owners(const Socket &socket) const
{
    QStringList list;
    for (const world::Owner &owner : socket.owners) {
        if (owner.fd < 0) {
            list += m_names.owner(socket) + QStringLiteral(" (%1)").arg(m_names.process(owner.process));
            continue;
        }
        list += QStringLiteral("%1/fd %2 (%3)")
                    .arg(QString::number(m_names.pid(owner.process)), QString::number(owner.fd),
                         m_names.process(owner.process));
    }
    return list.isEmpty() ? tr("none") : list.join(QStringLiteral(", "));
}

QString TruthText::cookie(world::SocketId id)
{
    //: %1 is a number, %2 the same in hexadecimal, as the program ss writes it
    return tr("%1 (sk:%2 in ss)").arg(QString::number(id), QString::number(id, 16));
}

Truth TruthText::ofSocket(const Socket &socket) const
{
    Truth truth;
    truth.title = socketTitle(socket);
    truth.facts.append({tr("state"), state(socket)});
    truth.facts.append({tr("local address"),
                        socket.local.port == 0 ? tr("none yet") : m_names.endpoint(socket.local, socket.protocol)});
    if (!socket.listening) {
        const bool any = socket.remote.port == 0;
        truth.facts.append(
            {tr("remote address"), any ? tr("none: any sender") : m_names.endpoint(socket.remote, socket.protocol)});
        if (any && socket.protocol == Protocol::Tcp) {
            truth.facts.last().value = tr("none: not connected");
        }
    }
    truth.facts.append({tr("owners (PID/fd)"), owners(socket)});
    addQueues(truth, socket);
    if (socket.lastError != 0) {
        truth.facts.append({tr("last error"), QStringLiteral("%1: %2").arg(figure::callText(socket.lastErrorCall),
                                                                           figure::errnoText(socket.lastError))});
    }
    truth.facts.append({tr("cookie"), cookie(socket.id)});
    const auto row = std::find_if(m_world.kernelRows().begin(), m_world.kernelRows().end(),
                                  [&socket](const kernel::SocketRow &each) { return each.cookie == socket.id; });
    if (row != m_world.kernelRows().end()) {
        truth.facts.append({tr("inode"), row->inode == 0 ? tr("0: no file") : QString::number(row->inode)});
    } else {
        truth.facts.append({tr("kernel's table"), m_world.tableAge() == world::TableAge::Old
                                                      ? tr("not listed when it was last read, before this step")
                                                      : tr("not listed at this step")});
    }
    addSegmentsOf(truth, socket);
    truth.calls =
        calls([&socket](const Outline &call) { return call.socket == socket.id || call.newSocket == socket.id; });
    return truth;
}

void TruthText::addQueues(Truth &truth, const Socket &socket) const
{
    const world::Backlog backlog(m_world, socket);
    const QString before = backlog.isNotObserved() ? tr("%1 (seen before this step)") : QStringLiteral("%1");
    if (socket.listening) {
        const QString count = QStringLiteral("%1 / %2").arg(socket.acceptQueue.size()).arg(socket.backlog);
        truth.facts.append({tr("accept queue"), !backlog.isNotObserved()       ? count
                                                : socket.acceptQueue.isEmpty() ? tr("not observed at this step")
                                                                               : before.arg(count)});
        return;
    }
    QStringList waiting;
    quint64 bytes = 0;
    for (const world::QueuedBytes &part : socket.receiveQueue) {
        if (const Message *message = m_world.message(part.message)) {
            waiting += message->name;
            bytes += part.size;
        }
    }
    const QString size = tr("%n bytes", nullptr, static_cast<int>(bytes));
    const QString empty =
        backlog.isNotObserved() || backlog.isUnknown() ? tr("not observed at this step") : tr("empty");
    truth.facts.append(
        {tr("receive queue"),
         waiting.isEmpty() ? empty : before.arg(waiting.join(QStringLiteral(", ")) + QStringLiteral(": ") + size)});
    if (socket.protocol == Protocol::Udp && socket.kernelDrops > 0) {
        truth.facts.append({tr("dropped"), QString::number(socket.kernelDrops)});
    }
    if (socket.protocol == Protocol::Tcp && socket.endOfFileRead) {
        truth.facts.append({tr("end of file"), tr("read: recv() has returned 0")});
    }
    const Socket *const peer = m_world.socket(socket.peerSocket);
    if (peer) {
        truth.facts.append({tr("other end"), m_names.process(peer->creator)});
    }
}

Truth TruthText::ofMessage(const Message &message) const
{
    Truth truth;
    const QString protocol = message.protocol == Protocol::Udp ? QStringLiteral("UDP") : QStringLiteral("TCP");
    truth.title = QStringLiteral("%1 (%2)").arg(message.name, protocol);
    truth.facts.append({tr("content"), quoted(message)});
    truth.facts.append({tr("size"), tr("%n bytes", nullptr, static_cast<int>(message.size))});
    truth.facts.append({tr("from"), QStringLiteral("%1, %2/fd %3")
                                            .arg(m_names.endpoint(message.from, message.protocol))
                                            .arg(m_names.pid(message.senderProcess))
                                            .arg(message.senderFd) +
                                        QStringLiteral(" (%1)").arg(m_names.process(message.senderProcess))});
    truth.facts.append({tr("to"), m_names.endpoint(message.to, message.protocol)});
    addLanding(truth, message);
    addSegmentsOf(truth, message);
    truth.calls = calls(
        [&message](const Outline &call) { return call.id == message.sentBy || message.receivedBy.contains(call.id); });
    return truth;
}

QString TruthText::outcome(const Message &message, const world::World &world)
{
    switch (message.outcome) {
    case Outcome::Unknown:
        return tr("sent, and seen in no receive queue");
    case Outcome::Sending:
        return tr("being sent");
    case Outcome::Queued:
        return world.tableAge() == world::TableAge::Exact ? tr("waits in a receive queue")
                                                          : tr("was seen in a receive queue, and not read since");
    case Outcome::PartlyReceived:
        return tr("received in part");
    case Outcome::Received:
        return tr("received");
    case Outcome::Dropped:
        return tr("dropped: the queue was full");
    case Outcome::Refused:
        return tr("refused, or not sent at all");
    case Outcome::Discarded:
        return tr("thrown away unread: its socket was closed");
    }
    return {};
}

void TruthText::addLanding(Truth &truth, const Message &message) const
{
    truth.facts.append({tr("state"), outcome(message, m_world)});
    if (const Socket *landed = m_world.socket(message.landed)) {
        truth.facts.append({tr("landed in"), named(*landed)});
        truth.facts.append({tr("its owners (PID/fd)"), owners(*landed)});
        truth.facts.append({tr("its cookie"), cookie(landed->id)});
        truth.facts.append({tr("seen by"), message.evidence == world::Evidence::KernelQueue
                                               ? tr("the kernel's receive queue, which grew by it")
                                               : tr("the bytes that a receive call gave")});
    }
    QStringList predicted;
    for (const world::SocketId id : message.predicted) {
        predicted += cookie(id);
    }
    if (!predicted.isEmpty()) {
        truth.facts.append({tr("predicted by the rule"), predicted.join(QStringLiteral(", "))});
    }
    if (message.agrees) {
        truth.facts.append({tr("rule and bytes"), *message.agrees ? tr("agree") : tr("do not agree")});
    }
}

QStringList TruthText::calls(const std::function<bool(const Outline &)> &wanted) const
{
    const bool isLast = m_step + 1 >= m_timeline.stepCount();
    const qsizetype end = isLast ? m_timeline.events().size() : m_timeline.momentEvent(m_step + 1);
    // A call that makes no step at its entry belongs to the step to come.
    const auto isOpen = [this](history::CallId id) {
        return std::any_of(m_world.processes().begin(), m_world.processes().end(), [id](const Process &process) {
            return std::any_of(process.openCalls.begin(), process.openCalls.end(),
                               [id](const world::OpenCall &open) { return open.id == id; });
        });
    };
    QStringList texts;
    const QList<world::CallLine> lines = world::lastCalls(m_timeline.events(), end, MostCalls, wanted, isOpen);
    for (const world::CallLine &line : lines)
        texts += world::callText(line);
    return texts;
}

QString TruthText::callsHeading() { return tr("calls"); }

QString TruthText::brief(const Truth &truth)
{
    QStringList lines{truth.title};
    for (const Fact &fact : truth.facts.mid(0, BriefFacts)) {
        lines += fact.label + QStringLiteral(": ") + fact.value;
    }
    return lines.join(QLatin1Char('\n'));
}

QString TruthText::plain(const Truth &truth)
{
    QStringList lines{truth.title};
    for (const Fact &fact : truth.facts) {
        lines += fact.label + QStringLiteral(": ") + fact.value;
    }
    if (!truth.calls.isEmpty()) {
        lines += callsHeading() + QLatin1Char(':');
        for (const QString &call : truth.calls) {
            lines += QStringLiteral("  ") + call;
        }
    }
    return lines.join(QLatin1Char('\n')) + QLatin1Char('\n');
}

} // namespace zocalo::panels
