// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/view/comparedesk.h"

#include "app/view/compareview.h"
#include "core/lesson/recordedlesson.h"

#include <QVBoxLayout>

#include <algorithm>

namespace zocalo::view {

using play::Playback;
using Side = world::Comparison::Side;

namespace {

constexpr int CompareMs = 100; ///< a run that goes on is compared again no sooner

} // namespace

CompareDesk::CompareDesk(Playback &playback, FigureView &view, ControlBar &bar, QBoxLayout *column, QWidget *window)
    : QObject(window), m_own(playback), m_ownView(view), m_ownBar(bar), m_home(new QWidget(window))
{
    auto *inside = new QVBoxLayout(m_home);
    inside->setContentsMargins(0, 0, 0, 0);
    column->insertWidget(column->indexOf(&view), m_home, 1);
    m_home->hide();
    m_feed.setSingleShot(true);
    m_feed.setInterval(0);
    connect(&m_feed, &QTimer::timeout, this, &CompareDesk::feed);
    m_compare.setSingleShot(true);
    m_compare.setInterval(CompareMs);
    connect(&m_compare, &QTimer::timeout, this, [this] {
        if (m_comparer.isBusy()) {
            m_compare.start(CompareMs); // of a run that goes on a long comparison would never be done
        } else if (isOn()) {
            m_comparer.compare(m_panes[Left].playback.timeline(), m_panes[Right].playback.timeline());
        }
    });
    connect(&m_comparer, &play::Comparer::done, this, &CompareDesk::compared);
    connect(&m_own, &Playback::grown, this, [this] {
        if (isOn()) {
            m_feed.start();
        }
    });
    connect(&m_own, &Playback::stepChanged, this, &CompareDesk::ownMoved);
    connect(&m_own, &Playback::stateChanged, this, [this] {
        if (isOn() && m_own.isLocked()) {
            end(); // a question is open: what comes is not to be seen beside it
        } else if (isOn() && m_wanting &&
                   (!m_own.isLive() || (m_own.isHolding() && m_own.step() == m_own.lastStep()))) {
            m_wanting.reset(); // no more will come
        }
        fitSources();
    });
    connect(&m_ownBar, &ControlBar::sourceChanged, this, &CompareDesk::fitSources);
    connect(&m_ownView, &FigureView::styleChanged, this, &CompareDesk::fitStyle);
    connectPane(Left);
    connectPane(Right);
}

CompareDesk::~CompareDesk() { m_comparer.cancel(); }

void CompareDesk::connectPane(Place place)
{
    Playback &playback = m_panes[place].playback;
    connect(&playback, &Playback::stateChanged, this, [this, place] { paneMoves(place); });
    connect(&playback, &Playback::stepChanged, this, [this, place] { paneMoved(place); });
    connect(&playback, &Playback::moreWanted, this, [this, place](bool playing) { moreWanted(place, playing); });
    connect(&playback, &Playback::grown, this, [this] {
        if (isOn() && !(m_recording && !m_recording->isFinished())) {
            compareSoon();
        }
    });
}

Side CompareDesk::sideOf(Place place) { return place == Left ? Side::Before : Side::Now; }

Playback &CompareDesk::lead()
{
    if (!isOn()) {
        return m_own;
    }
    for (const Place place : {Left, Right}) {
        if (m_view->figure(place).hasFocus()) {
            m_lead = place;
        }
    }
    return m_panes[m_lead].playback;
}

void CompareDesk::beginRecording(const Shown &own, std::unique_ptr<play::RecordingSource> recording, const Shown &other)
{
    end();
    m_panes[Left].shown = own;
    m_panes[Left].isOwn = true;
    m_panes[Right].shown = other;
    m_recording = std::move(recording);
    begin();
    m_panes[Right].playback.setRecording(m_recording.get());
    connect(m_recording.get(), &play::RecordingSource::eventsRead, this, [this] { m_view->setSummary(summary()); });
    connect(m_recording.get(), &play::RecordingSource::finished, this, [this] {
        const Error error = m_recording->error();
        if (m_recording->info().kind.isEmpty()) { // of a program: what it did tells which figure shows it
            const world::Timeline &run = m_panes[Right].playback.timeline();
            m_panes[Right].shown.kind = lesson::kindOf(run.world(run.stepCount() - 1));
            fitStyle();
        }
        if (error.code != ErrorCode::None && error.code != ErrorCode::Stopped) {
            emit failed(error);
        }
        m_compare.start(0);
    });
    m_showFirst = true;
    m_recording->start();
    showHeadings();
}

void CompareDesk::beginBefore(const Shown &before, const std::shared_ptr<const world::Timeline> &run, const Shown &own)
{
    end();
    m_panes[Left].shown = before;
    m_panes[Right].shown = own;
    m_panes[Right].isOwn = true;
    begin();
    m_panes[Left].playback.setTimeline(*run);
    m_lead = Right;
    m_view->figure(Right).setFocus();
    m_showFirst = true;
    m_compare.start(0);
    showHeadings();
}

void CompareDesk::beginHalves(const Shown &tcp, const Shown &udp)
{
    end();
    m_panes[Left].shown = tcp;
    m_panes[Left].half.emplace(QStringLiteral("tcp"));
    m_panes[Right].shown = udp;
    m_panes[Right].half.emplace(QStringLiteral("udp"));
    m_panes[Left].isOwn = m_panes[Right].isOwn = true;
    begin();
    m_compare.start(0);
    showHeadings();
}

void CompareDesk::begin()
{
    m_own.pause();
    m_isCalm = m_own.reducedMotion();
    m_view = new CompareView(m_panes[Left].playback, m_panes[Right].playback, m_home);
    m_home->layout()->addWidget(m_view);
    m_linked = true;
    m_lead = Left;
    m_fed = 0;
    connect(m_view, &CompareView::firstAsked, this, &CompareDesk::toFirstDifference);
    connect(m_view, &CompareView::nextAsked, this, [this] { toDifference(+1); });
    connect(m_view, &CompareView::previousAsked, this, [this] { toDifference(-1); });
    connect(m_view, &CompareView::linkedAsked, this, &CompareDesk::setLinked);
    // Later: the one who asks is gone then.
    connect(m_view, &CompareView::closeAsked, this, &CompareDesk::end, Qt::QueuedConnection);
    m_syncing = true; // what they begin with is not where the user goes
    for (const Place place : {Left, Right}) {
        Pane &pane = m_panes[place];
        const bool isWhole = pane.isOwn && !pane.half;
        pane.playback.setTimeline(isWhole ? m_own.timeline() : world::Timeline());
        m_fed = isWhole ? m_own.timeline().events().size() : m_fed;
        pane.playback.setSpeed(m_own.speed());
        pane.expected = -1;
        connect(&m_view->figure(place), &FigureView::selectionChanged, this,
                [this, place](const figure::Thing &thing) { select(place, thing); });
    }
    setReducedMotion(m_isCalm);
    fitSources();
    feed();
    for (Pane &pane : m_panes) {
        if (pane.isOwn) {
            pane.playback.showStep(ownStep(pane));
        }
    }
    m_syncing = false;
    fitStyle();
    m_ownView.hide();
    m_ownBar.hide();
    m_home->show();
    m_view->show();
    m_view->figure(Left).setFocus();
    emit changed(true);
}

void CompareDesk::setReducedMotion(bool reduced)
{
    if (!isOn()) {
        return;
    }
    m_isCalm = reduced;
    m_own.setReducedMotion(true); // it moves behind what is shown
    for (Pane &pane : m_panes) {
        pane.playback.setReducedMotion(reduced);
    }
}

void CompareDesk::end()
{
    if (!isOn()) {
        return;
    }
    m_own.setReducedMotion(m_isCalm);
    m_comparer.cancel();
    m_compare.stop();
    m_feed.stop();
    m_comparison = nullptr;
    m_wanting.reset();
    m_showFirst = false;
    CompareView *const view = m_view;
    m_view = nullptr;
    for (Pane &pane : m_panes) {
        pane.playback.pause();
    }
    m_home->hide();
    m_ownView.show();
    m_ownBar.show();
    m_ownView.setFocus();
    delete view; // before what it listens to
    for (Pane &pane : m_panes) {
        pane.playback.setRun(nullptr);
        pane.shown = {};
        pane.half.reset();
        pane.isOwn = false;
    }
    m_recording.reset();
    emit changed(false);
}

/// Gives the panes what the window's run has come to since.
void CompareDesk::feed()
{
    const world::EventLog &events = m_own.timeline().events();
    for (; m_fed < events.size(); ++m_fed) {
        const history::Event event = events.at(m_fed);
        for (Pane &pane : m_panes) {
            if (!pane.isOwn) {
                continue;
            }
            if (!pane.half) {
                pane.playback.add(event);
            } else if (const auto mine = pane.half->take(event, m_fed)) {
                pane.playback.add(*mine);
            }
        }
    }
}

/// Who moves each of the two on: behind a copy of the window's run the same as behind that.
void CompareDesk::fitSources()
{
    if (!isOn()) {
        return;
    }
    for (const Place place : {Left, Right}) {
        const bool isOwn = m_panes[place].isOwn;
        m_view->controls(place).setSource(isOwn ? m_ownBar.source() : ControlBar::Source::Over, m_own.pace());
    }
}

/// Where a pane stands when the window's run stands where it does.
int CompareDesk::ownStep(const Pane &pane) const
{
    return pane.half ? world::Half::stepAt(*pane.half, pane.playback.timeline(), m_own.timeline(), m_own.step())
                     : std::min(m_own.step(), pane.playback.lastStep());
}

/// And the other way.
int CompareDesk::wholeStep(const Pane &pane) const
{
    const int moment = pane.playback.timeline().momentEvent(pane.playback.step());
    return !pane.half ? pane.playback.step() : moment < 0 ? 0 : m_own.timeline().stepOf(pane.half->wholeEvent(moment));
}

/// A step is on its way: the other run makes it at the same time, if it has its like.
void CompareDesk::paneMoves(Place place)
{
    const Pane &pane = m_panes[place];
    const int target = pane.playback.step() + 1;
    if (isOn() && !m_syncing && m_panes[other(place)].playback.speed() != pane.playback.speed()) {
        m_syncing = true;
        m_panes[other(place)].playback.setSpeed(pane.playback.speed());
        m_syncing = false;
    }
    if (isOn() && !m_syncing && pane.playback.state() == Playback::State::Moving && pane.expected != target) {
        m_lead = place;
        follow(place, target, true);
    }
    emit moved();
}

void CompareDesk::paneMoved(Place place)
{
    if (!isOn()) {
        return;
    }
    Pane &pane = m_panes[place];
    const int step = pane.playback.step();
    if (!m_syncing && pane.expected != step) {
        m_lead = place;
        follow(place, step, false);
    }
    if (!m_syncing && pane.expected == step) {
        pane.expected = -1;
    }
    if (m_panes[m_lead].isOwn && !m_syncing && !m_wanting) {
        m_syncing = true;
        m_own.showStep(wholeStep(m_panes[m_lead])); // the panels stand at the same moment
        m_syncing = false;
    }
    showHeadings();
}

void CompareDesk::follow(Place leader, int step, bool animated)
{
    if (!m_linked || !m_comparison) {
        return;
    }
    Pane &pane = m_panes[other(leader)];
    Playback &follower = pane.playback;
    const int target = m_comparison->beside(sideOf(leader), step).step;
    const int coming = follower.state() == Playback::State::Moving ? follower.step() + 1 : follower.step();
    if (target == coming || target > follower.lastStep()) {
        return;
    }
    m_syncing = true;
    const bool moves = animated && target > 0 && target != follower.step();
    pane.expected = moves ? target : -1;
    if (!moves) {
        follower.showStep(target);
    } else {
        if (follower.step() != target - 1) {
            follower.showStep(target - 1);
        }
        follower.stepForward();
    }
    m_syncing = false;
}

/// The run that is shown has no more steps yet; the window's run may go on.
void CompareDesk::moreWanted(Place place, bool playing)
{
    if (!m_panes[place].isOwn || !m_own.isLive() || m_own.isFreePlay()) {
        return;
    }
    m_syncing = true;
    m_own.toEnd();
    m_syncing = false;
    m_wanting = {place, playing};
    m_own.stepForward();
}

void CompareDesk::ownMoved()
{
    if (!isOn() || m_syncing) {
        return;
    }
    feed();
    if (m_wanting) {
        const Playback &waiting = m_panes[m_wanting->first].playback;
        // It may be on its way to what was asked for; at the end of a run there is more than that at once.
        if (waiting.step() < waiting.lastStep() || m_own.step() == m_own.lastStep()) {
            haveMore();
        }
        return;
    }
    // The timeline, the contents: somebody has gone elsewhere in the window's run.
    Place goes = m_panes[m_lead].isOwn ? m_lead : other(m_lead);
    const Pane &another = m_panes[other(goes)];
    if (another.half && isMomentOf(another, m_own.step())) {
        goes = other(goes);
    }
    m_panes[goes].playback.showStep(ownStep(m_panes[goes]));
}

/// The window's run has made the step that was waited for.
void CompareDesk::haveMore()
{
    const auto [place, playing] = *m_wanting;
    m_wanting.reset();
    Playback &playback = m_panes[place].playback;
    const beside::BesideWords::Steps before = steps();
    m_comparer.compare(m_panes[Left].playback.timeline(), m_panes[Right].playback.timeline());
    if (playback.step() < playback.lastStep()) {
        playing ? playback.play() : playback.stepForward();
        return;
    }
    // It was the other half's turn: that one may have come to the like of what this one shows.
    follow(place, playback.step(), false);
    showHeadings();
    if (steps() == before && m_own.isLive() && !m_own.isHolding()) {
        m_wanting = {place, playing};
        QMetaObject::invokeMethod(&m_own, &Playback::stepForward, Qt::QueuedConnection);
    }
}

bool CompareDesk::isMomentOf(const Pane &pane, int wholeStep) const
{
    const Playback &playback = pane.playback;
    const int step = world::Half::stepAt(*pane.half, playback.timeline(), m_own.timeline(), wholeStep);
    const int moment = playback.timeline().momentEvent(step);
    return moment >= 0 && m_own.timeline().stepOf(pane.half->wholeEvent(moment)) == wholeStep;
}

void CompareDesk::compareSoon()
{
    if (!m_compare.isActive()) {
        m_compare.start(CompareMs);
    }
}

void CompareDesk::compared(const std::shared_ptr<const world::Comparison> &comparison)
{
    if (!isOn()) {
        return;
    }
    m_comparison = comparison;
    if (m_showFirst) {
        m_showFirst = false;
        if (!comparison->differences().isEmpty()) {
            showDifference(0);
            return;
        }
    }
    if (m_panes[Left].playback.state() == Playback::State::Still &&
        m_panes[Right].playback.state() == Playback::State::Still) {
        follow(m_lead, m_panes[m_lead].playback.step(), false);
    }
    showHeadings();
}

} // namespace zocalo::view
