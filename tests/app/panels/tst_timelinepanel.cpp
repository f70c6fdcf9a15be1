// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/figure/fonts.h"
#include "app/panels/timelinepanel.h"
#include "app/panels/timelinewords.h"
#include "app/play/liverun.h"
#include "core/lesson/lessonlibrary.h"

#include <QAccessible>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QTest>
#include <QToolButton>
#include <QWheelEvent>

#include <cmath>
#include <memory>

using namespace zocalo;
using panels::TimelinePanel;
using panels::TimelineScale;
using panels::TimelineStrip;
using play::Playback;

/// The timeline over a live run of the bundled lesson, with real processes and real clicks.
class TestTimelinePanel : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase();
    void init();
    void cleanup();
    void click_scrubsBackAndLiveReturns();
    void keys_moveThroughTheRun();
    void accessible_tellsTheStepInWords();
    void scale_zoomsAroundThePointer();
    void wheel_leavesTheRowsTheirNames();
    void chapters_haveWholeWordsThatDiffer();
    void chapterNames_stayAsTheRunGoesOn();
    void matchesAmongMany_areSeen();
    void processesOfATwin_areToldApart();

private:
    lesson::Lesson m_lesson;
    std::unique_ptr<Playback> m_playback;
    std::unique_ptr<play::LiveRun> m_run;
    std::unique_ptr<TimelinePanel> m_panel;
};

void TestTimelinePanel::initTestCase()
{
    qputenv("ZOCALO_HELPERS", ZOCALO_HELPER_DIR);
    figure::loadFonts();
    const Result<lesson::Lesson> lesson = lesson::LessonLibrary::find(QStringLiteral("accept-vs-recvfrom"));
    QVERIFY(lesson.ok());
    m_lesson = lesson.value();
}

void TestTimelinePanel::init()
{
    m_playback = std::make_unique<Playback>();
    m_playback->setReducedMotion(true);
    m_panel = std::make_unique<TimelinePanel>(*m_playback);
    m_panel->resize(1100, 240);
    m_panel->show();
    m_run = std::make_unique<play::LiveRun>(m_lesson, 3, lesson::Kind::Twin, QStringLiteral("en"));
    m_playback->setRun(m_run.get());
    m_run->start();
    for (int step = 1; step <= 24; ++step) {
        m_playback->stepForward();
        QTRY_COMPARE(m_playback->step(), step);
    }
}

void TestTimelinePanel::cleanup()
{
    if (qEnvironmentVariableIsSet("ZOCALO_PICTURES"))
        m_panel->grab().save(qEnvironmentVariable("ZOCALO_PICTURES") + QLatin1Char('/') +
                             QLatin1String(QTest::currentTestFunction()) + QStringLiteral(".png"));
    m_panel.reset();
    m_playback->setRun(nullptr);
    m_run.reset();
}

void TestTimelinePanel::click_scrubsBackAndLiveReturns()
{
    auto *live = m_panel->findChild<QToolButton *>(QStringLiteral("timelineLive"));
    QVERIFY(live->isVisible());
    QVERIFY(!live->isEnabled());
    const QPointF place = m_panel->strip().placeOf(9);
    QTest::mouseClick(&m_panel->strip(), Qt::LeftButton, {}, place.toPoint());
    QCOMPARE(m_playback->step(), 9);
    QVERIFY(m_playback->isLive()); // the run is where it was, held
    QCOMPARE(m_playback->lastStep(), 24);
    QVERIFY(live->isEnabled());
    QTest::mouseClick(live, Qt::LeftButton);
    QCOMPARE(m_playback->step(), 24);
    m_playback->stepForward();
    QTRY_COMPARE(m_playback->step(), 25);
}

void TestTimelinePanel::keys_moveThroughTheRun()
{
    QTest::keyClick(&m_panel->strip(), Qt::Key_Home);
    QCOMPARE(m_playback->step(), 0);
    QTest::keyClick(&m_panel->strip(), Qt::Key_PageDown);
    QCOMPARE(m_playback->step(), m_panel->index().chapters().first().first);
    QTest::keyClick(&m_panel->strip(), Qt::Key_Right);
    QCOMPARE(m_playback->step(), 2);
    QTest::keyClick(&m_panel->strip(), Qt::Key_Left);
    QCOMPARE(m_playback->step(), 1);
    QTest::keyClick(&m_panel->strip(), Qt::Key_End);
    QCOMPARE(m_playback->step(), 24);
    // With a filter the arrows go from one wanted moment to the next.
    m_panel->findChild<QComboBox *>(QStringLiteral("timelineCalls"))->setCurrentIndex(int(play::CallGroup::Connect));
    QTest::keyClick(&m_panel->strip(), Qt::Key_Home);
    QTest::keyClick(&m_panel->strip(), Qt::Key_Right);
    QCOMPARE(m_playback->step(), m_panel->index().nextMatch(0, 1));
    QCOMPARE(play::groupOf(m_playback->now().moment().name), play::CallGroup::Connect);
}

void TestTimelinePanel::accessible_tellsTheStepInWords()
{
    QAccessibleInterface *strip = QAccessible::queryAccessibleInterface(&m_panel->strip());
    QVERIFY(strip && strip->valueInterface());
    QCOMPARE(strip->valueInterface()->currentValue().toInt(), 24);
    QCOMPARE(strip->valueInterface()->maximumValue().toInt(), 24);
    strip->valueInterface()->setCurrentValue(1);
    QCOMPARE(m_playback->step(), 1);
    QVERIFY(strip->text(QAccessible::Value).startsWith(QStringLiteral("step 1 of 24. ")));
    QVERIFY(strip->text(QAccessible::Value).contains(QStringLiteral("socket()")));
}

void TestTimelinePanel::scale_zoomsAroundThePointer()
{
    TimelineScale scale;
    scale.setRange(64, 1064);
    scale.setStepCount(2'000'001);
    QVERIFY(scale.isWhole());
    QCOMPARE(scale.stepAt(scale.x(1'000'000)), 1'000'000);
    const double x = scale.x(700'000);
    for (int i = 0; i < 40; ++i)
        scale.zoom(1.5, x);
    QVERIFY(!scale.isWhole());
    QVERIFY(std::abs(scale.x(700'000) - x) < scale.pitch());
    scale.reveal(12);
    QVERIFY(scale.x(12) >= 64 && scale.x(12) <= 1064);
    for (int i = 0; i < 60; ++i)
        scale.zoom(0.5, 500);
    QVERIFY(scale.isWhole());
    QVERIFY(scale.x(2'000'000) <= 1064);
}

void TestTimelinePanel::wheel_leavesTheRowsTheirNames()
{
    TimelineStrip strip(*m_playback, m_panel->index());
    strip.resize(700, 120);
    m_playback->toStart();
    const QPoint where(strip.width() / 2, strip.height() / 2);
    const auto names = [&] {
        return strip.grab(QRect(0, 34, static_cast<int>(strip.scale().left()) - 8, strip.height() - 40)).toImage();
    };
    const QImage before = names();
    for (int tick = 1; tick <= 6; ++tick) {
        QWheelEvent wheel(where, strip.mapToGlobal(where), {}, {0, 120}, Qt::NoButton, Qt::NoModifier,
                          Qt::NoScrollPhase, false);
        QCoreApplication::sendEvent(&strip, &wheel);
        QCOMPARE(names(), before);
    }
    QVERIFY(!strip.scale().isWhole());
}

void TestTimelinePanel::chapters_haveWholeWordsThatDiffer()
{
    // Of a run with more chapters than there is room for.
    const QList<play::Chapter> once{{1, play::Chapter::Kind::Send, 0}, {5, play::Chapter::Kind::Reply, 0}};
    using panels::TimelineWords;
    const auto within = [](int most) { return [most](const QString &text) { return text.size() <= most; }; };
    QCOMPARE(TimelineWords::chapterName(once, {}, within(20)), QStringLiteral("send, reply"));
    QCOMPARE(TimelineWords::chapterName(once, {}, within(8)), QStringLiteral("send"));
    QCOMPARE(TimelineWords::chapterName(once, {QStringLiteral("send")}, within(8)), QStringLiteral("send · 1"));
    QCOMPARE(TimelineWords::chapterName(once, {}, within(2)), QStringLiteral("1"));
    QCOMPARE(TimelineWords::chapterName(once, {}, within(0)), QString());
    const QList<play::Chapter> many(TimelineWords::MostMerged + 1, {4711, play::Chapter::Kind::Send, 0});
    QCOMPARE(TimelineWords::chapterName(many, {}, within(20)), QStringLiteral("from 4711"));
    for (const int width : {300, 500, 1100}) {
        TimelineStrip strip(*m_playback, m_panel->index());
        strip.resize(width, 120);
        QStringList shown;
        for (const TimelineStrip::ChapterBox &box : strip.chapterBoxes()) {
            QVERIFY(!box.name.contains(QChar(0x2026)));
            QVERIFY(box.name.isEmpty() || !shown.contains(box.name));
            shown << box.name;
            QVERIFY(strip.toldOf(box).startsWith(
                QStringLiteral("steps %1 to ").arg(m_panel->index().chapters().at(box.first).first)));
        }
        QVERIFY(!shown.isEmpty());
    }
}

void TestTimelinePanel::chapterNames_stayAsTheRunGoesOn()
{
    TimelineStrip strip(*m_playback, m_panel->index());
    strip.resize(6000, 120); // so wide that the steps keep their places
    QHash<int, QString> names;
    for (int step = 25; step <= 44; ++step) {
        m_playback->stepForward();
        QTRY_COMPARE(m_playback->step(), step);
        strip.indexChanged();
        for (const TimelineStrip::ChapterBox &box : strip.chapterBoxes()) {
            const QString known = names.value(box.first);
            QVERIFY2(known.isEmpty() || known == box.name, qPrintable(known + QStringLiteral(" became ") + box.name));
            names.insert(box.first, box.name);
        }
    }
    QVERIFY(names.size() > 3);
}

void TestTimelinePanel::matchesAmongMany_areSeen()
{
    // So narrow that marks are no longer told one by one.
    TimelineStrip strip(*m_playback, m_panel->index());
    strip.resize(130, 120);
    auto *text = m_panel->findChild<QLineEdit *>(QStringLiteral("timelineText"));
    text->setText(QStringLiteral("hello"));
    QCOMPARE(m_panel->index().filter().text, QByteArray("hello"));
    const int step = m_panel->index().nextMatch(0, 1);
    QVERIFY(step > 0);
    QVERIFY(m_panel->index().matchCount() < 8);
    QVERIFY(m_panel->findChild<QLabel *>(QStringLiteral("timelineCount"))
                ->text()
                .startsWith(QStringLiteral("%1 of 24").arg(m_panel->index().matchCount())));
    m_playback->toStart(); // the playhead elsewhere
    strip.indexChanged();
    QVERIFY(strip.scale().pitch() < 3.5);
    const QImage picture = strip.grab().toImage();
    const QPoint at = strip.placeOf(step).toPoint();
    const QColor sought = figure::resolve(figure::Theme::Light, {figure::Tone::Sender, 0});
    int wide = 0;
    int high = 0;
    for (int x = at.x() - 8; x <= at.x() + 8; ++x)
        wide += picture.pixelColor(x, at.y()) == sought;
    for (int y = 0, x = at.x(); y < picture.height(); ++y)
        high += picture.pixelColor(x, y) == sought;
    QVERIFY2(wide >= 3, qPrintable(QString::number(wide)));
    QVERIFY2(high >= 16, qPrintable(QString::number(high)));
}

void TestTimelinePanel::processesOfATwin_areToldApart()
{
    const auto *box = m_panel->findChild<QComboBox *>(QStringLiteral("timelineProcess"));
    QStringList names;
    for (int i = 0; i < box->count(); ++i)
        names << box->itemText(i);
    QCOMPARE(names.removeDuplicates(), 0);
    QVERIFY(names.contains(QStringLiteral("Client A (TCP)")) && names.contains(QStringLiteral("Client A (UDP)")));
}

QTEST_MAIN(TestTimelinePanel)
#include "tst_timelinepanel.moc"
