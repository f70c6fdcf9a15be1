// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "app/play/stepindex.h"

#include <QCoreApplication>

#include <functional>

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
    /// "Client B (TCP)": where a run has both halves of a twin, with which one it is of.
    QString processOfRun(history::ProcessId id) const;
    /// What happens in some chapters that follow each other: "bind", "listen"; "connect", "accept", "send".
    static QStringList chapters(const QList<play::Chapter> &chapters);
    /// The same for as much room as there is: whole words, the first of them that `fits`; of many chapters, and of a
    /// name that was `said` before, also the step at which it begins. Empty: nothing fits.
    static QString chapterName(const QList<play::Chapter> &chapters, const QStringList &said,
                               const std::function<bool(const QString &)> &fits);
    static constexpr int MostMerged = 6; ///< chapters told together by their words
    /// What a filter for calls lets through.
    static QString group(play::CallGroup group);

private:
    QString withArticles(const QString &sentence) const;
    QString returned(const play::StepMoment &moment, int step) const;

    const world::Timeline &m_timeline;
    const play::StepIndex &m_index;
};

} // namespace zocalo::panels
