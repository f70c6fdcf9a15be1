// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/result.h"
#include "core/lesson/lesson.h"
#include "core/world/callline.h"
#include "core/world/timeline.h"

#include <QByteArray>
#include <QHash>
#include <QMap>

namespace zocalo::lesson {

/// A run as the text of a lesson file.
struct WrittenLesson
{
    QByteArray text;
    int leftOut = 0; ///< calls that a lesson cannot make (another family, an option without a name, …), or that have
                     ///< not returned
    int altered = 0; ///< messages that are not sent as they were (too long, no text)
};

/// Writes a lesson that does what a run did: the same processes, and of each the same calls in the order in which they
/// were entered. What the reader of lessons objects to is tried in the lesson (`may-fail`), and left out if that does
/// not help, so that what comes out is accepted by it.
class LessonWriter
{
public:
    Q_DISABLE_COPY_MOVE(LessonWriter)
    /// `timeline` must outlive the writer. `id` becomes the lesson's: what does not fit there is replaced.
    /// `laboratory`: the run was one in a laboratory.
    LessonWriter(const world::Timeline &timeline, const QString &id, const Text &title, bool laboratory = false);

    /// Errors: NothingToKeep (subject: the id): no call of the run can be made by a lesson.
    Result<WrittenLesson> write();

private:
    /// What became of an item when the reader looked at it.
    enum class Trust : quint8 { AsItWas, Tried, LeftOut };
    struct Item
    {
        QString fields;       ///< all but `may-fail`
        bool expects = false; ///< it has `expect`
        bool waits = false;   ///< it may fall asleep: it is not tried
        Trust trust = Trust::AsItWas;
    };
    /// How a descriptor of a process is called in the file.
    using Names = QHash<int, QString>;

    void gatherProcesses();
    void addCall(const world::CallLine &line, const QList<world::CallLine> &all);
    QString fieldsOf(const world::CallLine &line, bool blocks, bool &expects);
    QString callFields(const world::CallLine &line);
    QString nameFor(const world::CallLine &line, const QString &wish);
    QString addressOf(const world::CallLine &line, const world::Socket *socket) const;
    QString clientOf(const world::CallLine &line) const;
    int clientNumber(const world::CallLine &line) const;
    QByteArray text() const;
    QString kindWord() const;
    static QString quoted(const QString &text);

    const world::Timeline &m_timeline;
    const world::World &m_last;
    QString m_id;
    bool m_laboratory; ///< its hosts had addresses of their own, which no lesson may have
    Text m_title;
    QList<ProcessTemplate> m_templates;
    QHash<QString, QString> m_processes;               ///< name in the run → in the file ("tcp.A")
    QHash<QString, int> m_clients;                     ///< name in the run of a client → 0, 1, 2…
    QMap<QString, Names> m_names;                      ///< by process in the run: open descriptors
    QHash<QString, int> m_used;                        ///< names given so far, by "process.name"
    QHash<world::SocketId, QString> m_references;      ///< "server.listener"
    QHash<world::SocketId, trace::Endpoint> m_senders; ///< who sent what a UDP socket received last
    QList<Item> m_items;
    int m_clientCount = 0;
    int m_leftOut = 0;
    int m_altered = 0;
};

} // namespace zocalo::lesson
