// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/figure/fonts.h"
#include "app/figure/framepainter.h"
#include "tests/app/figure/geometry.h"
#include "tests/app/figure/mechanismpictures.h"

#include <QImage>
#include <QPainter>
#include <QTest>

using namespace zocalo;
using namespace zocalo::test::mechanism;
using figure::FramePainter;

namespace {

constexpr QSizeF Size{1280, 720};

QImage screen(double ratio)
{
    QImage image((Size * ratio).toSize(), QImage::Format_RGB32);
    image.setDevicePixelRatio(ratio);
    image.fill(Qt::magenta); // a pixel that nobody paints is seen
    return image;
}

DisplayList frame(const world::Timeline &timeline, int step, double progress, lesson::Detail detail)
{
    return test::picture(timeline, step, progress, lesson::Kind::Twin, detail, Size);
}

/// As Qt has a widget paint a part of itself: clipped to whole pixels of the screen.
void show(FramePainter &painter, QImage &image, const DisplayList &list, const QRegion &where)
{
    const double ratio = image.devicePixelRatio();
    QRegion pixels;
    for (const QRect &rect : where)
        pixels += QRectF(QPointF(rect.topLeft()) * ratio, QSizeF(rect.size()) * ratio).toAlignedRect();
    QPainter onScreen(&image);
    onScreen.scale(1 / ratio, 1 / ratio);
    onScreen.setClipRegion(pixels);
    onScreen.scale(ratio, ratio);
    painter.paint(onScreen, list, figure::Theme::Light, where);
}

/// Where two pictures differ, and by how much at most, for whoever looks for the reason.
QString difference(const QImage &a, const QImage &b)
{
    QRect where;
    int most = 0;
    for (int y = 0; y < a.height(); ++y) {
        for (int x = 0; x < a.width(); ++x) {
            const QRgb left = a.pixel(x, y);
            const QRgb right = b.pixel(x, y);
            if (left == right)
                continue;
            where |= QRect(x, y, 1, 1);
            most = std::max({most, std::abs(qRed(left) - qRed(right)), std::abs(qGreen(left) - qGreen(right)),
                             std::abs(qBlue(left) - qBlue(right))});
        }
    }
    return QStringLiteral("%1,%2 %3x%4, by %5")
        .arg(where.x())
        .arg(where.y())
        .arg(where.width())
        .arg(where.height())
        .arg(most);
}

} // namespace

class FramePainterTest : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase() { QVERIFY(figure::loadFonts()); }
    void changesAlone_makeTheSamePictureAsTheWhole_data();
    void changesAlone_makeTheSamePictureAsTheWhole();
    void sameListAgain_changesNothingAtRest();
    void movingMessage_changesLittle();
    void otherThemeOrRatio_changesAll();
};

void FramePainterTest::changesAlone_makeTheSamePictureAsTheWhole_data()
{
    QTest::addColumn<lesson::Detail>("detail");
    QTest::addColumn<double>("ratio");
    QTest::addRow("idea") << lesson::Detail::Idea << 1.0;
    QTest::addRow("idea, twice the pixels") << lesson::Detail::Idea << 2.0;
    QTest::addRow("mechanism") << lesson::Detail::Mechanism << 1.0;
    QTest::addRow("mechanism, one and a half") << lesson::Detail::Mechanism << 1.5;
}

void FramePainterTest::changesAlone_makeTheSamePictureAsTheWhole()
{
    QFETCH(lesson::Detail, detail);
    QFETCH(double, ratio);
    const world::Timeline &timeline = test::twinTimeline(3);
    FramePainter painter;
    // It keeps the same sprites, painted at the same places: letters depend by a part of a pixel on where that was.
    FramePainter wholePainter;
    QImage shown = screen(ratio);
    int partly = 0;
    for (int step = 5; step + 1 < timeline.stepCount(); step += test::kStepStride > 1 ? 13 : 3) {
        for (const double progress : {0.0, 0.21, 0.5, 0.83}) {
            const DisplayList list = frame(timeline, step, progress, detail);
            const QRegion changes = painter.changes(list, figure::Theme::Light, ratio);
            partly += changes.boundingRect().width() < Size.width() ? 1 : 0;
            show(painter, shown, list, changes);
            QImage whole = screen(ratio);
            QPainter onWhole(&whole);
            wholePainter.paint(onWhole, list, figure::Theme::Light);
            onWhole.end();
            QVERIFY2(shown == whole,
                     qPrintable(QStringLiteral("step %1, %2: ").arg(step).arg(progress) + difference(shown, whole)));
        }
    }
    QVERIFY(partly > 5);
}

void FramePainterTest::sameListAgain_changesNothingAtRest()
{
    const world::Timeline &timeline = test::twinTimeline(3);
    FramePainter painter;
    const DisplayList list = frame(timeline, 20, 0, lesson::Detail::Idea);
    const QRect whole(QPoint(), Size.toSize());
    QVERIFY(painter.changes(list, figure::Theme::Light, 1).boundingRect().contains(whole));
    const DisplayList again = frame(timeline, 20, 0, lesson::Detail::Idea);
    const QRect changed = painter.changes(again, figure::Theme::Light, 1).boundingRect();
    QVERIFY(changed.width() * changed.height() < whole.width() * whole.height() / 4);
}

void FramePainterTest::movingMessage_changesLittle()
{
    const world::Timeline &timeline = test::twinTimeline(3);
    int moved = 0;
    for (int step = 10; step + 1 < timeline.stepCount(); ++step) {
        FramePainter painter;
        painter.changes(frame(timeline, step, 0.3, lesson::Detail::Idea), figure::Theme::Light, 1);
        const DisplayList list = frame(timeline, step, 0.35, lesson::Detail::Idea);
        if (list.sprites().isEmpty())
            continue;
        ++moved;
        double area = 0;
        for (const QRect &rect : painter.changes(list, figure::Theme::Light, 1))
            area += rect.width() * rect.height();
        QVERIFY(area > 0);
        QVERIFY2(area < Size.width() * Size.height() / 4, qPrintable(QString::number(step)));
    }
    QVERIFY(moved > 10);
}

void FramePainterTest::otherThemeOrRatio_changesAll()
{
    const world::Timeline &timeline = test::twinTimeline(3);
    FramePainter painter;
    const DisplayList list = frame(timeline, 20, 0, lesson::Detail::Idea);
    const QRect whole(QPoint(), Size.toSize());
    painter.changes(list, figure::Theme::Light, 1);
    QVERIFY(painter.changes(list, figure::Theme::Dark, 1).boundingRect().contains(whole));
    QVERIFY(painter.changes(list, figure::Theme::Dark, 2).boundingRect().contains(whole));
}

QTEST_MAIN(FramePainterTest)
#include "tst_framepainter.moc"
