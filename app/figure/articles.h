// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "app/figure/names.h"

#include <QCoreApplication>
#include <QString>

namespace zocalo::figure {

/// In a sentence the names of a lesson's parts have the article that the language asks for: "Servidor" on a card is "el
/// servidor" in Spanish, and "de Servidor" is "del servidor". What programs are called stays as it is.
class Articles
{
    Q_DECLARE_TR_FUNCTIONS(zocalo::figure::Articles)

public:
    Articles(const world::World &world, const Names &names);

    /// The sentence with them. Sentences that have them already stay as they are.
    QString in(const QString &sentence) const;

private:
    QString inserted(const QString &sentence, const QString &name) const;

    QStringList m_programs; ///< what programs are called
    QStringList m_names;    ///< the longest first: one may be the beginning of another
};

} // namespace zocalo::figure
