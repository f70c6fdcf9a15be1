// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/lesson/progress.h"

#include <QFile>

#include <sqlite3.h>

#include <memory>

namespace zocalo::lesson {

namespace {

constexpr const char *kMake = "CREATE TABLE IF NOT EXISTS answers (lesson TEXT NOT NULL, question INTEGER NOT NULL, "
                              "answer TEXT NOT NULL, observed TEXT NOT NULL, skipped INTEGER NOT NULL, "
                              "correct INTEGER NOT NULL, people INTEGER NOT NULL, class INTEGER NOT NULL, "
                              "at TEXT NOT NULL)";
constexpr int kBusyMs = 1000;

struct Finalize
{
    void operator()(sqlite3_stmt *statement) const { sqlite3_finalize(statement); }
};
using Statement = std::unique_ptr<sqlite3_stmt, Finalize>;

Statement prepare(sqlite3 *database, const char *text)
{
    sqlite3_stmt *statement = nullptr;
    sqlite3_prepare_v2(database, text, -1, &statement, nullptr);
    return Statement(statement);
}

void bindText(const Statement &statement, int at, const QString &text)
{
    const QByteArray bytes = text.toUtf8();
    sqlite3_bind_text(statement.get(), at, bytes.constData(), static_cast<int>(bytes.size()), SQLITE_TRANSIENT);
}

QString textAt(const Statement &statement, int column)
{
    return QString::fromUtf8(reinterpret_cast<const char *>(sqlite3_column_text(statement.get(), column)));
}

QString quoted(QString field)
{
    const bool plain = !field.contains(u',') && !field.contains(u'"') && !field.contains(u'\n');
    return plain ? field : u'"' + field.replace(u'"', QStringLiteral("\"\"")) + u'"';
}

} // namespace

Progress::~Progress() { sqlite3_close(m_database); }

Error Progress::failure() const { return Error{ErrorCode::FileUnwritable, m_path, {}, 0}; }

Status Progress::run(const char *statement)
{
    if (m_database == nullptr || sqlite3_exec(m_database, statement, nullptr, nullptr, nullptr) != SQLITE_OK)
        return failure();
    return {};
}

Status Progress::open(const QString &path)
{
    sqlite3_close(m_database);
    m_database = nullptr;
    m_path = path;
    const QByteArray name = QFile::encodeName(path);
    if (sqlite3_open_v2(name.constData(), &m_database, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, nullptr) !=
        SQLITE_OK) {
        sqlite3_close(m_database);
        m_database = nullptr;
        return failure();
    }
    sqlite3_busy_timeout(m_database, kBusyMs);
    const Status made = run(kMake);
    if (!made) {
        sqlite3_close(m_database);
        m_database = nullptr;
    }
    return made;
}

Status Progress::add(const GivenAnswer &answer)
{
    const Statement statement = prepare(m_database, "INSERT INTO answers VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)");
    if (!statement)
        return failure();
    bindText(statement, 1, answer.lesson);
    sqlite3_bind_int(statement.get(), 2, answer.question);
    bindText(statement, 3, answer.answer);
    bindText(statement, 4, answer.observed);
    sqlite3_bind_int(statement.get(), 5, answer.skipped ? 1 : 0);
    sqlite3_bind_int(statement.get(), 6, answer.right ? 1 : 0);
    sqlite3_bind_int(statement.get(), 7, answer.people);
    sqlite3_bind_int(statement.get(), 8, answer.inClass ? 1 : 0);
    bindText(statement, 9, answer.when.toUTC().toString(Qt::ISODate));
    return sqlite3_step(statement.get()) == SQLITE_DONE ? Status() : Status(failure());
}

QList<GivenAnswer> Progress::answers() const
{
    QList<GivenAnswer> all;
    const Statement statement = prepare(m_database, "SELECT * FROM answers ORDER BY rowid");
    while (statement && sqlite3_step(statement.get()) == SQLITE_ROW) {
        GivenAnswer answer;
        answer.lesson = textAt(statement, 0);
        answer.question = sqlite3_column_int(statement.get(), 1);
        answer.answer = textAt(statement, 2);
        answer.observed = textAt(statement, 3);
        answer.skipped = sqlite3_column_int(statement.get(), 4) != 0;
        answer.right = sqlite3_column_int(statement.get(), 5) != 0;
        answer.people = sqlite3_column_int(statement.get(), 6);
        answer.inClass = sqlite3_column_int(statement.get(), 7) != 0;
        answer.when = QDateTime::fromString(textAt(statement, 8), Qt::ISODate);
        all.append(answer);
    }
    return all;
}

QHash<QString, int> Progress::answeredQuestions() const
{
    QHash<QString, int> counts;
    const Statement statement =
        prepare(m_database, "SELECT lesson, COUNT(DISTINCT question) FROM answers WHERE skipped = 0 GROUP BY lesson");
    while (statement && sqlite3_step(statement.get()) == SQLITE_ROW)
        counts.insert(textAt(statement, 0), sqlite3_column_int(statement.get(), 1));
    return counts;
}

Status Progress::reset() { return run("DELETE FROM answers"); }

QString Progress::csv() const
{
    QString text = QStringLiteral("lesson,question,answer,observed,skipped,right,people,class,time\n");
    const QList<GivenAnswer> all = answers();
    for (const GivenAnswer &each : all) {
        const QStringList fields{quoted(each.lesson),
                                 QString::number(each.question),
                                 quoted(each.answer),
                                 quoted(each.observed),
                                 each.skipped ? QStringLiteral("yes") : QStringLiteral("no"),
                                 each.right ? QStringLiteral("yes") : QStringLiteral("no"),
                                 QString::number(each.people),
                                 each.inClass ? QStringLiteral("yes") : QStringLiteral("no"),
                                 each.when.toUTC().toString(Qt::ISODate)};
        text += fields.join(u',') + u'\n';
    }
    return text;
}

} // namespace zocalo::lesson
