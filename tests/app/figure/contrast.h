// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "app/figure/displaylist.h"
#include "app/figure/theme.h"

#include <QList>
#include <QStringList>

#include <utility>

namespace zocalo::test {

/// What of a picture stands on what, to ask in each theme whether it can be told from it. As figure.md has it: ink and
/// lesser text 7:1, other text 4.5:1, lines that mean something and senders' colours 3:1.
class Contrast
{
public:
    explicit Contrast(const figure::DisplayList &list);

    /// What is less than that in a theme, in words; each pair of colours once.
    QStringList faults(figure::Theme theme) const;

private:
    /// A colour on another; the first that was found of its kind.
    struct Standing
    {
        figure::Colour colour;
        figure::Colour ground;
        double least = 0;
        QString what;
    };

    /// A line, and what is seen on either side of it at some points of it.
    struct Line
    {
        figure::Colour colour;
        QList<std::pair<figure::Colour, figure::Colour>> sides;
        QRectF where; ///< the first of its kind
        bool operator==(const Line &other) const { return colour == other.colour && sides == other.sides; }
    };

    void addTexts(const QList<figure::Item> &items);
    void addLines(const QList<figure::Item> &items);
    void add(figure::Colour colour, figure::Colour ground, double least, const QString &what);

    QList<Standing> m_standings;
    QList<Line> m_lines;
};

} // namespace zocalo::test
