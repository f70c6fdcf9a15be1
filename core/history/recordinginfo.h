// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QString>
#include <QStringList>

namespace zocalo::history {

/// What a recording says of itself: the table `recording` of docs/recording.md.
struct RecordingInfo
{
    QString program;         ///< version of zocalo that wrote it
    QString created;         ///< date and time in UTC, ISO 8601; a writer that finds it empty takes the present
    QString lesson;          ///< the lesson's id; empty: none
    QByteArray lessonSource; ///< the text of the lesson's file
    QString kind;            ///< "twin", "pair", "tcp", "udp"; empty: no lesson
    int clients = 0;
    QString choices;           ///< at what the lesson's switches stood: "backlog=4,reuse=both"; empty: it has none
    bool isLaboratory = false; ///< its processes ran in namespaces of their own; it may have segments
    QString language;          ///< "es", "en"
    QStringList command;       ///< program and arguments of a program that was watched
    quint64 events = 0;        ///< reader: how many events it says it has
    bool isEnded = false;      ///< reader: it was closed properly
};

} // namespace zocalo::history
