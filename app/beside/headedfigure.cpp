// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/beside/headedfigure.h"

#include "app/beside/differencemark.h"
#include "app/figure/figure.h"
#include "app/figure/frame.h"
#include "app/figure/textlayout.h"

#include <algorithm>

namespace zocalo::beside {

namespace {

constexpr double NameHeight = 44;
constexpr double RemarkHeight = 62;
constexpr double HeadHeight = 8 + NameHeight + RemarkHeight + 8;
constexpr double SignSize = 34;
constexpr double SettingClear = 4;

figure::TextStyle remarkStyle()
{
    figure::TextStyle style;
    style.size = 24;
    style.weight = 600;
    style.minSize = figure::MinTextSize;
    style.maxLines = 2;
    style.lineHeight = 1.16;
    style.calls = true;
    return style;
}

/// The remarks for their two lines. What is too long for its own, the bytes of a call mostly, is left out in the
/// middle: how it came out stands at the end.
QString fitted(QStringList remarks, double width, figure::TextStyle style)
{
    style.size = style.minSize;
    // One alone is broken into both lines, somewhere before their ends.
    const double most = remarks.size() == 1 ? 1.8 * width : width;
    for (QString &remark : remarks) {
        const QString whole = remark;
        for (qsizetype kept = whole.size() - 1; kept > 1 && figure::textWidth(remark, style) > most; --kept)
            remark = whole.left((kept + 1) / 2) + QStringLiteral("…") + whole.right(kept / 2);
    }
    return remarks.join(QLatin1Char('\n'));
}

} // namespace

QSizeF HeadedFigure::leastSize(const figure::FigureInput &input)
{
    return figure::leastSize(input) + QSizeF(0, HeadHeight);
}

bool HeadedFigure::isBesideLarger(const QSizeF &size, const QSizeF &leastOfOne)
{
    const double beside = std::min(size.width() / 2 / leastOfOne.width(), size.height() / leastOfOne.height());
    const double over = std::min(size.width() / leastOfOne.width(), size.height() / 2 / leastOfOne.height());
    return beside >= over;
}

void HeadedFigure::drawHeading(figure::DisplayList &list, const RunHeading &heading, const QRectF &place)
{
    const double margin = figure::Frame::Margin;
    const QRectF row(place.left() + margin, place.top() + 8, place.width() - 2 * margin, NameHeight);
    figure::TextStyle name;
    name.size = 30;
    name.weight = 700;
    name.calls = true;
    figure::TextStyle setting;
    setting.size = 22;
    setting.colour = figure::Tone::Secondary;
    const double gap = heading.setting.isEmpty() ? 0 : 18;
    // The setting is what tells the two apart: the name gives way.
    const double settingWide =
        heading.setting.isEmpty() ? 0 : std::min(figure::textWidth(heading.setting, setting) + 2, row.width() * 0.6);
    const double nameWide = std::min(figure::textWidth(heading.name, name) + 2, row.width() - settingWide - gap);
    list.beginNode(figure::NodeKind::Headline, 100,
                   heading.setting.isEmpty() ? heading.name : tr("%1: %2").arg(heading.name, heading.setting));
    name.minSize = 20;
    name.maxLines = 2;
    name.lineHeight = 1.05;
    setting.maxLines = 2;
    setting.lineHeight = 1.1;
    list.add(figure::layoutText(heading.name, {row.left(), row.top(), nameWide, row.height()}, name));
    // Two lines stand clear of what is below.
    const double settingHigh =
        row.height() - (figure::textWidth(heading.setting, setting) > settingWide ? SettingClear : 0);
    if (!heading.setting.isEmpty())
        list.add(figure::layoutText(heading.setting, {row.left() + nameWide + gap, row.top(), settingWide, settingHigh},
                                    setting));
    list.endNode();

    const QRectF band(row.left(), row.bottom(), row.width(), RemarkHeight);
    if (!heading.remarks.isEmpty()) {
        const QString words = heading.remarks.join(QLatin1Char('\n'));
        list.beginNode(figure::NodeKind::Caption, RemarkNode, words);
        list.box(band, 6, heading.differs ? figure::Tone::Panel : figure::Tone::Lane,
                 heading.differs ? figure::Tone::Ink : figure::Tone::Wire, 2);
        double left = band.left() + 14;
        if (heading.differs) {
            DifferenceMark::drawSign(list, {left + SignSize / 2, band.center().y()}, SignSize, figure::Tone::Ink);
            left += SignSize + 12;
        }
        figure::TextStyle style = remarkStyle();
        if (!heading.differs) {
            style.weight = 500;
            style.colour = figure::Tone::Secondary;
        }
        const QRectF slot(left, band.top() + 3, band.right() - 10 - left, band.height() - 6);
        list.add(figure::layoutText(fitted(heading.remarks, slot.width(), style), slot, style));
        list.endNode();
    }
    list.line({place.left() + 24, place.top() + HeadHeight}, {place.right() - 24, place.top() + HeadHeight},
              figure::Tone::Wire, 1.5);
}

figure::DisplayList HeadedFigure::build(const figure::FigureInput &input, const RunHeading &heading)
{
    figure::DisplayList list(input.size, leastSize(input));
    const QSizeF all = list.logicalSize();
    figure::FigureInput inner = input;
    inner.size = QSizeF(all.width(), all.height() - HeadHeight);
    const figure::DisplayList main = figure::buildFigure(inner);
    figure::Frame::drawGround(list);
    drawHeading(list, heading, QRectF(0, 0, all.width(), HeadHeight));
    list.append(main, {0, HeadHeight});
    list.setLayer(figure::Layer::Moving); // over what moves, too
    list.setOpacity(1);
    DifferenceMark mark(list, QRectF(0, HeadHeight, all.width(), all.height() - HeadHeight), input.progress > 0);
    for (const figure::Thing &thing : heading.marked)
        mark.add(thing);
    list.setLayer(figure::Layer::Still);
    QStringList words = heading.remarks;
    list.setTitle((words << main.title()).join(QLatin1Char(' ')));
    list.setDescription((QStringList{heading.name, heading.setting} + heading.remarks + QStringList{main.description()})
                            .join(QLatin1Char('\n')));
    return list;
}

figure::DisplayList HeadedFigure::build(const std::vector<Run> &runs, const QSizeF &size)
{
    QSizeF least;
    const bool narrow = std::all_of(runs.begin(), runs.end(), [](const Run &run) {
        figure::FigureInput input = run.input;
        input.narrow = true;
        return figure::leastSize(input).width() < figure::DisplayList::Base.width();
    });
    for (const Run &run : runs) {
        figure::FigureInput input = run.input;
        input.narrow = narrow; // all in one measure
        least = least.expandedTo(leastSize(input));
    }
    const bool beside = isBesideLarger(size, least);
    const auto count = static_cast<double>(runs.size());
    figure::DisplayList list(size, beside ? QSizeF(least.width() * count, least.height())
                                          : QSizeF(least.width(), least.height() * count));
    const QSizeF all = list.logicalSize();
    const QSizeF part = beside ? QSizeF(all.width() / count, all.height()) : QSizeF(all.width(), all.height() / count);
    QStringList titles;
    QStringList descriptions;
    figure::Frame::drawGround(list);
    for (size_t i = 0; i < runs.size(); ++i) {
        const auto at = static_cast<double>(i);
        const QPointF corner = beside ? QPointF(part.width() * at, 0) : QPointF(0, part.height() * at);
        figure::FigureInput input = runs.at(i).input;
        input.size = part;
        input.narrow = narrow;
        const figure::DisplayList one = build(input, runs.at(i).heading);
        list.append(one, corner);
        titles << tr("%1: %2").arg(runs.at(i).heading.name, one.title());
        descriptions << one.description();
        if (i > 0 && beside)
            list.line({corner.x(), 12}, {corner.x(), all.height() - 12}, figure::Tone::Ink, 3);
        else if (i > 0)
            list.line({12, corner.y()}, {all.width() - 12, corner.y()}, figure::Tone::Ink, 3);
    }
    list.setTitle(titles.join(QStringLiteral(" | ")));
    list.setDescription(descriptions.join(QStringLiteral("\n\n")));
    return list;
}

} // namespace zocalo::beside
