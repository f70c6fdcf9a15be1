// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/figure/imagememory.h"

#include <QList>
#include <QTest>

using zocalo::figure::ImageMemory;

namespace {

QRgb colourOf(qsizetype number) { return 0xff000000 | QRgb(number * 7919); }

bool isAll(const QImage &image, QRgb colour)
{
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x) {
            if (image.pixel(x, y) != colour)
                return false;
        }
    }
    return !image.isNull();
}

} // namespace

class ImageMemoryTest : public QObject
{
    Q_OBJECT
private slots:
    void pictures_doNotShareAPixel();
    void largePicture_hasABlockOfItsOwn();
    void copiesOfAPicture_outliveTheMemory();
};

/// Many more than fit into one block, of sizes that do not end at a line of the cache.
void ImageMemoryTest::pictures_doNotShareAPixel()
{
    ImageMemory memory;
    QList<QImage> images;
    for (int i = 0; i < 700; ++i) {
        images.append(memory.image({31 + i % 40, 17 + i % 29}, QImage::Format_ARGB32_Premultiplied));
        images.last().fill(colourOf(i));
    }
    for (qsizetype i = 0; i < images.size(); ++i)
        QVERIFY2(isAll(images.at(i), colourOf(i)), qPrintable(QString::number(i)));
}

void ImageMemoryTest::largePicture_hasABlockOfItsOwn()
{
    ImageMemory memory;
    QImage small = memory.image({40, 40}, QImage::Format_ARGB32_Premultiplied);
    small.fill(Qt::red);
    QImage large = memory.image({1920, 1080}, QImage::Format_RGB32);
    large.fill(Qt::green);
    QImage after = memory.image({40, 40}, QImage::Format_ARGB32_Premultiplied);
    after.fill(Qt::blue);
    QVERIFY(isAll(small, qRgb(255, 0, 0)) && isAll(large, qRgb(0, 255, 0)) && isAll(after, qRgb(0, 0, 255)));
}

void ImageMemoryTest::copiesOfAPicture_outliveTheMemory()
{
    QImage kept;
    {
        ImageMemory memory;
        QImage first = memory.image({50, 50}, QImage::Format_RGB32);
        first.fill(Qt::yellow);
        memory.image({50, 50}, QImage::Format_RGB32).fill(Qt::red);
        kept = first; // shared, not copied
    }
    QVERIFY(isAll(kept, qRgb(255, 255, 0)));
}

QTEST_GUILESS_MAIN(ImageMemoryTest)
#include "tst_imagememory.moc"
