// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "app/figure/figureinput.h"

#include <QCoreApplication>
#include <QStringList>

namespace zocalo::figure {

/// What stands in a picture's last line beside its legend.
class FootNotes
{
    Q_DECLARE_TR_FUNCTIONS(zocalo::figure::FootNotes)

public:
    /// Of every picture: until when was watched what it shows.
    explicit FootNotes(const FigureInput &input);

    /// One more; does nothing if it is empty.
    void add(const QString &note);
    /// All of them; empty if there is none.
    QString text() const { return m_notes.join(QStringLiteral(" · ")); }

private:
    QStringList m_notes;
};

} // namespace zocalo::figure
