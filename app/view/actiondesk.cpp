// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/view/actiondesk.h"

#include "app/figure/articles.h"
#include "app/figure/names.h"
#include "app/play/liverun.h"
#include "app/text/actiontext.h"
#include "app/view/choicemenu.h"
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

bool isSend(ActionKind kind) { return kind == ActionKind::Send || kind == ActionKind::SendTo; }

/// What cannot be made good again.
bool endsSomething(ActionKind kind)
{
    return kind == ActionKind::Kill || kind == ActionKind::Close || kind == ActionKind::Shutdown;
}

} // namespace

ActionDesk::ActionDesk(play::Playback &playback, FigureView &view, QMenu *menu, QObject *parent)
    : QObject(parent), m_playback(playback), m_view(view), m_menu(menu), m_edit(new MessageEdit(&view)),
      m_mayWait(new QAction(this)), m_note(new QAction(this))
{
    menu->setToolTipsVisible(true);
    m_note->setObjectName(QStringLiteral("setsAside"));
    m_note->setSeparator(true); // a heading
    menu->addAction(m_note);
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
        connect(run, &play::LiveRun::actionRefused, this,
                [this](const Action &action, lesson::Obstacle obstacle) { tellRefused(action, obstacle); });
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
    m_note->setText(settingAside());
    ChoiceMenu::makeRoom(*m_menu, m_note->text());
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
    m_note->setVisible(setsAside());
    const QString key = QKeySequence(Qt::CTRL | Qt::Key_R).toString(QKeySequence::NativeText);
    //: an action of the user's; %1 is a key: Ctrl+R
    const QString aside = m_note->isVisible() ? tr("Sets the lesson aside. %1 begins it again.").arg(key) : QString();
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
        const bool allWait = possible > 0 && std::all_of(choices.begin(), choices.end(), [this](const Choice &choice) {
                                 return !isPossible(choice) || lesson::wouldWait(choice.obstacle);
                             });
        const QString remark = explained ? why : allWait ? waiting(choices.first()) : QString();
        //: an action, and why it is not possible now, or what comes of it
        entry.action->setText(remark.isEmpty() ? text : tr("%1  (%2)").arg(text, remark));
        entry.action->setToolTip(remark.isEmpty() ? aside : remark);
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
        ChoiceMenu *const menu = newMenu("which", choices);
        // Where the first of them is: with two halves it would cover the other one.
        const Thing first{Thing::Kind::Process, choices.first().action.process};
        const QRect place = m_view.placeOf(m_view.selection() ? m_view.selection() : first);
        menu->popup(m_view.mapToGlobal(place.isEmpty() ? m_view.rect().center() : place.center()));
        if (m_view.selection() || !endsSomething(entry.kinds.first())) {
            menu->chooseFirst(); // nothing is ended that nobody has pointed at
        }
    }
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
    newMenu("thingMenu", choices)->popup(at);
}

/// While one chooses, the run stands still, so that what is chosen from stays; it goes on if nothing was chosen.
ChoiceMenu *ActionDesk::newMenu(const char *name, const QList<Choice> &choices)
{
    auto *menu = new ChoiceMenu(name, &m_view);
    if (m_playback.isPlaying() && m_playback.canAct()) {
        standStill();
        connect(menu, &ChoiceMenu::leftAlone, &m_playback, &play::Playback::play);
    }
    QList<ChoiceMenu::Line> lines;
    for (const Choice &choice : choices) {
        const bool can = generalObstacle().isEmpty() && isPossible(choice);
        lines.append({choice, can ? QString() : reason(choice), can ? waiting(choice) : QString()});
    }
    menu->fill(lines, world());
    if (setsAside()) {
        menu->addNote(settingAside());
    }
    connect(menu, &ChoiceMenu::chosen, this, &ActionDesk::perform);
    return menu;
}

void ActionDesk::standStill()
{
    m_playback.pause();
    if (!m_playback.canAct()) {
        m_playback.toEnd(); // it had hardly left the step before
    }
}

bool ActionDesk::setsAside() const { return generalObstacle().isEmpty() && !m_playback.isFreePlay(); }

QString ActionDesk::settingAside() { return tr("Any action sets the lesson aside"); }

/// What comes of a call that is possible although nothing is there for it.
QString ActionDesk::waiting(const Choice &choice)
{
    return lesson::wouldWait(choice.obstacle) ? ActionText::obstacle(choice.obstacle, choice.action.kind) : QString();
}

/// "Client A sends…"
QString ActionDesk::sending(world::ProcessId process) const
{
    const figure::FigureInput input{world()};
    const figure::Names names(input);
    return figure::Articles(world(), names).in(tr("%1 sends…").arg(names.process(process)));
}

void ActionDesk::perform(Action action)
{
    action.mayWait = m_mayWait->isChecked();
    if (!isSend(action.kind)) {
        act(action);
        return;
    }
    // Whoever writes does not want the picture to go on meanwhile.
    standStill();
    const Thing socket{Thing::Kind::Socket, action.socket};
    m_view.select(socket);
    QRect place = m_view.placeOf(socket);
    if (place.isEmpty()) {
        place = m_view.placeOf({Thing::Kind::Process, action.process});
    }
    emit textAsked();
    m_edit->ask(action, place.isEmpty() ? m_view.rect() : place, sending(action.process));
}

void ActionDesk::act(const Action &action)
{
    if (const QString why = generalObstacle(); !why.isEmpty()) {
        tellObstacle(why);
        return;
    }
    // Since it was offered, a call may have returned, or a process have ended.
    const lesson::Obstacle obstacle = lesson::obstacleTo(world(), action, m_run->maxClients());
    if (obstacle != lesson::Obstacle::None) {
        tellRefused(action, obstacle);
        return;
    }
    m_playback.act(action);
    emit acted();
}

void ActionDesk::tellRefused(const Action &action, lesson::Obstacle obstacle)
{
    if (const QString general = generalObstacle(); !general.isEmpty()) {
        tellObstacle(general);
        return;
    }
    const bool isGone = obstacle == lesson::Obstacle::NoSuchAction && action.socket != 0;
    const QString why = isGone ? SelectionObstacle({Thing::Kind::Socket, action.socket}, world()).reason(action.kind)
                               : ActionText::obstacle(obstacle, action.kind);
    emit told(tr("%1  (%2)").arg(ChoiceMenu::label(action, world()), why));
}

void ActionDesk::tellObstacle(const QString &why)
{
    m_toldObstacle = why == generalObstacle() ? why : QString(); // of one call only: the next step sees to that
    emit told(why);
}

} // namespace zocalo::view
