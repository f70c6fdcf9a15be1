// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "app/figure/figure.h"
#include "core/world/timeline.h"
#include "tests/support/historybuilder.h"

#include <QStringList>

#include <algorithm>
#include <map>

/// Making pictures for the figures' tests, and looking into them.
namespace zocalo::test {

inline world::Timeline timelineOf(const QList<history::Event> &events)
{
    world::Timeline timeline;
    for (const history::Event &event : events)
        timeline.append(event);
    return timeline;
}

/// The run of twinRun(clients): told and folded once, however often it is looked at.
inline const world::Timeline &twinTimeline(int clients)
{
    static std::map<int, world::Timeline> kept;
    const auto [place, isNew] = kept.try_emplace(clients);
    if (isNew) {
        for (const history::Event &event : twinRun(clients).events)
            place->second.append(event);
    }
    return place->second;
}

/// The picture of a step, on its way to the next one.
inline figure::DisplayList picture(const world::Timeline &timeline, int step, double progress, lesson::Kind kind,
                                   lesson::Detail detail, const QSizeF &size)
{
    figure::FigureInput input{timeline.world(step)};
    input.next = step + 1 < timeline.stepCount() ? &timeline.world(step + 1) : nullptr;
    input.progress = progress;
    input.kind = kind;
    input.detail = detail;
    input.size = size;
    return figure::buildFigure(input);
}

inline QStringList textsOf(const figure::DisplayList &list)
{
    QStringList texts;
    for (const figure::Item &item : list.items()) {
        if (const auto *text = std::get_if<figure::Text>(&item.data))
            texts << text->plain();
    }
    return texts;
}

/// The messages themselves: in a queue, or on their way; not the outlines that they left.
inline QList<figure::Node> messagesIn(const figure::DisplayList &list)
{
    QList<figure::Node> found;
    std::copy_if(list.nodes().begin(), list.nodes().end(), std::back_inserter(found),
                 [](const figure::Node &node) { return node.kind == figure::NodeKind::Message; });
    return found;
}

inline qsizetype countOf(const figure::DisplayList &list, figure::NodeKind kind)
{
    return std::count_if(list.nodes().begin(), list.nodes().end(),
                         [=](const figure::Node &node) { return node.kind == kind; });
}

} // namespace zocalo::test
