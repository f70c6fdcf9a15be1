// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "core/history/cursor.h"

namespace zocalo::history {

/// The sockets that processes were found to hold, as events in the order of their positions.
class HeldCursor : public Cursor
{
public:
    bool open(UntrustedDatabase &database);
    /// The present row as an event; false if it cannot be what it says.
    bool read(qint64 originNs, Event &event);

private:
    Cursor m_socketCursor;
};

} // namespace zocalo::history
