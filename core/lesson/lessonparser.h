// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "core/lesson/fieldreader.h"
#include "core/lesson/scriptreader.h"

namespace zocalo::lesson {

/// Where in the file stands what is checked only against the whole script.
struct LessonPlaces
{
    Place script;
    QHash<QString, Place> stills;              ///< by the step's name
    QHash<QString, Place> stable;              ///< by the socket, with {client}
    QList<QHash<QByteArray, Place>> questions; ///< of each: "at", "answer", "believed", "explain", "until"
};

/// Turns the table of a lesson file into a Lesson. What is missing or wrong is told and left at its default.
class LessonParser
{
public:
    Q_DISABLE_COPY_MOVE(LessonParser)
    /// `choices`: at what its switches are to stand; what it has no switch for is left out.
    LessonParser(FaultList &faults, Choices choices) : m_faults(faults), m_choices(std::move(choices)) {}

    Lesson parse(const toml::table &root);
    /// False if something in what the script rests on is wrong (kind, clients, processes, the script itself), so that
    /// looking further would only tell the same fault again in other words.
    bool isScriptSound() const { return m_sound; }
    const LessonPlaces &places() const { return m_places; }

private:
    void readHead(FieldReader &fields, Lesson &lesson);
    void readTeaching(FieldReader &fields, Lesson &lesson);
    QStringList readWords(FieldReader &fields, const char *field, int most);
    static Kind readKind(FieldReader &fields);
    void readHosts(FieldReader &fields, Lesson &lesson);
    void checkHosts(const FieldReader &fields, const Lesson &lesson);
    void readProcesses(FieldReader &fields, Lesson &lesson);
    void readProcess(const toml::table &table, Lesson &lesson);
    void checkNames(const FieldReader &fields, const Lesson &lesson);
    ScriptReader::Texts readTexts(FieldReader &fields);
    std::shared_ptr<const ClientTexts> readClientTexts(const toml::table &table, const QString &name);
    void readStable(FieldReader &fields, Lesson &lesson);
    QHash<QString, Place> readNames(FieldReader &fields, const char *field, bool (*fits)(const QString &),
                                    QStringList &names);

    FaultList &m_faults;
    Choices m_choices;
    LessonPlaces m_places;
    bool m_sound = true;
    bool m_hostsSound = true; ///< what stands of hosts in the file
};

} // namespace zocalo::lesson
