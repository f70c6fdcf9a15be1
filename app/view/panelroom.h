// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include <QScrollArea>

namespace zocalo::view {

/// The room of a panel in its dock. Where it is lower than the panel can be, the panel is moved up and down in it: so
/// several panels over one another do not make the window higher than the screen.
///
/// Not QScrollArea::widgetResizable: that gives a panel whose text wraps the height that it would like to have, not the
/// least that it can have, and so moves it where it would fit.
class PanelRoom : public QScrollArea
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(PanelRoom)

public:
    /// Owns `panel`.
    explicit PanelRoom(QWidget *panel, QWidget *parent = nullptr);

    /// As the panel's, in pixels.
    QSize sizeHint() const override;
    /// As wide as the panel has to be, and high enough for some lines of it.
    QSize minimumSizeHint() const override;

protected:
    void resizeEvent(QResizeEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    /// The least height of the panel in pixels when it is so wide.
    int leastHeight(int width) const;
    /// Gives the panel all of the room, and no less than it needs.
    void fit();
};

} // namespace zocalo::view
