// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/view/picturedata.h"

#include "app/export/figurefile.h"
#include "app/figure/painter.h"

#include <QFileInfo>
#include <QUrl>

namespace zocalo::view {

namespace {

const QString Pixels = QStringLiteral("application/x-qt-image"); // Qt offers it as image/png and others
const QString Drawing = QStringLiteral("image/svg+xml");
const QString Words = QStringLiteral("text/plain");
const QString Files = QStringLiteral("text/uri-list");

} // namespace

PictureData::PictureData(figure::DisplayList list, exporting::StillStyle style, QString file)
    : m_list(std::move(list)), m_style(std::move(style)), m_file(std::move(file))
{
}

QStringList PictureData::formats() const
{
    QStringList all{Pixels, Drawing, Words};
    if (!m_file.isEmpty()) {
        all.prepend(Files);
    }
    return all;
}

QVariant PictureData::retrieveData(const QString &format, QMetaType /*type*/) const
{
    if (format == Pixels) {
        if (m_image.isNull()) {
            m_image = figure::render(m_list, m_style.theme, m_style.pixelRatio);
        }
        return m_image;
    }
    if (format == Drawing) {
        return exporting::svgOf(m_list, m_style);
    }
    if (format == Words) {
        return QString(m_list.title() + QLatin1String("\n\n") + m_list.description());
    }
    if (format == Files && !m_file.isEmpty()) {
        const bool there = QFileInfo::exists(m_file) || exporting::writeFigure(m_list, m_style, m_file).ok();
        return there ? QVariant(QVariantList{QUrl::fromLocalFile(m_file)}) : QVariant();
    }
    return {};
}

} // namespace zocalo::view
