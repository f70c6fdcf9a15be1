// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
// A lesson file from anybody. Input: its text.
#include "core/lesson/lessonreader.h"
#include "tests/fuzz/input.h"

#include <cstdlib>

using namespace zocalo;

int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const QByteArray text(reinterpret_cast<const char *>(data), static_cast<qsizetype>(size));
    lesson::LessonReader reader;
    const auto read = reader.parse(text, QStringLiteral("fuzz.toml"));
    if (read.ok() != reader.faults().isEmpty() && read.error().code == ErrorCode::LessonFaulty)
        std::abort(); // refused without a word of why, or told as wrong and taken
    return 0;
}
