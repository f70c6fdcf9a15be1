// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/text/faulttext.h"
#include "core/lesson/lessonreader.h"

#include <QSet>
#include <QTest>

#include <cerrno>

using namespace zocalo;
using namespace zocalo::lesson;
using text::FaultText;

/// The sentences for the faults of lesson files.
class TestFaultText : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyFault_hasASentenceOfItsOwn();
    void faultOfAValue_isToldWithItsPlace();
    void faultOfTheFile_isToldWithoutAPlace();
    void nearestWord_isAsked();
    void controlCharacters_areNotPassedOn();
    void percentSigns_areLeftAlone();
    void missingWords_leaveTheSentenceWhole();
};

void TestFaultText::everyFault_hasASentenceOfItsOwn()
{
    QSet<QString> sentences;
    constexpr int kLast = static_cast<int>(FaultCode::TooMuchToRehearse);
    for (int code = 0; code <= kLast; ++code) {
        const QString sentence =
            FaultText::sentence({"x.toml", {1, 1}, static_cast<FaultCode>(code), {"one", "two", "three", "four"}});
        QVERIFY2(!sentence.isEmpty(), qPrintable(QString::number(code)));
        QVERIFY2(!sentence.contains('%'), qPrintable(sentence));
        QVERIFY2(sentence.endsWith('.') || sentence.endsWith('?'), qPrintable(sentence));
        sentences.insert(sentence);
    }
    QCOMPARE(sentences.size(), kLast + 1);
    QVERIFY(FaultText::sentence({"x.toml", {1, 1}, static_cast<FaultCode>(kLast + 1), {}}).isEmpty());
}

void TestFaultText::faultOfAValue_isToldWithItsPlace()
{
    QCOMPARE(FaultText::line({"a/x.toml", {12, 5}, FaultCode::FieldMissing, {"call"}}),
             "a/x.toml:12:5: The field \"call\" is missing.");
}

void TestFaultText::faultOfTheFile_isToldWithoutAPlace()
{
    QCOMPARE(FaultText::line({"x.toml", {}, FaultCode::FileMissing, {}}), "x.toml: There is no such file.");
    QCOMPARE(FaultText::line({"x.toml", {}, FaultCode::FileUnreadable, {QString::number(EACCES)}}),
             "x.toml: The file cannot be read: permission denied.");
    QCOMPARE(FaultText::line({"x.toml", {}, FaultCode::FileUnreadable, {QString::number(ELOOP)}}),
             "x.toml: The file cannot be read (ELOOP).");
}

void TestFaultText::nearestWord_isAsked()
{
    QCOMPARE(FaultText::sentence({"x.toml", {1, 1}, FaultCode::CallUnknown, {"recvform", "recvfrom"}}),
             "\"recvform\" is not a call that a lesson can make. Was \"recvfrom\" meant?");
    QCOMPARE(FaultText::sentence({"x.toml", {1, 1}, FaultCode::CallUnknown, {"zzz", ""}}),
             "\"zzz\" is not a call that a lesson can make.");
}

void TestFaultText::controlCharacters_areNotPassedOn()
{
    LessonReader reader;
    QVERIFY(!reader.parse("kind = \"\\u001b[31m\\u202e\\u0007" + QByteArray(1000, 'x') + "\"\n", "x.toml").ok());
    bool isTold = false;
    for (const Fault &fault : reader.faults()) {
        const QString line = FaultText::line(fault);
        isTold = isTold || fault.code == FaultCode::ValueUnknown;
        QVERIFY2(line.size() < 250, qPrintable(line));
        for (QChar character : line)
            QVERIFY(character.isPrint());
    }
    QVERIFY(isTold);
}

void TestFaultText::percentSigns_areLeftAlone()
{
    QCOMPARE(FaultText::sentence({"%2.toml", {1, 1}, FaultCode::CallUnknown, {"%1 %2 %n", "%3"}}),
             "\"%1 %2 %n\" is not a call that a lesson can make. Was \"%3\" meant?");
    QCOMPARE(FaultText::line({"%2.toml", {3, 4}, FaultCode::FieldMissing, {"%1"}}),
             "%2.toml:3:4: The field \"%1\" is missing.");
}

void TestFaultText::missingWords_leaveTheSentenceWhole()
{
    QCOMPARE(FaultText::sentence({"x.toml", {1, 1}, FaultCode::FieldMissing, {}}), "The field \"\" is missing.");
}

QTEST_GUILESS_MAIN(TestFaultText)
#include "tst_faulttext.moc"
