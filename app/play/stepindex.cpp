// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/play/stepindex.h"

#include "core/world/timelinerows.h"
#include <algorithm>
#include <variant>

namespace zocalo::play {

using kernel::Protocol;
using trace::Call;
using Outline = world::EventLog::Outline;

CallGroup groupOf(Call call)
{
    if (trace::isSend(call))
        return CallGroup::Send;
    if (trace::isReceive(call))
        return CallGroup::Receive;
    switch (call) {
    case Call::Socket:
    case Call::Socketpair:
    case Call::Bind:
    case Call::Listen:
        return CallGroup::Open;
    case Call::Connect:
    case Call::Accept:
    case Call::Accept4:
        return CallGroup::Connect;
    case Call::Shutdown:
    case Call::Close:
    case Call::CloseRange:
        return CallGroup::Close;
    default:
        return CallGroup::Other;
    }
}

StepIndex::StepIndex(const world::Timeline &timeline) : m_timeline(timeline) { update(true); }

void StepIndex::update(bool fresh)
{
    if (fresh || m_timeline.stepCount() < m_stepCount) {
        m_stepCount = 0;
        m_protocols.clear();
        m_listeners.clear();
        m_chapters.clear();
        m_matches.clear();
        m_matchCount = 0;
        m_filter = {};
    }
    const world::World &last = m_timeline.world(m_timeline.stepCount() - 1);
    m_processes = last.processes();
    m_processIndex.clear();
    m_processProtocols.clear();
    for (qsizetype i = 0; i < m_processes.size(); ++i)
        m_processIndex.insert(m_processes.at(i).id, i);
    const bool filtered = m_filter.isActive();
    for (; m_stepCount < m_timeline.stepCount(); ++m_stepCount) {
        if (m_stepCount > 0)
            addToChapters(m_stepCount);
        if (filtered) {
            m_matches.append(isWanted(m_stepCount));
            m_matchCount += m_matches.last() ? 1 : 0;
        }
    }
    if (!filtered)
        m_matchCount = m_stepCount - 1;
}

StepMoment StepIndex::at(int step) const
{
    StepMoment moment;
    const int event = m_timeline.momentEvent(step);
    if (event < 0)
        return moment;
    const Outline outline = m_timeline.events().outline(event);
    moment.kind = outline.momentKind();
    moment.call = outline.call;
    moment.process = outline.process;
    moment.id = outline.id;
    moment.socket = outline.socket != 0 ? outline.socket : outline.newSocket;
    moment.newSocket = outline.newSocket;
    moment.failed = outline.failed;
    moment.protocol = protocolOf(moment.socket, moment.process);
    return moment;
}

Protocol StepIndex::protocolOf(history::SocketId socket, history::ProcessId process) const
{
    const world::World &last = m_timeline.world(m_timeline.stepCount() - 1);
    if (socket != 0) {
        if (const auto known = m_protocols.constFind(socket); known != m_protocols.cend())
            return *known;
        if (last.socket(socket))
            return *m_protocols.insert(socket, world::momentProtocol(last, socket, process));
    }
    if (const auto known = m_processProtocols.constFind(process); known != m_processProtocols.cend())
        return *known;
    return *m_processProtocols.insert(process, world::momentProtocol(last, 0, process));
}

const world::Process *StepIndex::process(history::ProcessId id) const
{
    const auto found = m_processIndex.constFind(id);
    return found == m_processIndex.cend() ? nullptr : &m_processes.at(*found);
}

bool StepIndex::isServer(history::ProcessId id) const
{
    const world::Process *known = process(id);
    return m_listeners.contains(id) || (known && known->role == world::Role::Server);
}

// recv() that returns 0: the other end has closed; nobody sends.
bool StepIndex::isEndOfStream(int step, const StepMoment &moment) const
{
    const bool received = moment.kind == world::MomentKind::Returned && !moment.failed &&
                          moment.protocol == Protocol::Tcp && groupOf(moment.call) == CallGroup::Receive;
    const int event = m_timeline.momentEvent(step);
    if (!received || !m_timeline.events().payload(event).isEmpty()) // most are told apart without reading them whole
        return false;
    const history::Event whole = m_timeline.events().at(event);
    const auto *data = std::get_if<history::CallReturned>(&whole.data);
    return data && data->record.result == 0;
}

// A call that may have to wait for others begins no chapter when it is entered; nor does socket(), which everybody
// calls before whatever comes.
void StepIndex::addToChapters(int step)
{
    const StepMoment moment = at(step);
    if (moment.call == Call::Listen || trace::isAccept(moment.call))
        m_listeners.insert(moment.process);
    const CallGroup group = groupOf(moment.call);
    const bool entered = moment.kind == world::MomentKind::Entered;
    Chapter chapter{step, Chapter::Kind::Open, 0};
    bool begins = true;
    const bool ends = moment.kind == world::MomentKind::ProcessEnded || group == CallGroup::Close;
    if (ends || isEndOfStream(step, moment))
        chapter.kind = Chapter::Kind::Close;
    else if (group == CallGroup::Connect)
        chapter.kind = Chapter::Kind::Connect;
    else if (group == CallGroup::Send || group == CallGroup::Receive)
        chapter.kind =
            isServer(moment.process) == (group == CallGroup::Send) ? Chapter::Kind::Reply : Chapter::Kind::Send;
    else
        begins = moment.call == Call::Bind || moment.call == Call::Listen;
    // What has failed has moved nothing: a socket that does not wait may ask again and again.
    if ((entered || moment.failed) && (group == CallGroup::Receive || trace::isAccept(moment.call)))
        begins = false;
    const bool isFirst = m_chapters.isEmpty();
    if (isFirst || (begins && m_chapters.last().kind != chapter.kind))
        m_chapters.append(chapter);
    if (moment.call != Call::Unknown && (begins || isFirst))
        m_chapters.last().calls |= quint64(1) << static_cast<unsigned>(moment.call);
}

int StepIndex::chapterAt(int step) const
{
    const auto later = std::upper_bound(m_chapters.cbegin(), m_chapters.cend(), step,
                                        [](int wanted, const Chapter &chapter) { return wanted < chapter.first; });
    return static_cast<int>(later - m_chapters.cbegin()) - 1;
}

void StepIndex::setFilter(const StepFilter &filter)
{
    m_filter = filter;
    m_matches.clear();
    m_matchCount = m_stepCount - 1;
    if (!filter.isActive())
        return;
    m_matchCount = 0;
    m_matches.reserve(m_stepCount);
    for (int step = 0; step < m_stepCount; ++step) {
        m_matches.append(isWanted(step));
        m_matchCount += m_matches.last() ? 1 : 0;
    }
}

bool StepIndex::isWanted(int step) const
{
    if (step == 0)
        return false;
    const StepMoment moment = at(step);
    if (m_filter.process >= 0 && moment.process != static_cast<history::ProcessId>(m_filter.process))
        return false;
    if (m_filter.protocol != Protocol::Other && moment.protocol != m_filter.protocol)
        return false;
    if (m_filter.group != CallGroup::Any && (moment.call == Call::Unknown || groupOf(moment.call) != m_filter.group))
        return false;
    if (m_filter.socket != 0 && moment.socket != m_filter.socket && moment.newSocket != m_filter.socket)
        return false;
    if (!m_filter.calls.isEmpty() && !m_filter.calls.contains(moment.id))
        return false;
    return m_filter.text.isEmpty() ||
           m_timeline.events().payload(m_timeline.momentEvent(step)).indexOf(m_filter.text) >= 0;
}

int StepIndex::nextMatch(int step, int by) const
{
    const int direction = by < 0 ? -1 : 1;
    for (int at = step + direction; at > 0 && at < m_stepCount; at += direction) {
        if (matches(at))
            return at;
    }
    return -1;
}

} // namespace zocalo::play
