// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include <QString>

namespace zocalo::lesson {

/// A text in both languages.
struct Text
{
    QString en;
    QString es;
    /// `language` is "es" or "en"; anything else gives English.
    const QString &in(const QString &language) const { return language == QLatin1String("es") ? es : en; }
    bool isEmpty() const { return en.isEmpty(); }
    bool operator==(const Text &) const = default;
};

} // namespace zocalo::lesson
