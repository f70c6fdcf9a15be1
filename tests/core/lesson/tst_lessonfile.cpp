// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/lesson/lessonreader.h"
#include "core/lesson/limits.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <cerrno>
#include <sys/stat.h>

using namespace zocalo;
using namespace zocalo::lesson;

/// Files that are no lesson at all: each is its own fault, and none makes the reader wait.
class TestLessonFile : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void missingFile_isTold();
    void fileBelowAFile_isMissing();
    void linkToItself_isUnreadable();
    void directory_isTold();
    void pipe_isToldAndNotWaitedFor();
    void device_isTold();
    void fileOverTheLimit_isTold();
    void fileAtTheLimit_isRead();
    void emptyFile_isTold();
    void blankFile_isEmpty();
    void binaryFile_isToldWithItsPlace();
    void wrongUtf8_isToldWithItsPlace_data();
    void wrongUtf8_isToldWithItsPlace();
    void byteOrderMark_isLetPass();
    void keyOfAHundredThousandParts_isTooDeep();
    void arraysInArrays_areTooDeep();

private:
    QString path(const QString &name) const { return m_folder.filePath(name); }
    QString written(const QString &name, const QByteArray &bytes) const;
    /// Reads the file and expects one fault.
    void expect(const QString &file, FaultCode code, ErrorCode error, Place place = {}, const QStringList &args = {});

    QTemporaryDir m_folder;
};

void TestLessonFile::initTestCase() { QVERIFY(m_folder.isValid()); }

QString TestLessonFile::written(const QString &name, const QByteArray &bytes) const
{
    QFile file(path(name));
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
        qFatal("cannot write %s", qPrintable(file.fileName()));
    return file.fileName();
}

void TestLessonFile::expect(const QString &file, FaultCode code, ErrorCode error, Place place, const QStringList &args)
{
    LessonReader reader;
    const Result<Lesson> lesson = reader.read(file);
    QVERIFY(!lesson.ok());
    QCOMPARE(static_cast<int>(lesson.error().code), static_cast<int>(error));
    QCOMPARE(lesson.error().subject, file);
    QCOMPARE(reader.faults().size(), 1);
    const Fault &fault = reader.faults().constFirst();
    QCOMPARE(static_cast<int>(fault.code), static_cast<int>(code));
    QCOMPARE(fault.file, file);
    QCOMPARE(fault.place.line, place.line);
    QCOMPARE(fault.place.column, place.column);
    QCOMPARE(fault.args, args);
}

void TestLessonFile::missingFile_isTold()
{
    expect(path("no.toml"), FaultCode::FileMissing, ErrorCode::FileMissing);
    expect(":/zocalo/lessons/no.toml", FaultCode::FileMissing, ErrorCode::FileMissing);
}

void TestLessonFile::fileBelowAFile_isMissing()
{
    expect(written("file", "x") + "/lesson.toml", FaultCode::FileMissing, ErrorCode::FileMissing);
}

void TestLessonFile::linkToItself_isUnreadable()
{
    QVERIFY(QFile::link("loop.toml", path("loop.toml")));
    expect(path("loop.toml"), FaultCode::FileUnreadable, ErrorCode::FileUnreadable, {}, {QString::number(ELOOP)});
}

void TestLessonFile::directory_isTold()
{
    expect(m_folder.path(), FaultCode::FileIsDirectory, ErrorCode::LessonFaulty);
}

void TestLessonFile::pipe_isToldAndNotWaitedFor()
{
    QCOMPARE(::mkfifo(QFile::encodeName(path("pipe.toml")).constData(), S_IRUSR | S_IWUSR), 0);
    expect(path("pipe.toml"), FaultCode::FileNotRegular, ErrorCode::LessonFaulty);
}

void TestLessonFile::device_isTold() { expect("/dev/zero", FaultCode::FileNotRegular, ErrorCode::LessonFaulty); }

void TestLessonFile::fileOverTheLimit_isTold()
{
    const QString file = written("big.toml", QByteArray(kMaxFileBytes + 1, '#'));
    expect(file, FaultCode::FileTooLarge, ErrorCode::FileTooLarge, {}, {QString::number(kMaxFileBytes)});
}

void TestLessonFile::fileAtTheLimit_isRead()
{
    LessonReader reader;
    QVERIFY(!reader.read(written("full.toml", QByteArray(kMaxFileBytes, '#'))).ok());
    // All of it is a comment: what is missing are the fields.
    for (const Fault &fault : reader.faults())
        QCOMPARE(static_cast<int>(fault.code), static_cast<int>(FaultCode::FieldMissing));
    QVERIFY(!reader.faults().isEmpty());
}

void TestLessonFile::emptyFile_isTold()
{
    expect(written("empty.toml", {}), FaultCode::FileEmpty, ErrorCode::LessonFaulty);
}

void TestLessonFile::blankFile_isEmpty()
{
    expect(written("blank.toml", " \n\t\n"), FaultCode::FileEmpty, ErrorCode::LessonFaulty);
}

void TestLessonFile::binaryFile_isToldWithItsPlace()
{
    expect(written("binary.toml", QByteArray("a = 1\nb\0c", 9)), FaultCode::FileBinary, ErrorCode::LessonFaulty,
           {2, 2});
}

void TestLessonFile::wrongUtf8_isToldWithItsPlace_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("Latin-1") << QByteArray("\xE9 ");
    QTest::newRow("continuation alone") << QByteArray("\x80");
    QTest::newRow("cut off") << QByteArray("\xE2\x82");
    QTest::newRow("overlong slash") << QByteArray("\xC0\xAF");
    QTest::newRow("overlong of three") << QByteArray("\xE0\x80\xAF");
    QTest::newRow("surrogate") << QByteArray("\xED\xA0\x80");
    QTest::newRow("overlong of four") << QByteArray("\xF0\x80\x80\x80");
    QTest::newRow("beyond Unicode") << QByteArray("\xF4\x90\x80\x80");
    QTest::newRow("five bytes") << QByteArray("\xF8\x88\x80\x80\x80");
}

void TestLessonFile::wrongUtf8_isToldWithItsPlace()
{
    QFETCH(QByteArray, bytes);
    // Columns count characters, not bytes: "é" is one.
    expect(written("utf8.toml", "# x\n# é" + bytes), FaultCode::FileNotUtf8, ErrorCode::LessonFaulty, {2, 4});
}

void TestLessonFile::byteOrderMark_isLetPass()
{
    LessonReader reader;
    QVERIFY(!reader
                 .read(written("bom.toml", "\xEF\xBB\xBF"
                                           "format = 1\n"))
                 .ok());
    for (const Fault &fault : reader.faults())
        QCOMPARE(static_cast<int>(fault.code), static_cast<int>(FaultCode::FieldMissing));
}

void TestLessonFile::keyOfAHundredThousandParts_isTooDeep()
{
    const QByteArray key = QByteArray("a.").repeated(100'000) + "a = 1\n";
    expect(written("key.toml", key), FaultCode::TooDeep, ErrorCode::LessonFaulty, {1, 2 * (kMaxDotsInLine + 1)});
}

void TestLessonFile::arraysInArrays_areTooDeep()
{
    const QByteArray arrays = "x = " + QByteArray(100'000, '[') + "\n";
    LessonReader reader;
    QVERIFY(!reader.read(written("arrays.toml", arrays)).ok());
    QCOMPARE(reader.faults().size(), 1);
    QCOMPARE(static_cast<int>(reader.faults().constFirst().code), static_cast<int>(FaultCode::TooDeep));
    QCOMPARE(reader.faults().constFirst().place.line, 1);
}

QTEST_GUILESS_MAIN(TestLessonFile)
#include "tst_lessonfile.moc"
