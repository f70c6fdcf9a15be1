// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "core/lesson/node.h"

namespace zocalo::lesson {

/// What a client is called among so many in a lesson without hosts: a letter, or beyond kMaxLetters clients a number
/// ("1" is the first).
QString clientName(int ordinal, int clients);

/// Turns the loops of a lesson into the plain list of calls for a number of clients and a kind.
class Expander
{
public:
    /// `clients` is brought within 1 and the lesson's greatest number. `kind` Tcp or Udp of a twin leaves that half.
    Expander(const Lesson &lesson, int clients, Kind kind);

    const Script &script() const { return m_script; }
    /// The item of the file that each call of the script came from.
    const QList<const Lesson::Node *> &origins() const { return m_origins; }
    /// The script would be longer than kMaxCalls, and was cut.
    bool isTooLong() const { return m_tooLong; }
    /// Marks that stand before every call, that meet a moment which has a name, or that hold after the last call.
    struct BadMark
    {
        FaultCode code = FaultCode::NothingBeforeMark;
        const Lesson::Node *node = nullptr;
        QStringList args;
    };
    const QList<BadMark> &badMarks() const { return m_badMarks; }

private:
    void addProcesses();
    void walk(const QList<std::shared_ptr<const Lesson::Node>> &nodes, int client);
    void walkBlock(const Lesson::Node &node, int client);
    void addCall(const Lesson::Node &node, int client);
    void addMark(const Lesson::Node &node, int client);
    bool isLeftOut(const QString &half) const;
    QList<int> selected(Selector selector, int current) const;
    QString filled(QString text, int client) const;
    QString filledName(const QString &name, int client) const;
    Host hostNamed(const QString &name) const;
    QString withHost(QString address, const QString &process) const;
    Text message(const Lesson::Node &node, int client) const;

    const Lesson &m_lesson;
    int m_clients;
    QString m_onlyHalf;
    Script m_script;
    QList<const Lesson::Node *> m_origins;
    QList<BadMark> m_badMarks;
    const Lesson::Node *m_pendingHold = nullptr;
    int m_visits = 0;
    int m_number = 0; ///< which time of the innermost block that is repeated; 0: none is
    bool m_tooLong = false;
};

} // namespace zocalo::lesson
