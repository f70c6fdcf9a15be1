// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/export/figurefile.h"

#include "app/figure/painter.h"

#include <QBuffer>
#include <QFileInfo>
#include <QSaveFile>

#include <cerrno>

namespace zocalo::exporting {

namespace {

Error unwritable(const QString &path, int errnoValue) { return {ErrorCode::FileUnwritable, path, {}, errnoValue}; }

} // namespace

QStringList figureFormats() { return {QStringLiteral("png"), QStringLiteral("svg")}; }

QString formatOf(const QString &path)
{
    const QString ending = QFileInfo(path).suffix().toLower();
    return figureFormats().contains(ending) ? ending : QString();
}

Status writeFigure(const figure::DisplayList &list, figure::Theme theme, const QString &path)
{
    // Into memory first: QSvgGenerator does not tell when its device failed.
    QByteArray data;
    QBuffer buffer(&data);
    buffer.open(QIODevice::WriteOnly);
    const Status made = formatOf(path) == QLatin1String("svg") ? figure::writeSvg(list, theme, buffer)
                                                               : figure::writePng(list, theme, buffer);
    if (!made) {
        return unwritable(path, made.error().errnoValue ? made.error().errnoValue : ENOMEM);
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
