// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
// replay FOLDER: hands each file of a corpus to the function that libFuzzer calls, in builds without libFuzzer.
#include "tests/fuzz/input.h"

#include <QDir>
#include <QFile>

#include <cstdio>

int main(int count, char **arguments)
{
    const QDir folder(count == 2 ? QFile::decodeName(arguments[1]) : QString());
    const QStringList names = count == 2 ? folder.entryList(QDir::Files, QDir::Name) : QStringList();
    for (const QString &name : names) {
        QFile file(folder.filePath(name));
        if (!file.open(QIODevice::ReadOnly)) {
            std::fprintf(stderr, "cannot be read: %s\n", qPrintable(name));
            return 1;
        }
        std::fprintf(stderr, "%s\n", qPrintable(name)); // the last one is to blame
        const QByteArray bytes = file.readAll();
        LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t *>(bytes.constData()),
                               static_cast<std::size_t>(bytes.size()));
    }
    std::printf("%d inputs\n", static_cast<int>(names.size()));
    return names.isEmpty() ? 1 : 0;
}
