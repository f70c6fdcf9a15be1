// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "core/lesson/callspec.h"
#include "core/lesson/fieldreader.h"
#include "core/lesson/node.h"

namespace zocalo::lesson {

/// Reads the items of a lesson's `script`: calls, blocks and marks, each by itself. What they mean together is the
/// ScriptChecker's.
class ScriptReader
{
public:
    Q_DISABLE_COPY_MOVE(ScriptReader)
    using Nodes = QList<std::shared_ptr<const Lesson::Node>>;
    using Texts = QHash<QString, std::shared_ptr<const ClientTexts>>;

    /// `lesson` has its kind, processes, switches and choices already.
    ScriptReader(const Lesson &lesson, const Texts &texts, FaultList &faults);

    Nodes read(const toml::array &items);

private:
    Nodes readItems(const toml::array &items, int depth, bool inLoop);
    /// Null if the item is not in the script as the switches are set.
    std::shared_ptr<Lesson::Node> readItem(const toml::table &table, int depth, bool inLoop);
    bool isLeftOut(FieldReader &fields);
    void readBlock(FieldReader &fields, Lesson::Node &node, int depth, bool inLoop);
    void readMark(FieldReader &fields, Lesson::Node &node, bool inLoop);
    void readCall(FieldReader &fields, Lesson::Node &node, bool inLoop);
    void readOutcome(FieldReader &fields, Lesson::Node &node);
    void readProcess(FieldReader &fields, Lesson::Node &node, bool inLoop);
    void readArguments(FieldReader &fields, const CallSpec &spec, Lesson::Node &node, bool inLoop);
    void readPayload(FieldReader &fields, const CallSpec &spec, Lesson::Node &node, bool inLoop);
    void readAddress(FieldReader &fields, const CallSpec &spec, Lesson::Node &node, bool inLoop);
    QString readSocketName(FieldReader &fields, const char *field, bool needed, bool inLoop);
    QString readStepName(FieldReader &fields, const char *field, bool inLoop);
    void checkPlaceholder(const FieldReader &fields, const char *field, const QString &value, bool inLoop);

    const Lesson &m_lesson;
    const Texts &m_texts;
    FaultList &m_faults;
};

} // namespace zocalo::lesson
