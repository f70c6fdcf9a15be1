// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
// Nothing overlaps, nothing is cut, nothing stands outside: at the level mechanism, at every step.
#include "app/figure/fonts.h"
#include "tests/app/figure/geometry.h"
#include "tests/app/figure/mechanismpictures.h"

#include <QTest>
#include <QTranslator>

#include <string_view>

using namespace zocalo;
using namespace zocalo::test::mechanism;

class MechanismGeometryTest : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase();
    void everyStep_hasNothingOverlappingOrCut_data();
    void everyStep_hasNothingOverlappingOrCut();
    void crowds_haveNothingOverlappingOrCut_data();
    void crowds_haveNothingOverlappingOrCut();
    void otherSizes_haveNothingOverlappingOrCut_data();
    void otherSizes_haveNothingOverlappingOrCut();
    void unacceptedCrowd_hasNothingOverlappingOrCut_data();
    void unacceptedCrowd_hasNothingOverlappingOrCut();
    void largePids_haveNothingOverlappingOrCut();
    void longMessages_haveNothingOverlappingOrCut();
};

void MechanismGeometryTest::initTestCase() { QVERIFY(figure::loadFonts()); }

void MechanismGeometryTest::everyStep_hasNothingOverlappingOrCut_data()
{
    QTest::addColumn<int>("clients");
    QTest::addColumn<QString>("language");
    QTest::addColumn<lesson::Kind>("kind");
    QTest::addColumn<int>("stride");
    using lesson::Kind;
    for (const char *language : {"en", "es"}) {
        for (int clients = 1; clients <= 8; ++clients) {
            // Each step with few clients and with eight; the others are like these.
            const int stride = clients <= 3 || (clients == 8 && language == std::string_view("es")) ? 1 : 5;
            QTest::addRow("twin %d %s", clients, language) << clients << QString(language) << Kind::Twin << stride;
            // One half alone has the same picture but for the line about the other.
            if (clients != 1 && clients != 4 && clients != 8)
                continue;
            QTest::addRow("tcp %d %s", clients, language) << clients << QString(language) << Kind::Tcp << 5;
            QTest::addRow("udp %d %s", clients, language) << clients << QString(language) << Kind::Udp << 5;
        }
    }
}

void MechanismGeometryTest::everyStep_hasNothingOverlappingOrCut()
{
    QFETCH(int, clients);
    QFETCH(QString, language);
    QFETCH(lesson::Kind, kind);
    QFETCH(int, stride);
    QTranslator translator;
    QVERIFY(translator.load(QStringLiteral(":/i18n/zocalo_%1.qm").arg(language)));
    QCoreApplication::installTranslator(&translator);
    const world::Timeline &timeline = test::twinTimeline(clients);
    for (int step = 0; step < timeline.stepCount(); step += stride * test::kStepStride) {
        // On the way to an entry nothing moves.
        const bool moves =
            step + 1 < timeline.stepCount() && timeline.world(step + 1).moment().kind == world::MomentKind::Returned;
        for (const double progress : moves ? QList<double>{0.0, 0.4} : QList<double>{0.0}) {
            const QStringList faults = test::geometryFaults(pictureAt(timeline, step, progress, kind));
            QVERIFY2(faults.isEmpty(), qPrintable(QStringLiteral("step %1, progress %2: %3")
                                                      .arg(step)
                                                      .arg(progress)
                                                      .arg(faults.join(QStringLiteral("; ")))));
        }
    }
    QCoreApplication::removeTranslator(&translator);
}

void MechanismGeometryTest::crowds_haveNothingOverlappingOrCut_data()
{
    QTest::addColumn<int>("clients");
    QTest::addColumn<QString>("language");
    QTest::addColumn<QSizeF>("size");
    QTest::addColumn<int>("samples");
    for (const QSizeF &size : {QSizeF(1920, 1080), QSizeF(1280, 720), QSizeF(1024, 768)}) {
        for (const char *language : {"en", "es"}) {
            for (const int clients : {9, 12, 16, 17, 26, 50, 51, 99, 120}) {
                const bool first = size.width() > 1900;
                if (!first && clients % 10 != 0 && clients != 12)
                    continue;
                QTest::addRow("%d %s %dx%d", clients, language, int(size.width()), int(size.height()))
                    << clients << QString(language) << size << (first ? 40 : 8);
            }
        }
    }
}

void MechanismGeometryTest::crowds_haveNothingOverlappingOrCut()
{
    QFETCH(int, clients);
    QFETCH(QString, language);
    QFETCH(QSizeF, size);
    QFETCH(int, samples);
    QTranslator translator;
    QVERIFY(translator.load(QStringLiteral(":/i18n/zocalo_%1.qm").arg(language)));
    QCoreApplication::installTranslator(&translator);
    const world::Timeline &timeline = test::twinTimeline(clients);
    // Samples over the whole run, a little apart from its rhythm; the first and the last steps of it.
    QSet<int> steps{0, timeline.stepCount() - 1};
    for (int i = 0; i < samples; ++i)
        steps << static_cast<int>((i + 0.37) * timeline.stepCount() / samples);
    for (const int step : steps) {
        const QStringList faults =
            test::geometryFaults(pictureAt(timeline, step, step % 2 ? 0.4 : 0, lesson::Kind::Twin, size));
        QVERIFY2(faults.isEmpty(),
                 qPrintable(QStringLiteral("step %1: %2").arg(step).arg(faults.join(QStringLiteral("; ")))));
    }
    QCoreApplication::removeTranslator(&translator);
}

void MechanismGeometryTest::otherSizes_haveNothingOverlappingOrCut_data()
{
    QTest::addColumn<QSizeF>("size");
    QTest::newRow("1280x720") << QSizeF(1280, 720);
    QTest::newRow("3840x2160") << QSizeF(3840, 2160);
    QTest::newRow("4:3") << QSizeF(1024, 768);
    QTest::newRow("16:10") << QSizeF(1280, 800);
    QTest::newRow("21:9") << QSizeF(2560, 1080);
}

void MechanismGeometryTest::otherSizes_haveNothingOverlappingOrCut()
{
    QFETCH(QSizeF, size);
    for (const int clients : {1, 3, 8}) {
        const world::Timeline &timeline = test::twinTimeline(clients);
        for (int step = 0; step < timeline.stepCount(); step += 5 * test::kStepStride) {
            const QStringList faults = test::geometryFaults(pictureAt(timeline, step, 0.5, lesson::Kind::Twin, size));
            QVERIFY2(faults.isEmpty(),
                     qPrintable(QStringLiteral("step %1: %2").arg(step).arg(faults.join(QStringLiteral("; ")))));
        }
    }
}

void MechanismGeometryTest::unacceptedCrowd_hasNothingOverlappingOrCut_data()
{
    QTest::addColumn<int>("clients");
    for (const int clients : {1, 2, 3, 4, 5, 6, 8, 9, 14})
        QTest::addRow("%d", clients) << clients;
}

void MechanismGeometryTest::unacceptedCrowd_hasNothingOverlappingOrCut()
{
    QFETCH(int, clients);
    Crowd crowd(clients);
    for (int i = 0; i < clients; ++i)
        crowd.build.send(crowd.sockets.at(i), "hola");
    crowd.build.accept(crowd.listener);
    const world::Timeline timeline = timelineOf(crowd.build.events());
    for (int step = 0; step < timeline.stepCount(); step += 2 * test::kStepStride) {
        for (const double progress : {0.0, 0.5}) {
            const QStringList faults = test::geometryFaults(pictureAt(timeline, step, progress, lesson::Kind::Tcp));
            QVERIFY2(faults.isEmpty(),
                     qPrintable(QStringLiteral("step %1: %2").arg(step).arg(faults.join(QStringLiteral("; ")))));
        }
    }
}

void MechanismGeometryTest::largePids_haveNothingOverlappingOrCut()
{
    for (const int clients : {1, 4, 8}) {
        QList<history::Event> events = test::twinRun(clients).events;
        for (history::Event &event : events) {
            if (auto *started = std::get_if<history::ProcessStarted>(&event.data))
                started->pid += 4190000;
        }
        const world::Timeline timeline = timelineOf(events);
        for (int step = 0; step < timeline.stepCount(); step += 3 * test::kStepStride) {
            const QStringList faults = test::geometryFaults(pictureAt(timeline, step, 0, lesson::Kind::Twin));
            QVERIFY2(faults.isEmpty(),
                     qPrintable(QStringLiteral("step %1: %2").arg(step).arg(faults.join(QStringLiteral("; ")))));
        }
    }
}

void MechanismGeometryTest::longMessages_haveNothingOverlappingOrCut()
{
    for (const int clients : {3, 6}) {
        Crowd crowd(clients);
        QList<history::SocketId> accepted;
        for (int i = 0; i < clients; ++i)
            accepted << crowd.build.accept(crowd.listener);
        for (int turn = 0; turn < 12; ++turn)
            crowd.build.send(crowd.sockets.first(), QByteArray(70000, turn % 2 ? '\x01' : 'x'));
        for (int turn = 0; turn < 12; ++turn)
            crowd.build.send(accepted.first(), QByteArray(50000, 'y'));
        crowd.build.recv(accepted.first(), 200000);
        crowd.build.recv(crowd.sockets.first(), 200000);
        const world::Timeline timeline = timelineOf(crowd.build.events());
        for (int step = 0; step < timeline.stepCount(); step += 4 * test::kStepStride) {
            const QStringList faults = test::geometryFaults(pictureAt(timeline, step, 0, lesson::Kind::Tcp));
            QVERIFY2(faults.isEmpty(),
                     qPrintable(QStringLiteral("step %1: %2").arg(step).arg(faults.join(QStringLiteral("; ")))));
        }
    }
}

QTEST_MAIN(MechanismGeometryTest)
#include "tst_mechanismgeometry.moc"
