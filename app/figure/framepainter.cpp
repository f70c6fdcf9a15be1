// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/figure/framepainter.h"

#include "app/figure/painter.h"

#include <QPainter>

#include <cmath>

namespace zocalo::figure {

namespace {

/// Memory for sprites; those of the frame itself are kept whatever they take.
constexpr qint64 MostBytes = 64LL * 1024 * 1024;

/// Where things move, more of them than this are not told apart.
constexpr qsizetype MostRects = 32;

/// Where the moving items are, in device-independent pixels: a rectangle for each sprite, and for each other item. The
/// whole picture if there are many.
QList<QRect> movingRects(const DisplayList &list)
{
    if (list.sprites().size() > MostRects)
        return {QRect(QPoint(), list.size().toSize())};
    QList<QRect> rects;
    const QList<Item> &items = list.items();
    for (qsizetype i = list.stillCount(); i < items.size();) {
        QRectF bounds;
        const int sprite = items.at(i).sprite;
        do
            bounds |= items.at(i++).bounds();
        while (sprite >= 0 && i < items.size() && items.at(i).sprite == sprite);
        // Two pixels around it, for antialiasing and for being laid at whole ones.
        rects.append(QRectF(bounds.topLeft() * list.scale(), bounds.size() * list.scale())
                         .toAlignedRect()
                         .adjusted(-2, -2, 2, 2));
    }
    return rects;
}

} // namespace

void FramePainter::paint(QPainter &painter, const DisplayList &list, Theme theme, const QRegion &where)
{
    const double ratio = painter.device()->devicePixelRatioF();
    const double pixels = list.scale() * ratio;
    paintStill(list, ratio, theme);
    if (theme != m_theme || pixels != m_pixels) {
        m_sprites.clear();
        m_bytes = 0;
    }
    m_theme = theme;
    m_pixels = pixels;
    ++m_frame;

    painter.save();
    // In device pixels both are copied as they are; else Qt would stretch each of them by 1.
    painter.scale(1 / ratio, 1 / ratio);
    paintGround(painter, ratio, where);
    const QList<Item> &items = list.items();
    for (qsizetype i = list.stillCount(); i < items.size();) {
        const int sprite = items.at(i).sprite;
        qsizetype end = i + 1;
        while (end < items.size() && items.at(end).sprite == sprite)
            ++end;
        if (sprite < 0) {
            painter.save();
            painter.scale(pixels, pixels);
            paintItems(painter, list, i, end - i, theme);
            painter.restore();
        } else {
            const Sprite &what = list.sprites().at(sprite);
            const Kept &picture = kept(list, what, i, end - i, pixels, theme);
            painter.drawImage((what.origin * pixels).toPoint() + picture.offset, picture.image);
        }
        i = end;
    }
    painter.restore();
    forgetOld();
}

/// In device pixels, and only where it is asked for: it is larger than all that moves.
void FramePainter::paintGround(QPainter &painter, double ratio, const QRegion &where) const
{
    if (where.isEmpty()) {
        painter.drawImage(0, 0, m_still);
        return;
    }
    for (const QRect &rect : where) {
        const QRect pixels =
            QRectF(QPointF(rect.topLeft()) * ratio, QSizeF(rect.size()) * ratio).toAlignedRect() & m_still.rect();
        painter.drawImage(pixels, m_still, pixels);
    }
}

QRegion FramePainter::changes(const DisplayList &list, Theme theme, double ratio)
{
    const QRect whole(QPoint(), list.size().toSize() + QSize(1, 1));
    Shown now{list.stillKey(), theme, ratio, movingRects(list)};
    const bool sameGround = now.still == m_shown.still && theme == m_shown.theme && ratio == m_shown.ratio;
    QRegion region;
    if (!sameGround || now.moving.size() + m_shown.moving.size() > MostRects) {
        region = whole;
    } else {
        for (const QList<QRect> *rects : {&now.moving, &m_shown.moving}) {
            for (const QRect &rect : *rects)
                region += rect & whole;
        }
    }
    m_shown = std::move(now);
    return region;
}

void FramePainter::paintStill(const DisplayList &list, double ratio, Theme theme)
{
    const QSize size = (list.size() * ratio).toSize();
    if (m_still.size() == size && theme == m_theme && list.stillKey() == m_stillKey)
        return;
    if (m_still.size() != size)
        m_still = ImageMemory().image(size, QImage::Format_RGB32);
    m_still.fill(resolve(theme, Tone::Background));
    QPainter painter(&m_still);
    painter.scale(ratio, ratio);
    figure::paint(painter, list, theme, Part::Still);
    m_stillKey = list.stillKey();
}

const FramePainter::Kept &FramePainter::kept(const DisplayList &list, const Sprite &sprite, qsizetype first,
                                             qsizetype count, double pixels, Theme theme)
{
    const auto known = m_sprites.find(sprite.key);
    if (known != m_sprites.end()) {
        known->frame = m_frame;
        return *known;
    }
    QRectF bounds;
    for (qsizetype i = first; i < first + count; ++i)
        bounds |= list.items().at(i).bounds();
    bounds.translate(-sprite.origin);
    // A pixel around it for what antialiasing spreads.
    const QPoint offset(static_cast<int>(std::floor(bounds.left() * pixels)) - 1,
                        static_cast<int>(std::floor(bounds.top() * pixels)) - 1);
    const QSize size(static_cast<int>(std::ceil(bounds.right() * pixels)) + 1 - offset.x(),
                     static_cast<int>(std::ceil(bounds.bottom() * pixels)) + 1 - offset.y());
    Kept fresh{m_memory.image(size, QImage::Format_ARGB32_Premultiplied), offset, m_frame};
    fresh.image.fill(Qt::transparent);
    QPainter painter(&fresh.image);
    painter.translate(-offset);
    painter.scale(pixels, pixels);
    painter.translate(-sprite.origin);
    paintItems(painter, list, first, count, theme);
    painter.end();
    m_bytes += fresh.image.sizeInBytes();
    return *m_sprites.insert(sprite.key, fresh);
}

void FramePainter::forgetOld()
{
    if (m_bytes <= MostBytes)
        return;
    for (auto it = m_sprites.begin(); it != m_sprites.end();) {
        if (it->frame == m_frame) {
            ++it;
            continue;
        }
        m_bytes -= it->image.sizeInBytes();
        it = m_sprites.erase(it);
    }
}

} // namespace zocalo::figure
