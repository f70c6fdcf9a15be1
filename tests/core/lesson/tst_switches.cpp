// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/lesson/lessonreader.h"
#include "core/lesson/recordedlesson.h"
#include "core/lesson/switchreader.h"
#include "tests/core/lesson/lessontext.h"

#include <QTest>

using namespace zocalo;
using namespace zocalo::lesson;
using namespace zocalo::lesson::test;

namespace {

const QByteArray kBacklog = R"(
[[switches]]
id = "backlog"
label = { en = "Backlog", es = "Backlog" }
values = [ { is = 5 }, { is = 0 } ]

[[switches]]
id = "ends"
label = { en = "Who closes", es = "Quién cierra" }
values = [
  { is = "server", text = { en = "the server", es = "el servidor" } },
  { is = "client", text = { en = "the client", es = "el cliente" } },
]
)";

/// A whole lesson with two switches; `items` come after accept().
QByteArray switched(const QByteArray &items, const QByteArray &switches = kBacklog)
{
    QByteArray text = withScript(accepted() + items);
    return text.replace("backlog = 5", "backlog = \"$backlog\"") + switches;
}

const QByteArray kCloses = R"(
  { when = "ends=server", process = "server", call = "close", on = "A", return-name = "server-closes" },
  { when = "ends=client", process = "A", call = "close", on = "S", return-name = "client-closes" },
)";

int backlogOf(const Lesson &lesson)
{
    const QList<CallPlan> calls = lesson.expand(1, lesson.kind).calls;
    const auto listens =
        std::find_if(calls.begin(), calls.end(), [](const CallPlan &call) { return call.call == trace::Call::Listen; });
    return listens == calls.end() ? -1 : listens->number;
}

} // namespace

/// What can be changed in a lesson before it runs again.
class TestSwitches : public QObject
{
    Q_OBJECT

private slots:
    void untouched_standAtTheirFirstValue();
    void changed_changeTheScript();
    void choiceThatNoSwitchHas_isLeftOut();
    void everySetting_isLookedThrough();
    void fault_isToldAtItsValue_data();
    void fault_isToldAtItsValue();
    void choices_areTextAndBack();
    void recording_keepsTheSetting();
    void manySettingsOfALongScript_areRefused();
};

void TestSwitches::untouched_standAtTheirFirstValue()
{
    LessonReader reader;
    const Result<Lesson> lesson = reader.parse(switched(kCloses), "x.toml");
    QVERIFY2(lesson.ok(), reader.faults().isEmpty() ? "" : qPrintable(reader.faults().first().args.join(' ')));
    QCOMPARE(lesson.value().switches.size(), 2);
    QCOMPARE(lesson.value().switches.at(0).values.at(1).text.es, "0");
    QCOMPARE(lesson.value().choices, (Choices{{"backlog", "5"}, {"ends", "server"}}));
    QVERIFY(!lesson.value().isChanged());
    QCOMPARE(backlogOf(lesson.value()), 5);
    QCOMPARE(lesson.value().expand(1, Kind::Tcp).calls.last().returnName, "server-closes");
}

void TestSwitches::changed_changeTheScript()
{
    LessonReader reader;
    const Result<Lesson> lesson = reader.parse(switched(kCloses), "x.toml");
    QVERIFY(lesson.ok());
    const Result<Lesson> changed = reader.changed(lesson.value(), {{"backlog", "0"}, {"ends", "client"}});
    QVERIFY(changed.ok());
    QVERIFY(changed.value().isChanged());
    QCOMPARE(changed.value().path, lesson.value().path);
    QCOMPARE(backlogOf(changed.value()), 0);
    QCOMPARE(changed.value().expand(1, Kind::Tcp).calls.last().returnName, "client-closes");
    // And back again from the changed one.
    const Result<Lesson> back = reader.changed(changed.value(), {});
    QVERIFY(back.ok());
    QCOMPARE(backlogOf(back.value()), 5);
    QVERIFY(!back.value().isChanged());
}

void TestSwitches::choiceThatNoSwitchHas_isLeftOut()
{
    const Result<Lesson> lesson =
        LessonReader().parse(switched(kCloses), "x.toml", {{"backlog", "7"}, {"nothing", "1"}, {"ends", "client"}});
    QVERIFY(lesson.ok());
    QCOMPARE(lesson.value().choices, (Choices{{"backlog", "5"}, {"ends", "client"}}));
}

void TestSwitches::everySetting_isLookedThrough()
{
    // Sound as the lesson is at first; with the other setting nothing was sent.
    LessonReader reader;
    QVERIFY(!reader.parse(switched(R"(
  { when = "ends=server", process = "A", call = "send", on = "S", payload = { en = "x", es = "x" } },
  { process = "server", call = "recv", on = "A" },
)"),
                          "x.toml"));
    QCOMPARE(reader.faults().size(), 1);
    QCOMPARE(reader.faults().first().code, FaultCode::NothingToReceive);
    const QList<Switch> switches = LessonReader().parse(switched(kCloses), "x.toml").value().switches;
    QCOMPARE(combinations(switches).size(), 4);
    QCOMPARE(combinations(switches).first(), resolved(switches, {}));
}

void TestSwitches::fault_isToldAtItsValue_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<FaultCode>("code");
    QTest::addColumn<QStringList>("args");
    const auto row = [](const char *name, const QByteArray &text, FaultCode code, const QStringList &args) {
        QTest::newRow(name) << text << code << args;
    };
    row("when of no switch",
        switched("  { when = §\"end=server\", process = \"server\", call = \"close\", on = \"A\" },\n"),
        FaultCode::SwitchUnknown, {"end", "ends"});
    row("when of no value",
        switched("  { when = §\"ends=serve\", process = \"server\", call = \"close\", on = \"A\" },\n"),
        FaultCode::SwitchValueUnknown, {"ends", "serve", "server", "server, client"});
    row("value of no switch", withScript(accepted()).replace("backlog = 5", "backlog = §\"$backlg\"") + kBacklog,
        FaultCode::SwitchUnknown, {"backlg", "backlog"});
    row("value of the wrong type", withScript(accepted()).replace("backlog = 5", "backlog = §\"$ends\"") + kBacklog,
        FaultCode::WrongType, {"backlog", "integer", "string"});
    row("value out of range",
        switched(kCloses, QByteArray(kBacklog).replace("is = 0", "is = -1")).replace("backlog = \"$", "backlog = §\"$"),
        FaultCode::NumberOutOfRange, {"backlog", "-1", "0", "4096"});
    row("one value", switched(kCloses, QByteArray(kBacklog).replace("[ { is = 5 }, { is = 0 } ]", "§[ { is = 5 } ]")),
        FaultCode::ListEmpty, {"values"});
    row("value twice", switched(kCloses, QByteArray(kBacklog).replace("is = 0", "is = §5")), FaultCode::KeyTwice,
        {"5"});
    row("word without a text",
        switched(kCloses, QByteArray(kBacklog).replace(
                              "{ is = \"client\", text = { en = \"the client\", es = \"el cliente\" } }",
                              "§{ is = \"client\" }")),
        FaultCode::FieldMissing, {"switches.values.text"});
    row("id with a space", switched(kCloses, QByteArray(kBacklog).replace("id = \"ends\"", "id = §\"the ends\"")),
        FaultCode::BadName, {"id", "the ends"});
    row("value with a separator", switched(kCloses, QByteArray(kBacklog).replace("is = \"client\"", "is = §\"a|b\"")),
        FaultCode::BadName, {"is", "a|b"});
    QByteArray many = kBacklog;
    for (int i = 0; i < 3; ++i)
        many += QByteArray(i == 1 ? "§" : "") + "[[switches]]\nid = \"s" + QByteArray::number(i) +
                "\"\nlabel = { en = \"S\", es = \"S\" }\nvalues = [ { is = 1 }, { is = 2 }, { is = 3 } ]\n";
    row("too many combinations", switched(kCloses, many), FaultCode::TooManyCombinations, {"24"});
}

void TestSwitches::fault_isToldAtItsValue()
{
    QFETCH(QByteArray, text);
    QFETCH(FaultCode, code);
    QFETCH(QStringList, args);
    const MarkedText marked = takeMark(text);
    LessonReader reader;
    QVERIFY(!reader.parse(marked.text, "x.toml"));
    const auto found = std::find_if(reader.faults().begin(), reader.faults().end(),
                                    [&](const Fault &fault) { return fault.code == code && fault.args == args; });
    QVERIFY2(found != reader.faults().end(), qPrintable(reader.faults().first().args.join(' ')));
    QCOMPARE(found->place.line, marked.place.line);
    if (code != FaultCode::TooManyCombinations)
        QCOMPARE(found->place.column, marked.place.column);
}

void TestSwitches::choices_areTextAndBack()
{
    const Choices choices{{"reuse", "both"}, {"backlog", "4"}};
    QCOMPARE(choicesText(choices), "backlog=4,reuse=both");
    QCOMPARE(choicesFrom(choicesText(choices)), choices);
    QCOMPARE(choicesFrom(""), Choices{});
    QCOMPARE(choicesFrom("=,x,,a=b=c"), (Choices{{"a", "b=c"}}));
}

void TestSwitches::recording_keepsTheSetting()
{
    const Result<Lesson> lesson = LessonReader().parse(switched(kCloses), "x.toml", {{"ends", "client"}});
    QVERIFY(lesson.ok());
    const history::RecordingInfo info = recordingInfo(lesson.value(), Kind::Tcp, 1, "en", "1");
    QCOMPARE(info.choices, "backlog=5,ends=client");
    const RecordedLesson recorded = recordedLesson(info);
    QCOMPARE(recorded.lesson.choices, lesson.value().choices);
    QCOMPARE(recorded.lesson.expand(1, Kind::Tcp).calls.last().returnName, "client-closes");
    // Also where its still picture is a step that the changed lesson has not.
    LessonReader reader;
    const QByteArray still = switched(kCloses).replace("script = [", "still = [\"server-closes\"]\nscript = [");
    const Result<Lesson> first = reader.parse(still, "x.toml");
    QVERIFY(first.ok());
    const Result<Lesson> changed = reader.changed(first.value(), {{"ends", "client"}});
    QVERIFY(changed.ok());
    const RecordedLesson again = recordedLesson(recordingInfo(changed.value(), Kind::Tcp, 1, "en", "1"));
    QCOMPARE(again.lesson.title.en, first.value().title.en);
    QCOMPARE(again.lesson.choices.value("ends"), "client");
}

void TestSwitches::manySettingsOfALongScript_areRefused()
{
    QByteArray items = "  { repeat = 600, do = [\n";
    for (int i = 0; i < 4; ++i)
        items += "    { process = \"server\", call = \"getsockname\", on = \"L\" },\n";
    items += "  ] },\n";
    QByteArray many;
    for (const char *id : {"a", "b", "c", "d"})
        many += QByteArray("[[switches]]\nid = \"") + id +
                "\"\nlabel = { en = \"S\", es = \"S\" }\nvalues = [ { is = 1 }, { is = 2 } ]\n";
    LessonReader reader;
    QVERIFY(!reader.parse(withScript(accepted() + items) + many, "x.toml"));
    QCOMPARE(reader.faults().first().code, FaultCode::TooMuchToRehearse);
}

QTEST_GUILESS_MAIN(TestSwitches)
#include "tst_switches.moc"
