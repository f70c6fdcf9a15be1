// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/lesson/fieldreader.h"

#include "core/base/nearest.h"
#include "core/lesson/limits.h"

#include <algorithm>

namespace zocalo::lesson {

Place placeOf(const toml::node &node)
{
    const toml::source_position begin = node.source().begin;
    return {static_cast<int>(begin.line), static_cast<int>(begin.column)};
}

QString typeName(const toml::node &node)
{
    switch (node.type()) {
    case toml::node_type::table:
        return QStringLiteral("table");
    case toml::node_type::array:
        return QStringLiteral("array");
    case toml::node_type::string:
        return QStringLiteral("string");
    case toml::node_type::integer:
        return QStringLiteral("integer");
    case toml::node_type::floating_point:
        return QStringLiteral("float");
    case toml::node_type::boolean:
        return QStringLiteral("boolean");
    case toml::node_type::date:
        return QStringLiteral("date");
    case toml::node_type::time:
        return QStringLiteral("time");
    case toml::node_type::date_time:
        return QStringLiteral("date-time");
    case toml::node_type::none:
        break;
    }
    return {};
}

bool isFitText(const QString &text, const QString &field, Place place, int limit, FaultList &faults)
{
    if (text.trimmed().isEmpty()) {
        faults.add(FaultCode::TextEmpty, place, {field});
        return false;
    }
    if (text.size() > limit) {
        faults.add(FaultCode::TextTooLong, place, {field, QString::number(limit)});
        return false;
    }
    const bool unfit = std::any_of(text.cbegin(), text.cend(), [](QChar character) {
        return character.category() == QChar::Other_Control && character != u'\n' && character != u'\t';
    });
    if (unfit)
        faults.add(FaultCode::TextUnfit, place, {field});
    return !unfit;
}

FieldReader::FieldReader(const toml::table &table, FaultList &faults, QString prefix)
    : m_table(table), m_faults(faults), m_prefix(std::move(prefix)), m_place(lesson::placeOf(table))
{
}

Place FieldReader::placeOf(const char *field) const
{
    const toml::node *node = m_table.get(field);
    return node ? lesson::placeOf(*node) : m_place;
}

void FieldReader::setSwitches(const QList<Switch> &switches, const Choices &choices)
{
    m_switches = &switches;
    m_choices = &choices;
}

std::optional<QString> FieldReader::switched(const char *field)
{
    const toml::node *node = m_table.get(field);
    const auto *word = node ? node->as_string() : nullptr;
    if (!m_switches || !word || !word->get().starts_with('$'))
        return std::nullopt;
    know(field);
    const QString id = QString::fromStdString(word->get()).mid(1);
    if (m_choices->contains(id))
        return m_choices->value(id);
    QStringList ids;
    for (const Switch &each : *m_switches)
        ids.append(each.id);
    m_faults.add(FaultCode::SwitchUnknown, lesson::placeOf(*node), {id, nearest(id, ids)});
    return QString();
}

void FieldReader::know(const char *field) { m_known.append(QLatin1String(field)); }

const toml::node *FieldReader::find(const char *field, Need need, toml::node_type type, const char *expected)
{
    know(field);
    const toml::node *node = m_table.get(field);
    if (!node) {
        if (need == Need::Required)
            m_faults.add(FaultCode::FieldMissing, m_place, {named(field)});
        return nullptr;
    }
    if (node->type() != type) {
        m_faults.add(FaultCode::WrongType, lesson::placeOf(*node),
                     {named(field), QLatin1String(expected), typeName(*node)});
        return nullptr;
    }
    return node;
}

std::optional<QString> FieldReader::string(const char *field, Need need)
{
    if (const std::optional<QString> chosen = switched(field))
        return chosen->isNull() ? std::nullopt : chosen;
    const toml::node *node = find(field, need, toml::node_type::string, "string");
    if (!node)
        return std::nullopt;
    return QString::fromStdString(node->as_string()->get());
}

std::optional<qint64> FieldReader::number(const char *field, qint64 least, qint64 greatest, Need need)
{
    qint64 value = 0;
    if (const std::optional<QString> chosen = switched(field)) {
        bool isNumber = false;
        value = chosen->toLongLong(&isNumber);
        if (!isNumber && !chosen->isNull())
            m_faults.add(FaultCode::WrongType, placeOf(field),
                         {named(field), QStringLiteral("integer"), QStringLiteral("string")});
        if (!isNumber)
            return std::nullopt;
    } else if (const toml::node *node = find(field, need, toml::node_type::integer, "integer")) {
        value = node->as_integer()->get();
    } else {
        return std::nullopt;
    }
    if (value < least || value > greatest) {
        m_faults.add(FaultCode::NumberOutOfRange, placeOf(field),
                     {named(field), QString::number(value), QString::number(least), QString::number(greatest)});
        return std::nullopt;
    }
    return value;
}

std::optional<bool> FieldReader::boolean(const char *field)
{
    if (const std::optional<QString> chosen = switched(field)) {
        if (*chosen == QLatin1String("true") || *chosen == QLatin1String("false"))
            return *chosen == QLatin1String("true");
        if (!chosen->isNull())
            m_faults.add(FaultCode::WrongType, placeOf(field),
                         {named(field), QStringLiteral("boolean"), QStringLiteral("string")});
        return std::nullopt;
    }
    const toml::node *node = find(field, Need::Optional, toml::node_type::boolean, "boolean");
    if (!node)
        return std::nullopt;
    return node->as_boolean()->get();
}

std::optional<QString> FieldReader::scalar(const char *field, Need need)
{
    const toml::node *node = m_table.get(field);
    if (node && node->is_integer()) {
        know(field);
        return QString::number(qint64(node->as_integer()->get()));
    }
    if (node && node->is_boolean()) {
        know(field);
        return node->as_boolean()->get() ? QStringLiteral("true") : QStringLiteral("false");
    }
    return string(field, need);
}

const toml::array *FieldReader::array(const char *field, Need need)
{
    const toml::node *node = find(field, need, toml::node_type::array, "array");
    return node ? node->as_array() : nullptr;
}

const toml::table *FieldReader::table(const char *field, Need need)
{
    const toml::node *node = find(field, need, toml::node_type::table, "table");
    return node ? node->as_table() : nullptr;
}

std::optional<int> FieldReader::choice(const char *field, const QStringList &known, Need need)
{
    const std::optional<QString> value = string(field, need);
    if (!value)
        return std::nullopt;
    const qsizetype index = known.indexOf(*value);
    if (index >= 0)
        return static_cast<int>(index);
    m_faults.add(FaultCode::ValueUnknown, placeOf(field),
                 {named(field), *value, nearest(*value, known), known.join(QLatin1String(", "))});
    return std::nullopt;
}

std::optional<Text> FieldReader::text(const char *field, int limit, Need need)
{
    const toml::table *both = table(field, need);
    if (!both)
        return std::nullopt;
    FieldReader languages(*both, m_faults, named(field) + u'.');
    const std::optional<QString> en = checkedText(languages, field, "en", limit);
    const std::optional<QString> es = checkedText(languages, field, "es", limit);
    languages.tellUnknown();
    if (!en || !es)
        return std::nullopt;
    return Text{*en, *es};
}

std::optional<QString> FieldReader::checkedText(FieldReader &languages, const char *field, const char *language,
                                                int limit)
{
    const std::optional<QString> text = languages.string(language);
    if (!languages.has(language)) {
        m_faults.add(FaultCode::LanguageMissing, languages.place(), {named(field), QLatin1String(language)});
        return std::nullopt;
    }
    if (!text || !isFitText(*text, languages.named(language), languages.placeOf(language), limit, m_faults))
        return std::nullopt;
    return text;
}

void FieldReader::tellUnknown()
{
    for (const auto &[key, value] : m_table) {
        const QString name = QString::fromUtf8(key.data(), static_cast<qsizetype>(key.length()));
        if (m_known.contains(name))
            continue;
        const toml::source_position begin = key.source().begin;
        const Place place{static_cast<int>(begin.line), static_cast<int>(begin.column)};
        if (m_faults.wants(FaultCode::FieldUnknown, place))
            m_faults.add(FaultCode::FieldUnknown, place, {m_prefix + name, nearest(name, m_known)});
    }
}

} // namespace zocalo::lesson
