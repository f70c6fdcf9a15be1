// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
// How the timeline looks.
#include "app/panels/timelinestrip.h"

#include "app/figure/fonts.h"
#include "app/figure/shapes.h"
#include "app/panels/timelinewords.h"

#include <QPainter>

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

namespace zocalo::panels {

using figure::Colour;
using figure::Tone;

namespace {

constexpr QRectF ChapterBand(0, 4, 0, 26);
constexpr double NarrowestChapter = 64;
constexpr int MostMerged = 6; ///< chapters told together
constexpr double EachMarkPitch = 3.5;
constexpr double Radius = 6;
constexpr double EntryRadius = 2.6;
constexpr double ColumnWidth = 2; ///< of a crowd of marks
constexpr std::size_t Senders = figure::SenderCount + 1;

QPen pen(const QColor &colour, double width)
{
    QPen result(colour, width);
    result.setCapStyle(Qt::FlatCap);
    return result;
}

} // namespace

void TimelineStrip::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.fillRect(rect(), colour(Tone::Panel));
    paintChapters(painter);
    paintRails(painter);
    if (m_marksStale || m_marks.devicePixelRatio() != devicePixelRatioF())
        paintMarks();
    painter.drawPixmap(0, 0, m_marks);
    paintMarked(painter);
    paintPlayhead(painter);
    if (hasFocus()) {
        painter.setPen(pen(colour(Tone::Ink), 2));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(QRectF(rect()).adjusted(1.5, 1.5, -1.5, -1.5), 5, 5);
    }
}

// A chapter too narrow for its name is told together with what follows.
void TimelineStrip::paintChapters(QPainter &painter)
{
    const QList<play::Chapter> &chapters = m_index.chapters();
    const int last = m_index.stepCount() - 1;
    const int current = m_index.chapterAt(m_playback.step());
    painter.setFont(figure::font(figure::Face::Sans, 15, QFont::Medium));
    const double half = m_scale.pitch() / 2;
    const double leftEnd = m_scale.x(m_scale.firstShown()) - half;
    const double rightEnd = std::min(m_scale.x(last) + half, width() - 16.0);
    int at = std::max(0, m_index.chapterAt(m_scale.firstShown()));
    while (at < chapters.size()) {
        const double left = std::max(leftEnd, m_scale.x(chapters.at(at).first) - half);
        if (left >= rightEnd)
            break;
        const int reached = m_index.chapterAt(m_scale.stepAt(left + NarrowestChapter - half));
        int next = std::max(at, reached) + 1;
        double right = next < chapters.size() ? m_scale.x(chapters.at(next).first) - half : rightEnd;
        if (rightEnd - right < NarrowestChapter) {
            next = static_cast<int>(chapters.size());
            right = rightEnd;
        }
        const QRectF box(left + 1, ChapterBand.top(), std::min(right, rightEnd) - left - 2, ChapterBand.height());
        const bool isHere = current >= at && current < next;
        painter.setPen(isHere ? pen(colour(Tone::MatchBorder), 1) : QPen(Qt::NoPen));
        painter.setBrush(colour(isHere ? Tone::Match : Tone::Lane));
        painter.drawRoundedRect(box, 4, 4);
        painter.setFont(figure::font(figure::Face::Sans, 15, isHere ? QFont::Bold : QFont::Medium));
        painter.setPen(colour(isHere ? Tone::Ink : Tone::Secondary));
        const QString name = TimelineWords::chapters(chapters.mid(at, std::min(next - at, MostMerged)));
        painter.drawText(box, Qt::AlignCenter,
                         painter.fontMetrics().elidedText(name, Qt::ElideRight, static_cast<int>(box.width()) - 8));
        at = next;
    }
}

void TimelineStrip::paintRails(QPainter &painter)
{
    const double half = m_scale.pitch() / 2;
    const double left = m_scale.x(m_scale.firstShown()) - half;
    const double right = std::min(m_scale.x(m_index.stepCount() - 1) + half, width() - 16.0);
    const double now = std::clamp(m_scale.x(m_playback.step()), left, std::max(left, right));
    for (int row = 0; row < m_rows.size(); ++row) {
        const double y = rowY(row);
        painter.setPen(pen(colour(Tone::Rule), 2));
        painter.drawLine(QPointF(now, y), QPointF(right, y));
        painter.setPen(pen(colour(Tone::Secondary), 3.5));
        painter.drawLine(QPointF(left, y), QPointF(now, y));
        painter.setPen(colour(Tone::Ink));
        painter.setFont(figure::font(m_by == Rows::Protocols ? figure::Face::Mono : figure::Face::Sans, 15,
                                     m_by == Rows::Protocols ? QFont::Bold : QFont::DemiBold));
        const QRectF place(10, y - 11, m_scale.x(m_scale.firstShown()) - half - 18, 22);
        painter.drawText(
            place, Qt::AlignLeft | Qt::AlignVCenter,
            painter.fontMetrics().elidedText(m_rows.at(row).name, Qt::ElideRight, static_cast<int>(place.width())));
    }
}

Colour TimelineStrip::colourOf(history::ProcessId id) const
{
    const world::Process *process = m_index.process(id);
    if (!process || process->role == world::Role::Server)
        return Tone::Secondary;
    const bool isClient = process->role == world::Role::Client;
    return {Tone::Sender, (isClient ? process->ordinal : static_cast<int>(process->id)) % figure::SenderCount};
}

void TimelineStrip::paintMarks()
{
    m_marksStale = false;
    m_marks = QPixmap(size() * devicePixelRatioF());
    m_marks.setDevicePixelRatio(devicePixelRatioF());
    m_marks.fill(Qt::transparent);
    if (m_index.stepCount() < 2)
        return;
    QPainter painter(&m_marks);
    painter.setRenderHint(QPainter::Antialiasing);
    if (m_scale.pitch() >= EachMarkPitch)
        paintEachMark(painter);
    else
        paintCrowd(painter);
}

void TimelineStrip::paintEachMark(QPainter &painter)
{
    const double radius = std::clamp(m_scale.pitch() * 0.55, EntryRadius, Radius);
    for (int step = m_scale.firstShown(); step <= m_scale.lastShown(); ++step) {
        const play::StepMoment moment = m_index.at(step);
        const QPointF at(m_scale.x(step), rowY(rowOf(moment)));
        if (at.x() > width() - 16 + radius)
            break;
        if (m_index.matches(step)) {
            paintMark(painter, moment, at, radius);
        } else {
            painter.setPen(Qt::NoPen);
            painter.setBrush(colour(Tone::Wire));
            painter.drawEllipse(at, 1.4, 1.4);
        }
    }
}

// An entry is a dot, a return the sender's glyph (the server's an upright bar), an end hollow; a failed call has a red
// edge.
void TimelineStrip::paintMark(QPainter &painter, const play::StepMoment &moment, const QPointF &at, double radius)
{
    const Colour own = colourOf(moment.process);
    painter.setPen(moment.failed ? pen(colour(Tone::Danger), 2) : pen(colour(Tone::Panel), 1));
    painter.setBrush(colour(own));
    if (moment.kind == world::MomentKind::Entered) {
        painter.drawEllipse(at, EntryRadius + 0.5, EntryRadius + 0.5);
    } else if (moment.kind == world::MomentKind::ProcessEnded) {
        painter.setPen(pen(colour(own), 2));
        painter.setBrush(colour(Tone::Panel));
        painter.drawRect(QRectF(at.x() - radius + 1, at.y() - radius + 1, 2 * radius - 2, 2 * radius - 2));
    } else if (own.tone == Tone::Secondary) {
        painter.drawRoundedRect(QRectF(at.x() - 3, at.y() - radius - 3, 6, 2 * radius + 6), 1.5, 1.5);
    } else {
        painter.drawPath(figure::glyphPath(own.sender, at, radius));
    }
}

// So many that no mark would be seen: how many fall on a column, and whose they are.
void TimelineStrip::paintCrowd(QPainter &painter)
{
    const double left = m_scale.x(m_scale.firstShown()) - m_scale.pitch() / 2;
    const auto columns = static_cast<std::size_t>(std::max(1.0, (width() - 16 - left) / ColumnWidth)) + 1;
    const auto rows = static_cast<std::size_t>(std::max<qsizetype>(1, m_rows.size()));
    std::vector<std::array<quint32, Senders + 1>> counts(columns * rows); // last: those that the filter leaves out
    quint32 most = 1;
    std::vector<quint32> sums(columns * rows, 0);
    for (int step = m_scale.firstShown(); step <= m_scale.lastShown(); ++step) {
        const play::StepMoment moment = m_index.at(step);
        const double x = (m_scale.x(step) - left) / ColumnWidth;
        const std::size_t column = std::min(columns - 1, static_cast<std::size_t>(std::max(0.0, x)));
        const std::size_t place = static_cast<std::size_t>(rowOf(moment)) * columns + column;
        const Colour own = colourOf(moment.process);
        const std::size_t who = !m_index.matches(step)        ? Senders
                                : own.tone == Tone::Secondary ? Senders - 1
                                                              : static_cast<std::size_t>(own.sender);
        ++counts[place][who];
        most = std::max(most, ++sums[place]);
    }
    const double tall = std::min(22.0, rowY(1) - rowY(0) - 4);
    painter.setRenderHint(QPainter::Antialiasing, false);
    for (std::size_t place = 0; place < counts.size(); ++place) {
        if (sums[place] == 0)
            continue;
        const double height = std::max(4.0, tall * std::sqrt(static_cast<double>(sums[place]) / most));
        const double x = left + static_cast<double>(place % columns) * ColumnWidth;
        double y = rowY(static_cast<int>(place / columns)) - height / 2;
        for (std::size_t who = 0; who <= Senders; ++who) {
            const double part = height * counts[place][who] / sums[place];
            const Colour own = who == Senders       ? Colour(Tone::Rule)
                               : who == Senders - 1 ? Colour(Tone::Secondary)
                                                    : Colour(Tone::Sender, static_cast<int>(who));
            if (part > 0)
                painter.fillRect(QRectF(x, y, ColumnWidth, part), colour(own));
            y += part;
        }
    }
}

// Where the run differs from the one it is compared with: a sign under the rows; close ones share one.
void TimelineStrip::paintMarked(QPainter &painter)
{
    constexpr double SignWidth = 12;
    painter.setFont(figure::font(figure::Face::Sans, 14, QFont::Bold));
    painter.setPen(colour(Tone::Danger));
    double free = m_scale.x(m_scale.firstShown()) - m_scale.pitch() / 2 - SignWidth;
    for (const int step : std::as_const(m_marked)) {
        const double x = m_scale.x(step);
        if (x < free || x > width() - 16)
            continue;
        painter.drawText(QRectF(x - SignWidth / 2, height() - 18, SignWidth, 16), Qt::AlignCenter, QStringLiteral("≠"));
        free = x + SignWidth;
    }
}

void TimelineStrip::paintPlayhead(QPainter &painter)
{
    const double first = m_scale.x(m_scale.firstShown()) - m_scale.pitch() / 2;
    const double x = m_playback.step() == 0 ? m_scale.x(1) - m_scale.pitch() / 2 : m_scale.x(m_playback.step());
    if (x < first - 1 || x > width() - 8)
        return;
    const double top = ChapterBand.bottom() + 1;
    painter.setPen(pen(colour(Tone::Ink), 2.5));
    painter.drawLine(QPointF(x, top + 8), QPointF(x, height() - 4));
    QPainterPath head(QPointF(x - 8, top));
    head.lineTo(x + 8, top);
    head.lineTo(x + 8, top + 8);
    head.lineTo(x, top + 16);
    head.lineTo(x - 8, top + 8);
    head.closeSubpath();
    painter.fillPath(head, colour(Tone::Ink));
}

} // namespace zocalo::panels
