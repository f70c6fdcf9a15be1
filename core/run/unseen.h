// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "core/history/event.h"

namespace zocalo::run {

/// What the run finds, and its history keeps.
using Unseen = history::Unseen;

} // namespace zocalo::run
