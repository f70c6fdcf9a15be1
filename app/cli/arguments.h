// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include <QCoreApplication>
#include <QHash>
#include <QString>
#include <QStringList>

namespace zocalo::cli {

/// What the command line asks for.
struct Request
{
    QString command;                ///< "figure", …; empty: the window
    QStringList words;              ///< its positional arguments
    QHash<QString, QString> values; ///< options by their long name ("step" → "b2"); flags have "yes"
    QStringList outputs;            ///< every -o
    QStringList changes;            ///< every --set: "backlog=4"
    QStringList program;            ///< what comes after "--": a program and its arguments
    bool help = false;
    bool version = false;

    bool has(const QString &option) const { return values.contains(option); }
    QString value(const QString &option, const QString &otherwise = {}) const
    {
        return values.value(option, otherwise);
    }
};

/// Reads the command line (a contract: see docs/command-line.md).
class Arguments
{
    Q_DECLARE_TR_FUNCTIONS(zocalo::cli::Arguments)

public:
    /// `arguments` without the program's name. If they are wrong, error() is not empty, and exit status 2 is due.
    explicit Arguments(const QStringList &arguments);

    const Request &request() const { return m_request; }
    /// One sentence, in the application's language; it names the nearest known word where there is one.
    const QString &error() const { return m_error; }

    static QStringList commands();
    /// The help of a command; of the program, if empty.
    static QString help(const QString &command);

private:
    static QString linesHelp();
    void read(const QStringList &arguments);
    bool readOption(const QStringList &arguments, qsizetype &index);
    void check();
    void checkCount(int least, int most);
    void checkProgram();
    void checkChoice(const QString &option, const QStringList &choices);
    void fail(const QString &message);

    Request m_request;
    bool m_hasProgram = false; ///< there was a "--" that begins one
    QString m_error;
};

} // namespace zocalo::cli
