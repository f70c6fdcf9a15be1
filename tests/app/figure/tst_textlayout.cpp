// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/figure/fonts.h"
#include "app/figure/textlayout.h"

#include <QTest>

using namespace zocalo::figure;

class TextLayoutTest : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase();
    void shortText_keepsItsSize();
    void longLine_shrinksToFit();
    void tooLong_exceedsItsSlotAtTheSmallestSize();
    void twoLines_areBalanced();
    void lineFeed_alwaysBreaks();
    void calls_areSetInMonoAndColoured();
    void alignment_placesTheText_data();
    void alignment_placesTheText();
    void emptyText_hasNoRuns();
    void plain_givesTheWordsBack();
};

namespace {

int linesOf(const Text &text)
{
    QList<double> baselines;
    for (const TextRun &run : text.runs) {
        if (!baselines.contains(run.baseline.y()))
            baselines.append(run.baseline.y());
    }
    return static_cast<int>(baselines.size());
}

const QString Sentence = QStringLiteral("El cliente B envía B2 y llega al socket de su propia conexión");

} // namespace

void TextLayoutTest::initTestCase() { QVERIFY(loadFonts()); }

void TextLayoutTest::shortText_keepsItsSize()
{
    const Text text = layoutText(QStringLiteral("socket"), QRectF(10, 20, 300, 40), {});
    QCOMPARE(text.runs.size(), 1);
    QCOMPARE(text.runs.first().size, 24.0);
    QVERIFY(text.slot.contains(text.bounds));
}

void TextLayoutTest::longLine_shrinksToFit()
{
    TextStyle style;
    style.size = 40;
    const double width = textWidth(Sentence, style);
    const Text text = layoutText(Sentence, QRectF(0, 0, width * 0.7, 60), style);
    QCOMPARE(linesOf(text), 1);
    QVERIFY(text.runs.first().size < 40);
    QVERIFY(text.bounds.width() <= width * 0.7);
}

void TextLayoutTest::tooLong_exceedsItsSlotAtTheSmallestSize()
{
    const Text text = layoutText(Sentence, QRectF(0, 0, 100, 30), {});
    QCOMPARE(text.runs.first().size, MinTextSize);
    QVERIFY(text.bounds.width() > 100);
}

void TextLayoutTest::twoLines_areBalanced()
{
    TextStyle style;
    const double width = textWidth(Sentence, style);
    const Text text = layoutText(Sentence, QRectF(0, 0, width * 0.8, 80), style.lines(2));
    QCOMPARE(linesOf(text), 2);
    QVERIFY(text.bounds.width() < width * 0.65);
}

void TextLayoutTest::lineFeed_alwaysBreaks()
{
    QCOMPARE(linesOf(layoutText(QStringLiteral("a\nb"), QRectF(0, 0, 300, 80), TextStyle().lines(2))), 2);
}

void TextLayoutTest::calls_areSetInMonoAndColoured()
{
    TextStyle style;
    style.calls = true;
    const Text text = layoutText(QStringLiteral("primero accept(), luego recv()"), QRectF(0, 0, 900, 40), style);
    QCOMPARE(text.runs.size(), 4);
    QCOMPARE(text.runs.at(1).text, QStringLiteral("accept()"));
    QCOMPARE(text.runs.at(1).face, Face::Mono);
    QCOMPARE(text.runs.at(1).colour.tone, Tone::Call);
    QCOMPARE(text.runs.at(2).text, QStringLiteral(", luego"));
    QCOMPARE(text.runs.at(2).face, Face::Sans);
}

void TextLayoutTest::alignment_placesTheText_data()
{
    QTest::addColumn<int>("alignment");
    QTest::newRow("left top") << int(Qt::AlignLeft | Qt::AlignTop);
    QTest::newRow("centre") << int(Qt::AlignCenter);
    QTest::newRow("right bottom") << int(Qt::AlignRight | Qt::AlignBottom);
}

void TextLayoutTest::alignment_placesTheText()
{
    QFETCH(int, alignment);
    const QRectF slot(100, 50, 400, 100);
    const Text text = layoutText(QStringLiteral("socket"), slot, TextStyle().aligned(Qt::Alignment(alignment)));
    QVERIFY(slot.contains(text.bounds));
    if (alignment & Qt::AlignLeft)
        QCOMPARE(text.bounds.topLeft(), slot.topLeft());
    else if (alignment & Qt::AlignRight)
        QCOMPARE(text.bounds.bottomRight(), slot.bottomRight());
    else
        QCOMPARE(text.bounds.center(), slot.center());
}

void TextLayoutTest::emptyText_hasNoRuns() { QVERIFY(layoutText(QString(), QRectF(0, 0, 10, 10), {}).runs.isEmpty()); }

void TextLayoutTest::plain_givesTheWordsBack()
{
    TextStyle style;
    style.calls = true;
    const QString words = QStringLiteral("todos llaman a sendto(), y recvfrom() dice de quién es cada uno");
    QCOMPARE(layoutText(words, QRectF(0, 0, 400, 100), style.lines(3)).plain(), words);
}

QTEST_MAIN(TextLayoutTest)
#include "tst_textlayout.moc"
