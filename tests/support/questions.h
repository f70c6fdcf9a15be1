// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include <QFile>
#include <QRegularExpression>
#include <QString>
#include <QStringList>

#include <sqlite3.h>

/// Asking a recording as anybody can, with SQL alone.
namespace zocalo::test {

/// The rows that a statement gives, each as its values joined by blanks. An empty list with `error` set if it fails.
inline QStringList ask(const QString &path, const QString &sql, QString *error)
{
    sqlite3 *database = nullptr;
    sqlite3_open_v2(QFile::encodeName(path).constData(), &database, SQLITE_OPEN_READONLY, nullptr);
    QStringList rows;
    const auto add = [](void *list, int count, char **values, char **) {
        QStringList row;
        for (int i = 0; i < count; ++i)
            row.append(values[i] ? QString::fromUtf8(values[i]) : QStringLiteral("NULL"));
        static_cast<QStringList *>(list)->append(row.join(QLatin1Char(' ')));
        return 0;
    };
    char *message = nullptr;
    sqlite3_exec(database, sql.toUtf8().constData(), add, &rows, &message);
    *error = QString::fromUtf8(message);
    sqlite3_free(message);
    sqlite3_close(database);
    return rows;
}

/// Does what a statement says to a recording; what went wrong, empty if nothing did.
inline QString change(const QString &path, const QString &sql)
{
    sqlite3 *database = nullptr;
    sqlite3_open_v2(QFile::encodeName(path).constData(), &database, SQLITE_OPEN_READWRITE, nullptr);
    char *message = nullptr;
    sqlite3_exec(database, sql.toUtf8().constData(), nullptr, nullptr, &message);
    const QString error = QString::fromUtf8(message);
    sqlite3_free(message);
    sqlite3_close(database);
    return error;
}

/// The blocks of SQL that a page of the manual prints, in their order.
inline QStringList questionsIn(const QString &page)
{
    QFile file(page);
    QStringList questions;
    if (!file.open(QIODevice::ReadOnly))
        return questions;
    const QString text = QString::fromUtf8(file.readAll());
    static const QRegularExpression block(QStringLiteral("```sql\n(.*?)```"),
                                          QRegularExpression::DotMatchesEverythingOption);
    for (auto it = block.globalMatch(text); it.hasNext();)
        questions.append(it.next().captured(1));
    return questions;
}

} // namespace zocalo::test
