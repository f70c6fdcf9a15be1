// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/lesson/lessonreader.h"

#include "core/lesson/lessonparser.h"
#include "core/lesson/lessonsource.h"
#include "core/lesson/scriptchecker.h"
#include "core/lesson/switchreader.h"

#include <QRegularExpression>

#include <string_view>

namespace zocalo::lesson {

namespace {

/// The parser's own words are English and made for programmers; what they say is told as a code.
void addSyntaxFault(const toml::parse_error &error, FaultList &faults)
{
    const toml::source_position begin = error.source().begin;
    const Place place{static_cast<int>(begin.line), static_cast<int>(begin.column)};
    const std::string_view words = error.description();
    const QString description = QString::fromUtf8(words.data(), static_cast<qsizetype>(words.size()));
    static const QRegularExpression redefined(QStringLiteral("cannot redefine existing [^']*'([^']*)'"));
    const QRegularExpressionMatch twice = redefined.match(description);
    if (twice.hasMatch())
        faults.add(FaultCode::KeyTwice, place, {twice.captured(1)});
    else if (description.contains(QLatin1String("maximum nested")))
        faults.add(FaultCode::TooDeep, place);
    else
        faults.add(FaultCode::Syntax, place);
}

/// Looks through the script as it is with each setting of the switches but the first.
void checkChanged(const toml::table &root, const Lesson &lesson, FaultList &faults)
{
    constexpr qint64 kRounds = 6; // numbers of clients, languages
    qint64 rehearsed = 0;
    for (const Choices &choices : combinations(lesson.switches)) {
        if (choices == lesson.choices)
            continue;
        LessonParser parser(faults, choices);
        const Lesson changed = parser.parse(root);
        if (!parser.isScriptSound())
            continue;
        rehearsed += kRounds * changed.expand(changed.maxClients, changed.kind).calls.size();
        if (rehearsed > kMaxRehearsedCalls) {
            faults.add(FaultCode::TooMuchToRehearse, placeOf(*root.get("switches")),
                       {QString::number(kMaxRehearsedCalls)});
            return;
        }
        ScriptChecker(changed, parser.places(), faults).checkChanged();
    }
}

/// The lesson with these choices, of which it was made sure what `rehearse` says.
Lesson parseSettings(const toml::table &root, const Choices &choices, LessonReader::Rehearse rehearse,
                     FaultList &faults)
{
    using Rehearse = LessonReader::Rehearse;
    LessonParser first(faults, {});
    Lesson lesson = first.parse(root);
    const bool isFirst = resolved(lesson.switches, choices) == lesson.choices;
    // Stills and questions are of the lesson as it is: in a changed one what they speak of may not happen.
    if (first.isScriptSound() && (rehearse == Rehearse::All || (rehearse == Rehearse::Chosen && isFirst)))
        ScriptChecker(lesson, first.places(), faults).check();
    if (first.isScriptSound() && rehearse == Rehearse::All)
        checkChanged(root, lesson, faults);
    if (isFirst)
        return lesson;
    LessonParser chosen(faults, choices);
    lesson = chosen.parse(root);
    if (chosen.isScriptSound() && rehearse == Rehearse::Chosen)
        ScriptChecker(lesson, chosen.places(), faults).checkChanged();
    return lesson;
}

Lesson parseChecked(const QByteArray &text, const Choices &choices, LessonReader::Rehearse rehearse, FaultList &faults)
{
    if (!isReadableText(text, faults))
        return {};
    try {
        const toml::table root = toml::parse(std::string_view(text.constData(), static_cast<size_t>(text.size())));
        return parseSettings(root, choices, rehearse, faults);
    } catch (const toml::parse_error &error) {
        addSyntaxFault(error, faults);
    }
    return {};
}

} // namespace

Result<Lesson> LessonReader::read(const QString &path)
{
    FaultList faults(path);
    const Result<QByteArray> text = readLessonFile(path, faults);
    m_faults = faults.sorted();
    if (!text)
        return text.error();
    // What comes with the program is rehearsed by the tests, for it takes longer than all the rest of a start.
    return parse(text.value(), path, {}, path.startsWith(QLatin1String(":/")) ? Rehearse::Nothing : Rehearse::All);
}

Result<Lesson> LessonReader::parse(const QByteArray &text, const QString &path)
{
    return parse(text, path, {}, Rehearse::All);
}

Result<Lesson> LessonReader::parse(const QByteArray &text, const QString &path, const Choices &choices)
{
    return parse(text, path, choices, Rehearse::Chosen);
}

Result<Lesson> LessonReader::changed(const Lesson &lesson, const Choices &choices)
{
    // All settings were looked through when it was read.
    Result<Lesson> changed = parse(lesson.source, lesson.path, choices, Rehearse::Nothing);
    if (!changed)
        return changed;
    Lesson kept = changed.value();
    kept.laboratory = lesson.laboratory;
    return kept;
}

Result<Lesson> LessonReader::parse(const QByteArray &text, const QString &path, const Choices &choices,
                                   Rehearse rehearse)
{
    FaultList faults(path);
    Lesson lesson = parseChecked(text, choices, rehearse, faults);
    lesson.path = path;
    lesson.source = text;
    m_faults = faults.sorted();
    if (m_faults.isEmpty())
        return lesson;
    const Place place = m_faults.constFirst().place;
    const QString where = place.line == 0 ? QString() : QStringLiteral("%1:%2").arg(place.line).arg(place.column);
    return Error{ErrorCode::LessonFaulty, path, where, 0};
}

} // namespace zocalo::lesson
