// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/export/stills.h"

#include <QBuffer>
#include <QImageWriter>
#include <QPageSize>
#include <QPainter>
#include <QPdfWriter>
#include <QSvgGenerator>

namespace zocalo::exporting {

namespace {

constexpr int PixelsPerInch = 96;
constexpr double PointsPerInch = 72;

/// The document's description as XMP (ISO 16684-1), which replaces the one that Qt would write.
QByteArray xmpOf(const figure::DisplayList &list, const QString &language)
{
    return QStringLiteral(
               "<?xpacket begin=\"\ufeff\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n"
               "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\n"
               "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n"
               "<rdf:Description rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\">\n"
               "<dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">%1</rdf:li></rdf:Alt></dc:title>\n"
               "<dc:description><rdf:Alt><rdf:li xml:lang=\"x-default\">%2</rdf:li></rdf:Alt></dc:description>\n"
               "<dc:language><rdf:Bag><rdf:li>%3</rdf:li></rdf:Bag></dc:language>\n"
               "</rdf:Description>\n</rdf:RDF>\n</x:xmpmeta>\n<?xpacket end=\"w\"?>\n")
        .arg(list.title().toHtmlEscaped(), list.description().toHtmlEscaped(), language)
        .toUtf8();
}

void paintWhole(QPainter &painter, const figure::DisplayList &list, figure::Theme theme, figure::TextMode text)
{
    painter.fillRect(QRectF(QPointF(), list.size()), figure::resolve(theme, figure::Tone::Background));
    figure::paint(painter, list, theme, figure::Part::All, text);
}

} // namespace

QByteArray pngOf(const figure::DisplayList &list, const StillStyle &style)
{
    const QImage image = figure::render(list, style.theme, style.pixelRatio);
    QBuffer buffer;
    buffer.open(QIODevice::WriteOnly);
    QImageWriter writer(&buffer, "png");
    writer.setText(QStringLiteral("Title"), list.title());
    writer.setText(QStringLiteral("Description"), list.description());
    writer.setText(QStringLiteral("Language"), style.language);
    return !image.isNull() && writer.write(image) ? buffer.data() : QByteArray();
}

QByteArray svgOf(const figure::DisplayList &list, const StillStyle &style)
{
    QBuffer buffer;
    buffer.open(QIODevice::WriteOnly);
    QSvgGenerator generator;
    generator.setOutputDevice(&buffer);
    generator.setSize(list.size().toSize());
    generator.setViewBox(QRectF(QPointF(), list.size()));
    generator.setResolution(PixelsPerInch);
    // QSvgGenerator writes titles as they are (Qt 6.4: unescaped), so they are put in below.
    generator.setTitle({});
    generator.setDescription({});
    QPainter painter(&generator);
    paintWhole(painter, list, style.theme, style.svgText);
    painter.end();
    QByteArray svg = buffer.data();
    const QString words = QStringLiteral("<title>%1</title>\n<desc>%2</desc>\n")
                              .arg(list.title().toHtmlEscaped(), list.description().toHtmlEscaped());
    svg.insert(svg.indexOf("<defs>"), words.toUtf8());
    const QString root = QStringLiteral("<svg role=\"img\" xml:lang=\"%1\" ").arg(style.language);
    svg.replace(svg.indexOf("<svg "), 5, root.toUtf8());
    return svg;
}

QByteArray pdfOf(const figure::DisplayList &list, const StillStyle &style)
{
    QBuffer buffer;
    buffer.open(QIODevice::WriteOnly);
    QPdfWriter writer(&buffer);
    writer.setResolution(PixelsPerInch);
    writer.setPageSize(
        QPageSize(list.size() * PointsPerInch / PixelsPerInch, QPageSize::Point, {}, QPageSize::ExactMatch));
    writer.setPageMargins(QMarginsF(0, 0, 0, 0));
    writer.setTitle(list.title());
    writer.setDocumentXmpMetadata(xmpOf(list, style.language));
    QPainter painter(&writer);
    paintWhole(painter, list, style.theme, figure::TextMode::Glyphs);
    painter.end();
    return buffer.data();
}

} // namespace zocalo::exporting
