// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
// The panel with the timeline: a mark for each recorded moment, a row for each protocol of the run.
#include "app/figure/everything.h"

#include "app/figure/articles.h"
#include "app/figure/callstate.h"
#include "app/figure/textlayout.h"
#include "app/figure/timelinemark.h"

#include <algorithm>

namespace zocalo::figure {

namespace {

constexpr double TimelineHeadHeight = 56;
constexpr double LegendHeight = 44;
constexpr double NameWidth = 92;
constexpr double Radius = 6.5;

} // namespace

/// "Client B has entered send()".
QString Everything::momentText() const
{
    const world::Moment &moment = m_input.now.moment();
    const world::Process *process = m_input.now.process(moment.process);
    if (!process)
        return {};
    const QString who = m_names.process(process->id);
    const Articles articles(m_input.now, m_names);
    switch (moment.kind) {
    case world::MomentKind::Entered:
        return articles.in(tr("%1 has entered %2").arg(who, callText(moment.name)));
    case world::MomentKind::Returned:
        return articles.in(tr("%2 has returned to %1").arg(who, callText(moment.name)));
    case world::MomentKind::ProcessStarted:
        return articles.in(moment.parent ? tr("%1 has started").arg(who)
                                         : tr("%1 is another program now (exec)").arg(who));
    case world::MomentKind::ProcessEnded:
        return articles.in(tr("%1 has ended").arg(who));
    case world::MomentKind::Start:
        break;
    }
    return {};
}

void Everything::drawMark(const StepMark &mark, const QPointF &at, bool gone)
{
    const Colour own = mark.own;
    const QPainterPath path = TimelineMark::path(mark.kind, own, at, Radius);
    // Hollow: an end, or what is still to come; that has no colour either.
    if (!gone)
        m_list.add(Shape{path, Tone::Panel, Tone::Wire, 1.6});
    else if (mark.kind == world::MomentKind::ProcessEnded)
        m_list.add(Shape{path, Tone::Panel, own, 2});
    else
        m_list.fill(path, own);
}

void Everything::drawTimeline(const QRectF &place)
{
    m_list.beginNode(NodeKind::Label, 2, tr("Timeline"));
    drawPanel(place, tr("Timeline"), QString());
    const int last = m_facts.stepCount - 1;
    TextStyle title;
    title.size = 26;
    title.weight = 600;
    TextStyle number = title;
    number.size = 22;
    const QString counted = tr("step %1 of %2").arg(m_facts.step).arg(last);
    const double countedLeft = place.left() + 18 + textWidth(tr("Timeline"), title) + 28;
    const double countedWidth = textWidth(counted, number) + 2;
    word(counted, {countedLeft, place.top() + 8, countedWidth, 38}, 22, 600, Tone::Secondary);

    const double left = place.left() + NameWidth + 30;
    const double right = place.right() - 30;
    const auto count = std::max<qsizetype>(1, m_facts.marks.size());
    const double pitch = std::min(30.0, (right - left) / static_cast<double>(count));
    const double top = place.top() + TimelineHeadHeight + 26;
    const double rowsHeight = place.bottom() - LegendHeight - top - 8;
    const double rowPitch = rowsHeight / static_cast<double>(std::max<qsizetype>(1, m_facts.rows.size()));
    const auto rowY = [&](kernel::Protocol protocol) {
        return top + rowPitch * (static_cast<double>(std::max<qsizetype>(0, m_facts.rows.indexOf(protocol))) + 0.5);
    };
    const auto stepX = [&](int step) { return left + pitch * (step - m_facts.before + 0.5); };
    const int end = m_facts.before + static_cast<int>(m_facts.marks.size()) - 1;
    const double now = m_facts.step < m_facts.before ? left - 4 : stepX(m_facts.step);
    for (const kernel::Protocol protocol : m_facts.rows) {
        const double y = rowY(protocol);
        code(TimelineMark::rowName(protocol), {place.left() + 18, y - 16, NameWidth, 32}, 22, 700);
        if (now > left)
            m_list.line({left, y}, {std::max(left, now), y}, Tone::Wire, 3);
        m_list.line({std::max(left, now), y}, {stepX(end) + pitch / 2, y}, Tone::Rule, 2);
    }
    for (int step = m_facts.before; step <= end; ++step) {
        const StepMark &mark = m_facts.marks.at(step - m_facts.before);
        drawMark(mark, {stepX(step), rowY(mark.protocol)}, step <= m_facts.step);
    }
    // Where we are.
    QPainterPath head({now - 9, top - 14});
    head.lineTo(now + 9, top - 14);
    head.lineTo(now, top + 2);
    head.closeSubpath();
    m_list.line({now, top - 2}, {now, place.bottom() - LegendHeight - 6}, Tone::Ink, 2.5);
    m_list.fill(head, Tone::Ink);
    const QString said = momentText();
    TextStyle style;
    style.size = 22;
    style.weight = 600;
    style.calls = true;
    const double wide = textWidth(said, style) + 2;
    const double least = countedLeft + countedWidth + 28;
    const double from = std::clamp(now - wide / 2, least, std::max(least, place.right() - 18 - wide));
    word(said, {from, top - 50, wide, 32}, 22, 600);

    const double y = place.bottom() - LegendHeight / 2 - 4;
    double x = place.left() + 18;
    const auto explain = [&](const QString &text, auto draw) {
        draw(QPointF(x + 8, y));
        TextStyle small;
        small.size = 19;
        small.weight = 500;
        const double width = textWidth(text, small) + 2;
        word(text, {x + 26, y - 15, width, 30}, 19, 500, Tone::Secondary);
        x += 26 + width + 36;
    };
    explain(tr("a call was entered"), [&](const QPointF &at) {
        drawMark({world::MomentKind::Entered, {}, Tone::Secondary}, at, true);
    });
    explain(tr("a client's call returned"), [&](const QPointF &at) {
        drawMark({world::MomentKind::Returned, {}, Colour(Tone::Sender, 0)}, at, true);
    });
    explain(tr("the server's call returned"), [&](const QPointF &at) {
        drawMark({world::MomentKind::Returned, {}, Tone::Secondary}, at, true);
    });
    const bool starts = std::any_of(m_facts.marks.cbegin(), m_facts.marks.cend(), [](const StepMark &mark) {
        return mark.kind == world::MomentKind::ProcessStarted;
    });
    if (starts) {
        explain(tr("a process has started"), [&](const QPointF &at) {
            drawMark({world::MomentKind::ProcessStarted, {}, Tone::Secondary}, at, true);
        });
    }
    explain(tr("a process has ended"), [&](const QPointF &at) {
        drawMark({world::MomentKind::ProcessEnded, {}, Tone::Secondary}, at, true);
    });
    explain(tr("still to come"), [&](const QPointF &at) {
        drawMark({world::MomentKind::Returned, {}, Colour(Tone::Sender, 0)}, at, false);
    });
    m_list.endNode();
}

} // namespace zocalo::figure
