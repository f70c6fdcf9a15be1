// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/figure/statesfigure.h"

#include "app/figure/fonts.h"
#include "tests/app/figure/geometry.h"
#include "tests/app/figure/pictures.h"

#include <QTest>

using namespace zocalo;
using figure::DisplayList;
using figure::StatesFigure;

/// The picture of a socket's way through the states of TCP.
class StatesFigureTest : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase() { QVERIFY(figure::loadFonts()); }
    void everySocket_canBeRead();
};

void StatesFigureTest::everySocket_canBeRead()
{
    const world::Timeline &timeline = test::twinTimeline(3);
    int pictures = 0;
    for (int step = 0; step < timeline.stepCount(); step += 3) {
        const world::World &world = timeline.world(step);
        for (const world::Socket &socket : world.sockets()) {
            if (socket.protocol != kernel::Protocol::Tcp)
                continue;
            figure::FigureInput input{world};
            const DisplayList list = StatesFigure::build(input, socket, world::stateHistory(timeline, step, socket.id));
            const QStringList faults = test::geometryFaults(list);
            QVERIFY2(faults.isEmpty(),
                     qPrintable(QStringLiteral("step %1: ").arg(step) + faults.join(QLatin1Char('\n'))));
            ++pictures;
        }
    }
    QVERIFY(pictures > 20);
}

QTEST_MAIN(StatesFigureTest)
#include "tst_statesfigure.moc"
