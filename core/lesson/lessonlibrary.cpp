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

QList<Lesson> readAll()
{
    QList<Lesson> lessons;
    for (const QString &id : bundledIds()) {
        if (const Result<Lesson> lesson = LessonReader().read(pathOf(id)))
            lessons.append(lesson.value());
    }
    return lessons;
}

/// On the path by its order; what is not on it comes after. Each after those it builds on.
QList<Lesson> inOrder(QList<Lesson> waiting)
{
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

} // namespace

const QList<Lesson> &LessonLibrary::lessons()
{
    static const QList<Lesson> known = inOrder(readAll());
    return known;
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
