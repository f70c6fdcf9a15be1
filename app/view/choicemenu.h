// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "core/lesson/actions.h"

#include <QMenu>

namespace zocalo::view {

/// A menu of things that can be done in the live run, by whom and with which socket. It deletes itself once it is
/// closed.
class ChoiceMenu : public QMenu
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ChoiceMenu)

public:
    /// An entry; `why` it is not possible now, empty if it is. `waits`: why its call would not return at once.
    struct Line
    {
        lesson::Choice choice;
        QString why;
        QString waits;
    };

    ChoiceMenu(const char *name, QWidget *parent);
    ~ChoiceMenu() override;

    /// Adds the entries, under headings that say whose they are, unless each says so itself.
    void fill(const QList<Line> &lines, const world::World &world);
    /// Adds what is to be known before one chooses.
    void addNote(const QString &note);
    /// Enter takes the first entry that is possible.
    void chooseFirst();

    /// Of a heading a menu keeps the height only, and would cut what is wider than its entries.
    static void makeRoom(QMenu &menu, const QString &heading);
    /// "Take a connection: accept()", "Kill the process Client A, PID 4201".
    static QString label(const lesson::Action &action, const world::World &world);

signals:
    void chosen(const zocalo::lesson::Action &action);
    /// It is gone, and nothing was chosen.
    void leftAlone();

private:
    static QString actor(const lesson::Action &action, const world::World &world);
    void addLine(QMenu &part, const Line &line, const world::World &world);
    void addHeading(const QString &heading);

    bool m_isChosen = false;
};

} // namespace zocalo::view
