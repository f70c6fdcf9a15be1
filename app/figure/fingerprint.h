// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "app/figure/displaylist.h"

namespace zocalo::figure {

/// A number for what an item looks like, to the last bit of its coordinates: equal items have equal ones, and two that
/// differ have equal ones once in 2^64.
quint64 fingerprint(const Item &item);
/// The same for a list of items, from the fingerprint of all but the last (0 for none).
quint64 fingerprint(quint64 before, const Item &last);

} // namespace zocalo::figure
