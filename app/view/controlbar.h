// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "app/figure/theme.h"
#include "app/play/playback.h"

#include <QWidget>

class QComboBox;
class QLabel;
class QSlider;
class QToolButton;

namespace zocalo::view {

/// Play, pause, step, back, to the start; speed; where in the run it is and what the processes do meanwhile.
class ControlBar : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ControlBar)

public:
    /// `playback` must outlive the bar.
    explicit ControlBar(play::Playback &playback, QWidget *parent = nullptr);

    void setTheme(figure::Theme theme);
    /// A run is live behind the playback (else it is over, or failed).
    void setLive(bool live);
    /// Says something in place of the run's state, until the next step.
    void tell(const QString &text);

protected:
    void changeEvent(QEvent *event) override;

private:
    QToolButton *addButton(const char *name);
    void retranslate();
    void refresh();
    void fillPaces();
    QString status() const;

    play::Playback &m_playback;
    figure::Theme m_theme = figure::Theme::Light;
    bool m_live = false;
    QString m_told;
    QToolButton *m_toStart;
    QToolButton *m_back;
    QToolButton *m_play;
    QToolButton *m_forward;
    QToolButton *m_toEnd;
    QSlider *m_position;
    QLabel *m_step;
    QLabel *m_status;
    QLabel *m_paceLabel;
    QComboBox *m_pace; ///< of programs that are watched
    QLabel *m_speedLabel;
    QComboBox *m_speed;
};

} // namespace zocalo::view
