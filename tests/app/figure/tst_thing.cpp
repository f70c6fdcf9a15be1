// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/figure/thing.h"

#include "app/figure/fonts.h"
#include "tests/app/figure/geometry.h"
#include "tests/app/figure/pictures.h"

#include <QTest>

#include <algorithm>

using namespace zocalo;
using figure::DisplayList;
using test::twinTimeline;

/// What a picture's parts stand for, and where they are.
class ThingTest : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase();
    void ringOfAThing_crossesNoWords_data();
    void ringOfAThing_crossesNoWords();
};

void ThingTest::initTestCase() { QVERIFY(figure::loadFonts()); }

void ThingTest::ringOfAThing_crossesNoWords_data()
{
    QTest::addColumn<int>("clients");
    for (const int clients : {1, 3, 5, 8, 12, 50})
        QTest::addRow("%d clients", clients) << clients;
}

void ThingTest::ringOfAThing_crossesNoWords()
{
    constexpr double Gap = 5.5; // of the window's ring, where the picture is shown at 0.72 of its size
    constexpr double Width = 7;
    QFETCH(int, clients);
    const world::Timeline &timeline = twinTimeline(clients);
    const int every = std::max(1, timeline.stepCount() / 24);
    for (int step = 1; step < timeline.stepCount(); step += every) {
        for (const lesson::Detail detail : {lesson::Detail::Idea, lesson::Detail::Mechanism}) {
            const DisplayList list = test::picture(timeline, step, 0, lesson::Kind::Twin, detail, {1920, 1080});
            for (const figure::Thing &thing : figure::thingsShown(list, timeline.world(step))) {
                const figure::Ring ring = figure::ringOf(list, thing, Gap, Width);
                QVERIFY(ring.rect.contains(figure::rectOf(list, thing)));
                const QString where = QStringLiteral("step %1, detail %2, thing %3 %4")
                                          .arg(step)
                                          .arg(int(detail))
                                          .arg(int(thing.kind))
                                          .arg(thing.id);
                double interrupted = 0;
                for (const QRectF &words : ring.words) {
                    const QRectF on = words.intersected(ring.rect);
                    interrupted += std::max(on.width(), on.height());
                }
                for (const QRectF &letters : test::lettersCrossedBy(list, ring.rect, Width)) {
                    const bool spared = std::any_of(ring.words.begin(), ring.words.end(), [&](const QRectF &words) {
                        return words.adjusted(-0.5, -0.5, 0.5, 0.5).contains(letters);
                    });
                    QVERIFY2(spared, qPrintable(where));
                }
                // Something of it is left, even of a small one among many.
                QVERIFY2(interrupted < 1.5 * (ring.rect.width() + ring.rect.height()), qPrintable(where));
            }
        }
    }
}

QTEST_MAIN(ThingTest)
#include "tst_thing.moc"
