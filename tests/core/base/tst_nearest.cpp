// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/base/nearest.h"

#include <QTest>

using namespace zocalo;

class TestNearest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void distance_countsSlips_data()
    {
        QTest::addColumn<QString>("a");
        QTest::addColumn<QString>("b");
        QTest::addColumn<int>("slips");
        QTest::newRow("same") << "recv"
                              << "recv" << 0;
        QTest::newRow("case") << "Recv"
                              << "rECV" << 0;
        QTest::newRow("both empty") << ""
                                    << "" << 0;
        QTest::newRow("one empty") << ""
                                   << "recv" << 4;
        QTest::newRow("added") << "reecv"
                               << "recv" << 1;
        QTest::newRow("left out") << "rcv"
                                  << "recv" << 1;
        QTest::newRow("changed") << "rexv"
                                 << "recv" << 1;
        QTest::newRow("swapped") << "rcev"
                                 << "recv" << 1;
        QTest::newRow("swapped twice") << "ervc"
                                       << "recv" << 2;
        QTest::newRow("far") << "socket"
                             << "bind" << 6;
        QTest::newRow("accents") << "conexion" << QString::fromUtf8("conexión") << 1;
    }

    void distance_countsSlips()
    {
        QFETCH(QString, a);
        QFETCH(QString, b);
        QFETCH(int, slips);
        QCOMPARE(editDistance(a, b), slips);
        QCOMPARE(editDistance(b, a), slips);
    }

    void longWords_countOnlyTheirBeginning()
    {
        const QString same(64, u'a');
        QCOMPARE(editDistance(same + QString(100'000, u'x'), same), 0);
        QCOMPARE(editDistance(QString(100'000, u'x'), QString(100'000, u'y')), 64);
    }

    void misspelledWord_givesTheNearest_data()
    {
        QTest::addColumn<QString>("word");
        QTest::addColumn<QString>("expected");
        QTest::newRow("swapped") << "recvform"
                                 << "recvfrom";
        QTest::newRow("left out") << "socet"
                                  << "socket";
        QTest::newRow("exact") << "send"
                               << "send";
        QTest::newRow("longer one") << "sendt"
                                    << "send";
        QTest::newRow("nothing near") << "wonderful"
                                      << "";
        QTest::newRow("empty") << ""
                               << "";
        QTest::newRow("short") << "x"
                               << "";
    }

    void misspelledWord_givesTheNearest()
    {
        QFETCH(QString, word);
        QFETCH(QString, expected);
        QCOMPARE(nearest(word, {"socket", "send", "sendto", "recv", "recvfrom"}), expected);
    }

    void nothingKnown_givesNothing() { QCOMPARE(nearest("send", {}), QString()); }
};

QTEST_GUILESS_MAIN(TestNearest)
#include "tst_nearest.moc"
