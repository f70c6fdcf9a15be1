// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "app/figure/theme.h"
#include "core/lesson/lesson.h"
#include "core/world/world.h"

#include <QSizeF>
#include <QString>

namespace zocalo::figure {

struct PanelFacts;

/// All that a picture depends on: it is a pure function of this (and of the translators that are installed, for the
/// texts are in the application's current language).
struct FigureInput
{
    const world::World &now;
    const world::World *next = nullptr; ///< the world of the following step, while the picture moves on to it; or null
    double progress = 0;                ///< 0…1, from `now` towards `next`
    lesson::Kind kind = lesson::Kind::Twin;
    lesson::Detail detail = lesson::Detail::Idea;
    Theme theme = Theme::Notes;
    QString language = QStringLiteral("en"); ///< "en" or "es"
    QSizeF size{1920, 1080};                 ///< device-independent pixels
    bool stable = false;               ///< PIDs and ports are shown as the lesson names them, and the caption says so
    QHash<QString, int> stablePorts{}; ///< with `stable`: Lesson::stablePorts ("tcp.server.listener" → 9000)
    QString headline{}; ///< of a protocol alone: what is to stand over it, in `language`; empty: what the protocol does
    QHash<QString, lesson::Host> hosts{}; ///< Lesson::hostsOfProcesses(): where each process runs; empty: no hosts
    bool programs = false; ///< no lesson: programs of the user's, and their kind is known from what they do
    bool left = false;     ///< programs that were watched until this step, and are no more: they go on
    bool narrow = false;   ///< one of two side by side: laid out for half of the width, where what it shows allows it
    const PanelFacts *facts = nullptr; ///< for Detail::Everything: what the side panels show; without it, no panels
};

} // namespace zocalo::figure
