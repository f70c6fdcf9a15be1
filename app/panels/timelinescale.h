// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

namespace zocalo::panels {

/// Where steps stand along a timeline: a window onto a run that may be much longer. It shows the whole run as long as
/// nobody zooms, and then the same stretch until it is told otherwise. Lengths in device-independent pixels.
class TimelineScale
{
public:
    /// The strip's ends. The pitch of a run that is shown whole follows.
    void setRange(double left, double right);
    void setStepCount(int count);

    double left() const { return m_left; }
    double x(int step) const { return m_left + m_pitch * (step - m_first + 0.5); }
    /// The step nearest to a place: 0…stepCount()-1.
    int stepAt(double x) const;
    /// Pixels from step to step.
    double pitch() const { return m_pitch; }
    /// The first and the last step of which something is seen; step 0 has no mark.
    int firstShown() const;
    int lastShown() const;
    /// The step at the left end, and how many fit.
    double first() const { return m_first; }
    double shown() const { return m_pitch > 0 ? (m_right - m_left) / m_pitch : 0; }
    bool isWhole() const { return m_whole; }

    /// The whole run, now and as it grows.
    void showWhole();
    /// Closer (factor > 1) or farther; what stands at `x` stays there. Farther than the whole run is the whole run.
    void zoom(double factor, double x);
    /// Moves on by so many steps.
    void pan(double steps);
    /// Moves, if need be, so that the step is seen.
    void reveal(int step);

private:
    void settle();
    double wholePitch() const;

    double m_left = 0;
    double m_right = 0;
    int m_count = 1;
    double m_first = 1;
    double m_pitch = 1;
    bool m_whole = true;
};

} // namespace zocalo::panels
