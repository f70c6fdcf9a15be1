// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/lesson/questionreader.h"

#include "core/lesson/limits.h"

#include <array>

namespace zocalo::lesson {

using Need = FieldReader::Need;

namespace {

struct AnswerField
{
    const char *field;
    Observe what;
};
/// `answer` has exactly one of these; the names of the rest are those of the placeholders with "-of" or as they are.
constexpr std::array<AnswerField, 15> kAnswers{{{"landing", Observe::Landing},
                                                {"errno-of", Observe::Errno},
                                                {"result-of", Observe::Result},
                                                {"state-of", Observe::State},
                                                {"fd-of", Observe::Fd},
                                                {"queue-of", Observe::Queue},
                                                {"unsent-of", Observe::Unsent},
                                                {"waiting-at", Observe::Waiting},
                                                {"drops-of", Observe::Drops},
                                                {"landed-in", Observe::Landed},
                                                {"sockets-of", Observe::Sockets},
                                                {"receivers-of", Observe::Receivers},
                                                {"count-in-state", Observe::InState},
                                                {"relation", Observe::Relation},
                                                {"order-of", Observe::Order}}};

const QStringList &answerNames()
{
    static const QStringList names = [] {
        QStringList all;
        for (const AnswerField &each : kAnswers)
            all.append(QLatin1String(each.field));
        return all;
    }();
    return names;
}

} // namespace

QList<Question> QuestionReader::read(const toml::array &questions)
{
    QList<Question> all;
    if (questions.size() > kMaxQuestions) {
        m_faults.add(FaultCode::ListTooLong, placeOf(questions),
                     {QStringLiteral("questions"), QString::number(kMaxQuestions)});
        return all;
    }
    for (const toml::node &node : questions) {
        const toml::table *const table = node.as_table();
        if (!table) {
            m_faults.add(FaultCode::WrongType, placeOf(node),
                         {QStringLiteral("questions"), QStringLiteral("table"), typeName(node)});
            continue;
        }
        Question question;
        readQuestion(*table, question);
        all.append(question);
    }
    return all;
}

void QuestionReader::readQuestion(const toml::table &table, Question &question)
{
    static const QStringList kinds{QStringLiteral("landing"), QStringLiteral("choice"), QStringLiteral("number"),
                                   QStringLiteral("order")};
    FieldReader fields(table, m_faults, QStringLiteral("questions."));
    QHash<QByteArray, Place> places;
    for (const char *field : {"at", "answer", "believed", "explain", "until"})
        places.insert(field, fields.placeOf(field));
    m_places.append(places);
    question.at = fields.string("at", Need::Required).value_or(QString());
    question.until = fields.string("until").value_or(QString());
    if (const auto kind = fields.choice("kind", kinds, Need::Required))
        question.kind = static_cast<QuestionKind>(*kind);
    question.ask = fields.text("ask", kMaxSummary, Need::Required).value_or(Text{});
    question.explain = fields.text("explain", kMaxSummary, Need::Required).value_or(Text{});
    question.believed = fields.string("believed").value_or(QString());
    readAnswer(fields, question);
    readOptions(fields, question);
    fields.tellUnknown();
}

void QuestionReader::readAnswer(FieldReader &fields, Question &question)
{
    static const QStringList relations{QStringLiteral("same-port"), QStringLiteral("same-address"),
                                       QStringLiteral("same-socket"), QStringLiteral("same-fd")};
    const toml::table *const table = fields.table("answer", Need::Required);
    if (!table)
        return;
    FieldReader answer(*table, m_faults, QStringLiteral("questions.answer."));
    Probe &probe = question.answer;
    int given = 0;
    for (const AnswerField &each : kAnswers) {
        answer.know(each.field);
        if (!answer.has(each.field))
            continue;
        ++given;
        probe.what = each.what;
        if (each.what == Observe::Order)
            probe.subjects = readStrings(answer, each.field);
        else if (each.what != Observe::Relation)
            probe.subject = answer.string(each.field).value_or(QString());
    }
    if (probe.what == Observe::Relation) {
        if (const auto relation = answer.choice("relation", relations))
            probe.relation = relations.at(*relation).section(u'-', 1);
        probe.subjects = readStrings(answer, "of");
    }
    probe.at = answer.string("at").value_or(QString());
    answer.tellUnknown();
    if (given != 1)
        m_faults.add(FaultCode::AnswerUnclear, answer.place(), {answerNames().join(QLatin1String(", "))});
    const bool fits = (question.kind == QuestionKind::Landing) == (probe.what == Observe::Landing) &&
                      (question.kind == QuestionKind::Order) == (probe.what == Observe::Order);
    if (given == 1 && !fits)
        m_faults.add(FaultCode::AnswerUnfit, answer.place());
}

QStringList QuestionReader::readStrings(FieldReader &fields, const char *field)
{
    QStringList all;
    const toml::array *const array = fields.array(field, Need::Required);
    if (!array)
        return all;
    for (const toml::node &node : *array) {
        if (const auto *string = node.as_string())
            all.append(QString::fromStdString(string->get()));
        else
            m_faults.add(FaultCode::WrongType, placeOf(node),
                         {QLatin1String(field), QStringLiteral("string"), typeName(node)});
    }
    if (all.size() < 2)
        m_faults.add(FaultCode::ListEmpty, placeOf(*array), {QLatin1String(field)});
    return all;
}

void QuestionReader::readOptions(FieldReader &fields, Question &question)
{
    const bool isChoice = question.kind == QuestionKind::Choice;
    const toml::array *const array = fields.array("options", isChoice ? Need::Required : Need::Optional);
    if (!array)
        return;
    if (!isChoice)
        m_faults.add(FaultCode::FieldsExclude, fields.placeOf("options"),
                     {QStringLiteral("options"), QStringLiteral("kind")});
    if (array->size() < 2)
        m_faults.add(FaultCode::ListEmpty, placeOf(*array), {QStringLiteral("options")});
    if (array->size() > kMaxOptions)
        m_faults.add(FaultCode::ListTooLong, placeOf(*array),
                     {QStringLiteral("options"), QString::number(kMaxOptions)});
    for (const toml::node &node : *array) {
        const toml::table *const table = node.as_table();
        if (!table) {
            m_faults.add(FaultCode::WrongType, placeOf(node),
                         {QStringLiteral("options"), QStringLiteral("table"), typeName(node)});
            continue;
        }
        FieldReader option(*table, m_faults, QStringLiteral("questions.options."));
        AnswerOption read;
        read.is = option.string("is", Need::Required).value_or(QString());
        read.text = option.text("text", kMaxOptionText, Need::Required).value_or(Text{});
        option.tellUnknown();
        question.options.append(read);
    }
}

} // namespace zocalo::lesson
