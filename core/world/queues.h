// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include <QList>

namespace zocalo::world {

/// Takes the first item off a list that is used as a queue. QList leaves its room in front, and a list that stops being
/// shared with a copy takes that room over and adds as much as it needs: without this it would grow with every world
/// that is kept, however few items it has.
template <typename T>
void dropFirst(QList<T> &queue)
{
    queue.removeFirst();
    if (queue.capacity() > 4 * queue.size() + 16)
        queue.squeeze();
}

} // namespace zocalo::world
