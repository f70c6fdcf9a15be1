// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/lesson/lessonreader.h"
#include "core/lesson/limits.h"

#include <QFile>
#include <QRandomGenerator>
#include <QTest>

using namespace zocalo;
using namespace zocalo::lesson;

/// The bundled lesson, damaged at random: it is read or told to be faulty, and never gives an endless script.
class TestLessonMutations : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void damagedLesson_endsAndIsBounded();
    void lessonMadeToBeSlow_endsAndIsBounded_data();
    void lessonMadeToBeSlow_endsAndIsBounded();

private:
    static QByteArray damaged(QByteArray text, QRandomGenerator &random);
};

/// One to four changes, each of a kind that people and broken disks make.
QByteArray TestLessonMutations::damaged(QByteArray text, QRandomGenerator &random)
{
    static const QList<QByteArray> words{
        "\"",           "'",       "[",          "]",       "{",         "}",      ",",    "=",       ".",
        "\n",           "#",       "0",          "-",       "1e9",       "999999", "true", "\"tcp\"", "\"A\"",
        "{client}",     "@sender", "last",       "others",  "do",        "é",      "for",  "hold",    "mark = \"x\"",
        "at-least = 2", "\"\"\"",  "[[script]]", "\\u0000", "2026-01-01"};
    const int changes = random.bounded(1, 5);
    for (int change = 0; change < changes; ++change) {
        const int at = random.bounded(static_cast<int>(text.size()));
        const int length = random.bounded(1, 40);
        switch (random.bounded(7)) {
        case 0:
            text[at] = static_cast<char>(random.bounded(256));
            break;
        case 1:
            text.remove(at, length);
            break;
        case 2:
            text.insert(at, words.at(random.bounded(static_cast<int>(words.size()))));
            break;
        case 3:
            text.insert(at, text.mid(random.bounded(static_cast<int>(text.size())), length * 10));
            break;
        case 4:
            text.truncate(std::max(at, 1));
            break;
        case 5: { // a word of the file in place of another one
            const QList<QByteArray> all = text.split('"');
            const QByteArray from = all.at(random.bounded(static_cast<int>(all.size())));
            const QByteArray to = all.at(random.bounded(static_cast<int>(all.size())));
            const qsizetype found = text.indexOf('"' + from + '"', at);
            if (found >= 0)
                text.replace(found, from.size() + 2, '"' + to + '"');
            break;
        }
        default: { // a line less, or twice
            const qsizetype begin = text.lastIndexOf('\n', at) + 1;
            const qsizetype end = text.indexOf('\n', begin) + 1;
            if (end > begin && random.bounded(2) == 0)
                text.remove(begin, end - begin);
            else if (end > begin)
                text.insert(begin, text.mid(begin, end - begin));
            break;
        }
        }
        if (text.isEmpty())
            break;
    }
    return text;
}

void TestLessonMutations::damagedLesson_endsAndIsBounded()
{
    QFile file(ZOCALO_SOURCE_DIR "/resources/lessons/accept-vs-recvfrom.toml");
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray sound = file.readAll();
    const int rounds = qEnvironmentVariableIsSet("ZOCALO_SOAK") ? 40'000 : 1000;
    const quint32 seed = qEnvironmentVariableIsSet("ZOCALO_SEED")
                             ? qEnvironmentVariableIntValue("ZOCALO_SEED")
                             : QRandomGenerator::global()->generate() & 0x7FFF'FFFFU;
    qInfo("seed %u", seed);
    QRandomGenerator random(seed);
    int read = 0;
    int refused = 0;
    for (int round = 0; round < rounds; ++round) {
        const QByteArray text = damaged(sound, random);
        LessonReader reader;
        const Result<Lesson> lesson = reader.parse(text, "x.toml");
        QCOMPARE(lesson.ok(), reader.faults().isEmpty());
        QVERIFY(reader.faults().size() <= kMaxFaults);
        const int lines = static_cast<int>(text.count('\n')) + 1;
        for (const Fault &fault : reader.faults())
            QVERIFY(fault.place.line >= 0 && fault.place.line <= lines);
        if (!lesson.ok()) {
            ++refused;
            continue;
        }
        ++read;
        for (int clients : {-1, 1, 8, 1'000'000}) {
            for (Kind kind : {Kind::Twin, Kind::Tcp, Kind::Udp})
                QVERIFY(lesson.value().expand(clients, kind).calls.size() <= kMaxCalls);
        }
    }
    // Both happen, or the damage is not the kind that was meant.
    QVERIFY(read > 0);
    QVERIFY(refused > 0);
}

void TestLessonMutations::lessonMadeToBeSlow_endsAndIsBounded_data()
{
    QTest::addColumn<QByteArray>("items");
    QTest::addColumn<QByteArray>("end");
    const QByteArray loop = "{ for = \"clients\", do = [ ";
    const QByteArray open = "{ process = \"tcp.A\", call = \"socket\", protocol = \"tcp\", as = \"s%\" },\n";
    const QByteArray close = "{ process = \"tcp.A\", call = \"close\", on = \"other%\" },\n";
    const QByteArray send = "{ process = \"tcp.A\", call = \"send\", on = \"s\", text = \"k%z\" },\n";
    const auto numbered = [](const QByteArray &pattern, int count) {
        QByteArray text;
        for (int number = 0; number < count; ++number)
            text += QByteArray(pattern).replace("%", QByteArray::number(number));
        return text;
    };
    QTest::newRow("calls in loops in loops")
        << loop.repeated(4) + open + QByteArray("] },").repeated(4) << QByteArray();
    QTest::newRow("marks in loops in loops")
        << loop.repeated(4) + "{ mark = \"a\" }" + QByteArray("] },").repeated(4) << QByteArray();
    QTest::newRow("thousands of unknown sockets") << numbered(open + close, 4500) << QByteArray();
    QTest::newRow("thousands of unknown texts") << numbered(send, 9000) << numbered("[texts.k%]\n", 9000);
    QTest::newRow("a hundred thousand empty items") << QByteArray("{},\n").repeated(100'000) << QByteArray();
}

/// Without its bounds the reader would take minutes for each of these.
void TestLessonMutations::lessonMadeToBeSlow_endsAndIsBounded()
{
    QFETCH(QByteArray, items);
    QFETCH(QByteArray, end);
    const QByteArray head = "format = 1\nid = \"x\"\nkind = \"twin\"\nclients = 200\nmax-clients = 200\n"
                            "title = { en = \"T\", es = \"T\" }\nsummary = { en = \"S\", es = \"S\" }\n"
                            "processes = [ { role = \"client\", half = \"tcp\" } ]\nscript = [\n";
    LessonReader reader;
    const Result<Lesson> lesson = reader.parse(head + items + "]\n" + end, "x.toml");
    QVERIFY(!lesson.ok());
    QVERIFY(!reader.faults().isEmpty());
    QVERIFY(reader.faults().size() <= kMaxFaults);
}

QTEST_GUILESS_MAIN(TestLessonMutations)
#include "tst_lessonmutations.moc"
