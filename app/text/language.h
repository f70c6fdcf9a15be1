// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include <QString>

namespace zocalo::text {

/// "es" or "en": the language of the locale (LC_ALL, LC_MESSAGES, LANG), English where it is another.
QString systemLanguage();
/// "es" or "en", as last set.
QString language();
/// Installs the catalogues of that language ("es" or "en") in place of those before; needs an application object.
/// Widgets are told by QEvent::LanguageChange.
void setLanguage(const QString &language);

} // namespace zocalo::text
