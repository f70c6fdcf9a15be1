// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/figure/pdfletters.h"

#include <QGlyphRun>
#include <QRawFont>
#include <QTextLayout>

namespace zocalo::figure {

namespace {

/// What is drawn for that letter, where it stands, is the glyph that the font has for it by itself.
bool hasItsOwnGlyph(const QTextLine &line, const QString &text, int at)
{
    const QList<QGlyphRun> runs = line.glyphRuns(at, 1);
    if (runs.size() != 1 || runs.first().glyphIndexes().size() != 1)
        return false;
    const QList<quint32> own = runs.first().rawFont().glyphIndexesForString(text.mid(at, 1));
    return own == runs.first().glyphIndexes();
}

} // namespace

PdfLetters::PdfLetters(const QString &text, const QFont &font)
{
    QTextLayout layout(text, font);
    layout.beginLayout();
    QTextLine line = layout.createLine();
    layout.endLayout();
    if (!line.isValid())
        return;
    bool isOpen = false; // the last piece may grow
    for (int i = 0; i < text.size(); ++i) {
        const bool isOwn = text.at(i).isSurrogate() || text.at(i).isSpace() || hasItsOwnGlyph(line, text, i);
        if (isOwn && isOpen)
            m_pieces.last().text += text.at(i);
        else
            m_pieces.append({text.mid(i, 1), line.cursorToX(i)});
        isOpen = isOwn;
    }
}

} // namespace zocalo::figure
