// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/figure/figure.h"

#include "app/figure/cast.h"
#include "app/figure/everything.h"
#include "app/figure/idea.h"
#include "app/figure/mechanism.h"
#include "app/figure/newcomers.h"
#include "app/figure/oneprocess.h"
#include "app/figure/pair.h"

namespace zocalo::figure {

namespace {

/// Where a message has something of its way before and behind it.
constexpr double InFlightIdea = 0.33;
constexpr double InFlightMechanism = 0.5; ///< between two headers
/// In a laboratory: the segments that carry it have crossed, and what answers them has not begun to.
constexpr double InFlightSeen = 0.68;

} // namespace

DisplayList buildFigure(const FigureInput &input)
{
    if (input.detail == lesson::Detail::Everything && input.facts && Everything::hasRoom(input.size))
        return Everything::build(input);
    if (Newcomers::suits(input))
        return Newcomers::build(input);
    if (input.kind == lesson::Kind::Pair)
        return OneProcess::suits(input.now) ? OneProcess::build(input) : Pair::build(input);
    return input.detail == lesson::Detail::Idea ? Idea::build(input) : Mechanism::build(input);
}

double stillProgress(const FigureInput &input)
{
    const world::Moment &moment = input.now.moment();
    const bool isSending =
        moment.kind == world::MomentKind::Entered && trace::isSend(moment.name) && !moment.messages.isEmpty();
    if (!isSending || !input.next)
        return 0;
    // What is next may be of another process: nothing of this message.
    const world::Moment &next = input.next->moment();
    const bool returns = next.kind == world::MomentKind::Returned && next.call == moment.call;
    if (!returns && !isOvertaken(input.now, input.next))
        return 0;
    if (input.detail == lesson::Detail::Idea && input.kind != lesson::Kind::Pair)
        return InFlightIdea;
    return input.next->segments().isEmpty() ? InFlightMechanism : InFlightSeen;
}

QSizeF leastSize(const FigureInput &input)
{
    const bool isIdea = input.detail == lesson::Detail::Idea && input.kind != lesson::Kind::Pair;
    return isIdea ? Idea::leastSize(input) : DisplayList::Base;
}

} // namespace zocalo::figure
