// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/world/timeline.h"

namespace zocalo::world {

using trace::Call;

namespace {

// Its entry is no step of its own: it cannot wait, and nothing moves before it returns.
bool isBrief(Call call)
{
    switch (call) {
    case Call::Socket:
    case Call::Socketpair:
    case Call::Bind:
    case Call::Listen:
    case Call::Close:
    case Call::CloseRange:
    case Call::Shutdown:
    case Call::Setsockopt:
    case Call::Getsockopt:
    case Call::Getsockname:
    case Call::Getpeername:
    case Call::Dup:
    case Call::Dup2:
    case Call::Dup3:
    case Call::Fcntl:
    case Call::Ioctl:
        return true;
    default:
        return false;
    }
}

} // namespace

Timeline::Timeline() : m_worlds{World()}, m_momentEvents{-1} {}

int Timeline::append(const history::Event &event)
{
    const auto index = static_cast<int>(m_events.size());
    m_events.append(event);
    const quint64 before = m_now.momentCount();
    m_now.apply(event);
    if (m_now.momentCount() != before) {
        const Moment &moment = m_now.moment();
        if (moment.kind == MomentKind::Entered && isBrief(moment.name)) {
            m_ahead = true;
            return stepCount() - 1;
        }
        m_ahead = false;
        m_worlds.append(m_now);
        m_momentEvents.append(index);
        if (moment.kind == MomentKind::Entered)
            nameMessages();
    } else if (m_ahead) {
        m_worlds.last().apply(event); // without the entry of the brief call, which is of the step to come
    } else {
        m_worlds.last() = m_now;
    }
    const int step = stepCount() - 1;
    if (const auto *named = std::get_if<history::StepNamed>(&event.data); named && !m_names.contains(named->name))
        m_names.insert(named->name, step);
    if (std::holds_alternative<history::Held>(event.data) && m_holdStep < 0)
        m_holdStep = step;
    return step;
}

void Timeline::nameMessages()
{
    const int step = stepCount() - 1;
    for (MessageId id : m_now.moment().messages) {
        const Message *message = m_now.message(id);
        m_messageNames.insert(message->fullName(), step);
        if (!m_messageNames.contains(message->name))
            m_messageNames.insert(message->name, step);
    }
}

int Timeline::stepNamed(const QString &name) const { return m_names.value(name, m_messageNames.value(name, -1)); }

int Timeline::holdStep() const { return m_holdStep; }

} // namespace zocalo::world
