// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/panels/timelinescale.h"

#include <algorithm>
#include <cmath>

namespace zocalo::panels {

namespace {

constexpr double WidestPitch = 28; ///< of a short run shown whole
constexpr double ClosestPitch = 56;

} // namespace

void TimelineScale::setRange(double left, double right)
{
    m_left = left;
    m_right = std::max(left + 1, right);
    settle();
}

void TimelineScale::setStepCount(int count)
{
    m_count = std::max(1, count);
    settle();
}

double TimelineScale::wholePitch() const
{
    return std::min(WidestPitch, (m_right - m_left) / std::max(1, m_count - 1));
}

void TimelineScale::settle()
{
    if (m_whole || m_pitch <= wholePitch()) {
        m_whole = true;
        m_pitch = wholePitch();
        m_first = 1;
        return;
    }
    m_first = std::clamp(m_first, 1.0, std::max(1.0, m_count - shown()));
}

int TimelineScale::stepAt(double x) const
{
    const double step = m_first + (x - m_left) / m_pitch - 0.5;
    return std::clamp(static_cast<int>(std::lround(std::clamp(step, 0.0, double(m_count)))), 0, m_count - 1);
}

int TimelineScale::firstShown() const { return std::clamp(static_cast<int>(m_first), 1, m_count); }

int TimelineScale::lastShown() const { return std::min(m_count - 1, static_cast<int>(std::ceil(m_first + shown()))); }

void TimelineScale::showWhole()
{
    m_whole = true;
    settle();
}

void TimelineScale::zoom(double factor, double x)
{
    const double at = m_first + (x - m_left) / m_pitch;
    m_pitch = std::min(ClosestPitch, m_pitch * factor);
    m_first = at - (x - m_left) / m_pitch;
    m_whole = false;
    settle();
}

void TimelineScale::pan(double steps)
{
    if (m_whole)
        return;
    m_first += steps;
    settle();
}

void TimelineScale::reveal(int step)
{
    if (m_whole || (step >= m_first && step <= m_first + shown() - 1))
        return;
    m_first = step - shown() / 2;
    settle();
}

} // namespace zocalo::panels
