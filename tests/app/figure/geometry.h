// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "app/figure/displaylist.h"

#include <QStringList>

namespace zocalo::test {

/// Every how manieth step of a run is looked at. Without the sanitizers each of them; with them a picture takes so much
/// longer that some must stand for all: a prime has no factor in common with the rhythm of the runs.
#ifdef __SANITIZE_ADDRESS__
inline constexpr int kStepStride = 29;
#else
inline constexpr int kStepStride = 1;
#endif

/// What is wrong with the geometry of a picture, in words; empty if nothing is. Moving things may pass over others, so
/// they are only held to the picture's edges and to themselves.
QStringList geometryFaults(const figure::DisplayList &list);
/// The same in one line.
inline QString faultsOf(const figure::DisplayList &list) { return geometryFaults(list).join(QStringLiteral("; ")); }

/// Things of a picture that stand on each other although they are apart in the world: processes, doors, queues,
/// messages at rest, rows, tables and the lines of text around the picture. In words.
QStringList overlapFaults(const figure::DisplayList &list);

/// Texts at rest that a message stands on, in words: asked of where it rests, and of the moments at which it is drawn
/// in files.
QStringList coverFaults(const figure::DisplayList &list);

/// The letters that a line around a rectangle passes through: what is within it is not asked.
QList<QRectF> lettersCrossedBy(const figure::DisplayList &list, const QRectF &rect, double width);

} // namespace zocalo::test
