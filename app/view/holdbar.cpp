// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/view/holdbar.h"

#include "app/figure/callstate.h"
#include "app/figure/thing.h"
#include "app/view/figureview.h"
#include "app/view/flowlayout.h"

#include <QAction>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>

#include <algorithm>

namespace zocalo::view {

namespace {

constexpr int SettleMs = 40;
constexpr int Gap = 6;
constexpr int MostRows = 2; ///< of buttons; the others are scrolled to: the figure keeps its room

} // namespace

HoldBar::HoldBar(play::Playback &playback, FigureView &view, WindowActions &actions, QWidget *parent)
    : QFrame(parent), m_playback(playback), m_view(view), m_actions(actions), m_words(new QLabel(this)),
      m_room(new QScrollArea(this)), m_stop(new QPushButton(this))
{
    setObjectName(QStringLiteral("holdBar"));
    setAutoFillBackground(true);
    m_words->setObjectName(QStringLiteral("holdWords"));
    m_words->setWordWrap(true);
    m_words->setTextFormat(Qt::PlainText);
    m_stop->setObjectName(QStringLiteral("stopWatchingButton"));
    auto *inside = new QWidget(this);
    m_row = new FlowLayout(inside);
    m_row->setContentsMargins(0, 0, 0, 0);
    m_row->setSpacing(Gap);
    m_room->setWidget(inside);
    m_room->setWidgetResizable(true);
    m_room->setFrameShape(QFrame::NoFrame);
    m_room->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_room->setFocusPolicy(Qt::NoFocus);
    auto *lower = new QHBoxLayout;
    lower->addWidget(m_room, 1);
    lower->addWidget(m_stop, 0, Qt::AlignTop);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(16, 8, 16, 4);
    column->setSpacing(Gap);
    column->addWidget(m_words);
    column->addLayout(lower);

    m_refresh.setSingleShot(true);
    m_refresh.setInterval(SettleMs);
    connect(&m_refresh, &QTimer::timeout, this, &HoldBar::refresh);
    const auto soon = [this] {
        if (!m_refresh.isActive()) {
            m_refresh.start();
        }
    };
    connect(&playback, &play::Playback::stateChanged, this, soon);
    connect(&playback, &play::Playback::stepChanged, this, soon);
    connect(&playback, &play::Playback::goOnAsked, this, &HoldBar::goOn);
    connect(&view, &FigureView::goOnAsked, this, &HoldBar::letGo);
    connect(&view, &FigureView::selectionChanged, this, soon);
    connect(m_stop, &QPushButton::clicked, this, &HoldBar::stopAsked);
    for (int i = 0; i < actions.goers.size(); ++i) {
        connect(actions.goers.at(i), &QAction::triggered, this, [this, i] { letRowGo(i); });
    }
    refresh();
}

void HoldBar::setWatch(play::WatchSource *watch)
{
    m_watch = watch;
    if (watch) {
        connect(watch, &play::WatchSource::heldChanged, this, [this] {
            if (!m_refresh.isActive()) {
                m_refresh.start();
            }
        });
    }
    refresh();
}

void HoldBar::letGo(world::ProcessId process)
{
    if (!m_watch) {
        return;
    }
    const QList<run::HeldThread> held = m_watch->held();
    const auto found =
        std::find_if(held.begin(), held.end(), [process](const auto &each) { return each.process == process; });
    if (found != held.end()) {
        m_watch->letGo(*found);
    }
}

void HoldBar::letRowGo(int index)
{
    if (m_watch && index < m_rows.size() && m_rows.at(index).held) {
        m_watch->letGo(*m_rows.at(index).held);
    }
}

void HoldBar::goOn()
{
    if (const std::optional<run::HeldThread> next = nextToGo()) {
        m_watch->letGo(*next);
    }
}

/// Whom the step forward lets go on: the process that is selected, or else who is held the longest.
std::optional<run::HeldThread> HoldBar::nextToGo() const
{
    if (!m_watch || m_watch->held().isEmpty()) {
        return std::nullopt;
    }
    const world::World &world = m_playback.timeline().world(m_playback.lastStep());
    if (const world::Process *const selected = figure::processOf(m_view.selection(), world)) {
        for (const run::HeldThread &thread : m_watch->held()) {
            if (thread.process == selected->id) {
                return thread;
            }
        }
    }
    return m_watch->held().first();
}

QString HoldBar::who(world::ProcessId process) const
{
    const world::Process *const known = m_playback.timeline().world(m_playback.lastStep()).process(process);
    if (!known) {
        return {};
    }
    return known->letter.isEmpty() ? known->name : QStringLiteral("%1 · %2").arg(known->letter, known->name);
}

QString HoldBar::wordsOf(const run::HeldThread &thread) const
{
    const QString call = figure::callText(thread.call);
    //: who: held before a call
    return (thread.phase == trace::Phase::Entry ? tr("%1: before %2") : tr("%1: after %2"))
        .arg(who(thread.process), call);
}

/// In the order of the processes, so that each keeps its place and its key.
QList<HoldBar::Row> HoldBar::rows() const
{
    QList<Row> rows;
    for (const world::Process &process : m_playback.timeline().world(m_playback.lastStep()).processes()) {
        if (process.outside || process.activity == world::Activity::Ended) {
            continue;
        }
        const qsizetype before = rows.size();
        for (const run::HeldThread &thread : m_watch->held()) {
            if (thread.process == process.id) {
                rows.append({process.id, thread, wordsOf(thread)});
            }
        }
        for (const world::OpenCall &call : process.openCalls) {
            const bool isHeld = std::any_of(rows.begin() + before, rows.end(),
                                            [&call](const Row &row) { return row.held && row.held->tid == call.tid; });
            if (!isHeld) {
                rows.append(
                    {process.id, std::nullopt, tr("%1: inside %2").arg(who(process.id), figure::callText(call.call))});
            }
        }
        if (rows.size() == before) {
            rows.append({process.id, std::nullopt, tr("%1: makes no call").arg(who(process.id))});
        }
    }
    return rows;
}

QList<GoOn::Mark> HoldBar::marks() const
{
    QList<GoOn::Mark> marks;
    const std::optional<run::HeldThread> next = nextToGo();
    const bool isStep = m_playback.isStepping();
    for (const Row &row : m_rows) {
        if (isStep && row.held && (marks.isEmpty() || marks.last().process != row.process)) {
            marks.append({row.process, who(row.process), next && next->process == row.process});
        }
    }
    return marks;
}

void HoldBar::refresh()
{
    const bool isHolding = m_watch && m_playback.isWatching() && m_playback.pace() != run::Pace::Free;
    m_rows = isHolding ? rows() : QList<Row>();
    QList<WindowActions::Goer> goers;
    for (const Row &row : std::as_const(m_rows)) {
        goers.append({row.text, row.held ? QString() : tr("it is not held")});
    }
    m_actions.fitGoers(goers);
    m_view.setGoOn(marks());
    setVisible(isHolding);
    if (!isHolding) {
        return;
    }
    m_words->setText(explanation());
    m_stop->setText(tr("Stop watching"));
    m_stop->setToolTip(tr("All go on, unobserved; what was seen stays"));
    fitButtons();
}

void HoldBar::fitButtons()
{
    while (m_buttons.size() < m_rows.size()) {
        auto *button = new QPushButton(this);
        const auto index = static_cast<int>(m_buttons.size());
        button->setObjectName(QStringLiteral("goOnButton%1").arg(index + 1));
        connect(button, &QPushButton::clicked, this, [this, index] { letRowGo(index); });
        m_row->addWidget(button);
        m_buttons.append(button);
    }
    const std::optional<run::HeldThread> next = nextToGo();
    QPushButton *nextButton = nullptr;
    for (int i = 0; i < m_buttons.size(); ++i) {
        QPushButton *const button = m_buttons.at(i);
        const bool isThere = i < m_rows.size();
        button->setVisible(isThere);
        if (!isThere) {
            continue;
        }
        const Row &row = m_rows.at(i);
        const bool isNext =
            m_playback.isStepping() && row.held && next && row.held->tid == next->tid && row.process == next->process;
        QString text = row.text;
        text.replace(QLatin1Char('&'), QLatin1String("&&"));
        button->setText(row.held ? QStringLiteral("▸ ") + text : text);
        button->setEnabled(row.held && m_playback.isStepping());
        QFont font = this->font();
        font.setBold(isNext);
        button->setFont(font);
        const QString key = i < m_actions.goers.size()
                                ? m_actions.goers.at(i)->shortcut().toString(QKeySequence::NativeText)
                                : QString();
        QString tip = row.held ? tr("Lets it go on to the beginning or end of a call") : tr("It is not held");
        if (row.held && !key.isEmpty()) {
            tip += isNext ? QStringLiteral(" (%1, →)").arg(key) : QStringLiteral(" (%1)").arg(key);
        }
        button->setToolTip(tip);
        if (isNext) {
            nextButton = button;
        }
    }
    fitRoom();
    if (nextButton) {
        m_room->ensureWidgetVisible(nextButton, 0, 0);
    }
}

/// As many rows as the buttons take, up to the most.
void HoldBar::fitRoom()
{
    const int beside = layout()->contentsMargins().left() + layout()->contentsMargins().right() + Gap;
    const int bar = m_room->verticalScrollBar()->sizeHint().width();
    const int width = this->width() - beside - m_stop->sizeHint().width() - bar;
    const int row = m_stop->sizeHint().height();
    m_room->setFixedHeight(std::clamp(m_row->heightForWidth(width), row, MostRows * row + (MostRows - 1) * Gap));
}

void HoldBar::resizeEvent(QResizeEvent *event)
{
    QFrame::resizeEvent(event);
    fitRoom();
}

QString HoldBar::explanation() const
{
    if (const int shown = m_playback.step() + (m_playback.next() ? 1 : 0); shown < m_playback.lastStep()) {
        return tr("The picture shows step %1; this is how it is at step %2, the newest.")
            .arg(shown)
            .arg(m_playback.lastStep());
    }
    const auto count = static_cast<int>(m_watch->held().size());
    QString words = count == 0 ? tr("Nobody is held: they wait inside their calls, or make none.")
                               : tr("%n held at the gate of its call.", nullptr, count);
    words += QLatin1Char(' ') + tr("The rest of the world goes on: time-outs run out, and the kernel takes connections "
                                   "and data for who is held.");
    QStringList crowded;
    for (const run::HeldThread &thread : m_watch->held()) {
        if (thread.siblings > 0 && !crowded.contains(who(thread.process))) {
            crowded.append(who(thread.process));
        }
    }
    if (!crowded.isEmpty()) {
        words += QLatin1Char(' ') + tr("Other threads of %1 may wait meanwhile for a lock that the held one owns.")
                                        .arg(crowded.join(QStringLiteral(", ")));
    }
    return words;
}

void HoldBar::setTheme(figure::Theme theme)
{
    QPalette colours = palette();
    colours.setColor(QPalette::Window, figure::resolve(theme, figure::Tone::Match));
    colours.setColor(QPalette::WindowText, figure::resolve(theme, figure::Tone::Ink));
    setPalette(colours);
}

void HoldBar::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange) {
        refresh();
    }
    QFrame::changeEvent(event);
}

} // namespace zocalo::view
