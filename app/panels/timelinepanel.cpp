// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/panels/timelinepanel.h"

#include "app/figure/fonts.h"
#include "app/panels/accessibletimeline.h"
#include "app/panels/timelinewords.h"

#include <QComboBox>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QScrollBar>
#include <QSignalBlocker>
#include <QToolButton>

#include <algorithm>

namespace zocalo::panels {

namespace {

constexpr int Fine = 16; ///< the scroll bar's units a step

} // namespace

TimelinePanel::TimelinePanel(play::Playback &playback, QWidget *parent)
    : Panel(parent), m_playback(playback), m_index(playback.timeline()),
      m_strip(new TimelineStrip(playback, m_index, this)), m_along(new QScrollBar(Qt::Horizontal, this)),
      m_words(new QLabel(this)), m_position(new QLabel(this)), m_live(new QToolButton(this)),
      m_whole(new QToolButton(this)), m_rows(new QComboBox(this)), m_processes(new QComboBox(this)),
      m_protocols(new QComboBox(this)), m_groups(new QComboBox(this)), m_text(new QLineEdit(this)),
      m_follow(new QToolButton(this)), m_clear(new QToolButton(this)), m_count(new QLabel(this))
{
    AccessibleTimeline::install();
    layOut();
    connect(&playback, &play::Playback::stepChanged, this, [this](int step) {
        // A new run begins at step 0, with nothing recorded.
        if (step == 0 && m_playback.lastStep() < m_index.stepCount() - 1)
            grow();
        refresh();
    });
    connect(&playback, &play::Playback::stateChanged, this, &TimelinePanel::refresh);
    connect(&playback, &play::Playback::grown, this, &TimelinePanel::grow);
    connect(m_live, &QToolButton::clicked, &playback, &play::Playback::toEnd);
    connect(m_whole, &QToolButton::clicked, m_strip, &TimelineStrip::showWhole);
    connect(m_strip, &TimelineStrip::scaleChanged, this, &TimelinePanel::fitScrollBar);
    connect(m_along, &QScrollBar::valueChanged, this,
            [this](int value) { m_strip->showFrom(1 + static_cast<double>(value) / Fine); });
    connect(m_rows, &QComboBox::currentIndexChanged, this,
            [this](int row) { m_strip->setRows(TimelineStrip::Rows(row)); });
    for (QComboBox *box : {m_processes, m_protocols, m_groups})
        connect(box, &QComboBox::currentIndexChanged, this, &TimelinePanel::filter);
    connect(m_text, &QLineEdit::textChanged, this, &TimelinePanel::filter);
    connect(m_follow, &QToolButton::toggled, this, [this](bool on) {
        m_followed = on ? m_selection : figure::Thing();
        filter();
    });
    connect(m_clear, &QToolButton::clicked, this, &TimelinePanel::clearFilter);
    retranslate();
}

void TimelinePanel::layOut()
{
    const std::pair<QWidget *, const char *> names[] = {
        {m_strip, "timelineStrip"},       {m_along, "timelineAlong"},        {m_words, "timelineWords"},
        {m_position, "timelinePosition"}, {m_live, "timelineLive"},          {m_whole, "timelineWhole"},
        {m_rows, "timelineRows"},         {m_processes, "timelineProcess"},  {m_groups, "timelineCalls"},
        {m_text, "timelineText"},         {m_protocols, "timelineProtocol"}, {m_follow, "timelineFollow"},
        {m_clear, "timelineClear"},       {m_count, "timelineCount"},
    };
    for (const auto &[widget, name] : names)
        widget->setObjectName(QLatin1String(name));
    m_words->setFont(figure::font(figure::Face::Sans, 17, QFont::DemiBold));
    m_words->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_position->setFont(figure::font(figure::Face::Sans, 15, QFont::Medium));
    m_follow->setCheckable(true);
    m_text->setClearButtonEnabled(true);
    m_text->setMinimumWidth(90);
    m_processes->setMinimumContentsLength(10);
    for (QToolButton *button : {m_live, m_whole, m_follow, m_clear})
        button->setFocusPolicy(Qt::StrongFocus);
    auto *head = new QHBoxLayout;
    head->addWidget(m_words, 1);
    for (QWidget *widget : std::initializer_list<QWidget *>{m_position, m_whole, m_live})
        head->addWidget(widget);
    auto *filters = new QHBoxLayout;
    for (QWidget *widget :
         std::initializer_list<QWidget *>{m_rows, m_processes, m_protocols, m_groups, m_text, m_follow, m_clear})
        filters->addWidget(widget, widget == m_text ? 1 : 0);
    filters->addWidget(m_count);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(12, 6, 12, 6);
    column->setSpacing(4);
    column->addLayout(head);
    column->addWidget(m_strip, 1);
    column->addWidget(m_along);
    column->addLayout(filters);
}

QString TimelinePanel::title() const { return tr("Timeline"); }

void TimelinePanel::setTheme(figure::Theme theme) { m_strip->setTheme(theme); }

void TimelinePanel::setSelection(const figure::Thing &thing)
{
    m_selection = thing;
    refresh();
}

void TimelinePanel::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    Panel::changeEvent(event);
}

void TimelinePanel::showEvent(QShowEvent *event)
{
    Panel::showEvent(event);
    grow();
}

void TimelinePanel::retranslate()
{
    const auto fill = [](QComboBox *box, const QStringList &texts) {
        const QSignalBlocker blocker(box);
        const int current = std::max(0, box->currentIndex());
        box->clear();
        box->addItems(texts);
        box->setCurrentIndex(current);
    };
    fill(m_rows, {tr("A row for each protocol"), tr("A row for each process")});
    fill(m_protocols, {tr("All protocols"), QStringLiteral("TCP"), QStringLiteral("UDP")});
    QStringList groups;
    for (int group = 0; group <= int(play::CallGroup::Other); ++group)
        groups.append(TimelineWords::group(play::CallGroup(group)));
    fill(m_groups, groups);
    m_rows->setAccessibleName(tr("Rows of the timeline"));
    m_protocols->setAccessibleName(tr("Show moments of this protocol"));
    m_groups->setAccessibleName(tr("Show moments of these calls"));
    m_processes->setAccessibleName(tr("Show moments of this process"));
    m_text->setAccessibleName(tr("Show moments with this text in the payload"));
    m_text->setPlaceholderText(tr("text in the payload"));
    m_strip->setAccessibleName(tr("Timeline"));
    m_live->setText(tr("Live"));
    m_live->setToolTip(tr("To the newest step of the run, which goes on"));
    m_whole->setText(tr("Whole run"));
    m_whole->setToolTip(tr("The wheel zooms, with Shift it moves along"));
    m_clear->setText(tr("Show all"));
    grow();
}

void TimelinePanel::fillProcesses()
{
    if (m_processes->count() == m_index.processes().size() + 1 && m_processes->itemText(0) == tr("All processes"))
        return;
    const QSignalBlocker blocker(m_processes);
    const QVariant current = m_processes->currentData();
    const TimelineWords words(m_playback.timeline(), m_index);
    m_processes->clear();
    m_processes->addItem(tr("All processes"), -1);
    for (const world::Process &process : m_index.processes())
        m_processes->addItem(words.processOfRun(process.id), static_cast<int>(process.id));
    m_processes->setCurrentIndex(std::max(0, m_processes->findData(current)));
}

void TimelinePanel::grow()
{
    const bool fresh = m_playback.lastStep() < m_index.stepCount() - 1;
    if (!isVisible() && !fresh)
        return;
    if (fresh)
        m_followed = {};
    m_index.update(fresh);
    fillProcesses();
    if (fresh)
        clearFilter();
    m_strip->indexChanged();
    refresh();
}

void TimelinePanel::refresh()
{
    if (!isVisible())
        return;
    const TimelineWords words(m_playback.timeline(), m_index);
    const int step = std::min(m_playback.step(), m_index.stepCount() - 1);
    m_words->setText(words.moment(step));
    m_position->setText(words.position(step));
    m_live->setVisible(m_playback.isLive() || m_playback.isWatching());
    m_live->setEnabled(!m_playback.isAtEnd());
    const bool active = m_index.filter().isActive();
    m_clear->setEnabled(active);
    m_count->setText(active ? tr("%1 of %2 moments").arg(m_index.matchCount()).arg(m_index.stepCount() - 1)
                            : QString());
    const figure::Thing &thing = m_followed ? m_followed : m_selection;
    m_follow->setText(thing.kind == figure::Thing::Kind::Message  ? tr("Follow this message")
                      : thing.kind == figure::Thing::Kind::Socket ? tr("Follow this socket")
                                                                  : tr("Follow what is selected"));
    m_follow->setEnabled(thing.kind == figure::Thing::Kind::Message || thing.kind == figure::Thing::Kind::Socket);
    m_strip->update();
}

bool TimelinePanel::follow(const figure::Thing &thing, play::StepFilter &filter) const
{
    if (thing.kind == figure::Thing::Kind::Socket) {
        filter.socket = thing.id;
        return true;
    }
    const world::World &last = m_playback.timeline().world(m_playback.lastStep());
    const world::Message *message =
        thing.kind == figure::Thing::Kind::Message ? last.message(static_cast<world::MessageId>(thing.id)) : nullptr;
    if (!message)
        return false;
    filter.calls = {message->receivedBy.begin(), message->receivedBy.end()};
    filter.calls.insert(message->sentBy);
    return true;
}

void TimelinePanel::filter()
{
    play::StepFilter filter;
    filter.process = m_processes->currentIndex() > 0 ? m_processes->currentData().toInt() : -1;
    filter.protocol = m_protocols->currentIndex() == 1   ? kernel::Protocol::Tcp
                      : m_protocols->currentIndex() == 2 ? kernel::Protocol::Udp
                                                         : kernel::Protocol::Other;
    filter.group = play::CallGroup(std::max(0, m_groups->currentIndex()));
    filter.text = m_text->text().toUtf8();
    follow(m_followed, filter);
    m_index.setFilter(filter);
    m_strip->indexChanged();
    refresh();
}

void TimelinePanel::clearFilter()
{
    for (QComboBox *box : {m_processes, m_protocols, m_groups}) {
        const QSignalBlocker blocker(box);
        box->setCurrentIndex(0);
    }
    const QSignalBlocker textBlocker(m_text);
    const QSignalBlocker followBlocker(m_follow);
    m_text->clear();
    m_follow->setChecked(false);
    m_followed = {};
    filter();
}

void TimelinePanel::fitScrollBar()
{
    const TimelineScale &scale = m_strip->scale();
    const QSignalBlocker blocker(m_along);
    const double beyond = std::max(0.0, m_index.stepCount() - 1 - scale.shown());
    m_along->setRange(0, static_cast<int>(beyond * Fine));
    m_along->setPageStep(std::max(1, static_cast<int>(scale.shown() * Fine)));
    m_along->setValue(static_cast<int>((scale.first() - 1) * Fine));
    m_along->setVisible(!scale.isWhole());
    m_whole->setEnabled(!scale.isWhole());
}

} // namespace zocalo::panels
