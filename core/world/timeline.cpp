// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/world/timeline.h"

#include <algorithm>

namespace zocalo::world {

using trace::Call;

Timeline::Timeline() : m_courses{Course()}, m_momentEvents{-1} {}

bool Timeline::isBrief(Call call)
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

bool Timeline::Course::feed(const history::Event &event)
{
    ++next;
    const quint64 before = now.momentCount();
    now.apply(event);
    if (now.momentCount() == before)
        return false;
    ahead = now.moment().kind == MomentKind::Entered && isBrief(now.moment().name);
    if (!ahead)
        ++step;
    return !ahead;
}

int Timeline::append(const history::Event &event)
{
    const auto index = static_cast<int>(m_events.size());
    m_events.append(event);
    // What was folded for the last step is of the past.
    if (!m_recentSteps.isEmpty() && m_recent.remove(m_course.step) > 0)
        m_recentSteps.removeOne(m_course.step);
    if (m_course.feed(event)) {
        m_momentEvents.append(index);
        keepWorld();
    }
    const int step = m_course.step;
    if (const auto *named = std::get_if<history::StepNamed>(&event.data); named && !m_names.contains(named->name))
        m_names.insert(named->name, step);
    if (std::holds_alternative<history::Held>(event.data) && m_holdStep < 0)
        m_holdStep = step;
    return step;
}

// Each world that is kept costs what it cannot share: the longer the run and the more sockets it has, the fewer.
void Timeline::keepWorld()
{
    if (m_course.next - m_courses.last().next < std::max(m_apart, m_course.now.sockets().size()))
        return;
    m_courses.append(m_course);
    if (m_courses.size() < MostKept || m_apart >= MostApart)
        return;
    m_apart *= 2;
    QList<Course> fewer;
    for (qsizetype i = 0; i < m_courses.size(); i += 2)
        fewer.append(m_courses.at(i));
    m_courses = fewer;
}

const World &Timeline::world(int step) const
{
    return step == m_course.step && !m_course.ahead ? m_course.now : foldAgain(step);
}

const World &Timeline::foldAgain(int step) const
{
    if (const auto known = m_recent.constFind(step); known != m_recent.cend()) {
        m_recentSteps.removeOne(step); // asked for just now: the last to go
        m_recentSteps.append(step);
        return **known;
    }
    const auto later = std::upper_bound(m_courses.cbegin(), m_courses.cend(), step,
                                        [](int wanted, const Course &course) { return wanted < course.step; });
    const Course &kept = *(later - 1);
    if (m_again.step > step || m_again.step < kept.step)
        m_again = kept;
    while (m_again.step < step)
        m_again.feed(m_events.at(m_again.next));
    const bool isLast = step + 1 == stepCount();
    const auto world = std::make_shared<const World>(
        worldAfter(m_again, isLast ? m_events.size() : static_cast<qsizetype>(m_momentEvents.at(step + 1))));
    m_recent.insert(step, world);
    m_recentSteps.append(step);
    if (m_recentSteps.size() > Recent)
        m_recent.remove(m_recentSteps.takeFirst());
    return *world;
}

// With what belongs to the step besides its moment; without the entries of brief calls, which belong to the next.
World Timeline::worldAfter(const Course &course, qsizetype end) const
{
    World world = course.now;
    for (qsizetype i = course.next; i < end; ++i) {
        const EventLog::Outline outline = m_events.outline(i);
        if (outline.kind != EventLog::Outline::Kind::Entered || !isBrief(outline.call))
            world.apply(m_events.at(i));
        else
            world.leaveOut();
    }
    return world;
}

int Timeline::stepOf(qsizetype event) const
{
    const EventLog::Outline outline = m_events.outline(event);
    auto at = std::upper_bound(m_momentEvents.cbegin(), m_momentEvents.cend(), static_cast<int>(event));
    if (outline.kind == EventLog::Outline::Kind::Entered && isBrief(outline.call) && at != m_momentEvents.cend())
        ++at;
    return static_cast<int>(at - m_momentEvents.cbegin()) - 1;
}

int Timeline::stepNamed(const QString &name) const
{
    if (const auto named = m_names.constFind(name); named != m_names.cend())
        return *named;
    const Message *message = m_course.now.messageNamed(name);
    const qsizetype entry = message ? m_events.entryOf(message->sentBy) : -1;
    return entry < 0 ? -1 : stepOf(entry);
}

int Timeline::holdStep() const { return m_holdStep; }

} // namespace zocalo::world
