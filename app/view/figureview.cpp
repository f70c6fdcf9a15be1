// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/view/figureview.h"

#include "app/figure/everything.h"
#include "app/figure/figure.h"
#include "app/figure/frame.h"
#include "app/figure/textlayout.h"
#include "app/panels/truthtext.h"
#include "app/text/language.h"
#include "app/view/accessiblefigure.h"
#include "app/view/figureteller.h"

#include <QApplication>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPaintEvent>
#include <QPainter>
#include <QToolTip>

namespace zocalo::view {

namespace {

constexpr double RingGap = 4;           ///< from the thing to its ring, pixels
constexpr double RingWidth = 3;         ///< of the ring
constexpr double ProjectedCaption = 54; ///< logical units
constexpr double RingGround = 1;        ///< what shows of the ground on each side of it

/// The caption again, as large as its band allows, over what stands there.
void enlargeCaption(figure::DisplayList &list)
{
    const double top = figure::Frame::footTop(list);
    const QRectF band(0, top, list.logicalSize().width(), list.logicalSize().height() - top);
    figure::TextStyle style;
    style.size = ProjectedCaption;
    style.weight = 600;
    style.maxLines = 2;
    style.minSize = 30;
    style.lineHeight = 1.15;
    style.calls = true;
    list.setLayer(figure::Layer::Still);
    list.setOpacity(1);
    list.fillRect(band, figure::Tone::Background);
    list.line({24, top}, {band.width() - 24, top}, figure::Tone::Wire, 1.5);
    const double margin = figure::Frame::Margin;
    list.add(figure::layoutText(list.title(), band.adjusted(margin, 4, -margin, -4), style));
}

} // namespace

FigureView::FigureView(play::Playback &playback, QWidget *parent) : QWidget(parent), m_playback(playback)
{
    setAttribute(Qt::WA_OpaquePaintEvent);
    setFocusPolicy(Qt::StrongFocus);
    connect(&playback, &play::Playback::changed, this, [this] { rebuild(); });
    m_rebuild.setSingleShot(true);
    m_rebuild.setInterval(0);
    connect(&m_rebuild, &QTimer::timeout, this, &FigureView::showChanges);
    AccessibleFigure::install();
    m_teller = new FigureTeller(*this);
}

void FigureView::setFigureStyle(const FigureStyle &style)
{
    if (style == m_style) {
        return;
    }
    m_style = style;
    rebuild();
    emit styleChanged();
}

void FigureView::setHeading(const std::optional<beside::RunHeading> &heading)
{
    if (heading != m_heading) {
        m_heading = heading;
        rebuild();
        m_teller->tellSoon();
    }
}

void FigureView::setPanelsPainted(bool painted)
{
    if (painted != m_panelsPainted) {
        m_panelsPainted = painted;
        rebuild();
    }
}

void FigureView::setProjected(bool projected)
{
    m_projected = projected;
    rebuild();
}

void FigureView::setGoOn(const QList<GoOn::Mark> &marks)
{
    if (marks != m_goOn) {
        m_goOn = marks;
        rebuild();
    }
}

figure::DisplayList FigureView::figureAt(const QSizeF &size, figure::Theme theme) const
{
    return build(size, theme, true, false);
}

figure::FigureInput FigureView::input() const
{
    figure::FigureInput input{m_playback.now()};
    // Also while it stands still: its words tell what comes next, where that was recorded already.
    if (m_playback.step() < m_playback.lastStep()) {
        input.next = &m_playback.timeline().world(m_playback.step() + 1);
    }
    input.progress = m_playback.progress();
    input.kind = m_style.kind;
    input.detail = m_style.detail;
    input.language = text::language();
    input.hosts = m_style.hosts;
    input.programs = m_style.programs;
    input.left = m_style.left && input.next == nullptr;
    input.headline = m_style.headline.in(input.language);
    if (m_heading) {
        input.narrow = true;
        input.detail = std::min(input.detail, lesson::Detail::Mechanism); // the panels are of one run alone
    }
    return input;
}

/// Panels have left so little width that the letters of two halves beside each other could not be read: then the half
/// that the step is of has all of it. A picture that is saved or copied has its usual size, and both.
bool FigureView::isCramped() const
{
    constexpr double LeastScale = 0.4; // letters of 8 pixels
    const QSizeF base = figure::DisplayList::Base;
    const double across = width() / base.width();
    return across < LeastScale && 1.2 * across < height() / base.height();
}

figure::DisplayList FigureView::build(const QSizeF &size, figure::Theme theme, bool panels, bool cramped) const
{
    figure::FigureInput input = this->input();
    input.narrow = input.narrow || cramped;
    input.theme = theme;
    input.size = size;
    if (m_heading) {
        return beside::HeadedFigure::build(input, *m_heading);
    }
    if (panels && input.detail == lesson::Detail::Everything && figure::Everything::hasRoom(size)) {
        // Gathered once for a step: it goes through the whole run.
        const auto now = std::make_pair(m_playback.step(), m_playback.timeline().events().size());
        if (now != m_factsOf) {
            m_facts = figure::panelFacts(m_playback.timeline(), m_playback.step());
            m_factsOf = now;
        }
        input.facts = &m_facts;
    } else if (!panels && input.detail == lesson::Detail::Everything) {
        input.detail = lesson::Detail::Mechanism; // the panels stand beside it
    }
    return figure::buildFigure(input);
}

const figure::Node *FigureView::nodeAt(const QPointF &point) const
{
    const double scale = m_list.scale();
    if (scale <= 0) {
        return nullptr;
    }
    for (const int index : m_list.nodesAt(point / scale)) {
        const figure::Node &node = m_list.nodes().at(index);
        if (!node.name.isEmpty()) {
            return &node;
        }
    }
    return nullptr;
}

void FigureView::select(const figure::Thing &thing)
{
    if (thing == m_selection) {
        return;
    }
    m_selection = thing;
    update();
    emit selectionChanged(thing);
}

figure::Thing FigureView::thingAt(const QPointF &point)
{
    bringUpToDate();
    return m_list.scale() > 0 ? figure::thingAt(m_list, point / m_list.scale()) : figure::Thing();
}

QRect FigureView::placeOf(const figure::Thing &thing)
{
    bringUpToDate();
    return inPixels(figure::rectOf(m_list, thing));
}

QRect FigureView::inPixels(const QRectF &place) const
{
    const double scale = m_list.scale();
    return place.isEmpty() ? QRect() : QRectF(place.topLeft() * scale, place.size() * scale).toAlignedRect();
}

const figure::DisplayList &FigureView::shownFigure()
{
    bringUpToDate();
    return m_list;
}

QList<FigurePart> FigureView::parts() { return partsOf(shownFigure(), things()); }

QList<figure::Thing> FigureView::things()
{
    bringUpToDate();
    return figure::thingsShown(m_list, m_playback.now());
}

bool FigureView::selectNext(int by, bool round)
{
    const QList<figure::Thing> all = things();
    if (all.isEmpty()) {
        return false;
    }
    const auto count = static_cast<int>(all.size());
    const auto at = static_cast<int>(all.indexOf(m_selection));
    int next = at < 0 ? (by > 0 ? 0 : count - 1) : at + by;
    if (round) {
        next = (next + count) % count;
    }
    select(next < 0 || next >= count ? figure::Thing() : all.at(next));
    return next >= 0 && next < count;
}

bool FigureView::focusNextPrevChild(bool next)
{
    // Qt calls this also to take the focus away from what it has just hidden: then nobody has pressed Tab.
    return (isVisible() && selectNext(next ? 1 : -1, false)) || QWidget::focusNextPrevChild(next);
}

void FigureView::focusInEvent(QFocusEvent *event)
{
    QWidget::focusInEvent(event);
    m_focusByKey = event->reason() == Qt::TabFocusReason || event->reason() == Qt::BacktabFocusReason;
    update();
    m_teller->tellFocus();
}

void FigureView::focusOutEvent(QFocusEvent *event)
{
    QWidget::focusOutEvent(event);
    update();
}

void FigureView::mousePressEvent(QMouseEvent *event)
{
    setFocus(Qt::MouseFocusReason);
    m_focusByKey = false;
    const QPointF place = event->position() / std::max(shownFigure().scale(), 1e-9);
    const std::optional<world::ProcessId> process = GoOn::at(m_list, place);
    if (process && event->button() == Qt::LeftButton) {
        emit goOnAsked(*process);
        return;
    }
    const figure::Thing thing = thingAt(event->position());
    if (thing && thing == m_selection) {
        emit pressedAgain();
    }
    select(thing);
    m_pressed = event->button() == Qt::LeftButton ? std::optional(event->position().toPoint()) : std::nullopt;
}

void FigureView::mouseMoveEvent(QMouseEvent *event)
{
    const bool held = (event->buttons() & Qt::LeftButton) != 0 && m_pressed;
    if (!held || (event->position().toPoint() - *m_pressed).manhattanLength() < QApplication::startDragDistance()) {
        return;
    }
    m_pressed.reset(); // one drag for a press
    emit dragStarted();
}

void FigureView::mouseReleaseEvent(QMouseEvent *) { m_pressed.reset(); }

void FigureView::mouseDoubleClickEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton) {
        return;
    }
    if (const figure::Thing thing = thingAt(event->position())) {
        select(thing);
        emit menuRequested(thing, event->globalPosition().toPoint());
    }
}

void FigureView::contextMenuEvent(QContextMenuEvent *event)
{
    if (event->reason() == QContextMenuEvent::Keyboard) {
        askForMenu();
        return;
    }
    select(thingAt(event->pos()));
    emit menuRequested(m_selection, event->globalPos());
}

void FigureView::askForMenu()
{
    const QRect place = placeOf(m_selection);
    emit menuRequested(m_selection, mapToGlobal(place.isEmpty() ? rect().center() : place.center()));
}

void FigureView::keyPressEvent(QKeyEvent *event)
{
    switch (event->key()) {
    case Qt::Key_Down:
        selectNext(+1, true);
        return;
    case Qt::Key_Up:
        selectNext(-1, true);
        return;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        askForMenu();
        return;
    case Qt::Key_Escape:
        if (m_selection) {
            select({});
            return;
        }
        [[fallthrough]];
    default:
        QWidget::keyPressEvent(event);
    }
}

bool FigureView::event(QEvent *event)
{
    if (event->type() == QEvent::ToolTip) {
        return showToolTip(static_cast<QHelpEvent *>(event));
    }
    return QWidget::event(event);
}

bool FigureView::showToolTip(QHelpEvent *help)
{
    if (const figure::Thing thing = thingAt(help->pos())) {
        const panels::TruthText truths(m_playback.timeline(), m_playback.step());
        QToolTip::showText(help->globalPos(), panels::TruthText::brief(truths.of(thing)), this);
        return true;
    }
    const figure::Node *node = nodeAt(help->pos());
    if (!node || node->kind == figure::NodeKind::Caption) {
        QToolTip::hideText();
        return true;
    }
    const QString text = node->description.isEmpty() ? node->name : node->name + QLatin1Char('\n') + node->description;
    QToolTip::showText(help->globalPos(), text, this);
    return true;
}

void FigureView::rebuild()
{
    m_listStale = true;
    m_rebuild.start(); // many things change at a step
}

/// Has only that painted anew which looks different: while a message goes its way, little of the figure.
void FigureView::showChanges()
{
    if (!isVisible()) {
        m_frames.forget();
        return; // it is painted when it is shown
    }
    bringUpToDate();
    const QRegion changed = m_frames.changes(m_list, m_style.theme, devicePixelRatioF());
    // The ring around what is selected goes along with it.
    m_selection ? update() : update(changed);
}

void FigureView::bringUpToDate()
{
    if (m_listStale || m_list.size() != QSizeF(size())) {
        m_list = build(size(), m_style.theme, m_panelsPainted && !m_projected, isCramped());
        if (m_projected) {
            enlargeCaption(m_list);
        }
        if (m_playback.isAtEnd()) {
            GoOn::add(m_list, m_goOn);
        }
        m_listStale = false;
    }
}

void FigureView::paintSelection(QPainter &painter)
{
    bringUpToDate();
    const double pixel = 1 / std::max(m_list.scale(), 1e-9);
    const figure::Ring around =
        figure::ringOf(m_list, m_selection, RingGap * pixel, (RingWidth + 2 * RingGround) * pixel);
    if (around.rect.isEmpty() && (!hasFocus() || !m_focusByKey)) {
        return;
    }
    const auto inWindow = [pixel](const QRectF &place) {
        return QRectF(place.topLeft() / pixel, place.size() / pixel);
    };
    const QRectF within = QRectF(rect()).adjusted(RingWidth, RingWidth, -RingWidth, -RingWidth);
    const QRectF ring = around.rect.isEmpty() ? within : inWindow(around.rect).intersected(within);
    QRegion free(rect());
    for (const QRectF &words : around.words) {
        free -= inWindow(words).adjusted(-RingGround, 0, RingGround, 0).toAlignedRect();
    }
    painter.setClipRegion(free, Qt::IntersectClip);
    painter.setRenderHint(QPainter::Antialiasing);
    // Ground on both sides: it is seen on whatever lies under it.
    const auto draw = [&](figure::Tone tone, double width) {
        painter.setPen(QPen(figure::resolve(m_style.theme, tone), width));
        painter.drawRoundedRect(ring, RingGap, RingGap);
    };
    draw(figure::Tone::Background, RingWidth + 2 * RingGround);
    draw(figure::Tone::Ink, RingWidth);
}

void FigureView::paintEvent(QPaintEvent *event)
{
    if (m_rebuild.isActive()) {
        // What is painted now is compared with what was before: nothing of it stays where it is not repainted.
        m_rebuild.stop();
        showChanges();
    }
    bringUpToDate();
    QPainter painter(this);
    m_frames.paint(painter, m_list, m_style.theme, event->region()); // Qt clips to it
    paintSelection(painter);
    if (!m_painted) {
        m_painted = true;
        emit firstPainted();
    }
}

void FigureView::resizeEvent(QResizeEvent *event)
{
    rebuild();
    QWidget::resizeEvent(event);
}

void FigureView::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange) {
        rebuild();
        m_teller->tellSoon();
    }
    QWidget::changeEvent(event);
}

} // namespace zocalo::view
