// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include <QWidget>

namespace zocalo::view {

/// What lies over the figure at the projector: nothing, black, or the dark around the light that follows the pointer.
class ProjectorOverlay : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ProjectorOverlay)

public:
    enum class Mode { None, Black, Spotlight };

    explicit ProjectorOverlay(QWidget *parent);

    Mode mode() const { return m_mode; }
    void setMode(Mode mode);
    /// Where the pointer is, in the overlay's pixels.
    void setPointer(const QPoint &at);
    /// What the dark around the light leaves out; empty: nothing.
    void setKeptBright(const QRect &place);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    int radius() const;
    QRect lightAt(const QPoint &at) const;

    Mode m_mode = Mode::None;
    QPoint m_pointer;
    QRect m_bright;
};

} // namespace zocalo::view
