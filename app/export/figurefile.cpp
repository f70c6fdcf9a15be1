// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/export/figurefile.h"

#include <QFileInfo>
#include <QSaveFile>

#include <cerrno>

namespace zocalo::exporting {

namespace {

Error unwritable(const QString &path, int errnoValue) { return {ErrorCode::FileUnwritable, path, {}, errnoValue}; }

QByteArray bytesOf(const figure::DisplayList &list, const StillStyle &style, const QString &format)
{
    if (format == QLatin1String("svg")) {
        return svgOf(list, style);
    }
    return format == QLatin1String("pdf") ? pdfOf(list, style) : pngOf(list, style);
}

} // namespace

QStringList figureFormats() { return {QStringLiteral("png"), QStringLiteral("svg"), QStringLiteral("pdf")}; }

QString formatOf(const QString &path)
{
    const QString ending = QFileInfo(path).suffix().toLower();
    return figureFormats().contains(ending) ? ending : QString();
}

Status writeFigure(const figure::DisplayList &list, const StillStyle &style, const QString &path)
{
    // Into memory first: the generators of Qt do not tell when their device failed.
    const QByteArray data = bytesOf(list, style, formatOf(path));
    if (data.isEmpty()) {
        return unwritable(path, ENOMEM);
    }
    if (QFileInfo(path).isDir()) {
        return unwritable(path, EISDIR);
    }
    QSaveFile file(path);
    errno = 0;
    if (!file.open(QIODevice::WriteOnly)) {
        return unwritable(path, errno);
    }
    errno = 0;
    if (file.write(data) != data.size() || !file.flush() || !file.commit()) {
        return unwritable(path, errno);
    }
    return {};
}

} // namespace zocalo::exporting
