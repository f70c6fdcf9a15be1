// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/lesson/switch.h"

#include <QStringList>

#include <algorithm>

namespace zocalo::lesson {

const SwitchValue *Switch::value(const QString &is) const
{
    const auto found =
        std::find_if(values.cbegin(), values.cend(), [&](const SwitchValue &each) { return each.is == is; });
    return found == values.cend() ? nullptr : &*found;
}

QString choicesText(const Choices &choices)
{
    QStringList words;
    for (auto each = choices.cbegin(); each != choices.cend(); ++each)
        words.append(each.key() + u'=' + each.value());
    words.sort();
    return words.join(u',');
}

Choices choicesFrom(const QString &text)
{
    Choices choices;
    const QStringList words = text.split(u',', Qt::SkipEmptyParts);
    for (const QString &word : words) {
        const qsizetype equals = word.indexOf(u'=');
        if (equals > 0)
            choices.insert(word.left(equals), word.mid(equals + 1));
    }
    return choices;
}

} // namespace zocalo::lesson
