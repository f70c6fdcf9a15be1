// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "app/figure/theme.h"
#include "app/panels/truthtext.h"

#include <QFrame>

class QLabel;
class QToolButton;

namespace zocalo::panels {

/// A card over the figure beside the thing that is selected: all that is known of it, as text that can be selected and
/// copied. It can be moved, and then stays where it was put.
class TruthCard : public QFrame
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(TruthCard)

public:
    /// Lies over `figure`.
    explicit TruthCard(QWidget *figure);

    /// Shows a truth beside `place` (the figure's pixels); hides where there is none to show. `queues` are not covered
    /// either where there is room.
    void showTruth(const Truth &truth, const QRect &place, const QList<QRect> &queues = {});
    void setTheme(figure::Theme theme);
    /// What is shown, as plain text.
    QString text() const;
    /// Puts it on the clipboard.
    void copy() const;

signals:
    /// The actions of the thing are asked for, at this point of the screen.
    void actionsAsked(const QPoint &at);

protected:
    void changeEvent(QEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;

private:
    void retranslate();
    void fill();
    void fitWidth();
    void placeBeside(const QRect &place, const QList<QRect> &queues);
    QRect freePlace(const QSize &size, const QRect &place, const QList<QRect> &queues) const;

    Truth m_truth;
    QPoint m_grip;           ///< where the card was taken to be moved
    bool m_isFilled = false; ///< its text is that of the truth, in this theme, language and font
    int m_roomWidth = 0;     ///< of the figure, when the text got its width
    bool m_moved = false;    ///< the user put it where it is: it stays there
    figure::Theme m_theme = figure::Theme::Light;
    QLabel *m_text;
    QToolButton *m_copy;
    QToolButton *m_actions;
};

} // namespace zocalo::panels
