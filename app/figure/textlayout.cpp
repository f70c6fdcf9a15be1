// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/figure/textlayout.h"

#include "app/figure/fonts.h"

#include <QCache>
#include <QFontMetricsF>
#include <QHash>
#include <QRegularExpression>

#include <algorithm>
#include <cmath>
#include <memory>
#include <numeric>

namespace zocalo::figure {

namespace {

/// Letters that are set alike and are not broken.
struct Piece
{
    QString text;
    bool call = false;        ///< a call's name: mono, in the colour of calls
    bool spaceBefore = false; ///< a space, or a line's end, may come before it
    bool breakBefore = false; ///< a line feed comes before it
    double width = 0;
};

using Line = QList<Piece>;

/// Texts are measured at this size and the result is scaled: at a small size Qt rounds the distances between letters,
/// and not always alike.
constexpr double Large = 512;

/// A font, and the widths of words that were measured with it: a figure asks for the same few hundred of them again and
/// again, and each time Qt would load the letters' outlines.
struct Measured
{
    static constexpr qsizetype Kept = 4096;

    explicit Measured(const QFont &font) : metrics(font), widths(Kept) {}
    double width(const QString &text)
    {
        if (const double *known = widths.object(text))
            return *known;
        const double measured = metrics.horizontalAdvance(text);
        widths.insert(text, new double(measured));
        return measured;
    }

    QFontMetricsF metrics;
    QCache<QString, double> widths;
};

Measured &measured(Face face, int weight)
{
    static QHash<int, std::shared_ptr<Measured>> cache;
    auto &entry = cache[static_cast<int>(face) * 1000 + weight];
    if (!entry)
        entry = std::make_shared<Measured>(font(face, Large, weight));
    return *entry;
}

const QFontMetricsF &metrics(Face face, int weight) { return measured(face, weight).metrics; }

/// Of one line, in 32nds of a logical pixel.
double advance(const QString &text, Face face, double size, int weight)
{
    return std::round(measured(face, weight).width(text) * size / Large * 32) / 32;
}

Face faceOf(const Piece &piece, const TextStyle &style) { return piece.call ? Face::Mono : style.face; }
/// A call's name is heavier than running text, for mono letters are lighter.
int weightOf(const Piece &piece, const TextStyle &style)
{
    if (faceOf(piece, style) == Face::Sans)
        return style.weight;
    return style.weight >= 600 || piece.call ? 700 : 500;
}

/// Cuts a text into pieces at spaces, and around the names of calls.
QList<Piece> cut(const QString &text, bool calls)
{
    static const QRegularExpression callPattern(QStringLiteral("[a-z_][a-z0-9_]*\\([^()\\s]*\\)"));
    static const QRegularExpression namePattern(QStringLiteral("^([A-Z]|[0-9]{1,6})[,.:;)]?$"));
    QList<Piece> pieces;
    qsizetype stuckUpTo = 0; // no more than one word sticks to another, or a list could not be broken
    const QStringList paragraphs = text.split(QLatin1Char('\n'));
    for (qsizetype i = 0; i < paragraphs.size(); ++i) {
        bool first = true;
        for (const QString &word : paragraphs.at(i).split(QLatin1Char(' '), Qt::SkipEmptyParts)) {
            const auto match = calls ? callPattern.match(word) : QRegularExpressionMatch();
            QList<Piece> parts;
            if (match.hasMatch()) {
                parts = {{word.left(match.capturedStart()), false},
                         {match.captured(), true},
                         {word.mid(match.capturedEnd()), false}};
                parts.removeIf([](const Piece &piece) { return piece.text.isEmpty(); });
            } else {
                parts = {{word, false}};
            }
            // "Client C", "fd 4": the letter or number stays with its word.
            const bool sticks = !first && namePattern.match(word).hasMatch();
            if (sticks && pieces.size() > stuckUpTo && !pieces.last().call) {
                pieces.last().text += QChar(QChar::Nbsp) + word;
                stuckUpTo = pieces.size();
                continue;
            }
            parts.first().spaceBefore = !first;
            parts.first().breakBefore = first && i > 0;
            first = false;
            pieces += parts;
        }
    }
    return pieces;
}

void measure(QList<Piece> &pieces, const TextStyle &style, double size)
{
    for (Piece &piece : pieces)
        piece.width = advance(piece.text, faceOf(piece, style), size, weightOf(piece, style));
}

double spaceWidth(const TextStyle &style, double size)
{
    return advance(QStringLiteral(" "), style.face, size, style.face == Face::Mono ? 500 : style.weight);
}

double lineWidth(const Line &line, double space)
{
    double width = 0;
    for (qsizetype i = 0; i < line.size(); ++i)
        width += line.at(i).width + (i > 0 && line.at(i).spaceBefore ? space : 0);
    return width;
}

/// Breaks greedily: a piece goes to the next line if it starts a word and does not fit.
QList<Line> breakLines(const QList<Piece> &pieces, double width, double space)
{
    QList<Line> lines;
    double used = 0;
    for (qsizetype i = 0; i < pieces.size(); ++i) {
        const Piece &piece = pieces.at(i);
        double word = piece.width;
        for (qsizetype j = i + 1; j < pieces.size() && !pieces.at(j).spaceBefore && !pieces.at(j).breakBefore; ++j)
            word += pieces.at(j).width;
        const bool fits = used + space + word <= width + 0.01;
        if (lines.isEmpty() || piece.breakBefore || (piece.spaceBefore && !fits)) {
            lines.append(Line{});
            used = 0;
        }
        used += piece.width + (!lines.last().isEmpty() && piece.spaceBefore ? space : 0);
        lines.last().append(piece);
    }
    return lines;
}

/// Lines of about equal length look better than a long one and a word.
QList<Line> balanceLines(const QList<Piece> &pieces, double width, double space)
{
    QList<Line> best = breakLines(pieces, width, space);
    const bool fixed = std::any_of(pieces.begin(), pieces.end(), [](const Piece &piece) { return piece.breakBefore; });
    if (best.size() < 2 || fixed)
        return best;
    double low = width / 2;
    double high = width;
    for (int i = 0; i < 8; ++i) {
        const double middle = (low + high) / 2;
        QList<Line> lines = breakLines(pieces, middle, space);
        const bool within = std::all_of(lines.begin(), lines.end(),
                                        [=](const Line &line) { return lineWidth(line, space) <= middle + 0.01; });
        if (lines.size() == best.size() && within) {
            best = lines;
            high = middle;
        } else {
            low = middle;
        }
    }
    return best;
}

Text place(const QList<Line> &lines, const QRectF &slot, const TextStyle &style, double size, double space)
{
    Text text;
    text.slot = slot;
    const double lineHeight = std::ceil(size * style.lineHeight);
    const double height = lineHeight * static_cast<double>(lines.size());
    double top = slot.top();
    if (style.align & Qt::AlignVCenter)
        top += (slot.height() - height) / 2;
    else if (style.align & Qt::AlignBottom)
        top = slot.bottom() - height;
    const double capital = metrics(Face::Sans, style.weight).capHeight() * size / Large;
    // The middle between the baseline and the height of a capital stands in the middle of the line.
    const double toBaseline = (lineHeight + capital) / 2;
    for (const Line &line : lines) {
        const double width = lineWidth(line, space);
        double x = slot.left();
        if (style.align & Qt::AlignHCenter)
            x += (slot.width() - width) / 2;
        else if (style.align & Qt::AlignRight)
            x = slot.right() - width;
        text.bounds |= QRectF(x, top, width, lineHeight);
        for (qsizetype i = 0; i < line.size(); ++i) {
            const Piece &piece = line.at(i);
            const double gap = i > 0 && piece.spaceBefore ? space : 0;
            if (i > 0 && !piece.call && !line.at(i - 1).call) {
                text.runs.last().text += (gap > 0 ? QStringLiteral(" ") : QString()) + piece.text;
                text.runs.last().width += gap + piece.width;
            } else {
                text.runs.append({piece.text, QPointF(x + gap, top + toBaseline), piece.width, size,
                                  weightOf(piece, style), faceOf(piece, style),
                                  piece.call ? Colour(Tone::Call) : style.colour});
            }
            x += gap + piece.width;
        }
        top += lineHeight;
    }
    return text;
}

} // namespace

TextStyle TextStyle::aligned(Qt::Alignment alignment) const
{
    TextStyle style = *this;
    style.align = alignment;
    return style;
}

TextStyle TextStyle::lines(int count) const
{
    TextStyle style = *this;
    style.maxLines = count;
    return style;
}

namespace {

Text layOut(const QString &text, const QRectF &slot, const TextStyle &style)
{
    QList<Piece> pieces = cut(text, style.calls);
    if (pieces.isEmpty())
        return {};
    QList<Line> lines;
    double size = std::round(style.size);
    for (;; size -= 1) {
        measure(pieces, style, size);
        const double space = spaceWidth(style, size);
        lines = style.maxLines == 1 ? breakLines(pieces, 1e9, space) : balanceLines(pieces, slot.width(), space);
        const double widest = std::accumulate(lines.begin(), lines.end(), 0.0, [=](double width, const Line &line) {
            return std::max(width, lineWidth(line, space));
        });
        const double height = std::ceil(size * style.lineHeight) * static_cast<double>(lines.size());
        const bool fits = lines.size() <= style.maxLines && widest <= slot.width() + 0.01 &&
                          height <= std::max(slot.height(), std::ceil(size * style.lineHeight)) + 0.01;
        if (fits || size <= style.minSize)
            break;
    }
    return place(lines, slot, style, size, spaceWidth(style, size));
}

/// A text in its place. The place is a part of it, and nothing is moved from one to another: rounding must not depend
/// on what was laid out before.
struct Placed
{
    QString text;
    QRectF slot;
    TextStyle style;
    bool operator==(const Placed &other) const
    {
        // QRectF's own comparison is not exact.
        return slot.x() == other.slot.x() && slot.y() == other.slot.y() && slot.width() == other.slot.width() &&
               slot.height() == other.slot.height() && text == other.text && style == other.style;
    }
};

size_t qHash(const Placed &placed, size_t seed = 0)
{
    return qHashMulti(seed, placed.text, placed.slot.x(), placed.slot.y(), placed.slot.width(), placed.style.size);
}

/// From one frame to the next almost all texts are where they were.
constexpr qsizetype KeptTexts = 2048;

} // namespace

Text layoutText(const QString &text, const QRectF &slot, const TextStyle &style)
{
    static QCache<Placed, Text> kept(KeptTexts);
    Placed placed{text, slot, style};
    if (const Text *known = kept.object(placed))
        return *known;
    Text laidOut = layOut(text, slot, style);
    kept.insert(std::move(placed), new Text(laidOut));
    return laidOut;
}

double textWidth(const QString &text, const TextStyle &style)
{
    QList<Piece> pieces = cut(text, style.calls);
    measure(pieces, style, style.size);
    const double space = spaceWidth(style, style.size);
    double widest = 0;
    for (const Line &line : breakLines(pieces, 1e9, space))
        widest = std::max(widest, lineWidth(line, space));
    return widest;
}

double textHeight(const QString &text, double width, const TextStyle &style)
{
    QList<Piece> pieces = cut(text, style.calls);
    measure(pieces, style, style.size);
    const auto lines = breakLines(pieces, width, spaceWidth(style, style.size));
    return std::ceil(style.size * style.lineHeight) * static_cast<double>(lines.size());
}

} // namespace zocalo::figure
