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

bool Timeline::Course::feed(const history::Event &event)
{
    ++next;
    const quint64 before = now.momentCount();
    now.apply(event);
    if (now.momentCount() != before) {
        ahead = now.moment().kind == MomentKind::Entered && isBrief(now.moment().name);
        if (ahead)
            return false;
        last = now;
        ++step;
        return true;
    }
    if (ahead)
        last.apply(event);
    else
        last = now;
    return false;
}

int Timeline::append(const history::Event &event)
{
    const auto index = static_cast<int>(m_events.size());
    m_events.append(event);
    if (m_course.feed(event)) {
        m_momentEvents.append(index);
        if (m_course.step < Kept)
            m_worlds.append(m_course.last);
        else if ((m_course.step - Kept) % Stride == 0)
            m_courses.append(m_course);
        if (m_course.now.moment().kind == MomentKind::Entered)
            nameMessages();
    } else if (m_course.step < Kept) {
        m_worlds.last() = m_course.last;
    }
    const int step = m_course.step;
    if (const auto *named = std::get_if<history::StepNamed>(&event.data); named && !m_names.contains(named->name))
        m_names.insert(named->name, step);
    if (std::holds_alternative<history::Held>(event.data) && m_holdStep < 0)
        m_holdStep = step;
    return step;
}

const World &Timeline::world(int step) const
{
    if (step < Kept)
        return m_worlds.at(step);
    return step == m_course.step ? m_course.last : foldAgain(step);
}

const World &Timeline::foldAgain(int step) const
{
    if (const auto known = m_recent.constFind(step); known != m_recent.cend())
        return **known;
    const Course &kept = m_courses.at((step - Kept) / Stride);
    if (m_again.step > step || m_again.step < kept.step)
        m_again = kept;
    // Up to where the next step begins: what comes before that belongs to this one.
    while (m_again.next < m_momentEvents.at(step + 1))
        m_again.feed(m_events.at(m_again.next));
    const auto world = std::make_shared<const World>(m_again.last);
    m_recent.insert(step, world);
    m_recentSteps.append(step);
    if (m_recentSteps.size() > Recent)
        m_recent.remove(m_recentSteps.takeFirst());
    return *world;
}

void Timeline::nameMessages()
{
    const int step = stepCount() - 1;
    for (MessageId id : m_course.now.moment().messages) {
        const Message *message = m_course.now.message(id);
        m_messageNames.insert(message->fullName(), step);
        if (!m_messageNames.contains(message->name))
            m_messageNames.insert(message->name, step);
    }
}

int Timeline::stepNamed(const QString &name) const { return m_names.value(name, m_messageNames.value(name, -1)); }

int Timeline::holdStep() const { return m_holdStep; }

} // namespace zocalo::world
