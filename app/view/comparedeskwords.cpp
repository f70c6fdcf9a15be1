// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
// The part of the desk that says in what the runs differ, and goes to where they do.
#include "app/view/comparedesk.h"
#include "app/view/compareview.h"

#include <QLocale>

namespace zocalo::view {

using Side = world::Comparison::Side;
using play::Playback;

beside::BesideWords CompareDesk::words() const
{
    beside::BesideWords words(*m_comparison, m_panes[Left].playback.timeline(), m_panes[Right].playback.timeline());
    words.setGoingOn(m_panes[Left].isOwn && m_own.isLive(), m_panes[Right].isOwn && m_own.isLive());
    return words;
}

beside::BesideWords::Steps CompareDesk::steps() const
{
    return {m_panes[Left].playback.step(), m_panes[Right].playback.step()};
}

void CompareDesk::showHeadings()
{
    if (!isOn()) {
        return;
    }
    for (const Place place : {Left, Right}) {
        beside::RunHeading heading;
        if (m_comparison) {
            heading = words().heading(sideOf(place), steps(), sideOf(m_lead));
        }
        const beside::RunHeading title = m_panes[place].shown.title();
        heading.name = title.name;
        heading.setting = title.setting;
        m_view->figure(place).setHeading(heading);
        m_view->figure(place).setAccessibleName(title.setting.isEmpty() ? title.name
                                                                        : tr("%1: %2").arg(title.name, title.setting));
    }
    m_view->setSummary(summary());
    m_view->setReachable(m_comparison && !m_comparison->differences().isEmpty(), hasDifference(-1), hasDifference(+1));
    emit moved();
}

void CompareDesk::takeBack(const QString &text)
{
    if (isOn() && m_view->summary() == text) {
        m_view->setSummary(summary());
    }
}

QString CompareDesk::summary() const
{
    if (m_recording && !m_recording->isFinished()) {
        const QLocale locale;
        return tr("The recording is being read: %1 of %2 events. Esc gives it up.")
            .arg(locale.toString(m_panes[Right].playback.timeline().events().size()),
                 locale.toString(m_recording->total()));
    }
    if (!m_comparison) {
        return tr("The two runs are being compared…");
    }
    return words().summary();
}

void CompareDesk::fitStyle()
{
    if (!isOn()) {
        return;
    }
    for (const Place place : {Left, Right}) {
        FigureStyle style = m_ownView.figureStyle();
        if (!m_panes[place].isOwn || m_panes[place].half) {
            style.kind = m_panes[place].shown.kind; // the window's own figure knows that of its run
        }
        style.headline = m_panes[place].shown.headline;
        style.hosts = m_panes[place].shown.hosts;
        m_view->figure(place).setFigureStyle(style);
    }
    m_view->setTheme(m_ownView.figureStyle().theme);
}

void CompareDesk::select(Place place, const figure::Thing &thing)
{
    if (!isOn() || m_selecting || !m_comparison) {
        return;
    }
    figure::Thing like;
    const Side side = sideOf(place);
    switch (thing.kind) {
    case figure::Thing::Kind::Process:
        if (const auto process = m_comparison->processBeside(side, static_cast<world::ProcessId>(thing.id))) {
            like = {thing.kind, *process};
        }
        break;
    case figure::Thing::Kind::Socket:
        like = {thing.kind, m_comparison->socketBeside(side, thing.id)};
        break;
    case figure::Thing::Kind::Message:
        like = {thing.kind, m_comparison->messageBeside(side, static_cast<world::MessageId>(thing.id))};
        break;
    case figure::Thing::Kind::None:
        break;
    }
    const bool isNone = like.kind != figure::Thing::Kind::Process && like.id == 0;
    m_selecting = true;
    m_view->figure(other(place)).select(isNone ? figure::Thing() : like);
    m_selecting = false;
}

int CompareDesk::nextDifference(int by) const
{
    if (!m_comparison) {
        return -1;
    }
    const QList<world::RunDifference> &all = m_comparison->differences();
    // Several stand at one moment: they are gone to together.
    const auto key = [](const world::RunDifference &each) { return std::pair(each.step, each.beforeStep); };
    const std::pair<int, int> now(m_panes[Right].playback.step(), m_panes[Left].playback.step());
    int found = -1;
    for (int i = 0; i < static_cast<int>(all.size()); ++i) {
        if (by > 0 && key(all.at(i)) > now) {
            return i;
        }
        if (by < 0 && key(all.at(i)) < now) {
            found = i;
        }
    }
    return found;
}

void CompareDesk::showDifference(int index)
{
    const beside::BesideWords::Steps at = words().stepsOf(index);
    m_syncing = true;
    m_panes[Left].expected = m_panes[Right].expected = -1;
    m_panes[Left].playback.showStep(at.before);
    m_panes[Right].playback.showStep(at.now);
    // Who has something at this moment that the other has not leads: the other stands still.
    const world::RunDifference &difference = m_comparison->differences().at(index);
    m_lead = difference.isOnlyBefore() ? Left : difference.isOnlyNow() ? Right : m_lead;
    for (const Place place : {m_lead, other(m_lead)}) {
        if (m_panes[place].isOwn) {
            m_own.showStep(wholeStep(m_panes[place]));
            break;
        }
    }
    m_syncing = false;
    showHeadings();
}

void CompareDesk::toFirstDifference()
{
    if (m_comparison && !m_comparison->differences().isEmpty()) {
        showDifference(0);
    }
}

void CompareDesk::toDifference(int by)
{
    if (const int index = nextDifference(by); index >= 0) {
        showDifference(index);
    }
}

void CompareDesk::setLinked(bool linked)
{
    if (!isOn()) {
        return;
    }
    m_linked = linked;
    m_view->setLinked(linked);
    follow(m_lead, m_panes[m_lead].playback.step(), false);
    showHeadings();
}

figure::DisplayList CompareDesk::picture(const QSizeF &size, figure::Theme theme) const
{
    std::vector<beside::HeadedFigure::Run> runs;
    for (const Place place : {Left, Right}) {
        FigureView &view = m_view->figure(place);
        runs.push_back({view.input(), view.heading().value_or(beside::RunHeading())});
        runs.back().input.theme = theme;
    }
    return beside::HeadedFigure::build(runs, size);
}

void CompareDesk::retranslate() { showHeadings(); }

} // namespace zocalo::view
