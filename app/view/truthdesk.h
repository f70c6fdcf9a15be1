// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "app/panels/truthcard.h"
#include "app/view/figureview.h"

#include <QObject>

class QAction;
class QMenu;

namespace zocalo::view {

/// Shows what is known of the thing that is selected, at the step that is shown.
class TruthDesk : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(TruthDesk)

public:
    /// `playback` and `view` must outlive the desk. Adds its entries to `menu`.
    TruthDesk(play::Playback &playback, FigureView &view, QMenu *menu, QObject *parent);

    void setTheme(figure::Theme theme) { m_card->setTheme(theme); }
    /// Writes every text in the current language.
    void retranslate();
    bool isShown() const;
    /// Whether the selection's details are shown at all.
    void setShown(bool shown);
    /// Takes the card away until something is selected, also what is selected now; false: there was none.
    bool putAway();
    /// Brings the card up to date with the step, and with whether the figure is in sight.
    void refresh();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void showAgain();
    QList<QRect> queuesOf(const figure::Thing &thing);

    play::Playback &m_playback;
    FigureView &m_view;
    panels::TruthCard *m_card;
    bool m_away = false; ///< it was put away
    QAction *m_shown;
    QAction *m_copy;
};

} // namespace zocalo::view
