// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/lesson/tomlscan.h"

namespace zocalo::lesson {

namespace {

/// How many of the same quotation mark stand at `at`, up to five: a multi-line string may end in two of its own.
qsizetype quotesAt(const QByteArray &text, qsizetype at, char quote)
{
    constexpr qsizetype kMost = 5;
    qsizetype count = 0;
    while (count < kMost && at + count < text.size() && text[at + count] == quote)
        ++count;
    return count;
}

/// The first byte after the string that begins at `at`; the end of the text if it does not end.
qsizetype afterString(const QByteArray &text, qsizetype at)
{
    constexpr qsizetype kMultiLine = 3;
    const char quote = text[at];
    const bool isMultiLine = quotesAt(text, at, quote) >= kMultiLine;
    at += isMultiLine ? kMultiLine : 1;
    while (at < text.size()) {
        if (text[at] == '\\' && quote == '"') {
            at += 2;
        } else if (text[at] == '\n' && !isMultiLine) {
            return at;
        } else if (text[at] == quote) {
            const qsizetype quotes = quotesAt(text, at, quote);
            if (!isMultiLine)
                return at + 1;
            if (quotes >= kMultiLine)
                return at + quotes;
            at += quotes;
        } else {
            ++at;
        }
    }
    return text.size();
}

} // namespace

qsizetype excessiveDot(const QByteArray &text, int limit)
{
    int dots = 0;
    for (qsizetype at = 0; at < text.size();) {
        switch (text[at]) {
        case '"':
        case '\'':
            at = afterString(text, at);
            continue;
        case '#':
            while (at < text.size() && text[at] != '\n')
                ++at;
            continue;
        case '\n':
            dots = 0;
            break;
        case '.':
            if (++dots > limit)
                return at;
            break;
        default:
            break;
        }
        ++at;
    }
    return -1;
}

} // namespace zocalo::lesson
