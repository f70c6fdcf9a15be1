// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include <QFrame>
#include <QTimer>

class QLabel;
class QProgressBar;
class QPushButton;

namespace zocalo::play {
class RecordingSource;
}

namespace zocalo::view {

/// How far the reading of a long recording has come, with a button that stops it: what was read stays. A short one is
/// read before this would appear.
class LoadingBar : public QFrame
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(LoadingBar)

public:
    explicit LoadingBar(QWidget *parent = nullptr);

    /// Tells of this recording until it is read (not owned; nullptr: of none).
    void follow(play::RecordingSource *recording);

protected:
    void changeEvent(QEvent *event) override;

private:
    void retranslate();

    QLabel *m_text;
    QProgressBar *m_progress;
    QPushButton *m_stop;
    QTimer m_appear;
    play::RecordingSource *m_recording = nullptr;
    quint64 m_read = 0; ///< events
};

} // namespace zocalo::view
