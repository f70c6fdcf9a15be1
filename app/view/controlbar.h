// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "app/figure/theme.h"
#include "app/play/playback.h"

#include <QWidget>

class QComboBox;
class QHBoxLayout;
class QLabel;
class QSlider;
class QToolButton;

namespace zocalo::view {

class ElidedLabel;

/// Play, pause, step, back, to the start; speed; where in the run it is and what the processes do meanwhile.
class ControlBar : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ControlBar)

public:
    /// `playback` must outlive the bar.
    explicit ControlBar(play::Playback &playback, QWidget *parent = nullptr);

    void setTheme(figure::Theme theme);
    /// What moves the run on behind what is shown.
    enum class Source : quint8 {
        Over,     ///< nothing: it has ended, or failed, or is a recording
        Lesson,   ///< this bar, or an action
        Programs, ///< programs that are watched go on by themselves; this may be a copy of what they did
        Cut,      ///< nothing: a recording of which the end is missing
        Left,     ///< the same, but they are watched no more
    };
    /// `pace`: of programs that go on behind a copy of what they did; of others the playback knows it.
    void setSource(Source source, run::Pace pace = run::Pace::Free);
    Source source() const { return m_source; }
    /// Says something in place of the run's state, until the next step.
    void tell(const QString &text);
    /// What was told, if it is still this, is no longer so.
    void takeBack(const QString &text);

    /// Without the names of the choices: where there is no room for them, they are left out.
    QSize minimumSizeHint() const override;

signals:
    /// Something else moves the run on now, or nothing.
    void sourceChanged();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void changeEvent(QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    /// What it says of the run, and the same in fewer words for a narrow bar; empty: there are none.
    struct Status
    {
        QString text;
        QString brief;
    };

    QToolButton *addButton(const char *name);
    void retranslate();
    void refresh();
    void fillPaces();
    Status status() const;
    Status paceWords() const;
    /// The room that the names of the choices take, in pixels: of all that would be shown, or of those that are.
    int roomOfNames(bool shownOnly) const;
    void fitNames();
    void placePosition(bool narrow);
    void fitTold();

    play::Playback &m_playback;
    figure::Theme m_theme = figure::Theme::Light;
    Source m_source = Source::Over;
    run::Pace m_behind = run::Pace::Free; ///< of the programs behind a copy
    QString m_told;
    bool m_isLong = false; ///< what is told takes more than a line
    QToolButton *m_toStart;
    QToolButton *m_back;
    QToolButton *m_play;
    QToolButton *m_forward;
    QToolButton *m_toEnd;
    QSlider *m_position;
    QHBoxLayout *m_row = nullptr;
    QHBoxLayout *m_wide = nullptr;   ///< where the position is beside the buttons
    QHBoxLayout *m_narrow = nullptr; ///< and where it is above them
    bool m_isNarrow = false;
    QLabel *m_step;
    ElidedLabel *m_status;
    QLabel *m_paceLabel;
    QComboBox *m_pace; ///< of programs that are watched
    QLabel *m_speedLabel;
    QComboBox *m_speed;
};

} // namespace zocalo::view
