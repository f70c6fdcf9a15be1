// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "app/figure/displaylist.h"
#include "app/figure/imagememory.h"
#include "app/figure/theme.h"

#include <QHash>
#include <QImage>
#include <QList>
#include <QPoint>
#include <QRegion>

class QPainter;

namespace zocalo::figure {

/// Paints one frame after the other on a screen, or as much of each as differs from the one before. What stands still
/// is painted once and kept; so is each message that moves, which is then laid over it at whole pixels. (Files are
/// painted by paint(), from nothing but the list.)
class FramePainter
{
public:
    /// Paints the list, with its top left corner at the painter's origin. The painter may only be moved, not scaled or
    /// turned, beyond its device's pixel ratio. `where`: the part that is wanted, in device-independent pixels, to
    /// which the painter is clipped; empty: all of it.
    void paint(QPainter &painter, const DisplayList &list, Theme theme, const QRegion &where = {});
    /// What will look different when this list is painted, since the last time that this was asked; in
    /// device-independent pixels. The first time, and when anything that stands still has changed, the whole.
    QRegion changes(const DisplayList &list, Theme theme, double ratio);
    /// The next time, all will look different.
    void forget() { m_shown = {}; }

private:
    struct Kept
    {
        QImage image;
        QPoint offset;    ///< of its top left corner from the sprite's origin, in device pixels
        qint64 frame = 0; ///< when it was used last
    };

    void paintGround(QPainter &painter, double ratio, const QRegion &where) const;
    void paintStill(const DisplayList &list, double ratio, Theme theme);
    /// The sprite's picture, from its items; painted now if it is not kept. `pixels`: device pixels for a logical unit.
    const Kept &kept(const DisplayList &list, const Sprite &sprite, qsizetype first, qsizetype count, double pixels,
                     Theme theme);
    void forgetOld();

    ImageMemory m_memory;
    QImage m_still;
    DisplayList::StillKey m_stillKey; ///< of what m_still was painted from
    Theme m_theme = Theme::Light;
    double m_pixels = 0; ///< what the sprites were painted for
    QHash<QString, Kept> m_sprites;
    qint64 m_bytes = 0; ///< of the sprites
    qint64 m_frame = 0;
    struct Shown
    {
        DisplayList::StillKey still;
        Theme theme = Theme::Light;
        double ratio = 0;
        QList<QRect> moving; ///< where things moved
    };
    Shown m_shown; ///< what changes() was asked for last
};

} // namespace zocalo::figure
