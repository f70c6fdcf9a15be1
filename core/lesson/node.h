// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "core/lesson/fault.h"
#include "core/lesson/lesson.h"

#include <QByteArray>
#include <QHash>

#include <limits>
#include <memory>
#include <optional>

namespace zocalo::lesson {

/// Which clients a block is carried out for.
enum class Selector {
    Current, ///< no loop: once, with the client of the loop around it
    Clients, ///< each, in order
    First,
    Second,
    Last,
    Others, ///< each but the first
    AllButLast,
};

/// A message that is not the same for each client.
struct ClientTexts
{
    QHash<QString, Text> byClient; ///< "A" → …
    std::optional<Text> others;    ///< for the rest, with {client}
};

/// One item of a lesson's script, as it stands in the file: {client} is still a placeholder.
struct Lesson::Node
{
    enum class Type {
        Call,
        Block, ///< a loop or a condition around other items
        Mark,  ///< names the moment reached, or holds there
    };

    Type type = Type::Call;
    Place place;                     ///< of the item
    QHash<QByteArray, Place> values; ///< of the value of each of its fields
    int atLeast = 1;                 ///< only with this many clients or more
    int atMost = std::numeric_limits<int>::max();

    Selector selector = Selector::Current;               ///< Block
    int repeat = 1;                                      ///< Block: how often, {n} being 1, 2…
    QList<std::shared_ptr<const Lesson::Node>> children; ///< Block

    CallPlan call;                            ///< Call, with {client}; Mark: `hold` and, as `returnName`, the name
    std::shared_ptr<const ClientTexts> texts; ///< Call: what is sent, where it differs by client
    QString half;                             ///< of a twin: "tcp", "udp"; a Mark with none belongs to both

    /// Where the value of `field` stands, or the item if it has no such field.
    Place placeOf(const QByteArray &field) const { return values.value(field, place); }
};

} // namespace zocalo::lesson
