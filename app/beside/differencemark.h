// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "app/figure/displaylist.h"
#include "app/figure/thing.h"

#include <QCoreApplication>

namespace zocalo::beside {

/// What differs between two runs, marked in the picture of one of them: a ring around it, and on that the sign ≠ with a
/// word, in the application's language. No words of the picture are hidden by it.
class DifferenceMark
{
    Q_DECLARE_TR_FUNCTIONS(zocalo::figure::DifferenceMark)

public:
    /// The picture that is marked must be in `list`, and `within` is its place there. Where it `moves` only what does
    /// not is spared, so that the mark stands still.
    DifferenceMark(figure::DisplayList &list, const QRectF &within, bool moves);

    void add(const figure::Thing &thing);

    /// The sign alone: two bars and a stroke through them, in ink, so that no colour is needed to see it.
    static void drawSign(figure::DisplayList &list, const QPointF &middle, double size, figure::Colour colour);

private:
    QRectF pillPlace(const QRectF &ring, double wide, const QList<QRectF> &hidden) const;
    QList<QRectF> doorsAndMessages(const figure::Thing &thing) const;
    void drawRing(const figure::Ring &ring);
    void drawPill(const QRectF &place, const QString &word);

    figure::DisplayList &m_list;
    QRectF m_within;
    bool m_moves;
    QList<QRectF> m_words; ///< that are not to be hidden
};

} // namespace zocalo::beside
