// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
// The colours of the window's own parts.
#include "app/view/appearance.h"

#include <QTest>

#include <algorithm>
#include <cmath>

using namespace zocalo;

namespace {

/// Relative luminance (WCAG 2.2), 0 to 1.
double luminanceOf(const QColor &colour)
{
    const auto linear = [](double part) {
        return part <= 0.04045 ? part / 12.92 : std::pow((part + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF()) + 0.0722 * linear(colour.blueF());
}

/// Contrast ratio (WCAG 2.2), 1 to 21.
double contrastOf(const QColor &one, const QColor &other)
{
    const auto [low, high] = std::minmax({luminanceOf(one), luminanceOf(other)});
    return (high + 0.05) / (low + 0.05);
}

} // namespace

class TestAppearance : public QObject
{
    Q_OBJECT

private slots:
    void whatCannotBeUsed_looksSo_data();
    void whatCannotBeUsed_looksSo();
};

void TestAppearance::whatCannotBeUsed_looksSo_data()
{
    QTest::addColumn<figure::Theme>("theme");
    QTest::newRow("light") << figure::Theme::Light;
    QTest::newRow("dark") << figure::Theme::Dark;
    QTest::newRow("notes") << figure::Theme::Notes;
    QTest::newRow("contrast") << figure::Theme::Contrast;
}

void TestAppearance::whatCannotBeUsed_looksSo()
{
    QFETCH(figure::Theme, theme);
    const QPalette palette = view::paletteFor(theme);
    const QColor background = palette.color(QPalette::Button);
    for (const QPalette::ColorRole role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText}) {
        const double usable = contrastOf(palette.color(QPalette::Active, role), background);
        const double unusable = contrastOf(palette.color(QPalette::Disabled, role), background);
        QVERIFY2(usable >= 2 * unusable, qPrintable(QStringLiteral("%1 and %2").arg(usable).arg(unusable)));
        QVERIFY2(unusable >= (theme == figure::Theme::Contrast ? 4.5 : 2), qPrintable(QString::number(unusable)));
    }
    const auto colourOf = [&](QIcon::Mode mode) {
        return view::icon(view::Glyph::Pause, theme).pixmap(QSize(64, 64), mode).toImage().pixelColor(20, 32);
    };
    QVERIFY(contrastOf(colourOf(QIcon::Normal), background) >= 2 * contrastOf(colourOf(QIcon::Disabled), background));
}

QTEST_MAIN(TestAppearance)

#include "tst_appearance.moc"
