// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/lesson/tomlscan.h"

#include <QTest>

using namespace zocalo::lesson;

/// Dots that make tables are told from dots that are text.
class TestTomlScan : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void dotsOfAKey_areCounted_data();
    void dotsOfAKey_areCounted();
};

void TestTomlScan::dotsOfAKey_areCounted_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<int>("place"); // of the third dot that counts
    QTest::newRow("nothing") << QByteArray() << -1;
    QTest::newRow("two") << QByteArray("a.b.c = 1") << -1;
    QTest::newRow("three") << QByteArray("a.b.c.d = 1") << 5;
    QTest::newRow("two on each line") << QByteArray("a.b.c = 1\nb.b.c = 1") << -1;
    QTest::newRow("in a string") << QByteArray("a = \"......\"") << -1;
    QTest::newRow("in a literal string") << QByteArray("a = '......'") << -1;
    QTest::newRow("in a comment") << QByteArray("a.b = 1 # ......") << -1;
    QTest::newRow("in a line of several") << QByteArray("a = \"\"\"\n......\n\"\"\"") << -1;
    QTest::newRow("after an escaped quote") << QByteArray("a = \"\\\"......\"") << -1;
    QTest::newRow("backslash in a literal string") << QByteArray("a = '\\' \n x.y.z.w = 1") << 15;
    QTest::newRow("quoted keys") << QByteArray("\"{\".\"=\".\",\".\"#\" = 1") << 11;
    QTest::newRow("after an empty string") << QByteArray("a = \"\", x.y.z.w = 1") << 13;
    QTest::newRow("after a string of several lines") << QByteArray("a = \"\"\"x\"\"\", x.y.z.w = 1") << 18;
    QTest::newRow("string that ends in two quotes") << QByteArray("a = \"\"\"x\"\"\"\"\", x.y.z.w = 1") << 20;
    QTest::newRow("quote in a literal of several lines") << QByteArray("a = '''\"'''\nx.y.z.w = 1") << 17;
    QTest::newRow("quote in a comment") << QByteArray("# \"\nx.y.z.w = 1") << 9;
    QTest::newRow("text that does not end") << QByteArray("a = \"\"\"....") << -1;
    QTest::newRow("line that does not end") << QByteArray("a = \"x\nx.y.z.w = 1") << 12;
    QTest::newRow("backslash at the end") << QByteArray("a = \"\\") << -1;
}

void TestTomlScan::dotsOfAKey_areCounted()
{
    QFETCH(QByteArray, text);
    QFETCH(int, place);
    QCOMPARE(excessiveDot(text, 2), place);
}

QTEST_GUILESS_MAIN(TestTomlScan)
#include "tst_tomlscan.moc"
