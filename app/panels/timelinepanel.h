// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "app/panels/panel.h"
#include "app/panels/timelinestrip.h"

class QComboBox;
class QLabel;
class QLineEdit;
class QScrollBar;
class QToolButton;

namespace zocalo::panels {

/// The timeline of the run: what happened at the step shown, in words; the strip with its marks; and filters that leave
/// the moments one looks for.
class TimelinePanel : public Panel
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(TimelinePanel)

public:
    /// `playback` must outlive the panel.
    explicit TimelinePanel(play::Playback &playback, QWidget *parent = nullptr);

    QString title() const override;
    void setTheme(figure::Theme theme) override;
    void setSelection(const figure::Thing &thing) override;
    TimelineStrip &strip() { return *m_strip; }
    const play::StepIndex &index() const { return m_index; }

protected:
    void changeEvent(QEvent *event) override;
    void showEvent(QShowEvent *event) override;

private:
    void layOut();
    void retranslate();
    void fillProcesses();
    void grow();
    void refresh();
    void filter();
    void clearFilter();
    /// Sets what the filter is to follow; false if the run does not know it.
    bool follow(const figure::Thing &thing, play::StepFilter &filter) const;
    void fitScrollBar();

    play::Playback &m_playback;
    play::StepIndex m_index;
    figure::Thing m_selection;
    figure::Thing m_followed;
    TimelineStrip *m_strip;
    QScrollBar *m_along;
    QLabel *m_words;
    QLabel *m_position;
    QToolButton *m_live;
    QToolButton *m_whole;
    QComboBox *m_rows;
    QComboBox *m_processes;
    QComboBox *m_protocols;
    QComboBox *m_groups;
    QLineEdit *m_text;
    QToolButton *m_follow;
    QToolButton *m_clear;
    QLabel *m_count;
};

} // namespace zocalo::panels
