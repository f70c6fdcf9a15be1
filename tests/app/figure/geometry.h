// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "app/figure/displaylist.h"

#include <QStringList>

namespace zocalo::test {

/// What is wrong with the geometry of a picture, in words; empty if nothing is. Moving things may pass over others, so
/// they are only held to the picture's edges and to themselves.
QStringList geometryFaults(const figure::DisplayList &list);

} // namespace zocalo::test
