// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "app/export/stills.h"
#include "app/figure/displaylist.h"

#include <QImage>
#include <QMimeData>

namespace zocalo::view {

/// A picture on its way into another program, by the clipboard or by dragging: pixels, an SVG drawing, its description
/// as text and, if a path was given, a file. Each is made when it is asked for: a drag begins at once.
class PictureData : public QMimeData
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(PictureData)

public:
    /// `file`: where a PNG is written to for whoever takes files; empty: no file is offered.
    PictureData(figure::DisplayList list, exporting::StillStyle style, QString file = {});

    QStringList formats() const override;
    bool hasFormat(const QString &format) const override { return formats().contains(format); }

protected:
    QVariant retrieveData(const QString &format, QMetaType type) const override;

private:
    figure::DisplayList m_list;
    exporting::StillStyle m_style;
    QString m_file;
    mutable QImage m_image;
};

} // namespace zocalo::view
