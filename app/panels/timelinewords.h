// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "app/play/stepindex.h"

#include <QCoreApplication>

namespace zocalo::panels {

/// What a timeline says of a run's moments, in the application's language.
class TimelineWords
{
    Q_DECLARE_TR_FUNCTIONS(zocalo::panels::TimelineWords)

public:
    /// Both must outlive it.
    TimelineWords(const world::Timeline &timeline, const play::StepIndex &index) : m_timeline(timeline), m_index(index)
    {
    }

    /// "send() has returned to Client B: 5 bytes".
    QString moment(int step) const;
    /// "step 14 of 32".
    QString position(int step) const;
    /// "Client B", "TCP server".
    QString process(history::ProcessId id) const;
    /// What happens in some chapters that follow each other: "bind, listen"; "connect, accept, send".
    static QString chapters(const QList<play::Chapter> &chapters);
    /// What a filter for calls lets through.
    static QString group(play::CallGroup group);

private:
    QString returned(const play::StepMoment &moment, int step) const;

    const world::Timeline &m_timeline;
    const play::StepIndex &m_index;
};

} // namespace zocalo::panels
