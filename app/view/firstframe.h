// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include <QObject>

#include <chrono>

namespace zocalo::play {
class RecordingSource;
}

namespace zocalo::view {

class MainWindow;

/// For the benchmarks: says on standard error after how many milliseconds the window was there ("first-frame-ms: N"),
/// and closes it. With a recording that is when its first picture was painted; then it says as well when all of it was
/// read ("all-read-ms: N"), and closes the window after that.
class FirstFrame : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(FirstFrame)

public:
    /// Belongs to the window. `start` is when main() began; `recording` may be null.
    FirstFrame(MainWindow &window, const play::RecordingSource *recording, std::chrono::steady_clock::time_point start);

    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void tell(const char *what) const;

    MainWindow &m_window;
    std::chrono::steady_clock::time_point m_start;
};

} // namespace zocalo::view
