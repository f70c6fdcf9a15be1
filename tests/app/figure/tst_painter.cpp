// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/figure/fonts.h"
#include "app/figure/painter.h"
#include "app/figure/shapes.h"
#include "app/figure/textlayout.h"

#include <QFontInfo>
#include <QFontMetricsF>
#include <QPainter>
#include <QTest>

using namespace zocalo;
using namespace zocalo::figure;

namespace {

DisplayList sample()
{
    DisplayList list(QSizeF(960, 540));
    list.setTitle(QStringLiteral("A <title> & more"));
    list.setDescription(QStringLiteral("Ñandú: descripción"));
    list.fillRect(QRectF(QPointF(), list.logicalSize()), Tone::Background);
    drawEnvelope(list, QRectF(100, 100, 88, 62), 1, QStringLiteral("B2"));
    drawEnvelope(list, QRectF(300, 100, 88, 62), 2, QStringLiteral("C1"));
    QPainterPath way(QPointF(100, 300));
    way.lineTo(900, 300);
    drawLane(list, way, 0);
    drawToGo(list, way, 0, 0.2, 1);
    TextStyle style;
    style.size = 40;
    style.calls = true;
    list.add(layoutText(QStringLiteral("accept() da un socket"), QRectF(100, 500, 900, 60), style));
    return list;
}

} // namespace

class PainterTest : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase();
    void bundledFonts_haveTheirWeights();
    void sameList_givesTheSamePixels();
    void devicePixelRatio2_givesTwiceThePixels();
    void smallRatio_givesTheWholePictureSmaller();
    void stillAndMoving_makeTheWhole();
};

void PainterTest::initTestCase() { QVERIFY(loadFonts()); }

void PainterTest::bundledFonts_haveTheirWeights()
{
    double before = 0;
    for (const int weight : {400, 500, 600, 700}) {
        QCOMPARE(QFontInfo(font(Face::Sans, 40, weight)).family(), QStringLiteral("Inter"));
        const double width = QFontMetricsF(font(Face::Sans, 40, weight)).horizontalAdvance(QStringLiteral("socket"));
        QVERIFY2(width > before, qPrintable(QString::number(weight)));
        before = width;
    }
    QCOMPARE(QFontInfo(font(Face::Mono, 40, 700)).family(), QStringLiteral("JetBrains Mono"));
    // Letters of equal width in both weights differ in how much ink they have.
    const auto ink = [](int weight) {
        QPainterPath path;
        path.addText(0, 0, font(Face::Mono, 40, weight), QStringLiteral("l"));
        return path.boundingRect().width();
    };
    QVERIFY(ink(700) > ink(500));
}

void PainterTest::sameList_givesTheSamePixels()
{
    QCOMPARE(render(sample(), Theme::Light), render(sample(), Theme::Light));
}

void PainterTest::devicePixelRatio2_givesTwiceThePixels()
{
    const QImage image = render(sample(), Theme::Notes, 2);
    QCOMPARE(image.size(), QSize(1920, 1080));
    QCOMPARE(image.format(), QImage::Format_RGB32);
}

void PainterTest::smallRatio_givesTheWholePictureSmaller()
{
    // A painter does not mind a device's ratio below 1: a preview showed a corner of the picture.
    const QImage small = render(sample(), Theme::Notes, 0.25);
    QCOMPARE(small.size(), QSize(240, 135));
    const QImage whole =
        render(sample(), Theme::Notes).scaled(small.size(), Qt::IgnoreAspectRatio, Qt::SmoothTransformation);
    qint64 difference = 0;
    for (int y = 0; y < small.height(); ++y) {
        for (int x = 0; x < small.width(); ++x)
            difference += std::abs(qGray(small.pixel(x, y)) - qGray(whole.pixel(x, y)));
    }
    QVERIFY2(difference < 3LL * small.width() * small.height(), qPrintable(QString::number(difference)));
}

void PainterTest::stillAndMoving_makeTheWhole()
{
    DisplayList list = sample();
    list.setLayer(Layer::Moving);
    drawEnvelope(list, QRectF(700, 260, 88, 62), 0, QStringLiteral("A1"));
    QImage parts(list.size().toSize(), QImage::Format_RGB32);
    parts.fill(resolve(Theme::Notes, Tone::Background));
    QPainter painter(&parts);
    paint(painter, list, Theme::Notes, Part::Still);
    paint(painter, list, Theme::Notes, Part::Moving);
    painter.end();
    QCOMPARE(parts, render(list, Theme::Notes));
}

QTEST_MAIN(PainterTest)
#include "tst_painter.moc"
