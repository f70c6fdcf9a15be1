// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "app/figure/displaylist.h"
#include "app/figure/lanesegments.h"

#include <QCoreApplication>
#include <QStringList>

namespace zocalo::figure {

/// Segments that were seen, one under the other in the order in which they were: each a solid arrow from its sender's
/// side to its receiver's, the clients' being the left one, with what its header says. Nothing of it is deduced.
class SegmentLadder
{
    Q_DECLARE_TR_FUNCTIONS(zocalo::figure::SegmentLadder)
public:
    enum class Form : quint8 {
        Narrow, ///< in the column of the network layer: the words over and under their arrow
        Wide,   ///< along the network layer: the headers in a row of cells on their arrow
    };

    SegmentLadder() = default;
    /// `room`: what it may take, the heading included. Where that is too little for all they are told in fewer words,
    /// and in the end the last of them are counted only. `isOfSeveral`: there are several clients, so a narrow one says
    /// whose each is.
    SegmentLadder(const QList<LaneSegment> &segments, const Names &names, Form form, const QSizeF &room,
                  bool isOfSeveral = false);

    bool isEmpty() const { return m_rows.isEmpty(); }
    double height() const { return m_height; }
    /// `gone`: how many have crossed; of the next one that part has gone of its way. All of them: count().
    void draw(DisplayList &list, const QPointF &topLeft, double gone) const;
    int count() const { return static_cast<int>(m_rows.size()) + m_left; }

private:
    struct Line
    {
        QString text;
        bool isWord = false; ///< in a language, not of the header
    };
    struct Row
    {
        LaneSegment segment;
        QList<Line> over;
        QList<Line> under;
        double way = 0; ///< height of the arrow's place
        double height = 0;
    };
    enum class Words : quint8 { All, WithoutEnvelope, Flags };

    Row narrowRow(const LaneSegment &segment, Words words) const;
    Row wideRow(const LaneSegment &segment, const Names &names, Words words) const;
    void take(const QList<LaneSegment> &segments, const Names &names, Words words);
    void drawNarrow(DisplayList &list, const Row &row, const QRectF &place, double part) const;
    void drawWide(DisplayList &list, const Row &row, const QRectF &place, double part) const;
    void drawArrow(DisplayList &list, const Row &row, const QRectF &place, double y, double part) const;
    double textRoom() const;

    Form m_form = Form::Narrow;
    double m_width = 0;
    double m_height = 0;
    int m_left = 0; ///< how many are counted only
    bool m_glyphs = false;
    QList<Row> m_rows;
};

} // namespace zocalo::figure
