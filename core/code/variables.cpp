// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/code/variables.h"

namespace zocalo::code {

namespace {

QString plain(const QString &name)
{
    QString result;
    for (const QChar letter : name.toLower()) {
        const bool good = letter.unicode() < 128 && letter.isLetterOrNumber();
        result += good ? letter : QLatin1Char('_');
    }
    return result;
}

} // namespace

QString Variables::of(const QString &socketName)
{
    if (const auto known = m_names.constFind(socketName); known != m_names.constEnd()) {
        return *known;
    }
    QString name = plain(socketName);
    if (name == QLatin1String("socket") || name.isEmpty()) {
        name = QStringLiteral("sock");
    } else if (name.front().isDigit()) {
        name.prepend(QLatin1String("client_"));
    }
    QString free = name;
    for (int i = 2; m_used.contains(free); ++i) {
        free = QStringLiteral("%1_%2").arg(name).arg(i);
    }
    m_used.insert(free);
    m_names.insert(socketName, free);
    return free;
}

QString fileStem(const QString &process)
{
    const QString stem = plain(process);
    return stem.isEmpty() ? QStringLiteral("program") : stem;
}

} // namespace zocalo::code
