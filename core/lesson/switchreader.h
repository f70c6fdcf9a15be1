// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "core/lesson/fieldreader.h"
#include "core/lesson/switch.h"

namespace zocalo::lesson {

/// Reads a lesson's `switches`.
class SwitchReader
{
public:
    Q_DISABLE_COPY_MOVE(SwitchReader)
    explicit SwitchReader(FaultList &faults) : m_faults(faults) {}

    QList<Switch> read(const toml::array &switches);

private:
    Switch readSwitch(const toml::table &table);
    void readValue(const toml::table &table, Switch &into);
    QString readIs(FieldReader &fields);

    FaultList &m_faults;
};

/// What `choices` come to: a value for each of the switches, those that were not chosen at their first. A choice that
/// no switch has is left out.
Choices resolved(const QList<Switch> &switches, const Choices &choices);
/// Every combination of the switches' values, resolved; the first one is what the lesson has if nothing is chosen.
QList<Choices> combinations(const QList<Switch> &switches);

} // namespace zocalo::lesson
