// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/figure/footnotes.h"

namespace zocalo::figure {

FootNotes::FootNotes(const FigureInput &input)
{
    if (input.left)
        add(tr("watched until here: the programs go on, unobserved"));
}

void FootNotes::add(const QString &note)
{
    if (!note.isEmpty())
        m_notes << note;
}

} // namespace zocalo::figure
