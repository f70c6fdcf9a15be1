// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "app/figure/displaylist.h"
#include "app/figure/figureinput.h"
#include "app/play/playback.h"

#include <QPixmap>
#include <QWidget>

namespace zocalo::view {

/// How the figure is drawn: what a user can choose, beside the run itself.
struct FigureStyle
{
    lesson::Kind kind = lesson::Kind::Twin;
    lesson::Detail detail = lesson::Detail::Idea;
    figure::Theme theme = figure::Theme::Light;
    bool operator==(const FigureStyle &) const = default;
};

/// Shows the figure of a playback. What stands still is painted once and kept; each frame paints what moves over it.
class FigureView : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(FigureView)

public:
    /// `playback` must outlive the view.
    explicit FigureView(play::Playback &playback, QWidget *parent = nullptr);

    const FigureStyle &figureStyle() const { return m_style; }
    void setFigureStyle(const FigureStyle &style);
    /// The figure as it is shown now, at a size of its own (for files and the clipboard).
    figure::DisplayList figureAt(const QSizeF &size, figure::Theme theme) const;
    /// The part of the figure under a point of the widget; nullptr if there is none that has a name.
    const figure::Node *nodeAt(const QPointF &point) const;
    QSize sizeHint() const override { return {1280, 720}; }
    QSize minimumSizeHint() const override { return {640, 360}; }

signals:
    /// The first frame was painted.
    void firstPainted();

protected:
    bool event(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void rebuild();
    void paintStill();

    play::Playback &m_playback;
    FigureStyle m_style;
    figure::DisplayList m_list;
    figure::DisplayList m_stillList; ///< what m_still was painted from
    QPixmap m_still;
    bool m_listStale = true;
    bool m_painted = false;
};

} // namespace zocalo::view
