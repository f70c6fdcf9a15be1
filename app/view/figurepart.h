// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "app/figure/displaylist.h"
#include "app/figure/thing.h"
#include "app/play/playback.h"

namespace zocalo::view {

/// A part of the figure as assistive technology goes through them: the sentences, each thing, and the queues.
struct FigurePart
{
    enum class Kind : quint8 { Caption, Remark, Headline, Thing, ReceiveQueue, SendQueue, AcceptQueue };
    Kind kind = Kind::Caption;
    figure::Thing thing; ///< itself, or the socket whose queue it is
    quint64 id = 0;      ///< which headline
    bool operator==(const FigurePart &) const = default;
};

/// For QHash.
size_t qHash(const FigurePart &part, size_t seed = 0);

/// The parts of a figure in the order of reading: what happened, the claims, then each process with its sockets, their
/// queues and what waits in them. `things` are those of thingsShown().
QList<FigurePart> partsOf(const figure::DisplayList &list, const QList<figure::Thing> &things);
/// Where a part is shown (logical units); empty if it is not in the picture.
QRectF rectOf(const figure::DisplayList &list, const FigurePart &part);
/// How it is read aloud at the step that is shown, in the application's language.
QString nameOf(const figure::DisplayList &list, const FigurePart &part, const play::Playback &playback);
/// What else is known of it.
QString descriptionOf(const FigurePart &part, const play::Playback &playback);

} // namespace zocalo::view
