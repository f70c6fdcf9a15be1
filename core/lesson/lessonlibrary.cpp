// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/lesson/lessonlibrary.h"

#include "core/base/nearest.h"
#include "core/lesson/lessonreader.h"

#include <QDir>

#include <algorithm>

namespace zocalo::lesson {

namespace {

const QString kFolder = QStringLiteral(":/zocalo/lessons");
constexpr int kOffThePath = 10'000;
const QString kEnding = QStringLiteral(".toml");

QString pathOf(const QString &id) { return kFolder + u'/' + id + kEnding; }

QStringList bundledIds()
{
    QStringList ids;
    const QStringList files = QDir(kFolder).entryList({u'*' + kEnding}, QDir::Files, QDir::Name);
    for (const QString &file : files)
        ids.append(file.chopped(kEnding.size()));
    return ids;
}

} // namespace

QList<Lesson> LessonLibrary::lessons()
{
    QList<Lesson> waiting;
    for (const QString &id : bundledIds()) {
        if (const Result<Lesson> lesson = LessonReader().read(pathOf(id)))
            waiting.append(lesson.value());
    }
    // On the path by its order; what is not on it comes after.
    std::stable_sort(waiting.begin(), waiting.end(), [](const Lesson &a, const Lesson &b) {
        return (a.station == 0 ? kOffThePath : a.station) < (b.station == 0 ? kOffThePath : b.station);
    });
    QList<Lesson> ordered;
    QStringList placed;
    while (!waiting.isEmpty()) {
        const auto isReady = [&](const Lesson &lesson) {
            return std::all_of(lesson.buildsOn.cbegin(), lesson.buildsOn.cend(), [&](const QString &id) {
                return placed.contains(id) || std::none_of(waiting.cbegin(), waiting.cend(),
                                                           [&](const Lesson &other) { return other.id == id; });
            });
        };
        auto next = std::find_if(waiting.begin(), waiting.end(), isReady);
        if (next == waiting.end())
            next = waiting.begin(); // they build on each other: any of them is first
        placed.append(next->id);
        ordered.append(*next);
        waiting.erase(next);
    }
    return ordered;
}

QStringList LessonLibrary::ids()
{
    QStringList ids;
    for (const Lesson &lesson : lessons())
        ids.append(lesson.id);
    return ids;
}

Result<Lesson> LessonLibrary::find(const QString &idOrPath, QList<Fault> *faults)
{
    const QStringList known = bundledIds();
    const bool isId = known.contains(idOrPath);
    if (!isId && !idOrPath.contains(u'/') && !idOrPath.endsWith(kEnding))
        return Error{ErrorCode::LessonUnknown, idOrPath, nearest(idOrPath, known), 0};
    LessonReader reader;
    Result<Lesson> lesson = reader.read(isId ? pathOf(idOrPath) : idOrPath);
    if (faults)
        *faults = reader.faults();
    return lesson;
}

} // namespace zocalo::lesson
