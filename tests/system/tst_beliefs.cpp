// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/lesson/director.h"
#include "core/lesson/lessonlibrary.h"
#include "core/lesson/observer.h"
#include "core/world/timeline.h"
#include "tests/support/keepingpacer.h"

#include <QElapsedTimer>
#include <QTest>

using namespace zocalo;
using lesson::Lesson;
using lesson::LessonLibrary;
using lesson::Observed;
using lesson::Observer;
using lesson::Question;

/// Every lesson of the path, played with genuine processes: each question is answered by what happened, and what
/// happened is not what the belief says.
class TestBeliefs : public QObject
{
    Q_OBJECT

private slots:
    void everyLesson_isPlayedAndItsBeliefRefuted_data();
    void everyLesson_isPlayedAndItsBeliefRefuted();

private:
    static void compareQuestion(const Question &question, const lesson::Script &script, const world::Timeline &timeline,
                                int &refuted);
};

void TestBeliefs::everyLesson_isPlayedAndItsBeliefRefuted_data()
{
    QTest::addColumn<QString>("id");
    QTest::addColumn<QString>("language");
    for (const QString &id : LessonLibrary::ids()) {
        for (const char *language : {"en", "es"})
            QTest::addRow("%s %s", qPrintable(id), language) << id << language;
    }
}

void TestBeliefs::compareQuestion(const Question &question, const lesson::Script &script,
                                  const world::Timeline &timeline, int &refuted)
{
    const Observer observer(script, timeline);
    const int at = timeline.stepNamed(question.at);
    QVERIFY2(at >= 0, qPrintable(question.at));
    const Observed last = observer.observe(question.answer);
    QVERIFY2(last.known, qPrintable(question.ask.en));
    // As the window does it: with no more of the run than has been shown.
    const int decided = lesson::decidedAt(question, last, timeline);
    QVERIFY(decided > 0);
    world::Timeline shown;
    const int next = decided + 1 < timeline.stepCount() ? timeline.momentEvent(decided + 1) : -1;
    for (qsizetype index = 0; index < (next < 0 ? timeline.events().size() : next); ++index)
        shown.append(timeline.events().at(index));
    const Observer then(script, shown);
    const Observed observed = then.observe(question.answer);
    QCOMPARE(observed.value, last.value);
    // What was asked lay in the future, or the question would answer itself.
    QVERIFY2(observed.step > at, qPrintable(question.ask.en));
    int right = 0;
    for (const lesson::AnswerOption &option : question.options)
        right += lesson::isRight(question, observed, option.is) ? 1 : 0;
    if (question.kind == lesson::QuestionKind::Choice)
        QVERIFY2(right == 1, qPrintable(question.ask.en + QStringLiteral(" → ") + observed.value));
    // What a text takes from the run is there: no "?" in its place.
    for (const QString &text : {question.explain.en, question.explain.es}) {
        const QString filled = then.filled(text, decided);
        QVERIFY2(!filled.contains(u'{') && filled.count(u'?') == text.count(u'?'), qPrintable(filled));
        qInfo("%s", qPrintable(filled));
    }
    for (const QString &text : {question.ask.en, question.ask.es}) {
        const QString filled = observer.filled(text, at);
        QVERIFY2(!filled.contains(u'{') && filled.count(u'?') == text.count(u'?'), qPrintable(filled));
    }
    if (question.believed.isEmpty())
        return;
    QVERIFY2(!lesson::isBelieved(question, observed, observer),
             qPrintable(question.ask.en + QStringLiteral(" → ") + observed.value));
    ++refuted;
}

void TestBeliefs::everyLesson_isPlayedAndItsBeliefRefuted()
{
    QFETCH(QString, id);
    QFETCH(QString, language);
    const Result<Lesson> found = LessonLibrary::find(id);
    QVERIFY(found.ok());
    const Lesson &played = found.value();
    const int rounds = qEnvironmentVariableIsSet("ZOCALO_SOAK") ? 20 : 1;
    for (int round = 0; round < rounds; ++round) {
        testing::KeepingPacer pacer;
        QElapsedTimer clock;
        clock.start();
        const Status status = lesson::Director(played, played.clients, played.kind, language).play(pacer);
        qInfo("%lld ms", clock.elapsed());
        QVERIFY2(status.ok(), qPrintable(status.error().subject + u' ' + status.error().detail + u' ' +
                                         QString::number(status.error().errnoValue)));
        world::Timeline timeline;
        for (const history::Event &event : pacer.events())
            timeline.append(event);
        const lesson::Script script = played.expand(played.clients, played.kind);
        int refuted = 0;
        for (const Question &question : played.questions) {
            compareQuestion(question, script, timeline, refuted);
            if (QTest::currentTestFailed())
                return;
        }
        if (played.station > 0)
            QVERIFY2(refuted > 0, "no question asks for the belief");
    }
}

QTEST_GUILESS_MAIN(TestBeliefs)
#include "tst_beliefs.moc"
