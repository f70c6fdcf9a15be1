// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "app/figure/theme.h"
#include "app/panels/timelinescale.h"
#include "app/play/playback.h"
#include "app/play/stepindex.h"

#include <QPixmap>
#include <QWidget>

namespace zocalo::panels {

/// The timeline itself: chapters, a row for each protocol or process with a mark for each moment, and where the
/// playback stands. Clicking and dragging move through the run; so do the arrows, Home, End and Page keys. The wheel
/// zooms, with Shift it moves along.
class TimelineStrip : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(TimelineStrip)

public:
    enum class Rows : quint8 { Protocols, Processes };

    /// Both must outlive it.
    TimelineStrip(play::Playback &playback, const play::StepIndex &index, QWidget *parent = nullptr);

    void setRows(Rows rows);
    void setTheme(figure::Theme theme);
    /// The index, its filter or the language has changed.
    void indexChanged();
    /// Steps at which the run differs from another one, in order.
    void setMarked(const QList<int> &steps);
    const TimelineScale &scale() const { return m_scale; }
    /// The middle of a step's mark.
    QPointF placeOf(int step) const;
    /// What is said of the step shown: "step 14 of 32. Client B has entered send()".
    QString valueText() const;
    /// Shows the run from this step on, as far as the zoom allows.
    void showFrom(double step);
    void showWhole();
    void goTo(int step);
    const play::Playback &playback() const { return m_playback; }

    /// A box of the chapters' band: chapters that are too narrow are told together.
    struct ChapterBox
    {
        QRectF place;
        int first = 0; ///< index of its first chapter
        int next = 0;  ///< index of the first one behind it
        QString name;  ///< as it is shown
    };
    QList<ChapterBox> chapterBoxes() const;
    /// What the tool tip says of a box: its steps, and what happens in them.
    QString toldOf(const ChapterBox &box) const;

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

signals:
    /// Another stretch of the run is seen.
    void scaleChanged();

protected:
    bool event(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    static constexpr QRectF ChapterBand{0, 4, 0, 26};
    static constexpr double NamesLeft = 10; ///< of the rows
    static constexpr double NamesGap = 8;

    /// One row, and how it is called.
    struct Row
    {
        quint64 key = 0; ///< kernel::Protocol, or ProcessId
        QString name;
    };

    void stepChanged();
    void gatherRows();
    void fitScale();
    QFont rowFont() const;
    QString tipAt(const QPointF &place) const;
    bool handleKey(int key);
    void goBy(int by);
    void goChapter(int by);
    int rowOf(const play::StepMoment &moment) const;
    double rowY(int row) const;
    figure::Colour colourOf(history::ProcessId process) const;
    void paintChapters(QPainter &painter);
    void paintRails(QPainter &painter);
    void paintMarks();
    void paintEachMark(QPainter &painter);
    void paintMark(QPainter &painter, const play::StepMoment &moment, const QPointF &at, double radius);
    void paintCrowd(QPainter &painter);
    void paintColumn(QPainter &painter, const QRectF &place, const quint32 *counts);
    void paintMarked(QPainter &painter);
    void paintPlayhead(QPainter &painter);
    QColor colour(figure::Colour of) const { return figure::resolve(m_theme, of); }

    play::Playback &m_playback;
    const play::StepIndex &m_index;
    TimelineScale m_scale;
    Rows m_by = Rows::Protocols;
    QList<Row> m_rows;
    figure::Theme m_theme = figure::Theme::Light;
    QList<int> m_marked;
    QPixmap m_marks; ///< painted once for a stretch, and kept
    bool m_marksStale = true;
    double m_panFrom = 0;
};

} // namespace zocalo::panels
