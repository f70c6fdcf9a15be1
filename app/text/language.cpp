// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/text/language.h"

#include <QCoreApplication>
#include <QLibraryInfo>
#include <QLocale>
#include <QTranslator>

#include <memory>

namespace zocalo::text {

namespace {

struct Catalogues
{
    QString language;
    std::unique_ptr<QTranslator> own; ///< ours
    std::unique_ptr<QTranslator> qt;  ///< the standard buttons and dialogs
};

Catalogues &catalogues()
{
    static Catalogues instance;
    return instance;
}

} // namespace

QString systemLanguage()
{
    // POSIX's order; QLocale::system() looks at LANGUAGE and others too, and would not follow LC_ALL=C.
    for (const char *name : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
        const QByteArray value = qgetenv(name);
        if (!value.isEmpty()) {
            return value.startsWith("es") ? QStringLiteral("es") : QStringLiteral("en");
        }
    }
    return QStringLiteral("en");
}

QString language()
{
    const QString &current = catalogues().language;
    return current.isEmpty() ? QStringLiteral("en") : current;
}

void setLanguage(const QString &language)
{
    Catalogues &current = catalogues();
    auto own = std::make_unique<QTranslator>();
    auto qt = std::make_unique<QTranslator>();
    const bool ownLoaded = own->load(QStringLiteral(":/i18n/zocalo_%1.qm").arg(language));
    const bool qtLoaded =
        qt->load(QStringLiteral("qtbase_%1").arg(language), QLibraryInfo::path(QLibraryInfo::TranslationsPath));
    current.language = language;
    current.own.reset(); // a translator that is destroyed is taken out of the application
    current.qt.reset();
    if (qtLoaded) {
        current.qt = std::move(qt);
        QCoreApplication::installTranslator(current.qt.get());
    }
    if (ownLoaded) {
        current.own = std::move(own);
        QCoreApplication::installTranslator(current.own.get());
    }
    QLocale::setDefault(QLocale(language));
}

} // namespace zocalo::text
