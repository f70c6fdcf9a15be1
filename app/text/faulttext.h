// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "core/lesson/fault.h"

#include <QCoreApplication>

namespace zocalo::text {

/// The faults of lesson files as sentences: what is wrong, and where it helps what to write instead.
class FaultText
{
    Q_DECLARE_TR_FUNCTIONS(zocalo::text::FaultText)

public:
    /// "file:line:column: sentence"; without the numbers where the file as a whole is meant.
    static QString line(const lesson::Fault &fault);
    /// The sentence alone, in the application's language. What comes from the file is made harmless to a terminal.
    static QString sentence(const lesson::Fault &fault);

private:
    static QString ofFile(const lesson::Fault &fault);
    static QString ofField(const lesson::Fault &fault);
    static QString ofValue(const lesson::Fault &fault);
    static QString ofProcess(const lesson::Fault &fault);
    static QString ofSocket(const lesson::Fault &fault);
    static QString ofConnection(const lesson::Fault &fault);
    static QString ofStep(const lesson::Fault &fault);
    static QString ofQuestion(const lesson::Fault &fault);
    static QString ofSwitch(const lesson::Fault &fault);
    /// The sentence, followed by the question whether `nearest` was meant, unless it is empty.
    static QString suggesting(const QString &sentence, const QString &nearest);
    /// "a text", "a whole number", … for TOML's name of a type.
    static QString typeWords(const QString &type);
};

} // namespace zocalo::text
