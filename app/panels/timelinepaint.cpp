// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
// How the timeline looks.
#include "app/panels/timelinestrip.h"

#include "app/figure/fonts.h"
#include "app/figure/timelinemark.h"
#include "app/panels/timelinewords.h"

#include <QPainter>

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <vector>

namespace zocalo::panels {

using figure::Colour;
using figure::Tone;

namespace {

constexpr double NarrowestChapter = 100;
constexpr double EachMarkPitch = 3.5;
constexpr double Radius = 6;
constexpr double ColumnWidth = 2; ///< of a crowd of marks
constexpr std::size_t Senders = figure::SenderCount + 1;

QPen pen(const QColor &colour, double width)
{
    QPen result(colour, width);
    result.setCapStyle(Qt::FlatCap);
    return result;
}

QFont chapterFont(bool isHere) { return figure::font(figure::Face::Sans, 15, isHere ? QFont::Bold : QFont::Medium); }

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

// A chapter too narrow for a name is told together with what follows. While the run goes on, a box whose name would
// change by that has none yet: what was read in a box stays true of it.
QList<TimelineStrip::ChapterBox> TimelineStrip::chapterBoxes() const
{
    const QList<play::Chapter> &chapters = m_index.chapters();
    const int last = m_index.stepCount() - 1;
    const QFontMetricsF metrics(chapterFont(true)); // the wider one
    const double half = m_scale.pitch() / 2;
    const double leftEnd = m_scale.left();
    const double rightEnd = std::min(m_scale.x(last) + half, width() - 16.0);
    QList<ChapterBox> boxes;
    QStringList said;
    int at = std::max(0, m_index.chapterAt(m_scale.firstShown()));
    while (at < chapters.size()) {
        const double left = std::max(leftEnd, m_scale.x(chapters.at(at).first) - half);
        if (left >= rightEnd)
            break;
        const int reached = m_index.chapterAt(m_scale.stepAt(left + NarrowestChapter - half));
        int next = std::max(at, reached) + 1;
        next = std::min(next, static_cast<int>(chapters.size()));
        const double right = next < chapters.size() ? m_scale.x(chapters.at(next).first) - half : rightEnd;
        const QRectF place(left + 1, ChapterBand.top(), std::min(right, rightEnd) - left - 2, ChapterBand.height());
        // One more than are told by their words says that there are many.
        const int told = std::min(next - at, TimelineWords::MostMerged + 1);
        const QList<play::Chapter> those = chapters.mid(at, told);
        const bool grows = next == chapters.size() && m_playback.isLive();
        const bool mayChange =
            grows && (right - left < NarrowestChapter || those.last().kind == play::Chapter::Kind::Open ||
                      those.last().kind == play::Chapter::Kind::Connect);
        // Where the box will be wider, either the whole name, or none yet.
        const QString whole = grows ? TimelineWords::chapters(those).join(QStringLiteral(", ")) : QString();
        const QString name = mayChange ? QString() : TimelineWords::chapterName(those, said, [&](const QString &text) {
            return text.startsWith(whole) && metrics.horizontalAdvance(text) <= place.width() - 8;
        });
        said << name;
        boxes.append({place, at, next, name});
        at = next;
    }
    return boxes;
}

void TimelineStrip::paintChapters(QPainter &painter)
{
    const int current = m_index.chapterAt(m_playback.step());
    for (const ChapterBox &box : chapterBoxes()) {
        const bool isHere = current >= box.first && current < box.next;
        painter.setPen(isHere ? pen(colour(Tone::MatchBorder), 1) : QPen(Qt::NoPen));
        painter.setBrush(colour(isHere ? Tone::Match : Tone::Lane));
        painter.drawRoundedRect(box.place, 4, 4);
        painter.setFont(chapterFont(isHere));
        painter.setPen(colour(isHere ? Tone::Ink : Tone::Secondary));
        painter.drawText(box.place, Qt::AlignCenter, box.name);
    }
}

QFont TimelineStrip::rowFont() const
{
    return m_by == Rows::Protocols ? figure::font(figure::Face::Mono, 15, QFont::Bold)
                                   : figure::font(figure::Face::Sans, 15, QFont::DemiBold);
}

void TimelineStrip::paintRails(QPainter &painter)
{
    const double left = m_scale.left();
    const double right = std::min(m_scale.x(m_index.stepCount() - 1) + m_scale.pitch() / 2, width() - 16.0);
    const double now = std::clamp(m_scale.x(m_playback.step()), left, std::max(left, right));
    painter.setFont(rowFont());
    for (int row = 0; row < m_rows.size(); ++row) {
        const double y = rowY(row);
        painter.setPen(pen(colour(Tone::Rule), 2));
        painter.drawLine(QPointF(now, y), QPointF(right, y));
        painter.setPen(pen(colour(Tone::Secondary), 3.5));
        painter.drawLine(QPointF(left, y), QPointF(now, y));
        painter.setPen(colour(Tone::Ink));
        const QRectF place(NamesLeft, y - 11, left - NamesLeft - NamesGap, 22);
        // Only names longer than the widest column are cut; the tool tip has them whole.
        painter.drawText(place, Qt::AlignLeft | Qt::AlignVCenter,
                         painter.fontMetrics().elidedText(m_rows.at(row).name, Qt::ElideRight,
                                                          static_cast<int>(std::ceil(place.width()))));
    }
}

Colour TimelineStrip::colourOf(history::ProcessId id) const
{
    return figure::TimelineMark::colourOf(m_index.process(id));
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
    const double radius = std::clamp(m_scale.pitch() * 0.55, figure::TimelineMark::EntryRadius, Radius);
    for (int step = m_scale.firstShown(); step <= m_scale.lastShown(); ++step) {
        const play::StepMoment moment = m_index.at(step);
        const QPointF at(m_scale.x(step), rowY(rowOf(moment)));
        if (at.x() > width() - 16 + radius)
            break;
        if (at.x() < m_scale.left())
            continue;
        if (m_index.matches(step)) {
            paintMark(painter, moment, at, radius);
        } else {
            painter.setPen(Qt::NoPen);
            painter.setBrush(colour(Tone::Wire));
            painter.drawEllipse(at, 1.4, 1.4);
        }
    }
}

// An end is hollow; a failed call has a red edge.
void TimelineStrip::paintMark(QPainter &painter, const play::StepMoment &moment, const QPointF &at, double radius)
{
    const Colour own = colourOf(moment.process);
    const bool ended = moment.kind == world::MomentKind::ProcessEnded;
    if (ended)
        painter.setPen(pen(colour(own), 2));
    else
        painter.setPen(moment.failed ? pen(colour(Tone::Danger), 2) : pen(colour(Tone::Panel), 1));
    painter.setBrush(colour(ended ? Colour(Tone::Panel) : own));
    painter.drawPath(figure::TimelineMark::path(moment.kind, own, at, radius));
}

// So many that no mark would be seen: how many fall on a column, and whose they are.
void TimelineStrip::paintCrowd(QPainter &painter)
{
    const double left = m_scale.left();
    const auto columns = static_cast<std::size_t>(std::max(1.0, (width() - 16 - left) / ColumnWidth)) + 1;
    const auto rows = static_cast<std::size_t>(std::max<qsizetype>(1, m_rows.size()));
    std::vector<std::array<quint32, Senders>> counts(columns * rows); // of those that the filter lets through
    quint32 most = 1;
    std::vector<quint32> sums(columns * rows, 0);
    for (int step = m_scale.firstShown(); step <= m_scale.lastShown(); ++step) {
        const play::StepMoment moment = m_index.at(step);
        const double x = (m_scale.x(step) - left) / ColumnWidth;
        const std::size_t column = std::min(columns - 1, static_cast<std::size_t>(std::max(0.0, x)));
        const std::size_t place = static_cast<std::size_t>(rowOf(moment)) * columns + column;
        const Colour own = colourOf(moment.process);
        if (m_index.matches(step))
            ++counts[place][own.tone == Tone::Secondary ? Senders - 1 : static_cast<std::size_t>(own.sender)];
        most = std::max(most, ++sums[place]);
    }
    const double tall = std::min(22.0, rowY(1) - rowY(0) - 4);
    const bool filtered = m_index.filter().isActive();
    painter.setRenderHint(QPainter::Antialiasing, false);
    const auto columnAt = [&](std::size_t place, double height) {
        return QRectF(left + static_cast<double>(place % columns) * ColumnWidth,
                      rowY(static_cast<int>(place / columns)) - height / 2, ColumnWidth, height);
    };
    for (std::size_t place = 0; place < counts.size(); ++place) {
        if (sums[place] == 0)
            continue;
        const double height = std::max(4.0, tall * std::sqrt(static_cast<double>(sums[place]) / most));
        if (filtered)
            painter.fillRect(columnAt(place, height), colour(Tone::Rule));
        else
            paintColumn(painter, columnAt(place, height), counts[place].data());
    }
    // What one looks for is seen however rare it is: over the rest, as high as the row, and wider than one column.
    for (std::size_t place = 0; filtered && place < counts.size(); ++place) {
        if (std::any_of(counts[place].begin(), counts[place].end(), [](quint32 count) { return count > 0; }))
            paintColumn(painter, columnAt(place, tall).adjusted(-1, 0, 1, 0), counts[place].data());
    }
}

void TimelineStrip::paintColumn(QPainter &painter, const QRectF &place, const quint32 *counts)
{
    const quint32 sum = std::accumulate(counts, counts + Senders, quint32(0));
    double y = place.top();
    for (std::size_t who = 0; who < Senders; ++who) {
        const double part = place.height() * counts[who] / std::max(1U, sum);
        if (part > 0)
            painter.fillRect(
                QRectF(place.left(), y, place.width(), part),
                colour(who == Senders - 1 ? Colour(Tone::Secondary) : Colour(Tone::Sender, static_cast<int>(who))));
        y += part;
    }
}

// Where the run differs from the one it is compared with: a sign under the rows; close ones share one.
void TimelineStrip::paintMarked(QPainter &painter)
{
    constexpr double SignWidth = 12;
    painter.setFont(figure::font(figure::Face::Sans, 14, QFont::Bold));
    painter.setPen(colour(Tone::Danger));
    double free = m_scale.left() - SignWidth;
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
    const double x = m_playback.step() == 0 ? m_scale.x(1) - m_scale.pitch() / 2 : m_scale.x(m_playback.step());
    if (x < m_scale.left() - 1 || x > width() - 8)
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
