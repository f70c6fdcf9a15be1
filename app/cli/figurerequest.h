// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "app/cli/commands.h"
#include "app/figure/displaylist.h"
#include "app/figure/figureinput.h"

namespace zocalo::cli {

/// The step of a run that the word of --step means; empty: the one that the lesson names, or of a program's run the
/// fullest. Errors: StepUnknown.
Result<int> stepFrom(const QString &word, const PlayedLesson &played);
/// What a figure of a step is made from, but for its size and its panels, as the request wants it.
figure::FigureInput inputOf(const Request &request, const PlayedLesson &played, int step);
/// Writes a figure into every file of the request; complains if it cannot.
int writeFigures(const Request &request, const figure::DisplayList &list, const figure::FigureInput &input);

} // namespace zocalo::cli
