// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/base/printable.h"

#include <QTest>

using namespace zocalo;

class TestPrintable : public QObject
{
    Q_OBJECT

private slots:
    void whatCannotBeSeen_isReplaced_data()
    {
        QTest::addColumn<QString>("given");
        QTest::addColumn<QString>("shown");
        const QString hole(QChar::ReplacementCharacter);
        QTest::newRow("plain") << QStringLiteral("server.py – año 😀") << QStringLiteral("server.py – año 😀");
        QTest::newRow("escape of a terminal")
            << QStringLiteral("a\x1b[31mred") << QStringLiteral("a%1[31mred").arg(hole);
        QTest::newRow("new line") << QStringLiteral("a\nfake line") << QStringLiteral("a%1fake line").arg(hole);
        QTest::newRow("C1") << QStringLiteral("a\u009b;m") << QStringLiteral("a%1;m").arg(hole);
        QTest::newRow("direction") << QStringLiteral("a\u202egpj") << QStringLiteral("a%1gpj").arg(hole);
        QTest::newRow("separator") << QStringLiteral("a\u2028b") << QStringLiteral("a%1b").arg(hole);
    }
    void whatCannotBeSeen_isReplaced()
    {
        QFETCH(QString, given);
        QFETCH(QString, shown);
        QCOMPARE(printable(given), shown);
    }
};

QTEST_APPLESS_MAIN(TestPrintable)

#include "tst_printable.moc"
