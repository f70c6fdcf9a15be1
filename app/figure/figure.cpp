// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/figure/figure.h"

#include "app/figure/everything.h"
#include "app/figure/idea.h"
#include "app/figure/mechanism.h"
#include "app/figure/oneprocess.h"
#include "app/figure/pair.h"

namespace zocalo::figure {

DisplayList buildFigure(const FigureInput &input)
{
    if (input.detail == lesson::Detail::Everything && input.facts && Everything::hasRoom(input.size))
        return Everything::build(input);
    if (input.kind == lesson::Kind::Pair)
        return OneProcess::suits(input.now) ? OneProcess::build(input) : Pair::build(input);
    return input.detail == lesson::Detail::Idea ? Idea::build(input) : Mechanism::build(input);
}

QSizeF leastSize(const FigureInput &input)
{
    const bool isIdea = input.detail == lesson::Detail::Idea && input.kind != lesson::Kind::Pair;
    return isIdea ? Idea::leastSize(input) : DisplayList::Base;
}

} // namespace zocalo::figure
