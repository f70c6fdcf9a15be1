// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/base/period.h"

#include <QTest>

class PeriodTest : public QObject
{
    Q_OBJECT
private slots:
    void shortestRepetition_isFound_data();
    void shortestRepetition_isFound();
};

void PeriodTest::shortestRepetition_isFound_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<int>("period");
    QTest::newRow("nothing") << QByteArray() << 0;
    QTest::newRow("one") << QByteArray("a") << 0;
    QTest::newRow("twice") << QByteArray("aa") << 1;
    QTest::newRow("the last in part") << QByteArray("abcabcab") << 3;
    QTest::newRow("shorter ones that fail late") << QByteArray("aabaabaac") << 0;
    QTest::newRow("not twice") << QByteArray("abcab") << 0;
    QTest::newRow("zeros, too") << QByteArray("a\0a\0", 4) << 2;
    QTest::newRow("as long as allowed") << QByteArray("0123456789").repeated(400).left(3996) << 10;
    QTest::newRow("longer than allowed") << QByteArray("0123456789x").repeated(400) << 0;
}

void PeriodTest::shortestRepetition_isFound()
{
    QFETCH(QByteArray, bytes);
    QFETCH(int, period);
    QCOMPARE(zocalo::periodOf(bytes, 10), qsizetype(period));
}

QTEST_GUILESS_MAIN(PeriodTest)
#include "tst_period.moc"
