// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/panels/statespanel.h"

#include "app/figure/fonts.h"
#include "app/figure/stateswords.h"
#include "app/panels/statesview.h"

#include <QBoxLayout>
#include <QComboBox>
#include <QEvent>
#include <QHeaderView>
#include <QLabel>
#include <QScopedValueRollback>
#include <QTableWidget>

namespace zocalo::panels {

using figure::StatesWords;
using figure::Thing;

namespace {

enum StatesColumn { Number, State, Since, Cause, StatesColumnCount };

constexpr int StepRole = Qt::UserRole;
constexpr int StatesTextSize = 14;

} // namespace

StatesPanel::StatesPanel(play::Playback &playback, QWidget *parent)
    : Panel(parent), m_playback(playback), m_sockets(new QComboBox(this)), m_now(new QLabel(this)),
      m_view(new StatesView(this)), m_rows(new QTableWidget(0, StatesColumnCount, this)), m_note(new QLabel(this)),
      m_halves(new QBoxLayout(QBoxLayout::TopToBottom))
{
    m_sockets->setObjectName(QStringLiteral("statesSockets"));
    m_now->setObjectName(QStringLiteral("statesNow"));
    m_rows->setObjectName(QStringLiteral("statesRows"));
    m_sockets->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_sockets->setMinimumContentsLength(16);
    for (QLabel *label : {m_now, m_note}) {
        label->setWordWrap(true);
    }
    m_rows->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_rows->setSelectionMode(QAbstractItemView::SingleSelection);
    m_rows->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_rows->setShowGrid(false);
    m_rows->setTabKeyNavigation(false);
    m_rows->setMinimumHeight(120);
    m_rows->verticalHeader()->hide();
    m_rows->verticalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    m_rows->horizontalHeader()->setHighlightSections(false);
    m_rows->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    m_rows->horizontalHeader()->setSectionResizeMode(Cause, QHeaderView::Stretch);
    m_halves->addWidget(m_view, 3);
    m_halves->addWidget(m_rows, 2);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(8, 8, 8, 8);
    column->addWidget(m_sockets);
    column->addWidget(m_now);
    column->addLayout(m_halves, 1);
    column->addWidget(m_note);

    connect(m_sockets, &QComboBox::activated, this, &StatesPanel::chooseSocket);
    connect(m_rows, &QTableWidget::cellClicked, this, &StatesPanel::goTo);
    connect(m_rows, &QTableWidget::cellActivated, this, &StatesPanel::goTo);
    connect(m_view, &StatesView::passageChosen, this, &StatesPanel::goTo);
    connect(&playback, &play::Playback::stepChanged, this, &StatesPanel::refresh);
    // Of the last step the table may still come.
    connect(&playback, &play::Playback::grown, this, &StatesPanel::refresh);
    retranslate();
}

QString StatesPanel::title() const { return tr("States of TCP"); }

void StatesPanel::setTheme(figure::Theme theme)
{
    m_theme = theme;
    m_view->setTheme(theme);
    refresh();
}

void StatesPanel::setSelection(const Thing &thing)
{
    m_selection = thing;
    refresh();
}

// A process stands for its first connection; without any, for its first socket of TCP.
world::SocketId StatesPanel::wanted(const world::World &world) const
{
    if (m_selection.kind == Thing::Kind::Socket && world.socket(m_selection.id)) {
        return m_selection.id;
    }
    if (m_selection.kind == Thing::Kind::Message) {
        const world::Message *message = world.message(static_cast<world::MessageId>(m_selection.id));
        if (message && message->landed != 0) {
            return message->landed;
        }
    }
    const world::Moment &moment = world.moment();
    const world::SocketId about = moment.newSocket != 0 ? moment.newSocket : moment.socket;
    if (m_selection.kind != Thing::Kind::Process && world.socket(about)) {
        return about;
    }
    world::SocketId first = m_socket;
    for (const world::Socket &socket : world.sockets()) {
        if (m_selection.kind != Thing::Kind::Process && first == 0) {
            first = socket.id;
        }
        if (m_selection.kind == Thing::Kind::Process && socket.creator == m_selection.id) {
            return socket.id;
        }
    }
    return world.socket(first) ? first : 0;
}

void StatesPanel::refresh()
{
    if (!isVisible()) {
        return;
    }
    const world::World world = m_playback.now();
    m_socket = wanted(world);
    m_history = world::stateHistory(m_playback.timeline(), m_playback.step(), m_socket);
    fillSockets(world);
    fillRows(world);
    m_view->show(m_history);
}

void StatesPanel::fillSockets(const world::World &world)
{
    const QScopedValueRollback<bool> quiet(m_filling, true);
    const figure::FigureInput input{world};
    const StatesWords words(input);
    int row = 0;
    for (const world::Socket &socket : world.sockets()) {
        const QString protocol =
            socket.protocol == kernel::Protocol::Udp ? QStringLiteral("UDP") : QStringLiteral("TCP");
        const QString text = QStringLiteral("%1  %2  %3").arg(protocol, words.owner(socket), words.addresses(socket));
        if (row == m_sockets->count()) {
            m_sockets->addItem(text, QVariant::fromValue<quint64>(socket.id));
        } else {
            m_sockets->setItemText(row, text);
            m_sockets->setItemData(row, QVariant::fromValue<quint64>(socket.id));
        }
        ++row;
    }
    while (m_sockets->count() > row) {
        m_sockets->removeItem(m_sockets->count() - 1);
    }
    m_sockets->setCurrentIndex(m_sockets->findData(QVariant::fromValue<quint64>(m_socket)));
    m_sockets->setEnabled(m_sockets->count() > 0);
}

void StatesPanel::fillRows(const world::World &world)
{
    const figure::FigureInput input{world};
    const StatesWords words(input);
    const world::Socket *socket = world.socket(m_socket);
    const bool isTcp = socket && socket->protocol == kernel::Protocol::Tcp;
    m_view->setVisible(isTcp);
    m_rows->setVisible(isTcp);
    m_note->setVisible(isTcp);
    m_rows->setRowCount(isTcp ? static_cast<int>(m_history.passages.size()) + 1 : 0);
    if (!isTcp) {
        m_now->setText(socket ? StatesWords::noMachine() : tr("There is no socket yet."));
        return;
    }
    setRow(0, {QString(), StatesWords::state(m_history.began), QString(), words.beginning(m_history)},
           m_history.beganStep, !m_history.isChild);
    int row = 0;
    for (const world::StatePassage &passage : std::as_const(m_history.passages)) {
        ++row;
        setRow(row, {QString::number(row), StatesWords::state(passage.to), QString(), words.cause(passage)},
               passage.step, passage.observed);
    }
    m_rows->selectRow(row);
    m_rows->scrollToBottom();
    const int since = row == 0 ? m_history.beganStep : m_history.passages.last().step;
    //: %1 is a state of TCP, %2 the number of a step
    m_now->setText(tr("%1 since step %2").arg(StatesWords::state(m_history.now()), QString::number(since)));
}

void StatesPanel::setRow(int row, const QStringList &cells, int step, bool observed)
{
    QStringList texts = cells;
    texts[Since] = QString::number(step);
    if (!observed && row > 0) {
        //: %1 is a state of TCP that was passed too fast to be seen
        texts[State] = tr("(%1)").arg(cells.at(State));
    }
    const bool isNow = row == m_rows->rowCount() - 1;
    const QString said =
        QStringLiteral("%1, %2 %3, %4: %5")
            .arg(cells.at(State), tr("step"), QString::number(step), cells.at(Cause), StatesWords::evidence(observed));
    for (int column = 0; column < StatesColumnCount; ++column) {
        auto *item = new QTableWidgetItem(texts.at(column));
        item->setData(StepRole, step);
        item->setData(Qt::AccessibleTextRole, said);
        item->setToolTip(said);
        item->setTextAlignment((column == Since || column == Number ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignTop);
        item->setFont(figure::font(column == State ? figure::Face::Mono : figure::Face::Sans, StatesTextSize,
                                   isNow && column == State ? QFont::Bold : QFont::Medium));
        item->setForeground(figure::resolve(m_theme, observed ? figure::Tone::Ink : figure::Tone::Secondary));
        m_rows->setItem(row, column, item);
    }
}

void StatesPanel::chooseSocket(int index)
{
    const quint64 socket = m_sockets->itemData(index).toULongLong();
    if (!m_filling && socket != 0) {
        emit thingChosen({Thing::Kind::Socket, socket});
    }
}

// At another step the step's own socket is another: what is read stays in sight.
void StatesPanel::goTo(int row)
{
    const QTableWidgetItem *item = m_rows->item(row, State);
    if (!item) {
        return;
    }
    const int step = item->data(StepRole).toInt();
    emit thingChosen({Thing::Kind::Socket, m_socket});
    m_playback.showStep(step);
}

void StatesPanel::resizeEvent(QResizeEvent *event)
{
    Panel::resizeEvent(event);
    const bool isWide = width() > height() * 5 / 4;
    m_halves->setDirection(isWide ? QBoxLayout::LeftToRight : QBoxLayout::TopToBottom);
}

void StatesPanel::changeEvent(QEvent *event)
{
    Panel::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
    }
}

void StatesPanel::showEvent(QShowEvent *event)
{
    Panel::showEvent(event);
    refresh();
}

void StatesPanel::retranslate()
{
    m_sockets->setAccessibleName(tr("Socket"));
    m_sockets->setToolTip(tr("Whose states are shown: the socket that is selected"));
    m_view->setAccessibleName(tr("The state machine of TCP; the list beside it tells the same"));
    m_rows->setAccessibleName(tr("States of the socket"));
    m_rows->setHorizontalHeaderLabels({tr("No."), tr("State"), tr("Step"), tr("What brought it")});
    m_note->setText(StatesWords::note());
    m_rows->setAccessibleDescription(StatesWords::note());
    refresh();
}

} // namespace zocalo::panels
