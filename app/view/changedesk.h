// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "app/panels/changepanel.h"

#include <QObject>

namespace zocalo::panels {
class TimelinePanel;
}

namespace zocalo::view {

class PanelDocks;

/// What is changed in a lesson before it runs again, and the first run that every later one is compared with.
class ChangeDesk : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ChangeDesk)

public:
    /// All of them must outlive the desk, which adds its panel to `docks`.
    ChangeDesk(play::Playback &playback, PanelDocks &docks, panels::TimelinePanel &timeline, QWidget *window);

    /// A run of this lesson is about to begin: the playback still has the one before it.
    void begin(const lesson::Lesson &lesson, const panels::RunSetting &setting, const QString &language);
    /// What is shown from now on is no lesson's run.
    void rest();
    /// The run that the present one is compared with, null if there is none; and how it was run.
    const std::shared_ptr<const world::Timeline> &first() const { return m_first; }
    const panels::RunSetting &firstSetting() const { return m_firstSetting; }

signals:
    /// The lesson is to run again with this.
    void runAsked(const zocalo::panels::RunSetting &setting);
    /// The first run and the present one are to be shown side by side.
    void besideAsked();

private:
    play::Playback &m_playback;
    panels::ChangePanel *m_panel;
    QString m_lesson;    ///< of the run that is shown; empty: none
    QByteArray m_source; ///< of its file
    QString m_language;  ///< of its messages
    panels::RunSetting m_setting;
    std::shared_ptr<const world::Timeline> m_first; ///< null: this is the first run of the lesson
    panels::RunSetting m_firstSetting;
};

} // namespace zocalo::view
