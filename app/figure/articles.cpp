// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/figure/articles.h"

#include <algorithm>

namespace zocalo::figure {

namespace {

bool endsSentence(const QString &before)
{
    const QString end = before.trimmed();
    return end.isEmpty() || (end.endsWith(QLatin1Char('.')) && end.size() < before.size());
}

QString withCase(QString text, bool upper)
{
    text[0] = upper ? text.at(0).toUpper() : text.at(0).toLower();
    return text;
}

} // namespace

Articles::Articles(const world::World &world, const Names &names)
{
    for (const world::Process &process : world.processes()) {
        const QString name = names.process(process.id);
        if (process.isProgram)
            m_programs.append(process.name);
        if (name.isEmpty() || name == process.name)
            continue; // a program's, or whatever a lesson calls it
        QString unbroken = name;
        unbroken.replace(QLatin1Char(' '), QChar(QChar::Nbsp));
        for (const QString &written : {name, unbroken}) {
            if (!m_names.contains(written))
                m_names.append(written);
        }
    }
    std::stable_sort(m_names.begin(), m_names.end(),
                     [](const QString &a, const QString &b) { return a.size() > b.size(); });
}

QString Articles::in(const QString &sentence) const
{
    //: a process's part in a sentence, with its article: in Spanish "el %1"; in English it has none
    if (tr("%1", "with its article") == QLatin1String("%1"))
        return sentence;
    QString result = sentence;
    for (const QString &name : m_names)
        result = inserted(result, name);
    return result;
}

QString Articles::inserted(const QString &sentence, const QString &name) const
{
    QString result = sentence;
    const QString part = withCase(name, false);
    for (qsizetype at = result.indexOf(name); at >= 0; at = result.indexOf(name, at + 1)) {
        const qsizetype end = at + name.size();
        // What somebody has sent is told as it was sent.
        const QStringView before = QStringView(result).left(at);
        const bool isQuoted = before.count(u'"') % 2 != 0 || before.count(u'«') > before.count(u'»');
        const bool isPart = std::any_of(m_programs.begin(), m_programs.end(), [&](const QString &program) {
            const qsizetype offset = program.indexOf(name);
            return offset >= 0 && program != name && at >= offset &&
                   QStringView(result).sliced(at - offset).startsWith(program);
        });
        const bool isWhole = !isQuoted && !isPart && (at == 0 || !result.at(at - 1).isLetterOrNumber()) &&
                             (end == result.size() || !result.at(end).isLetterOrNumber());
        if (!isWhole)
            continue;
        //: before a process's part, and the same with its article: in Spanish "de %1", "del %1"; "a %1", "al %1"
        const QString pairs[][2] = {{tr("of %1"), tr("of %1", "with its article")},
                                    {tr("to %1"), tr("to %1", "with its article")},
                                    {QStringLiteral("%1"), tr("%1", "with its article")}};
        for (const auto &[bare, whole] : pairs) {
            const QString word = bare.section(QLatin1String("%1"), 0, 0);
            const qsizetype from = at - word.size();
            const bool fits = from >= 0 && result.mid(from, word.size()) == word &&
                              (from == 0 || word.isEmpty() || !result.at(from - 1).isLetterOrNumber());
            if (!fits)
                continue;
            const QString put = withCase(whole.arg(part), endsSentence(result.left(from)));
            result.replace(from, end - from, put);
            at = from + put.size() - 1;
            break;
        }
    }
    return result;
}

} // namespace zocalo::figure
