// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
// What the strip does; timelinepaint.cpp paints it.
#include "app/panels/timelinestrip.h"

#include "app/figure/timelinemark.h"
#include "app/panels/timelinewords.h"
#include "core/world/timelinerows.h"

#include <QAccessible>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QToolTip>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>

namespace zocalo::panels {

namespace {

constexpr int TopHeight = 50; ///< chapters and the playhead's head
constexpr int RowHeight = 30;
constexpr int LeastRowHeight = 20;
constexpr int ManyRows = 4;
constexpr int BottomMargin = 6;
constexpr double LeastNames = 64; ///< what the rows' names have at least, and at most
constexpr double MostNames = 260;
constexpr double RightMargin = 16;
constexpr double WheelZoom = 1.25;

} // namespace

TimelineStrip::TimelineStrip(play::Playback &playback, const play::StepIndex &index, QWidget *parent)
    : QWidget(parent), m_playback(playback), m_index(index)
{
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(false);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    connect(&playback, &play::Playback::stepChanged, this, &TimelineStrip::stepChanged);
    indexChanged();
}

QSize TimelineStrip::sizeHint() const
{
    const auto rows = std::max(2, static_cast<int>(m_rows.size()));
    const int height = rows > ManyRows ? LeastRowHeight : RowHeight;
    return {720, TopHeight + rows * height + BottomMargin};
}

QSize TimelineStrip::minimumSizeHint() const
{
    const auto rows = std::max(2, static_cast<int>(m_rows.size()));
    return {280, TopHeight + rows * LeastRowHeight + BottomMargin};
}

void TimelineStrip::setRows(Rows rows)
{
    m_by = rows;
    indexChanged();
}

void TimelineStrip::setTheme(figure::Theme theme)
{
    m_theme = theme;
    m_marksStale = true;
    update();
}

void TimelineStrip::setMarked(const QList<int> &steps)
{
    m_marked = steps;
    update();
}

void TimelineStrip::indexChanged()
{
    gatherRows();
    m_scale.setStepCount(m_index.stepCount());
    fitScale();
    m_marksStale = true;
    update();
    emit scaleChanged();
}

void TimelineStrip::gatherRows()
{
    const qsizetype before = m_rows.size();
    m_rows.clear();
    if (m_by == Rows::Processes) {
        const TimelineWords words(m_playback.timeline(), m_index);
        for (const world::Process &process : m_index.processes())
            m_rows.append({process.id, words.processOfRun(process.id)});
    } else {
        const world::World &last = m_playback.timeline().world(m_playback.lastStep());
        for (const kernel::Protocol protocol : world::timelineRows(last))
            m_rows.append({quint64(protocol), figure::TimelineMark::rowName(protocol)});
    }
    if (m_rows.size() != before)
        updateGeometry();
}

int TimelineStrip::rowOf(const play::StepMoment &moment) const
{
    const quint64 key = m_by == Rows::Processes ? quint64(moment.process) : quint64(moment.protocol);
    const auto found = std::find_if(m_rows.begin(), m_rows.end(), [key](const Row &row) { return row.key == key; });
    return found == m_rows.end() ? 0 : static_cast<int>(found - m_rows.begin());
}

double TimelineStrip::rowY(int row) const
{
    const auto rows = std::max<qsizetype>(1, m_rows.size());
    const double pitch = (height() - TopHeight - BottomMargin) / static_cast<double>(rows);
    return TopHeight + pitch * (row + 0.5);
}

QPointF TimelineStrip::placeOf(int step) const
{
    return {m_scale.x(step), step > 0 ? rowY(rowOf(m_index.at(step))) : rowY(0)};
}

void TimelineStrip::fitScale()
{
    const QFontMetricsF metrics(rowFont());
    double names = LeastNames;
    for (const Row &row : std::as_const(m_rows))
        names = std::max(names, std::ceil(metrics.horizontalAdvance(row.name)) + NamesLeft + NamesGap + 1);
    m_scale.setRange(std::min({names, MostNames, width() * 0.4}), width() - RightMargin);
}

void TimelineStrip::showFrom(double step)
{
    m_scale.pan(step - m_scale.first());
    m_marksStale = true;
    update();
}

void TimelineStrip::showWhole()
{
    m_scale.showWhole();
    m_marksStale = true;
    update();
    emit scaleChanged();
}

void TimelineStrip::goTo(int step) { m_playback.showStep(step); }

QString TimelineStrip::valueText() const
{
    const TimelineWords words(m_playback.timeline(), m_index);
    const int step = m_playback.step();
    return words.position(step) + QStringLiteral(". ") + words.moment(step);
}

void TimelineStrip::stepChanged()
{
    if (isVisible()) {
        const double first = m_scale.first();
        m_scale.reveal(m_playback.step());
        if (m_scale.first() != first) {
            m_marksStale = true;
            emit scaleChanged();
        }
        QAccessibleValueChangeEvent changed(this, m_playback.step());
        QAccessible::updateAccessibility(&changed);
    }
    update();
}

bool TimelineStrip::event(QEvent *event)
{
    // Its own keys come before the window's shortcuts.
    if (event->type() == QEvent::ShortcutOverride) {
        auto *key = static_cast<QKeyEvent *>(event);
        static const QList<int> own{Qt::Key_Left,   Qt::Key_Right,    Qt::Key_Home, Qt::Key_End,
                                    Qt::Key_PageUp, Qt::Key_PageDown, Qt::Key_Plus, Qt::Key_Minus};
        if (key->modifiers() == Qt::NoModifier && own.contains(key->key())) {
            event->accept();
            return true;
        }
    }
    if (event->type() == QEvent::ToolTip) {
        const auto *help = static_cast<QHelpEvent *>(event);
        QToolTip::showText(help->globalPos(), tipAt(help->pos()), this);
        return true;
    }
    return QWidget::event(event);
}

QString TimelineStrip::toldOf(const ChapterBox &box) const
{
    const QList<play::Chapter> &chapters = m_index.chapters();
    const int end = box.next < chapters.size() ? chapters.at(box.next).first : m_index.stepCount();
    // All chapters of a long run repeat the same few words: so many have had each of them.
    constexpr int Most = 200;
    const QStringList words = TimelineWords::chapters(chapters.mid(box.first, std::min(Most, box.next - box.first)));
    return tr("steps %1 to %2: %3")
        .arg(chapters.at(box.first).first)
        .arg(end - 1)
        .arg(words.join(QStringLiteral(", ")));
}

QString TimelineStrip::tipAt(const QPointF &place) const
{
    if (place.y() < ChapterBand.bottom()) {
        for (const ChapterBox &box : chapterBoxes()) {
            if (box.place.contains(place))
                return toldOf(box);
        }
    }
    if (place.x() < m_scale.left()) {
        for (int row = 0; row < m_rows.size(); ++row) {
            if (std::abs(rowY(row) - place.y()) < LeastRowHeight / 2.0)
                return m_rows.at(row).name;
        }
        return {};
    }
    const int step = m_scale.stepAt(place.x());
    const bool near = step > 0 && std::abs(m_scale.x(step) - place.x()) < std::max(8.0, m_scale.pitch());
    const TimelineWords words(m_playback.timeline(), m_index);
    return near ? words.position(step) + QLatin1Char('\n') + words.moment(step) : QString();
}

void TimelineStrip::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    fitScale();
    m_marksStale = true;
    emit scaleChanged();
}

void TimelineStrip::mousePressEvent(QMouseEvent *event)
{
    if (event->button() == Qt::LeftButton)
        goTo(m_scale.stepAt(event->position().x()));
    else if (event->button() == Qt::MiddleButton)
        m_panFrom = event->position().x();
    else
        QWidget::mousePressEvent(event);
}

void TimelineStrip::mouseMoveEvent(QMouseEvent *event)
{
    if ((event->buttons() & Qt::LeftButton) != 0) {
        const int step = m_scale.stepAt(event->position().x());
        if (step != m_playback.step())
            goTo(step);
    } else if ((event->buttons() & Qt::MiddleButton) != 0) {
        m_scale.pan((m_panFrom - event->position().x()) / m_scale.pitch());
        m_panFrom = event->position().x();
        m_marksStale = true;
        update();
        emit scaleChanged();
    }
}

void TimelineStrip::wheelEvent(QWheelEvent *event)
{
    const QPoint turned = event->angleDelta();
    const bool along = (event->modifiers() & Qt::ShiftModifier) != 0 || std::abs(turned.x()) > std::abs(turned.y());
    const double notches = (turned.y() != 0 && !along ? turned.y() : turned.x() + turned.y()) / 120.0;
    if (along)
        m_scale.pan(-notches * m_scale.shown() / 8);
    else
        m_scale.zoom(std::pow(WheelZoom, notches), event->position().x());
    m_marksStale = true;
    update();
    emit scaleChanged();
    event->accept();
}

void TimelineStrip::keyPressEvent(QKeyEvent *event)
{
    if (event->modifiers() != Qt::NoModifier || !handleKey(event->key()))
        QWidget::keyPressEvent(event);
}

bool TimelineStrip::handleKey(int key)
{
    switch (key) {
    case Qt::Key_Left:
        goBy(-1);
        return true;
    case Qt::Key_Right:
        goBy(1);
        return true;
    case Qt::Key_Home:
        m_playback.toStart();
        return true;
    case Qt::Key_End:
        m_playback.toEnd();
        return true;
    case Qt::Key_PageUp:
        goChapter(-1);
        return true;
    case Qt::Key_PageDown:
        goChapter(1);
        return true;
    case Qt::Key_Plus:
    case Qt::Key_Minus:
        m_scale.zoom(key == Qt::Key_Plus ? WheelZoom : 1 / WheelZoom, m_scale.x(m_playback.step()));
        m_marksStale = true;
        update();
        emit scaleChanged();
        return true;
    default:
        return false;
    }
}

// With a filter from one wanted moment to the next; without, on beyond the newest step too: the live run makes another.
void TimelineStrip::goBy(int by)
{
    if (m_index.filter().isActive()) {
        if (const int step = m_index.nextMatch(m_playback.step(), by); step >= 0)
            goTo(step);
    } else if (by < 0) {
        m_playback.stepBack();
    } else {
        m_playback.stepForward();
    }
}

void TimelineStrip::goChapter(int by)
{
    const QList<play::Chapter> &chapters = m_index.chapters();
    const int at = m_index.chapterAt(m_playback.step());
    if (by > 0) {
        goTo(at + 1 < chapters.size() ? chapters.at(at + 1).first : m_playback.lastStep());
        return;
    }
    const bool atItsStart = at >= 0 && chapters.at(at).first == m_playback.step();
    const int before = atItsStart ? at - 1 : at;
    goTo(before >= 0 ? chapters.at(before).first : 0);
}

} // namespace zocalo::panels
