// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/figure/idea.h"

#include "app/figure/footnotes.h"
#include "app/figure/frame.h"
#include "app/figure/ideahalf.h"
#include "app/figure/leftout.h"
#include "app/figure/narrator.h"
#include "app/figure/textlayout.h"
#include "app/figure/turn.h"

#include <algorithm>

namespace zocalo::figure {

namespace {

constexpr double HeaderHeight = 146; ///< protocol's name and headline
constexpr double Gap = 16;           ///< between the columns and the foot
constexpr QSizeF NarrowSize{1120, 1080};
/// The caption and the legend are higher there than under both halves of a twin.
constexpr double RoomForMost = 90;

void drawHeader(DisplayList &list, const Narrator &narrator, kernel::Protocol protocol, bool wide, const QRectF &area)
{
    const QString name = protocol == kernel::Protocol::Tcp ? QStringLiteral("TCP") : QStringLiteral("UDP");
    TextStyle big;
    big.size = 76;
    big.weight = 700;
    big.align = Qt::AlignLeft | Qt::AlignVCenter;
    big.lineHeight = 1.1;
    const QString headline = narrator.headline(protocol);
    list.beginNode(NodeKind::Headline, static_cast<quint64>(protocol),
                   headline.startsWith(name) ? headline : name + QStringLiteral(": ") + headline);
    const double width = textWidth(name, big);
    list.add(layoutText(name, QRectF(area.left() + 28, area.top(), width + 2, area.height()), big));
    TextStyle style;
    style.size = 44;
    style.weight = 700;
    style.calls = true;
    style.maxLines = 2;
    style.lineHeight = 1.08;
    style.minSize = 30;
    const double left = area.left() + 28 + width + 28;
    QRectF slot(left, area.top(), area.right() - 20 - left, area.height());
    if (wide && !narrator.hasOwnHeadline()) {
        slot.setHeight(60);
        style.maxLines = 1;
        TextStyle under = style;
        under.size = 28;
        under.weight = 400;
        under.colour = Tone::Secondary;
        list.add(layoutText(narrator.subline(protocol), slot.translated(0, 56).adjusted(0, 0, 0, -18), under));
    }
    // "UDP" stands there already: "UDP needs no accept()" goes on from it.
    const bool repeats = headline.startsWith(name + QLatin1Char(' '));
    list.add(layoutText(repeats ? headline.mid(name.size() + 1) : headline, slot, style));
    list.endNode();
}

/// Under the headline: whose turn it is, and what comes next.
void drawTurn(DisplayList &list, const Turn &turn, const QRectF &area)
{
    TextStyle style;
    style.size = 21;
    style.weight = 600;
    style.calls = true;
    double left = area.left() + 28;
    if (const QString tag = turn.tag(); !tag.isEmpty()) {
        const QRectF pill(left, area.top(), textWidth(tag, style) + 28, area.height());
        list.box(pill, area.height() / 2, turn.acts() ? Tone::Ink : Tone::Panel, turn.acts() ? Tone::Ink : Tone::Wire,
                 2);
        TextStyle inside = style.aligned(Qt::AlignCenter);
        inside.colour = turn.acts() ? Tone::Panel : Tone::Secondary;
        list.add(layoutText(tag, pill.adjusted(4, 0, -4, 0), inside));
        left = pill.right() + 14;
    }
    style.weight = 500;
    style.colour = Tone::Secondary;
    list.add(layoutText(turn.words(), QRectF(left, area.top(), area.right() - 20 - left, area.height()), style));
}

/// Which halves have room: of a twin with many clients the one that the step is about.
QList<kernel::Protocol> shown(const FigureInput &input)
{
    using kernel::Protocol;
    if (input.kind == lesson::Kind::Udp)
        return {Protocol::Udp};
    if (input.kind != lesson::Kind::Twin)
        return {Protocol::Tcp};
    const qsizetype clients =
        std::max(Cast(input.now, Protocol::Tcp).clients().size(), Cast(input.now, Protocol::Udp).clients().size());
    // Half of the width is for one of them: they take turns.
    if (clients <= IdeaGeometry::MostOfATwin && !input.narrow)
        return {Protocol::Tcp, Protocol::Udp};
    return {input.now.moment().group == QLatin1String("udp") ? Protocol::Udp : Protocol::Tcp};
}

kernel::Protocol other(kernel::Protocol protocol)
{
    return protocol == kernel::Protocol::Tcp ? kernel::Protocol::Udp : kernel::Protocol::Tcp;
}

/// At the right of the same line: what the half holds that is not drawn.
void drawOther(DisplayList &list, const Turn &turn, const QRectF &area)
{
    TextStyle style;
    style.size = 21;
    style.weight = 500;
    style.colour = Tone::Secondary;
    style.calls = true;
    style.align = Qt::AlignRight | Qt::AlignVCenter;
    const QRectF place(area.center().x(), area.top(), area.width() / 2 - 28, area.height());
    const QString aside = turn.aside();
    list.add(layoutText(textWidth(aside, style) < place.width() ? aside : turn.briefAside(), place, style));
}

} // namespace

QSizeF Idea::leastSize(const FigureInput &input)
{
    const QList<kernel::Protocol> protocols = shown(input);
    const qsizetype clients = Cast(input.now, protocols.first()).clients().size();
    const bool fits = protocols.size() == 1 && clients <= IdeaGeometry::MostOfATwin;
    if (!input.narrow || !fits)
        return DisplayList::Base;
    return clients < IdeaGeometry::MostOfATwin ? NarrowSize : NarrowSize + QSizeF(0, RoomForMost);
}

DisplayList Idea::build(const FigureInput &input)
{
    DisplayList list(input.size, leastSize(input));
    Frame::drawGround(list);
    const Narrator narrator(input);
    const double width = list.logicalSize().width();
    const double bottom = Frame::footTop(list) - Gap;
    const QList<kernel::Protocol> protocols = shown(input);
    const double part = width / static_cast<double>(protocols.size());
    QSet<LegendEntry> used;
    for (qsizetype i = 0; i < protocols.size(); ++i) {
        const double left = part * static_cast<double>(i);
        const bool wide = protocols.size() == 1 && !Frame::isNarrow(list);
        drawHeader(list, narrator, protocols.at(i), wide, QRectF(left, 7, part, 101));
        drawTurn(list, Turn(input, protocols.at(i)), QRectF(left, 110, part, 30));
        if (input.kind == lesson::Kind::Twin && protocols.size() == 1)
            drawOther(list, Turn(input, other(protocols.first())), QRectF(left, 110, part, 30));
        if (i > 0)
            list.line({left, 20}, {left, bottom}, Tone::Wire, 2);
        IdeaHalf half(list, input, protocols.at(i), QRectF(left, HeaderHeight, part, bottom - HeaderHeight));
        half.draw();
        used |= half.legend();
    }
    QList<LegendEntry> legend(used.begin(), used.end());
    std::sort(legend.begin(), legend.end());
    const QString caption = narrator.caption();
    FootNotes notes(input);
    notes.add(LeftOut(list, input).note());
    if (input.stable)
        notes.add(tr("PIDs and ports as the lesson names them"));
    Frame::drawFoot(list, caption, legend, notes.text());
    list.setTitle(caption);
    list.setDescription(narrator.description());
    return list;
}

} // namespace zocalo::figure
