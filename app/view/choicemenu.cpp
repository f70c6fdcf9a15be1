// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/view/choicemenu.h"

#include "app/figure/articles.h"
#include "app/figure/names.h"
#include "app/text/actiontext.h"

#include <algorithm>

namespace zocalo::view {

using lesson::Action;
using lesson::ActionKind;
using text::ActionText;

namespace {

/// With more entries a menu is divided into menus of their own.
constexpr qsizetype MostInOneMenu = 24;

} // namespace

ChoiceMenu::ChoiceMenu(const char *name, QWidget *parent) : QMenu(parent)
{
    setObjectName(QLatin1String(name));
    setAttribute(Qt::WA_DeleteOnClose);
    setToolTipsVisible(true);
}

ChoiceMenu::~ChoiceMenu()
{
    if (!m_isChosen) {
        emit leftAlone();
    }
}

void ChoiceMenu::fill(const QList<Line> &lines, const world::World &world)
{
    // Many sockets: a menu for each.
    const bool nested = lines.size() > MostInOneMenu;
    const bool sayWho = std::any_of(lines.begin(), lines.end(),
                                    [](const Line &line) { return line.choice.action.kind != ActionKind::Kill; });
    QMenu *part = this;
    QString last;
    for (const Line &line : lines) {
        const QString who = actor(line.choice.action, world);
        if (sayWho && who != last) {
            last = who;
            if (nested) {
                part = addMenu(who);
            } else {
                addHeading(who);
            }
        }
        addLine(*part, line, world);
    }
}

void ChoiceMenu::addHeading(const QString &heading)
{
    addSection(heading);
    makeRoom(*this, heading);
}

void ChoiceMenu::makeRoom(QMenu &menu, const QString &heading)
{
    constexpr int Margins = 48; // both sides, with the column of check marks
    QFont bold = menu.font();
    bold.setBold(true);
    menu.setMinimumWidth(std::max(menu.minimumWidth(), QFontMetrics(bold).horizontalAdvance(heading) + Margins));
}

void ChoiceMenu::addLine(QMenu &part, const Line &line, const world::World &world)
{
    QAction *const action = part.addAction(label(line.choice.action, world));
    action->setData(int(line.choice.action.kind));
    action->setEnabled(line.why.isEmpty());
    if (const QString &remark = line.why.isEmpty() ? line.waits : line.why; !remark.isEmpty()) {
        //: an action, and why it is not possible now, or what comes of it
        action->setText(tr("%1  (%2)").arg(action->text(), remark));
        action->setToolTip(remark);
    }
    connect(action, &QAction::triggered, this, [this, chosen = line.choice.action] {
        m_isChosen = true;
        emit this->chosen(chosen);
    });
}

void ChoiceMenu::addNote(const QString &note)
{
    addSeparator();
    addAction(note)->setEnabled(false);
}

void ChoiceMenu::chooseFirst()
{
    const QList<QAction *> entries = actions();
    const auto top = std::find_if(entries.begin(), entries.end(),
                                  [](const QAction *each) { return !each->isSeparator() && each->isEnabled(); });
    if (top != entries.end()) {
        setActiveAction(*top);
    }
}

QString ChoiceMenu::label(const Action &action, const world::World &world)
{
    const figure::FigureInput input{world};
    const figure::Names names(input);
    if (action.kind == ActionKind::Kill) {
        //: %1 is a process ("Client A")
        return tr("Kill the process %1, PID %2").arg(names.processOfRun(action.process)).arg(names.pid(action.process));
    }
    const world::Process *const sender = world.process(action.process);
    const world::Socket *const target = world.socket(action.target);
    const bool hasReceiver = target && sender && sender->role == world::Role::Server;
    return figure::Articles(world, names)
        .in(ActionText::label(action.kind, hasReceiver ? names.process(target->creator) : QString()));
}

QString ChoiceMenu::actor(const Action &action, const world::World &world)
{
    const figure::FigureInput input{world};
    const figure::Names names(input);
    const QString who = names.processOfRun(action.process);
    const world::Socket *const socket = world.socket(action.socket);
    if (!socket) {
        return who;
    }
    if (socket->owners.isEmpty()) {
        //: %1 is a process; its child is a connection that waits in the accept queue
        return tr("%1, connection without a descriptor").arg(who);
    }
    const QString fd = QString::number(socket->owners.first().fd);
    const world::Socket *const peer = world.socket(socket->peerSocket);
    if (socket->listener != 0 && peer) {
        //: %1 is a process, %2 a descriptor's number, %3 the process at the other end
        return tr("%1, fd %2 (%3)").arg(who, fd, names.process(peer->creator));
    }
    return tr("%1, fd %2").arg(who, fd);
}

} // namespace zocalo::view
