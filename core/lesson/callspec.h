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

} // namespace zocalo::lesson
