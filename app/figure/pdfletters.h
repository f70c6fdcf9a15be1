// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include <QFont>
#include <QList>
#include <QString>

namespace zocalo::figure {

/// A run of letters cut up for a PDF, from which they can be copied. The fonts have other glyphs of a colon between
/// digits, of an arrow or a bracket beside capitals; of those no PDF of Qt knows which letters they are, and whoever
/// copies an address has it without its colon. Drawn alone such a letter gets its own glyph.
class PdfLetters
{
public:
    struct Piece
    {
        QString text;
        double x = 0; ///< from the beginning of the run
    };

    PdfLetters(const QString &text, const QFont &font);

    /// From left to right; put together they are the text.
    const QList<Piece> &pieces() const { return m_pieces; }

private:
    QList<Piece> m_pieces;
};

} // namespace zocalo::figure
