// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/lesson/switchreader.h"

#include "core/lesson/limits.h"
#include "core/lesson/names.h"

namespace zocalo::lesson {

using Need = FieldReader::Need;

QList<Switch> SwitchReader::read(const toml::array &switches)
{
    QList<Switch> all;
    qsizetype runs = 1;
    for (const toml::node &node : switches) {
        const toml::table *const table = node.as_table();
        if (!table) {
            m_faults.add(FaultCode::WrongType, placeOf(node),
                         {QStringLiteral("switches"), QStringLiteral("table"), typeName(node)});
            continue;
        }
        const Switch read = readSwitch(*table);
        const bool isTwice =
            std::any_of(all.cbegin(), all.cend(), [&](const Switch &other) { return other.id == read.id; });
        if (isTwice)
            m_faults.add(FaultCode::KeyTwice, placeOf(node), {read.id});
        runs *= std::max<qsizetype>(1, read.values.size());
        // Each combination is a lesson of its own, which has to be looked through.
        if (runs > kMaxCombinations) {
            m_faults.add(FaultCode::TooManyCombinations, placeOf(node), {QString::number(kMaxCombinations)});
            return all;
        }
        if (!isTwice && read.values.size() >= 2 && !read.id.isEmpty())
            all.append(read);
    }
    return all;
}

Switch SwitchReader::readSwitch(const toml::table &table)
{
    FieldReader fields(table, m_faults, QStringLiteral("switches."));
    Switch read;
    const QString id = fields.string("id", Need::Required).value_or(QString());
    if (isLessonId(id))
        read.id = id;
    else if (fields.has("id"))
        m_faults.add(FaultCode::BadName, fields.placeOf("id"), {QStringLiteral("id"), id});
    read.label = fields.text("label", kMaxTitle, Need::Required).value_or(Text{});
    const toml::array *const values = fields.array("values", Need::Required);
    fields.tellUnknown();
    if (!values)
        return read;
    if (values->size() < 2)
        m_faults.add(FaultCode::ListEmpty, placeOf(*values), {QStringLiteral("values")});
    if (values->size() > kMaxSwitchValues) {
        m_faults.add(FaultCode::ListTooLong, placeOf(*values),
                     {QStringLiteral("values"), QString::number(kMaxSwitchValues)});
        return read;
    }
    for (const toml::node &node : *values) {
        if (const toml::table *const value = node.as_table())
            readValue(*value, read);
        else
            m_faults.add(FaultCode::WrongType, placeOf(node),
                         {QStringLiteral("values"), QStringLiteral("table"), typeName(node)});
    }
    return read;
}

void SwitchReader::readValue(const toml::table &table, Switch &into)
{
    FieldReader fields(table, m_faults, QStringLiteral("switches.values."));
    SwitchValue value;
    const bool isNumber = table.get("is") && table.get("is")->is_integer();
    value.is = readIs(fields);
    // A number says for itself what it is.
    value.text = fields.text("text", kMaxTitle, isNumber ? Need::Optional : Need::Required).value_or(Text{});
    if (value.text.en.isEmpty())
        value.text = {value.is, value.is};
    fields.tellUnknown();
    if (value.is.isEmpty())
        return;
    if (into.value(value.is))
        m_faults.add(FaultCode::KeyTwice, fields.placeOf("is"), {value.is});
    else
        into.values.append(value);
}

/// A number, true or false, or a word without what separates one choice from another.
QString SwitchReader::readIs(FieldReader &fields)
{
    if (const std::optional<QString> scalar = fields.scalar("is", Need::Required)) {
        const bool isFit = !scalar->isEmpty() && scalar->size() <= kMaxName && !scalar->contains(u',') &&
                           !scalar->contains(u'|') && !scalar->contains(u'=') &&
                           isFitText(*scalar, QStringLiteral("is"), fields.placeOf("is"), kMaxName, m_faults);
        if (isFit)
            return *scalar;
        m_faults.add(FaultCode::BadName, fields.placeOf("is"), {QStringLiteral("is"), *scalar});
    }
    return {};
}

Choices resolved(const QList<Switch> &switches, const Choices &choices)
{
    Choices all;
    for (const Switch &each : switches) {
        const QString chosen = choices.value(each.id);
        all.insert(each.id, each.value(chosen) ? chosen : each.values.constFirst().is);
    }
    return all;
}

QList<Choices> combinations(const QList<Switch> &switches)
{
    QList<Choices> all{Choices{}};
    for (const Switch &each : switches) {
        QList<Choices> longer;
        for (const SwitchValue &value : each.values) {
            for (Choices choices : std::as_const(all)) {
                choices.insert(each.id, value.is);
                longer.append(choices);
            }
        }
        all = longer;
    }
    return all;
}

} // namespace zocalo::lesson
