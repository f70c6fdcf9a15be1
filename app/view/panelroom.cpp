// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/view/panelroom.h"

#include "app/panels/panel.h"

#include <QEvent>
#include <QLayout>
#include <QScrollBar>

#include <algorithm>

namespace zocalo::view {

namespace {

/// Some lines, in pixels: three such rooms, their titles and the timeline stand in a window of 700.
constexpr int LeastRoom = 110;

} // namespace

PanelRoom::PanelRoom(QWidget *panel, QWidget *parent) : QScrollArea(parent)
{
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::NoFocus); // the panel's own parts take it
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setWidget(panel);
}

QSize PanelRoom::sizeHint() const { return widget()->sizeHint(); }

QSize PanelRoom::minimumSizeHint() const
{
    const int width = std::max(widget()->minimumSizeHint().width(), widget()->minimumWidth());
    const int height = leastHeight(width);
    // Room for the bar at its side, whether it is there now or not: else it would come and go by turns.
    const int bar = height > LeastRoom ? verticalScrollBar()->sizeHint().width() : 0;
    return {width + bar, std::min(height, LeastRoom)};
}

void PanelRoom::resizeEvent(QResizeEvent *event)
{
    QScrollArea::resizeEvent(event);
    fit();
}

bool PanelRoom::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == widget() && event->type() == QEvent::LayoutRequest) {
        fit();
        updateGeometry();
    }
    return QScrollArea::eventFilter(watched, event);
}

int PanelRoom::leastHeight(int width) const
{
    const QLayout *const layout = widget()->layout();
    const int ofText = layout && layout->hasHeightForWidth() ? layout->minimumHeightForWidth(width) : 0;
    return std::max({ofText, widget()->minimumSizeHint().height(), widget()->minimumHeight()});
}

void PanelRoom::fit()
{
    const QSize room = viewport()->size();
    widget()->resize(room.width(), std::max(room.height(), leastHeight(room.width())));
    if (auto *const panel = qobject_cast<panels::Panel *>(widget())) {
        panel->fitRoom();
    }
}

} // namespace zocalo::view
