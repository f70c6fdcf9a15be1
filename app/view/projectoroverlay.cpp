// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/view/projectoroverlay.h"

#include <QPainter>
#include <QPainterPath>
#include <QToolTip>

namespace zocalo::view {

namespace {

constexpr int PartOfHeight = 6; ///< the light's radius is one sixth of the screen's height
constexpr QColor Dark(0, 0, 0, 150);
constexpr QColor Rim(255, 205, 60);
constexpr double RimWidth = 3;

} // namespace

ProjectorOverlay::ProjectorOverlay(QWidget *parent) : QWidget(parent)
{
    setObjectName(QStringLiteral("projectorOverlay"));
    setAttribute(Qt::WA_TransparentForMouseEvents);
    hide();
}

void ProjectorOverlay::setMode(Mode mode)
{
    m_mode = mode;
    QToolTip::hideText(); // it would stand on the black, or in the light
    setVisible(mode != Mode::None);
    raise();
    update();
}

int ProjectorOverlay::radius() const { return height() / PartOfHeight; }

QRect ProjectorOverlay::lightAt(const QPoint &at) const
{
    const int reach = radius() + static_cast<int>(RimWidth) + 1;
    return {at.x() - reach, at.y() - reach, 2 * reach, 2 * reach};
}

void ProjectorOverlay::setPointer(const QPoint &at)
{
    if (m_mode == Mode::Spotlight) {
        update(lightAt(m_pointer));
        update(lightAt(at));
    }
    m_pointer = at;
}

void ProjectorOverlay::setKeptBright(const QRect &place)
{
    if (place != m_bright) {
        m_bright = place;
        update();
    }
}

void ProjectorOverlay::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    if (m_mode == Mode::Black) {
        painter.fillRect(rect(), Qt::black);
        return;
    }
    painter.setClipRegion(QRegion(rect()) - m_bright, Qt::IntersectClip);
    painter.setRenderHint(QPainter::Antialiasing);
    QPainterPath dark;
    dark.addRect(rect());
    dark.addEllipse(QPointF(m_pointer), radius(), radius()); // odd-even: a hole
    painter.fillPath(dark, Dark);
    painter.setPen(QPen(Rim, RimWidth));
    painter.drawEllipse(QPointF(m_pointer), radius(), radius());
}

} // namespace zocalo::view
