// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include <QString>
#include <QStringList>

namespace zocalo::run {

/// A command line, cut into words as a shell cuts it (POSIX, Shell Command Language, 2.2): blanks, backslash, single
/// and double quotes, and "~/" at the beginning of a word. Nothing else that a shell does is done.
struct CommandWords
{
    enum class Fault : quint8 {
        None,
        OpenQuote, ///< a quote, or a backslash at the end, without its other half
        ShellOnly, ///< `what` is a word of the shell's: a pipe, a redirection, several commands, a variable
    };

    QStringList words;
    Fault fault = Fault::None;
    QString what;

    static CommandWords of(const QString &line);
    /// The line that of() cuts into these words.
    static QString join(const QStringList &words);
};

} // namespace zocalo::run
