// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "core/code/cwriter.h"
#include "core/code/pythonwriter.h"
#include "tests/support/interpreter.h"

#include <QFile>
#include <QTemporaryDir>

namespace zocalo::test {

/// Writes a program into a folder as the code panel copies it, builds it if it is one in C, without any warning, and
/// gives the command that runs it; empty if it cannot.
inline QStringList commandOf(const code::Program &program, code::Language language, const QTemporaryDir &folder)
{
    const code::CodeWords words{QStringLiteral("in this run: %1"),
                                QStringLiteral("the first %1 bytes of %2 are known")};
    const code::SourceCode source =
        language == code::Language::C ? code::cSource(program, words) : code::pythonSource(program, words);
    const QString path = folder.filePath(source.fileName);
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(source.text().toUtf8()) < 0)
        return {};
    file.close();
    if (language == code::Language::Python)
        return {python(), path};
    const QString built = path + QStringLiteral(".run");
    const int failed = QProcess::execute(QStringLiteral("cc"),
                                         {QStringLiteral("-Wall"), QStringLiteral("-Wextra"), QStringLiteral("-Werror"),
                                          QStringLiteral("-O1"), path, QStringLiteral("-o"), built});
    return failed == 0 ? QStringList{built} : QStringList();
}

} // namespace zocalo::test
