// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "core/lesson/fault.h"
#include "core/lesson/lesson.h"
#include "core/lesson/switch.h"

#include <QByteArray>
#include <QHash>
#include <QStringList>

#include <toml++/toml.h>

#include <optional>

namespace zocalo::lesson {

/// Where a TOML value stands.
Place placeOf(const toml::node &node);

/// Reads the fields of one TOML table by name and type, and tells what is wrong with each. The table must outlive it.
class FieldReader
{
public:
    Q_DISABLE_COPY_MOVE(FieldReader)
    /// `prefix` stands before the fields' names in faults ("title.").
    FieldReader(const toml::table &table, FaultList &faults, QString prefix = {});

    /// From now on a value "$id" of a string, number or boolean field stands for what that switch is set to. They must
    /// outlive the reader.
    void setSwitches(const QList<Switch> &switches, const Choices &choices);

    Place place() const { return m_place; }
    bool has(const char *field) const { return m_table.contains(field); }
    /// Where the field's value stands, or the table if there is none.
    Place placeOf(const char *field) const;

    /// Each reads one field, marks it as known, and gives nothing if it is missing or wrong. Only `required` ones that
    /// are missing are a fault.
    enum class Need { Optional, Required };
    std::optional<QString> string(const char *field, Need need = Need::Optional);
    std::optional<qint64> number(const char *field, qint64 least, qint64 greatest, Need need = Need::Optional);
    std::optional<bool> boolean(const char *field);
    /// A string, an integer or a boolean, as a word.
    std::optional<QString> scalar(const char *field, Need need = Need::Optional);
    /// A table with en and es, both needed; no more than `limit` characters each.
    std::optional<Text> text(const char *field, int limit, Need need = Need::Optional);
    const toml::array *array(const char *field, Need need = Need::Optional);
    const toml::table *table(const char *field, Need need = Need::Optional);
    /// A string that is one of `known`; its index there.
    std::optional<int> choice(const char *field, const QStringList &known, Need need = Need::Optional);

    /// Marks a field as known without reading it.
    void know(const char *field);
    /// Tells every field that was not asked for.
    void tellUnknown();

private:
    /// What the switch is set to that the field names; nothing if it names none.
    std::optional<QString> switched(const char *field);
    const toml::node *find(const char *field, Need need, toml::node_type type, const char *typeName);
    std::optional<QString> checkedText(FieldReader &languages, const char *field, const char *language, int limit);
    QString named(const char *field) const { return m_prefix + QLatin1String(field); }

    const toml::table &m_table;
    FaultList &m_faults;
    QString m_prefix;
    Place m_place;
    QStringList m_known;
    const QList<Switch> *m_switches = nullptr;
    const Choices *m_choices = nullptr;
};

/// TOML's name of a value's type.
QString typeName(const toml::node &node);
/// Checks a text that is shown or sent: not empty, not too long, nothing unfit in it. Tells and gives false if not.
bool isFitText(const QString &text, const QString &field, Place place, int limit, FaultList &faults);

} // namespace zocalo::lesson
