// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/export/figurefile.h"
#include "app/figure/fonts.h"
#include "app/figure/shapes.h"
#include "app/figure/textlayout.h"

#include <QBuffer>
#include <QFile>
#include <QImageReader>
#include <QPainter>
#include <QProcess>
#include <QStandardPaths>
#include <QSvgRenderer>
#include <QTemporaryDir>
#include <QTest>
#include <QXmlStreamReader>

using namespace zocalo;
using namespace zocalo::exporting;
using namespace zocalo::figure;

namespace {

const QString SampleTitle = QStringLiteral("A <title> & more");
const QString SampleDescription = QStringLiteral("Ñandú: descripción");

DisplayList sample()
{
    DisplayList list(QSizeF(960, 540));
    list.setTitle(SampleTitle);
    list.setDescription(SampleDescription);
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

StillStyle spanish()
{
    StillStyle style;
    style.language = QStringLiteral("es");
    return style;
}

/// The text of the first element of that name, and an attribute of the root.
QString element(const QByteArray &xml, const QString &name)
{
    QXmlStreamReader reader(xml);
    while (!reader.atEnd()) {
        if (reader.readNext() == QXmlStreamReader::StartElement && reader.name() == name) {
            return reader.readElementText(QXmlStreamReader::IncludeChildElements).trimmed();
        }
    }
    return reader.hasError() ? reader.errorString() : QString();
}

/// How much two pictures of one size differ: the mean of the differences of their grey levels, 0…255.
double difference(const QImage &a, const QImage &b)
{
    qint64 sum = 0;
    for (int y = 0; y < a.height(); ++y) {
        for (int x = 0; x < a.width(); ++x) {
            sum += qAbs(qGray(a.pixel(x, y)) - qGray(b.pixel(x, y)));
        }
    }
    return static_cast<double>(sum) / (a.width() * a.height());
}

} // namespace

class StillsTest : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase();
    void png_carriesTitleDescriptionAndLanguage();
    void pixelRatio2_givesTwiceThePixels();
    void svgWithOutlines_hasNoText();
    void svgWithGlyphs_hasText();
    void svg_carriesItsDescriptionForReaders();
    void svg_looksLikeThePng();
    void pdf_carriesTitleAndDescription();
    void pdf_looksLikeThePng();
    void pdf_givesItsLettersBack();
    void endings_chooseTheFormat();
    void unwritablePlace_isAnError();
};

void StillsTest::initTestCase() { QVERIFY(loadFonts()); }

void StillsTest::png_carriesTitleDescriptionAndLanguage()
{
    QByteArray png = pngOf(sample(), spanish());
    QBuffer buffer(&png);
    buffer.open(QIODevice::ReadOnly);
    QImageReader reader(&buffer, "png");
    QCOMPARE(reader.text(QStringLiteral("Title")), SampleTitle);
    QCOMPARE(reader.text(QStringLiteral("Description")), SampleDescription);
    QCOMPARE(reader.text(QStringLiteral("Language")), QStringLiteral("es"));
    QCOMPARE(reader.read().size(), QSize(960, 540));
}

void StillsTest::pixelRatio2_givesTwiceThePixels()
{
    StillStyle style;
    style.pixelRatio = 2;
    QCOMPARE(QImage::fromData(pngOf(sample(), style)).size(), QSize(1920, 1080));
}

void StillsTest::svgWithOutlines_hasNoText()
{
    const QByteArray svg = svgOf(sample(), spanish());
    QVERIFY(!svg.contains("<text"));
    QVERIFY(!svg.contains("<image"));
}

void StillsTest::svgWithGlyphs_hasText()
{
    StillStyle style;
    style.svgText = TextMode::Glyphs;
    QVERIFY(svgOf(sample(), style).contains("<text"));
}

void StillsTest::svg_carriesItsDescriptionForReaders()
{
    const QByteArray svg = svgOf(sample(), spanish());
    QCOMPARE(element(svg, QStringLiteral("title")), SampleTitle);
    QCOMPARE(element(svg, QStringLiteral("desc")), SampleDescription);
    QXmlStreamReader reader(svg);
    QVERIFY(reader.readNextStartElement());
    QCOMPARE(reader.attributes().value(QStringLiteral("xml:lang")), QStringLiteral("es"));
    QCOMPARE(reader.attributes().value(QStringLiteral("role")), QStringLiteral("img"));
}

void StillsTest::svg_looksLikeThePng()
{
    QSvgRenderer renderer(svgOf(sample(), spanish()));
    QVERIFY(renderer.isValid());
    QCOMPARE(renderer.viewBoxF(), QRectF(0, 0, 960, 540));
    const QImage png = render(sample(), Theme::Notes);
    QImage svg(png.size(), QImage::Format_RGB32);
    svg.fill(Qt::white);
    QPainter painter(&svg);
    renderer.render(&painter);
    painter.end();
    const double mean = difference(png, svg);
    QVERIFY2(mean < 1.0, qPrintable(QString::number(mean)));
}

void StillsTest::pdf_carriesTitleAndDescription()
{
    const QByteArray pdf = pdfOf(sample(), spanish());
    QVERIFY(pdf.startsWith("%PDF-1."));
    const qsizetype from = pdf.indexOf("<x:xmpmeta");
    const qsizetype to = pdf.indexOf("</x:xmpmeta>");
    QVERIFY(from > 0 && to > from);
    const QByteArray xmp = pdf.mid(from, to - from + 12);
    QCOMPARE(element(xmp, QStringLiteral("title")), SampleTitle);
    QCOMPARE(element(xmp, QStringLiteral("description")), SampleDescription);
    QCOMPARE(element(xmp, QStringLiteral("language")), QStringLiteral("es"));
}

void StillsTest::pdf_looksLikeThePng()
{
    const QString pdftoppm = QStandardPaths::findExecutable(QStringLiteral("pdftoppm"));
    if (pdftoppm.isEmpty()) {
        QSKIP("pdftoppm is not installed");
    }
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("x.pdf"));
    QVERIFY(writeFigure(sample(), spanish(), path));
    QCOMPARE(QProcess::execute(pdftoppm, {QStringLiteral("-png"), QStringLiteral("-r"), QStringLiteral("96"),
                                          QStringLiteral("-singlefile"), path, folder.filePath(QStringLiteral("x"))}),
             0);
    const QImage page(folder.filePath(QStringLiteral("x.png")));
    QCOMPARE(page.size(), QSize(960, 540));
    const double mean = difference(render(sample(), Theme::Notes), page.convertToFormat(QImage::Format_RGB32));
    QVERIFY2(mean < 1.5, qPrintable(QString::number(mean)));
}

// The fonts have other glyphs of these beside digits and capitals.
void StillsTest::pdf_givesItsLettersBack()
{
    const QString pdftotext = QStandardPaths::findExecutable(QStringLiteral("pdftotext"));
    if (pdftotext.isEmpty()) {
        QSKIP("pdftotext is not installed");
    }
    const QStringList lines{QStringLiteral("127.0.0.1:9000 → 127.0.0.1:50001"), QStringLiteral("2 + 3 = 5 (TCP) 3×4"),
                            QStringLiteral("FIN-WAIT-1 → FIN-WAIT-2"), QStringLiteral("A1 = “hola” [4–7]"),
                            QStringLiteral("a != b, c -> d, x >= y")};
    DisplayList list(QSizeF(960, 540));
    TextStyle style;
    style.size = 30;
    for (int i = 0; i < lines.size(); ++i) {
        style.face = i == lines.size() - 1 ? Face::Mono : Face::Sans;
        list.add(layoutText(lines.at(i), QRectF(40, 40 + 80 * i, 880, 60), style));
    }
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("x.pdf"));
    QVERIFY(writeFigure(list, spanish(), path));
    QProcess process;
    process.start(pdftotext, {QStringLiteral("-layout"), QStringLiteral("-enc"), QStringLiteral("UTF-8"), path,
                              QStringLiteral("-")});
    QVERIFY(process.waitForFinished());
    const QString read = QString::fromUtf8(process.readAllStandardOutput());
    for (const QString &line : lines) {
        QVERIFY2(read.contains(line), qPrintable(line + QStringLiteral(" not in:\n") + read));
    }
}

void StillsTest::endings_chooseTheFormat()
{
    const QTemporaryDir folder;
    const QHash<QString, QByteArray> beginnings{
        {QStringLiteral("a.PNG"), "\x89PNG"}, {QStringLiteral("b.svg"), "<?xml"}, {QStringLiteral("c.pdf"), "%PDF"}};
    for (auto it = beginnings.begin(); it != beginnings.end(); ++it) {
        QVERIFY(writeFigure(sample(), spanish(), folder.filePath(it.key())));
        QFile file(folder.filePath(it.key()));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QVERIFY2(file.readAll().startsWith(it.value()), qPrintable(it.key()));
    }
    QCOMPARE(formatOf(QStringLiteral("x.gif")), QString());
}

void StillsTest::unwritablePlace_isAnError()
{
    const Status status = writeFigure(sample(), spanish(), QStringLiteral("/proc/x.png"));
    QVERIFY(!status.ok());
    QCOMPARE(status.error().code, ErrorCode::FileUnwritable);
    QVERIFY(status.error().errnoValue != 0);
}

QTEST_MAIN(StillsTest)
#include "tst_stills.moc"
