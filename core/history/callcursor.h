// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "core/history/cursor.h"

#include <QHash>

namespace zocalo::history {

/// The table `call`, in the order of the entries.
class CallCursor : public Cursor
{
public:
    /// The other moment of a call.
    struct Return
    {
        quint64 position = 0; ///< 0: it has not returned
        qint64 timeNs = 0;
        CallReturned data;
    };

    bool open(UntrustedDatabase &database);
    /// Reads the present row. False: it cannot be what it says. `pids` knows the processes.
    bool read(qint64 originNs, const QHash<ProcessId, qint64> &pids, Event &entered, Return &returned);

private:
    bool readLine(trace::Record &record);

    Cursor m_lines; ///< of the table `call_line`
};

} // namespace zocalo::history
