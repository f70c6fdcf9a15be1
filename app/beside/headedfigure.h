// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "app/figure/displaylist.h"
#include "app/figure/figureinput.h"
#include "app/figure/thing.h"

#include <QCoreApplication>
#include <QStringList>

#include <vector>

namespace zocalo::beside {

/// What stands over the figure of a run that is shown beside another one, in the application's language.
struct RunHeading
{
    QString name;         ///< of the file, or of the lesson
    QString setting;      ///< how it was run: "backlog: 4 · 8 clients"; or empty
    QStringList remarks;  ///< in what the two runs differ at this moment, a line each; or that this one stands still
    bool differs = false; ///< the remarks tell of a difference
    QList<figure::Thing> marked; ///< what it is that differs: it has the mark ≠ and a word, where it is shown
    bool operator==(const RunHeading &) const = default;
};

/// Figures under headings: one of two runs side by side, or both as one picture.
class HeadedFigure
{
    Q_DECLARE_TR_FUNCTIONS(zocalo::figure::HeadedFigure)

public:
    /// The figure of one run under its heading, `input.size` in all.
    static figure::DisplayList build(const figure::FigureInput &input, const RunHeading &heading);

    struct Run
    {
        figure::FigureInput input; ///< without size
        RunHeading heading;
    };
    /// Two runs in one picture: side by side, or one over the other where that makes them larger.
    static figure::DisplayList build(const std::vector<Run> &runs, const QSizeF &size);

    /// True if two such figures are larger side by side than one over the other.
    static bool isBesideLarger(const QSizeF &size, const QSizeF &leastOfOne);
    /// The logical units of a figure with its heading, at least.
    static QSizeF leastSize(const figure::FigureInput &input);

    /// The node of the remarks: figure::NodeKind::Caption with this id.
    static constexpr quint64 RemarkNode = 1;

private:
    static void drawHeading(figure::DisplayList &list, const RunHeading &heading, const QRectF &place);
};

} // namespace zocalo::beside
