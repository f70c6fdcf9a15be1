// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "core/world/timeline.h"

#include <QHash>
#include <QString>

namespace zocalo::world {

/// By what the processes and the messages of two runs are known as each other's likes: by their names, but for what is
/// only another way of naming the same. Of two halves of a twin "tcp.A" and "udp.A" are both "A"; and where a lesson
/// has so many clients in one of the runs that they have numbers, its client 1 is the other run's A.
class ComparedNames
{
public:
    ComparedNames(const Timeline &before, const Timeline &now);

    QString keyOf(const Process &process) const;
    /// Of each message of a run.
    QHash<MessageId, QString> messageKeys(const World &world) const;

private:
    QString stripped(const QString &name, const QString &group) const;

    bool m_strips = false;        ///< the half is left out
    bool m_countsClients = false; ///< clients are known by their place in the row
};

} // namespace zocalo::world
