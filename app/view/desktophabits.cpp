// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/view/desktophabits.h"

#include <QSettings>
#include <QStandardPaths>

namespace zocalo::view {

namespace {

/// A value of a file in the user's configuration folder; invalid if there is none.
QVariant configured(const QString &file, const QString &key)
{
    const QString path = QStandardPaths::locate(QStandardPaths::GenericConfigLocation, file);
    return path.isEmpty() ? QVariant() : QSettings(path, QSettings::IniFormat).value(key);
}

} // namespace

bool desktopReducesMotion()
{
    const QVariant factor = configured(QStringLiteral("kdeglobals"), QStringLiteral("KDE/AnimationDurationFactor"));
    if (factor.isValid()) {
        return factor.toDouble() <= 0;
    }
    for (const char *version : {"gtk-4.0", "gtk-3.0"}) {
        const QVariant animations = configured(QLatin1String(version) + QStringLiteral("/settings.ini"),
                                               QStringLiteral("Settings/gtk-enable-animations"));
        if (animations.isValid()) {
            return !animations.toBool();
        }
    }
    return false;
}

} // namespace zocalo::view
