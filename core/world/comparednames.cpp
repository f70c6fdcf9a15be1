// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/world/comparednames.h"

#include <QSet>

#include <algorithm>

namespace zocalo::world {

namespace {

/// With more clients than this a lesson gives all of them numbers (lesson::kMaxLetters).
constexpr int kMostLetters = 18;

const World &endOf(const Timeline &timeline) { return timeline.world(timeline.stepCount() - 1); }

/// The half of a twin that all processes of a run belong to; empty if there is none.
QString groupOf(const World &world)
{
    const QList<Process> &processes = world.processes();
    const QString group = processes.isEmpty() ? QString() : processes.first().group;
    const bool same =
        std::all_of(processes.begin(), processes.end(), [&](const Process &process) { return process.group == group; });
    return same ? group : QString();
}

/// Which of a lesson's clients it is by its letter, "A" or "1": 1, 2, 3…; 0: none of those.
int placeOf(const Process &process)
{
    if (process.role != Role::Client || process.isProgram || process.letter.isEmpty())
        return 0;
    const QChar letter = process.letter.front();
    if (process.letter.size() == 1 && letter >= u'A' && letter < QChar(u'A' + kMostLetters))
        return letter.unicode() - u'A' + 1;
    return letter >= u'1' && letter <= u'9' ? process.letter.toInt() : 0;
}

/// A lesson's run with so many clients that they have numbers: all of 1, 2, 3… Some that are called 1 and 2 in a lesson
/// that has no others are something else.
bool hasNumbers(const World &world)
{
    QSet<int> places;
    int greatest = 0;
    for (const Process &process : world.processes()) {
        if (const int place = placeOf(process); place > 0) {
            if (!process.letter.front().isDigit())
                return false;
            places.insert(place);
            greatest = std::max(greatest, place);
        }
    }
    return greatest > kMostLetters && places.size() == greatest;
}

/// True if no client of a run has a number.
bool hasLetters(const World &world)
{
    const QList<Process> &processes = world.processes();
    return std::none_of(processes.begin(), processes.end(), [](const Process &process) {
        return placeOf(process) > 0 && process.letter.front().isDigit();
    });
}

/// Where a client's letter stands in its name ("A", "client-A"), as a word of its own or at the end; -1: nowhere.
qsizetype letterIn(const QString &name, const QString &letter)
{
    const auto isWord = [&](qsizetype at) { return at < 0 || at >= name.size() || !name.at(at).isLetterOrNumber(); };
    for (qsizetype at = name.indexOf(letter); at >= 0; at = name.indexOf(letter, at + 1)) {
        if (isWord(at - 1) && isWord(at + letter.size()))
            return at;
    }
    return name.endsWith(letter) ? name.size() - letter.size() : -1;
}

} // namespace

ComparedNames::ComparedNames(const Timeline &before, const Timeline &now)
{
    const World &one = endOf(before);
    const World &other = endOf(now);
    const QString group = groupOf(one);
    const QString otherGroup = groupOf(other);
    m_strips = !group.isEmpty() && !otherGroup.isEmpty() && group != otherGroup;
    m_countsClients = (hasNumbers(one) && hasLetters(other)) || (hasNumbers(other) && hasLetters(one));
}

QString ComparedNames::stripped(const QString &name, const QString &group) const
{
    const bool has = m_strips && !group.isEmpty() && name.startsWith(group + QLatin1Char('.'));
    return has ? name.mid(group.size() + 1) : name;
}

QString ComparedNames::keyOf(const Process &process) const
{
    QString key = stripped(process.name, process.group);
    const int place = m_countsClients ? placeOf(process) : 0;
    const qsizetype at = place > 0 ? letterIn(key, process.letter) : -1;
    // No name of a lesson has this sign.
    return at < 0 ? key : key.replace(at, process.letter.size(), QStringLiteral("#%1").arg(place));
}

QHash<MessageId, QString> ComparedNames::messageKeys(const World &world) const
{
    QHash<MessageId, QString> keys;
    QHash<ProcessId, int> sent;
    for (const Message &message : world.messages()) {
        const Process *const sender = m_countsClients ? world.process(message.senderProcess) : nullptr;
        // "A2" and "1-2": the second one of the same client.
        keys.insert(message.id, sender ? QStringLiteral("%1/%2").arg(keyOf(*sender)).arg(++sent[sender->id])
                                       : stripped(message.fullName(), message.group));
    }
    return keys;
}

} // namespace zocalo::world
