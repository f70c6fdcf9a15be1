// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/view/actiondesk.h"

#include "app/figure/names.h"
#include "app/play/liverun.h"
#include "app/text/actiontext.h"
#include "app/view/messageedit.h"
#include "app/view/selectionobstacle.h"

#include <QAction>
#include <QMenu>

#include <algorithm>
#include <utility>

namespace zocalo::view {

using figure::Thing;
using lesson::Action;
using lesson::ActionKind;
using lesson::Choice;
using text::ActionText;

namespace {

/// With more entries a menu is divided into menus of their own.
constexpr qsizetype MostInOneMenu = 24;

bool isSend(ActionKind kind) { return kind == ActionKind::Send || kind == ActionKind::SendTo; }

} // namespace

ActionDesk::ActionDesk(play::Playback &playback, FigureView &view, QMenu *menu, QObject *parent)
    : QObject(parent), m_playback(playback), m_view(view), m_menu(menu), m_edit(new MessageEdit(&view)),
      m_mayWait(new QAction(this))
{
    menu->setToolTipsVisible(true);
    addEntry("actAddClient", Qt::Key_N, {ActionKind::AddClient});
    addEntry("actConnect", Qt::Key_C, {ActionKind::Connect, ActionKind::OpenSocket});
    addEntry("actSecond", Qt::SHIFT | Qt::Key_C, {ActionKind::SecondConnection});
    menu->addSeparator();
    addEntry("actSend", Qt::Key_M, {ActionKind::Send, ActionKind::SendTo});
    addEntry("actAccept", Qt::Key_A, {ActionKind::Accept});
    addEntry("actReceive", Qt::Key_R, {ActionKind::Receive, ActionKind::ReceiveFrom});
    menu->addSeparator();
    addEntry("actShutdown", Qt::SHIFT | Qt::Key_W, {ActionKind::Shutdown});
    addEntry("actClose", Qt::Key_Delete, {ActionKind::Close});
    addEntry("actKill", Qt::SHIFT | Qt::Key_Delete, {ActionKind::Kill});
    menu->addSeparator();
    m_mayWait->setObjectName(QStringLiteral("mayWait"));
    m_mayWait->setCheckable(true);
    menu->addAction(m_mayWait);

    m_refresh.setSingleShot(true);
    m_refresh.setInterval(0);
    connect(&m_refresh, &QTimer::timeout, this, &ActionDesk::refresh);
    const auto refreshSoon = [this] { m_refresh.start(); };
    connect(&playback, &play::Playback::stateChanged, this, refreshSoon);
    connect(&playback, &play::Playback::stepChanged, this, refreshSoon);
    connect(&playback, &play::Playback::grown, this, refreshSoon);
    connect(m_mayWait, &QAction::toggled, this, &ActionDesk::refresh);
    connect(menu, &QMenu::aboutToShow, this, &ActionDesk::refresh);
    connect(&view, &FigureView::selectionChanged, this, &ActionDesk::refresh);
    connect(&view, &FigureView::menuRequested, this, &ActionDesk::popUp);
    connect(m_edit, &MessageEdit::entered, this, &ActionDesk::act);
    retranslate();
}

void ActionDesk::addEntry(const char *name, const QKeySequence &key, const QList<ActionKind> &kinds)
{
    auto *action = new QAction(this);
    action->setObjectName(QLatin1String(name));
    action->setShortcut(key);
    m_menu->addAction(action);
    m_entries.append({action, kinds});
    const qsizetype index = m_entries.size() - 1;
    connect(action, &QAction::triggered, this, [this, index] { choose(m_entries.at(index)); });
}

void ActionDesk::setRun(play::LiveRun *run)
{
    if (m_run) {
        m_run->disconnect(this);
    }
    m_run = run;
    m_edit->hide();
    m_view.select({});
    if (run) {
        connect(run, &play::LiveRun::finished, this, &ActionDesk::refresh);
        connect(run, &play::LiveRun::actionRefused, this, [this](const Action &action, lesson::Obstacle obstacle) {
            tellObstacle(reason({action, obstacle}));
        });
    }
    refresh();
}

QString ActionDesk::entryText(ActionKind kind) const
{
    switch (kind) {
    case ActionKind::AddClient:
        return tr("Add a &client");
    case ActionKind::Connect:
        return tr("C&onnect, or open a socket");
    case ActionKind::SecondConnection:
        return tr("Open a s&econd connection");
    case ActionKind::Send:
        return tr("Send a &message…");
    case ActionKind::Accept:
        return tr("&Accept a connection");
    case ActionKind::Receive:
        return tr("&Receive");
    case ActionKind::Shutdown:
        return tr("End one &direction");
    case ActionKind::Close:
        return tr("C&lose a socket");
    default:
        return tr("&Kill a process");
    }
}

void ActionDesk::retranslate()
{
    m_menu->setTitle(tr("&Actions"));
    m_mayWait->setText(tr("Calls may &wait"));
    m_mayWait->setToolTip(tr("accept() and recv() can be called although nothing is there: the process falls asleep."));
    refresh();
}

const world::World &ActionDesk::world() const { return m_playback.timeline().world(m_playback.lastStep()); }

QString ActionDesk::generalObstacle() const
{
    if (!m_run) {
        return tr("only in a lesson's run"); // not in a recording, nor with programs of the user's
    }
    if (m_run->isFinished()) {
        return tr("the run has ended");
    }
    if (m_view.isHidden()) {
        return tr("two runs are shown"); // and not the one that would be acted on, nor what of it is selected
    }
    if (m_playback.isLocked()) {
        return tr("a question is open: answer or skip it first");
    }
    if (!m_playback.canAct()) {
        return tr("this step is recorded: the run is at step %1").arg(m_playback.lastStep());
    }
    return {};
}

QList<Choice> ActionDesk::choicesFor(const Thing &thing) const
{
    const world::World &now = world();
    const QList<Choice> all = lesson::possibleActions(now, m_run ? m_run->maxClients() : 0);
    if (!thing) {
        return all;
    }
    const world::Process *const owner = figure::processOf(thing, now);
    world::SocketId socket = thing.kind == Thing::Kind::Socket ? thing.id : 0;
    if (const world::Message *message = now.message(static_cast<world::MessageId>(thing.id));
        message && thing.kind == Thing::Kind::Message) {
        socket = message->landed != 0 ? message->landed : message->senderSocket;
    }
    const world::Process *const server = owner ? lesson::serverOf(now, *owner) : nullptr;
    QList<Choice> found;
    for (const Choice &choice : all) {
        const Action &action = choice.action;
        const bool joins = action.kind == ActionKind::AddClient && server && action.process == server->id;
        const bool isOfThing =
            socket != 0 ? action.socket == socket || (owner && action.socket == 0 && action.process == owner->id)
                        : owner && action.process == owner->id;
        if (joins || isOfThing) {
            found.append(choice);
        }
    }
    return found;
}

bool ActionDesk::isPossible(const Choice &choice) const
{
    return choice.obstacle == lesson::Obstacle::None || (m_mayWait->isChecked() && lesson::wouldWait(choice.obstacle));
}

QString ActionDesk::reason(const Choice &choice) const
{
    const QString general = generalObstacle();
    return general.isEmpty() ? ActionText::obstacle(choice.obstacle, choice.action.kind) : general;
}

QList<Choice> ActionDesk::matching(const Entry &entry, QList<Choice> choices)
{
    choices.removeIf([&entry](const Choice &choice) { return !entry.kinds.contains(choice.action.kind); });
    return choices;
}

void ActionDesk::refresh()
{
    const QString general = generalObstacle();
    const bool canAct = general.isEmpty();
    if (!m_toldObstacle.isEmpty() && general != m_toldObstacle) {
        emit tookBack(std::exchange(m_toldObstacle, {}));
    }
    const QList<Choice> all = choicesFor(m_view.selection());
    for (const Entry &entry : std::as_const(m_entries)) {
        const QList<Choice> choices = matching(entry, all);
        const auto possible =
            std::count_if(choices.begin(), choices.end(), [this](const Choice &choice) { return isPossible(choice); });
        entry.action->setEnabled(canAct && possible > 0);
        const QString text = entryText(entry.kinds.first());
        const QString why = !choices.isEmpty()   ? reason(choices.first())
                            : !general.isEmpty() ? general
                            : m_view.selection()
                                ? SelectionObstacle(m_view.selection(), world()).reason(entry.kinds.first())
                                : nothingToDoItWith(entry.kinds.first());
        const bool explained = !entry.action->isEnabled() && !why.isEmpty();
        //: an action, and why it is not possible now
        entry.action->setText(explained ? tr("%1  (%2)").arg(text, why) : text);
        entry.action->setToolTip(explained ? why : QString());
    }
}

QString ActionDesk::nothingToDoItWith(ActionKind kind) const
{
    switch (kind) {
    case ActionKind::AddClient:
        return tr("there is no server");
    case ActionKind::Connect:
        return tr("there is no client");
    case ActionKind::SecondConnection:
    case ActionKind::Shutdown:
        return tr("there is no TCP connection");
    case ActionKind::Accept:
        return tr("no socket listens");
    case ActionKind::Kill:
        return tr("there is no process");
    default:
        break;
    }
    const auto isOpen = [](const world::Socket &socket) { return !socket.closed; };
    const auto &sockets = world().sockets();
    const bool someOpen = std::any_of(sockets.begin(), sockets.end(), isOpen);
    return someOpen ? tr("no open socket can do that yet") : tr("no socket is open");
}

void ActionDesk::choose(const Entry &entry)
{
    QList<Choice> choices = matching(entry, choicesFor(m_view.selection()));
    choices.removeIf([this](const Choice &choice) { return !isPossible(choice); });
    if (choices.size() == 1) {
        perform(choices.first().action);
    } else if (!choices.isEmpty()) {
        QMenu *const menu = newMenu("which");
        fill(*menu, choices);
        // Where the first of them is: with two halves it would cover the other one.
        const Thing first{Thing::Kind::Process, choices.first().action.process};
        const QRect place = m_view.placeOf(m_view.selection() ? m_view.selection() : first);
        menu->popup(m_view.mapToGlobal(place.isEmpty() ? m_view.rect().center() : place.center()));
        // Enter takes the first.
        const QList<QAction *> entries = menu->actions();
        const auto top = std::find_if(entries.begin(), entries.end(),
                                      [](const QAction *each) { return !each->isSeparator() && each->isEnabled(); });
        if (top != entries.end()) {
            menu->setActiveAction(*top);
        }
    }
}

QMenu *ActionDesk::newMenu(const char *name)
{
    auto *menu = new QMenu(&m_view);
    menu->setObjectName(QLatin1String(name));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->setToolTipsVisible(true);
    return menu;
}

void ActionDesk::popUp(const Thing &thing, const QPoint &at)
{
    QList<Choice> choices = choicesFor(thing);
    if (choices.isEmpty()) {
        return;
    }
    // What is asked for comes first: of a socket, what can be done with it before what its process can do.
    const bool isSocket = thing.kind == Thing::Kind::Socket;
    const world::Process *const owner = figure::processOf(thing, world());
    std::stable_partition(choices.begin(), choices.end(), [&](const Choice &choice) {
        return isSocket ? choice.action.socket == thing.id : !owner || choice.action.process == owner->id;
    });
    QMenu *const menu = newMenu("thingMenu");
    fill(*menu, choices);
    menu->popup(at);
}

// Of a section's title a menu keeps the height only, and would cut what is wider than its entries.
void ActionDesk::makeRoom(QMenu &menu, const QString &section)
{
    constexpr int Margins = 48; // both sides, with the column of check marks
    QFont font = menu.font();
    font.setBold(true);
    menu.setMinimumWidth(std::max(menu.minimumWidth(), QFontMetrics(font).horizontalAdvance(section) + Margins));
}

void ActionDesk::fill(QMenu &menu, const QList<Choice> &choices)
{
    // Many sockets: a menu for each.
    const bool nested = choices.size() > MostInOneMenu;
    QMenu *part = &menu;
    QString last;
    for (const Choice &choice : choices) {
        const QString who = actor(choice.action);
        if (who != last) {
            last = who;
            if (nested) {
                part = menu.addMenu(who);
            } else {
                menu.addSection(who);
                makeRoom(menu, who);
            }
        }
        addChoice(*part, choice);
    }
}

void ActionDesk::addChoice(QMenu &menu, const Choice &choice)
{
    QAction *const action = menu.addAction(label(choice));
    action->setData(int(choice.action.kind));
    action->setEnabled(generalObstacle().isEmpty() && isPossible(choice));
    if (!action->isEnabled()) {
        const QString why = reason(choice);
        action->setText(tr("%1  (%2)").arg(action->text(), why));
        action->setToolTip(why);
    }
    connect(action, &QAction::triggered, this, [this, chosen = choice.action] { perform(chosen); });
}

QString ActionDesk::label(const Choice &choice) const
{
    QString receiver;
    const world::Process *const sender = world().process(choice.action.process);
    const world::Socket *const target = world().socket(choice.action.target);
    if (target && sender && sender->role == world::Role::Server) {
        receiver = nameOf(target->creator);
    }
    return ActionText::label(choice.action.kind, receiver);
}

QString ActionDesk::nameOf(world::ProcessId process) const
{
    const figure::FigureInput input{world()};
    return figure::Names(input).process(process);
}

QString ActionDesk::actor(const Action &action) const
{
    const QString who = figure::Names(figure::FigureInput{world()}).processOfRun(action.process);
    const world::Socket *const socket = world().socket(action.socket);
    if (!socket) {
        return who;
    }
    if (socket->owners.isEmpty()) {
        //: %1 is a process; its child is a connection that waits in the accept queue
        return tr("%1, connection without a descriptor").arg(who);
    }
    const QString fd = QString::number(socket->owners.first().fd);
    const world::Socket *const peer = world().socket(socket->peerSocket);
    if (socket->listener != 0 && peer) {
        //: %1 is a process, %2 a descriptor's number, %3 the process at the other end
        return tr("%1, fd %2 (%3)").arg(who, fd, nameOf(peer->creator));
    }
    return tr("%1, fd %2").arg(who, fd);
}

void ActionDesk::perform(Action action)
{
    action.mayWait = m_mayWait->isChecked();
    if (!isSend(action.kind)) {
        act(action);
        return;
    }
    // Whoever writes does not want the picture to go on meanwhile.
    m_playback.pause();
    const Thing socket{Thing::Kind::Socket, action.socket};
    m_view.select(socket);
    QRect place = m_view.placeOf(socket);
    if (place.isEmpty()) {
        place = m_view.placeOf({Thing::Kind::Process, action.process});
    }
    emit textAsked();
    m_edit->ask(action, place.isEmpty() ? m_view.rect() : place, tr("%1 sends…").arg(nameOf(action.process)));
}

void ActionDesk::act(const Action &action)
{
    if (const QString why = generalObstacle(); !why.isEmpty()) {
        tellObstacle(why);
        return;
    }
    m_playback.act(action);
    emit acted();
}

void ActionDesk::tellObstacle(const QString &why)
{
    m_toldObstacle = why == generalObstacle() ? why : QString(); // of one call only: the next step sees to that
    emit told(why);
}

} // namespace zocalo::view
