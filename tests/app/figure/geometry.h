// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "app/figure/displaylist.h"
#include "app/figure/theme.h"

#include <QStringList>

namespace zocalo::test {

/// Every how manieth step of a run is looked at. Without the sanitizers each of them; with them a picture takes so much
/// longer that some must stand for all: 7 has no factor in common with the rhythm of the runs.
#ifdef __SANITIZE_ADDRESS__
inline constexpr int kStepStride = 7;
#else
inline constexpr int kStepStride = 1;
#endif

/// What is wrong with the geometry of a picture, in words; empty if nothing is. Moving things may pass over others, so
/// they are only held to the picture's edges and to themselves.
QStringList geometryFaults(const figure::DisplayList &list);

/// The texts of a picture that are less than 4.5:1 from what they stand on in that theme, in words.
QStringList contrastFaults(const figure::DisplayList &list, figure::Theme theme);

} // namespace zocalo::test
