// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "app/beside/headedfigure.h"
#include "app/figure/displaylist.h"
#include "app/figure/figureinput.h"
#include "app/figure/framepainter.h"
#include "app/figure/panelfacts.h"
#include "app/figure/thing.h"
#include "app/play/playback.h"
#include "app/view/figurepart.h"
#include "app/view/goon.h"

#include <QTimer>
#include <QWidget>

#include <optional>
#include <utility>

class QHelpEvent;

namespace zocalo::view {

class FigureTeller;

/// How the figure is drawn: what a user can choose, beside the run itself.
struct FigureStyle
{
    lesson::Kind kind = lesson::Kind::Twin;
    lesson::Detail detail = lesson::Detail::Idea;
    figure::Theme theme = figure::Theme::Light;
    bool programs = false;                ///< FigureInput::programs
    bool left = false;                    ///< FigureInput::left, once the last step is shown
    lesson::Text headline{};              ///< FigureInput::headline
    QHash<QString, lesson::Host> hosts{}; ///< FigureInput::hosts
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
    /// Whether the detail *everything* paints its panels beside the mechanism here, if there is room. Pictures always
    /// have them.
    void setPanelsPainted(bool painted);
    /// It is one of two figures side by side, and has this over it; nullopt: it stands alone.
    void setHeading(const std::optional<beside::RunHeading> &heading);
    const std::optional<beside::RunHeading> &heading() const { return m_heading; }
    /// All that the picture depends on, but for its size, its colours and its panels.
    figure::FigureInput input() const;
    /// At a projector: the caption in larger type in place of the legend, and no panels.
    void setProjected(bool projected);
    /// The processes that are held now, each of which gets a control that lets it go on; shown at the newest step.
    void setGoOn(const QList<GoOn::Mark> &marks);
    /// The part of the figure under a point of the widget; nullptr if there is none that has a name.
    const figure::Node *nodeAt(const QPointF &point) const;

    /// What is selected: it has the focus ring, and the actions are its own. It stays selected where a step does not
    /// show it.
    const figure::Thing &selection() const { return m_selection; }
    void select(const figure::Thing &thing);
    /// What is under a point of the widget.
    figure::Thing thingAt(const QPointF &point);
    /// Where a thing is shown, in the widget's pixels; empty if this step does not show it.
    QRect placeOf(const figure::Thing &thing);
    /// All things shown, in the order in which the keyboard goes through them.
    QList<figure::Thing> things();
    /// The figure as it is shown now.
    const figure::DisplayList &shownFigure();
    /// A place of the figure (logical units) in the widget's pixels; empty stays empty.
    QRect inPixels(const QRectF &place) const;
    /// What assistive technology goes through.
    QList<FigurePart> parts();
    /// Asks for the actions of what is selected, at its place.
    void askForMenu();
    const play::Playback &playback() const { return m_playback; }

    QSize sizeHint() const override { return {1280, 720}; }
    QSize minimumSizeHint() const override { return {560, 315}; }

signals:
    /// The first frame was painted.
    void firstPainted();
    void selectionChanged(const zocalo::figure::Thing &thing);
    /// What is selected was pressed once more.
    void pressedAgain();
    /// It is drawn in another way.
    void styleChanged();
    /// The control of a process that is held was used.
    void goOnAsked(zocalo::world::ProcessId process);
    /// The actions of a thing (none: of everything) are asked for, at this point of the screen.
    void menuRequested(const zocalo::figure::Thing &thing, const QPoint &at);
    /// The picture is being dragged away.
    void dragStarted();

protected:
    bool event(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    bool focusNextPrevChild(bool next) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;

private:
    figure::DisplayList build(const QSizeF &size, figure::Theme theme, bool panels, bool cramped) const;
    bool isCramped() const;
    void rebuild();
    void showChanges();
    void bringUpToDate();
    void paintSelection(QPainter &painter);
    bool showToolTip(QHelpEvent *help);
    /// Selects the thing after, or before, the one selected; false at the end, unless it goes `round`.
    bool selectNext(int by, bool round);

    play::Playback &m_playback;
    FigureStyle m_style;
    figure::DisplayList m_list;
    figure::FramePainter m_frames;
    mutable figure::PanelFacts m_facts; ///< of the step and the number of events in m_factsOf
    mutable std::pair<int, qsizetype> m_factsOf{-1, -1};
    QList<GoOn::Mark> m_goOn;
    figure::Thing m_selection;
    std::optional<beside::RunHeading> m_heading;
    std::optional<QPoint> m_pressed; ///< where the left button went down, until it is a drag
    bool m_panelsPainted = true;
    bool m_projected = false;
    bool m_listStale = true;
    bool m_painted = false;
    bool m_focusByKey = false; ///< the focus came by the keyboard: it is to be seen even where nothing is selected
    FigureTeller *m_teller;
    QTimer m_rebuild;
};

} // namespace zocalo::view
