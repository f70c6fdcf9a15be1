// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "app/figure/displaylist.h"
#include "app/figure/mechanismscene.h"

namespace zocalo::figure {

/// The demultiplexing table: the sockets of the receiving host that compete for the message of this step, and the one
/// that matches. Made before the grid, for the grid needs its size.
class MechanismTable
{
public:
    explicit MechanismTable(const MechanismScene &scene);

    /// The same at every step of a run with the same sockets.
    double width() const { return m_width; }
    double height() const { return m_height; }

    void draw(DisplayList &list, const QRectF &place) const;
    /// Where a socket's row stands in a table at that place. Rows that are not shown have one line together.
    QRectF row(world::SocketId socket, const QRectF &place) const;
    /// The head of the exact matches (of TCP), or of all rows.
    static QRectF exactHead(const QRectF &place);
    /// It has a row of its own.
    bool lists(world::SocketId socket) const;

private:
    /// A line of the table.
    struct Line
    {
        enum class Kind : quint8 { Section, Row, None, Note, More, Foot } kind = Kind::Row;
        QString text;   ///< of all but a row
        QString detail; ///< of a section: what it means
        int row = -1;   ///< index into the scene's rows
        double top = 0; ///< from the table's upper edge
        double height = 0;
    };
    struct Cells
    {
        QString owner, local, remote;
    };

    void addLine(Line::Kind kind, const QString &text, int row, double height, const QString &detail = {});
    void addRows();
    bool isAnyListening() const;
    bool sharesAnAddress() const;
    void addExactRows(int exact);
    QString moreText(int first, int last, int exact) const;
    Cells cells(const DemuxRow &row, bool full) const;
    void measure();
    void drawHead(DisplayList &list, const QRectF &place) const;
    void drawLine(DisplayList &list, const QRectF &rect, const Line &line) const;
    void drawRow(DisplayList &list, const QRectF &rect, const DemuxRow &row) const;
    bool isActive(const DemuxRow &row) const { return row.socket->id == m_scene.focus; }

    const MechanismScene &m_scene;
    bool m_compact;
    QList<Line> m_lines;
    QString m_count; ///< "1 match among 9", where not all rows are shown
    double m_width = 0;
    double m_height = 0;
    double m_local = 0; ///< where the columns start
    double m_remote = 0;
};

} // namespace zocalo::figure
