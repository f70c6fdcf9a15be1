// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/view/changedesk.h"

#include "app/panels/timelinepanel.h"
#include "app/view/paneldocks.h"

namespace zocalo::view {

ChangeDesk::ChangeDesk(play::Playback &playback, PanelDocks &docks, panels::TimelinePanel &timeline, QWidget *window)
    : QObject(window), m_playback(playback), m_panel(new panels::ChangePanel(playback, window))
{
    docks.add(m_panel, QStringLiteral("change"), Qt::LeftDockWidgetArea, Qt::Key_F2, PanelDocks::Part::OfTheWindow);
    connect(m_panel, &panels::ChangePanel::runAsked, this, &ChangeDesk::runAsked);
    connect(m_panel, &panels::ChangePanel::besideAsked, this, &ChangeDesk::besideAsked);
    connect(m_panel, &panels::ChangePanel::differencesChanged, &timeline,
            [&timeline](const QList<int> &steps) { timeline.strip().setMarked(steps); });
}

void ChangeDesk::begin(const lesson::Lesson &lesson, const panels::RunSetting &setting, const QString &language)
{
    if (lesson.id != m_lesson || lesson.source != m_source || language != m_language) {
        m_first = nullptr; // another lesson, or other messages: nothing to compare with
    } else if (m_playback.lastStep() > 0) {
        // The first run; one that went further with the same setting takes its place.
        const bool further = m_first && m_setting == m_firstSetting && !m_playback.isFreePlay() &&
                             m_playback.timeline().stepCount() > m_first->stepCount();
        if (!m_first || further) {
            m_first = std::make_shared<const world::Timeline>(m_playback.timeline());
            m_firstSetting = m_setting;
        }
    }
    m_lesson = lesson.id;
    m_source = lesson.source;
    m_language = language;
    m_setting = setting;
    m_panel->setLesson(lesson, setting);
    m_panel->setBefore(m_first, m_firstSetting);
}

void ChangeDesk::rest()
{
    m_lesson.clear();
    m_first = nullptr;
    m_panel->setBefore(nullptr, {});
    m_panel->setLesson({}, {});
}

} // namespace zocalo::view
