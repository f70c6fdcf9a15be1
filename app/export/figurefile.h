// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "app/export/stills.h"
#include "core/base/result.h"

#include <QStringList>

namespace zocalo::exporting {

/// Endings of the files that a figure can be written to: "png", "svg", "pdf".
QStringList figureFormats();
/// The format that a path's ending names, in lower case; empty if it is none of figureFormats().
QString formatOf(const QString &path);

/// Writes a figure to `path`, in the format of its ending. The file is written beside and renamed, so that it is whole
/// or not there; an existing one is kept if anything fails. Errors: FileUnwritable with errno.
Status writeFigure(const figure::DisplayList &list, const StillStyle &style, const QString &path);

} // namespace zocalo::exporting
