// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "app/figure/displaylist.h"
#include "app/figure/theme.h"
#include "core/world/statehistory.h"

#include <QWidget>

namespace zocalo::panels {

/// TCP's state machine with one socket's way in it, as large as there is room. What it tells is in the list beside it
/// too, which the keyboard and assistive technology use.
class StatesView : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(StatesView)

public:
    explicit StatesView(QWidget *parent = nullptr);

    void show(const world::StateHistory &history);
    void setTheme(figure::Theme theme);
    const figure::DisplayList &shown() const { return m_list; }
    /// The middle of a state's box, in the widget's pixels: of the one that this passage (1 for the first) has led to.
    QPoint placeOf(int passage) const;
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

signals:
    /// A state that was passed was picked: the last passage into it, from 1; 0: where the socket began.
    void passageChosen(int number);

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    bool event(QEvent *event) override;

private:
    void build();
    const figure::Node *nodeAt(const QPointF &point) const;

    world::StateHistory m_history;
    figure::DisplayList m_list;
    figure::Theme m_theme = figure::Theme::Light;
};

} // namespace zocalo::panels
