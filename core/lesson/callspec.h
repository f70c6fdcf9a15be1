// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "core/trace/call.h"

#include <QStringList>

namespace zocalo::lesson {

/// The calls a lesson can make, and which fields each takes.
struct CallSpec
{
    enum Field : unsigned {
        On = 1U << 0U,
        As = 1U << 1U,
        Protocol = 1U << 2U,
        Address = 1U << 3U,
        Payload = 1U << 4U, ///< `payload` or `text`
        Backlog = 1U << 5U,
        Bytes = 1U << 6U,
        How = 1U << 7U,
        Blocks = 1U << 8U,
        Option = 1U << 9U, ///< `option` and `value`
        DontWait = 1U << 10U,
        Truncation = 1U << 11U, ///< `true-length`
        Acknowledged = 1U << 12U,
    };

    const char *name;
    trace::Call call;
    unsigned required;
    unsigned optional;

    bool takes(Field field) const { return ((required | optional) & field) != 0; }
    bool needs(Field field) const { return (required & field) != 0; }
};

/// nullptr if a lesson cannot make a call of that name.
const CallSpec *callSpec(const QString &name);
const CallSpec *callSpec(trace::Call call);
/// The names of all calls a lesson can make.
QStringList callNames();

/// A socket option that a lesson can set.
struct OptionSpec
{
    const char *name; ///< "SO_REUSEADDR"
    const char *word; ///< what zocalo-peer calls it: "reuseaddr"
    int level;
    int option;
};
/// nullptr if a lesson cannot set one of that name.
const OptionSpec *optionSpec(const QString &name);
/// The same by what setsockopt() is given.
const OptionSpec *optionSpec(int level, int option);
QStringList optionNames();

} // namespace zocalo::lesson
