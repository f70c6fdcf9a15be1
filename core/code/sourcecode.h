// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include <QList>
#include <QStringList>

namespace zocalo::code {

enum class Language { Python, C };

/// A program as text, and where in it each call stands.
struct SourceCode
{
    QString fileName; ///< "tcp_server.py"
    QStringList lines;
    QList<int> lineOfCall; ///< index in `lines` of the line that makes the program's call number i

    QString text() const { return lines.join(QLatin1Char('\n')) + QLatin1Char('\n'); }
};

/// Words that the writers put into the program; they come translated.
struct CodeWords
{
    QString inThisRun; ///< "in this run: %1", of a port
    QString beginning; ///< "the first %1 bytes of %2 are known", of a message
};

} // namespace zocalo::code
