// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/figure/fonts.h"
#include "app/figure/painter.h"
#include "app/figure/shapes.h"
#include "app/figure/textlayout.h"

#include <QBuffer>
#include <QFile>
#include <QFontInfo>
#include <QFontMetricsF>
#include <QImageReader>
#include <QPainter>
#include <QSvgRenderer>
#include <QTemporaryDir>
#include <QTest>
#include <QXmlStreamReader>

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

QByteArray svgOf(TextMode mode)
{
    QBuffer buffer;
    buffer.open(QIODevice::WriteOnly);
    if (!writeSvg(sample(), Theme::Notes, buffer, mode))
        return {};
    return buffer.data();
}

/// The text of the first element of that name.
QString element(const QByteArray &svg, const QString &name)
{
    QXmlStreamReader reader(svg);
    while (!reader.atEnd()) {
        if (reader.readNext() == QXmlStreamReader::StartElement && reader.name() == name)
            return reader.readElementText();
    }
    return reader.hasError() ? reader.errorString() : QString();
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
    void png_carriesTitleAndDescription();
    void svgWithOutlines_hasNoText();
    void svgWithGlyphs_hasText();
    void svg_looksLikeThePng();
    void fullDisk_isAnError();
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

void PainterTest::png_carriesTitleAndDescription()
{
    QBuffer buffer;
    buffer.open(QIODevice::ReadWrite);
    QVERIFY(writePng(sample(), Theme::Notes, buffer).ok());
    buffer.seek(0);
    QImageReader reader(&buffer, "png");
    QCOMPARE(reader.text(QStringLiteral("Title")), QStringLiteral("A <title> & more"));
    QCOMPARE(reader.text(QStringLiteral("Description")), QStringLiteral("Ñandú: descripción"));
    QCOMPARE(reader.read().size(), QSize(960, 540));
}

void PainterTest::svgWithOutlines_hasNoText()
{
    const QByteArray svg = svgOf(TextMode::Outlines);
    QVERIFY(!svg.contains("<text"));
    QVERIFY(!svg.contains("<image"));
    QCOMPARE(element(svg, QStringLiteral("title")), QStringLiteral("A <title> & more"));
    QCOMPARE(element(svg, QStringLiteral("desc")), QStringLiteral("Ñandú: descripción"));
}

void PainterTest::svgWithGlyphs_hasText() { QVERIFY(svgOf(TextMode::Glyphs).contains("<text")); }

void PainterTest::svg_looksLikeThePng()
{
    QSvgRenderer renderer(svgOf(TextMode::Outlines));
    QVERIFY(renderer.isValid());
    QCOMPARE(renderer.viewBoxF(), QRectF(0, 0, 960, 540));
    const QImage png = render(sample(), Theme::Notes);
    QImage svg(png.size(), QImage::Format_RGB32);
    svg.fill(Qt::white);
    QPainter painter(&svg);
    renderer.render(&painter);
    painter.end();
    qint64 difference = 0;
    for (int y = 0; y < png.height(); ++y) {
        for (int x = 0; x < png.width(); ++x)
            difference += qAbs(qGray(png.pixel(x, y)) - qGray(svg.pixel(x, y)));
    }
    const double mean = static_cast<double>(difference) / (png.width() * png.height());
    QVERIFY2(mean < 1.0, qPrintable(QString::number(mean)));
}

void PainterTest::fullDisk_isAnError()
{
    QFile full(QStringLiteral("/dev/full"));
    if (!full.open(QIODevice::WriteOnly | QIODevice::Unbuffered))
        QSKIP("no /dev/full here");
    const Status png = writePng(sample(), Theme::Notes, full);
    QVERIFY(!png.ok());
    QCOMPARE(png.error().code, ErrorCode::FileUnwritable);
    QCOMPARE(png.error().errnoValue, ENOSPC);
    QVERIFY(!writeSvg(sample(), Theme::Notes, full).ok());
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
