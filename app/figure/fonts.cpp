// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/figure/fonts.h"

#include <QFontDatabase>

namespace zocalo::figure {

namespace {

const QString SansFamily = QStringLiteral("Inter");
const QString MonoFamily = QStringLiteral("JetBrains Mono");

bool registerFonts()
{
    bool all = true;
    for (const char *name : {"Inter-Regular.otf", "Inter-Medium.otf", "Inter-SemiBold.otf", "Inter-Bold.otf",
                             "JetBrainsMono-Medium.ttf", "JetBrainsMono-Bold.ttf"}) {
        if (QFontDatabase::addApplicationFont(QStringLiteral(":/fonts/") + QLatin1String(name)) < 0)
            all = false;
    }
    return all;
}

} // namespace

bool loadFonts()
{
    static const bool loaded = registerFonts();
    return loaded;
}

QFont font(Face face, double size, int weight)
{
    QFont result(face == Face::Mono ? MonoFamily : SansFamily);
    // Sizes are whole logical pixels, so that measured widths and painted widths agree at every scale.
    result.setPixelSize(qRound(size));
    result.setWeight(static_cast<QFont::Weight>(weight));
    result.setHintingPreference(QFont::PreferNoHinting);
    result.setStyleStrategy(static_cast<QFont::StyleStrategy>(QFont::PreferAntialias | QFont::NoSubpixelAntialias));
    return result;
}

} // namespace zocalo::figure
