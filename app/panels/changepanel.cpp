// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/panels/changepanel.h"

#include "app/beside/differencewords.h"
#include "app/text/language.h"

#include <QComboBox>
#include <QElapsedTimer>
#include <QEvent>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QListWidget>
#include <QPushButton>
#include <QScrollBar>
#include <QSpinBox>
#include <QVBoxLayout>

#include <algorithm>

namespace zocalo::panels {

using lesson::Kind;

namespace {

constexpr int NarrowestSwitches = 320;
constexpr int StepRole = Qt::UserRole;
constexpr int Patience = 150; ///< milliseconds
constexpr qsizetype MostListed = 200;

} // namespace

ChangePanel::ChangePanel(play::Playback &playback, QWidget *parent) : Panel(parent), m_playback(playback)
{
    layOut();
    m_soon.setSingleShot(true);
    m_soon.setInterval(Patience);
    connect(&m_soon, &QTimer::timeout, this, &ChangePanel::compare);
    connect(&playback, &play::Playback::grown, this, &ChangePanel::compareSoon);
    // What is no step may make a difference, too: that a process has started.
    connect(&playback, &play::Playback::changed, this, &ChangePanel::compareSoon);
    connect(&playback, &play::Playback::stepChanged, this, &ChangePanel::markStep);
    setLesson({}, {});
}

ChangePanel::~ChangePanel() = default;

void ChangePanel::layOut()
{
    m_intro = new QLabel(this);
    m_intro->setWordWrap(true);
    m_form = new QWidget(this);
    m_rows = new QFormLayout(m_form);
    m_rows->setContentsMargins(0, 0, 0, 0);
    m_rows->setRowWrapPolicy(QFormLayout::WrapLongRows);
    m_rows->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    m_run = new QPushButton(this);
    m_run->setObjectName(QStringLiteral("changeRun"));
    m_back = new QPushButton(this);
    m_back->setObjectName(QStringLiteral("changeBack"));
    m_beside = new QPushButton(this);
    m_beside->setObjectName(QStringLiteral("changeBeside"));
    m_against = new QLabel(this);
    m_against->setObjectName(QStringLiteral("changeAgainst"));
    m_against->setWordWrap(true);
    m_against->setTextFormat(Qt::PlainText);
    m_list = new QListWidget(this);
    m_list->setObjectName(QStringLiteral("changeList"));
    m_list->setWordWrap(true);
    m_list->setSpacing(3);
    m_list->setResizeMode(QListView::Adjust);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto *buttons = new QHBoxLayout;
    buttons->addWidget(m_run);
    buttons->addWidget(m_back);
    buttons->addWidget(m_beside);
    buttons->addStretch();
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(8, 8, 8, 8);
    column->setSpacing(10);
    column->addWidget(m_intro);
    column->addWidget(m_form);
    column->addLayout(buttons);
    column->addWidget(m_against);
    column->addWidget(m_list, 100);
    column->addStretch(1); // where there is no list, all stands at the top
    setMinimumWidth(NarrowestSwitches);
    connect(m_run, &QPushButton::clicked, this, [this] { emit runAsked(chosen()); });
    connect(m_beside, &QPushButton::clicked, this, &ChangePanel::besideAsked);
    connect(m_back, &QPushButton::clicked, this, [this] { emit runAsked(m_beforeSetting); });
    const auto show = [this](const QListWidgetItem *item) { m_playback.showStep(item->data(StepRole).toInt()); };
    connect(m_list, &QListWidget::itemClicked, this, show);
    connect(m_list, &QListWidget::itemActivated, this, show);
}

QString ChangePanel::title() const { return tr("Change it"); }

void ChangePanel::setLesson(const lesson::Lesson &lesson, const RunSetting &setting)
{
    m_lesson = lesson;
    m_setting = setting;
    fillSwitches();
    forget();
    fillDifferences();
}

void ChangePanel::setBefore(std::shared_ptr<const world::Timeline> before, const RunSetting &setting)
{
    m_before = std::move(before);
    m_beforeSetting = setting;
    forget();
    fillDifferences();
    compareSoon();
}

/// What was told is of other runs.
void ChangePanel::forget()
{
    m_differences.clear();
    m_compared = -1;
    m_common = 0;
    m_ahead = {};
}

QComboBox *ChangePanel::addChoice(const QString &label, const QString &name)
{
    auto *choice = new QComboBox(m_form);
    choice->setObjectName(name);
    choice->setAccessibleName(label);
    choice->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_rows->addRow(label, choice);
    connect(choice, &QComboBox::currentIndexChanged, this, &ChangePanel::chosenChanged);
    return choice;
}

void ChangePanel::fillSwitches()
{
    while (m_rows->rowCount() > 0) {
        m_rows->removeRow(0);
    }
    m_switches.clear();
    m_clients = nullptr;
    m_kinds = nullptr;
    const QString language = text::language();
    for (const lesson::Switch &each : std::as_const(m_lesson.switches)) {
        QComboBox *const choice = addChoice(each.label.in(language), QStringLiteral("switch-") + each.id);
        for (const lesson::SwitchValue &value : each.values) {
            choice->addItem(value.text.in(language), value.is);
        }
        choice->setCurrentIndex(choice->findData(m_setting.choices.value(each.id, each.values.constFirst().is)));
        m_switches.append(choice);
    }
    if (m_lesson.kind == Kind::Twin) {
        QComboBox *const choice = addChoice(tr("Protocols"), QStringLiteral("switchKind"));
        choice->addItem(tr("TCP and UDP"), int(Kind::Twin));
        choice->addItem(tr("TCP alone"), int(Kind::Tcp));
        choice->addItem(tr("UDP alone"), int(Kind::Udp));
        choice->setCurrentIndex(choice->findData(int(m_setting.kind)));
        m_kinds = choice;
    }
    if (m_lesson.maxClients > 1 && !m_lesson.id.isEmpty()) {
        auto *clients = new QSpinBox(m_form);
        clients->setObjectName(QStringLiteral("switchClients"));
        clients->setRange(1, m_lesson.maxClients);
        clients->setValue(m_setting.clients);
        clients->setAccessibleName(tr("Clients"));
        m_rows->addRow(tr("Clients"), clients);
        connect(clients, &QSpinBox::valueChanged, this, &ChangePanel::chosenChanged);
        m_clients = clients;
    }
    const QString tryOut = m_lesson.tryOut.in(language);
    const bool nothing = m_rows->rowCount() == 0;
    m_intro->setText(!nothing && !tryOut.isEmpty() ? tryOut
                     : !nothing ? tr("Change something, and run the lesson again: with new processes and sockets.")
                     : m_lesson.id.isEmpty()
                         ? tr("Here the switches of a lesson stand. What is shown is no lesson's run.")
                         : tr("This lesson has nothing to be switched. What can be done in its run "
                              "is in the menu of actions."));
    chosenChanged();
}

void ChangePanel::pick(const RunSetting &setting)
{
    for (qsizetype i = 0; i < m_switches.size(); ++i) {
        QComboBox *const choice = m_switches.at(i);
        choice->setCurrentIndex(choice->findData(setting.choices.value(m_lesson.switches.at(i).id)));
    }
    if (m_kinds) {
        m_kinds->setCurrentIndex(m_kinds->findData(int(setting.kind)));
    }
    if (m_clients) {
        m_clients->setValue(setting.clients);
    }
}

RunSetting ChangePanel::chosen() const
{
    RunSetting setting = m_setting;
    for (qsizetype i = 0; i < m_switches.size(); ++i) {
        setting.choices.insert(m_lesson.switches.at(i).id, m_switches.at(i)->currentData().toString());
    }
    if (m_clients) {
        setting.clients = m_clients->value();
    }
    if (m_kinds && m_kinds->currentIndex() >= 0) {
        setting.kind = Kind(m_kinds->currentData().toInt());
    }
    return setting;
}

void ChangePanel::chosenChanged()
{
    const bool isLesson = !m_lesson.id.isEmpty();
    m_run->setVisible(isLesson && m_rows->rowCount() > 0);
    m_run->setEnabled(chosen() != m_setting);
    m_run->setText(tr("Run it so"));
    m_run->setToolTip(m_run->isEnabled() ? QString() : tr("Nothing was changed yet"));
    m_back->setText(tr("As at first"));
    m_back->setVisible(m_before && m_beforeSetting != m_setting);
    m_beside->setText(tr("Side by side"));
    m_beside->setToolTip(tr("The first run and this one, in step"));
    m_beside->setVisible(m_before != nullptr);
}

QString ChangePanel::beforeText() const
{
    if (!m_before) {
        return m_rows->rowCount() > 0 ? tr("What differs from this run is told here after the next one.") : QString();
    }
    if (!isCompared()) {
        return tr("This run and the first one are being compared…");
    }
    const QString ahead = aheadText();
    const QString start = ahead.isEmpty() ? QString() : ahead + QLatin1Char('\n');
    if (m_differences.isEmpty() && m_common == 0) {
        return start + tr("So far there is no call that both this run and the first one have made.");
    }
    if (m_differences.isEmpty()) {
        return start + tr("So far the calls that both runs have made came out as in the first one; PIDs and ports "
                          "aside.");
    }
    if (m_differences.size() > MostListed) {
        return start + tr("In what this run differs from the first one, so far: the first %n differences.", nullptr,
                          static_cast<int>(MostListed));
    }
    return start + tr("In what this run differs from the first one, so far:");
}

/// The processes that one of the runs has and the other has not started so far; those that are no difference yet.
QString ChangePanel::aheadText() const
{
    const world::World &now = m_playback.timeline().world(m_playback.lastStep());
    const beside::DifferenceWords words(m_before->world(m_before->stepCount() - 1), now);
    const QString mine = words.processNames(m_ahead.at(size_t(world::Comparison::Side::Now)));
    const QString others = words.processNames(m_ahead.at(size_t(world::Comparison::Side::Before)));
    QStringList lines;
    if (!mine.isEmpty()) {
        //: %1 processes: "Client C, Client D"
        lines << tr("Only in this run so far: %1.").arg(mine);
    }
    if (!others.isEmpty()) {
        //: %1 processes: "Client C, Client D"
        lines << tr("Only in the first run so far: %1.").arg(others);
    }
    return lines.join(QLatin1Char('\n'));
}

/// There are two runs, and what was told of them is of fewer events than the present one has.
bool ChangePanel::isStale() const { return m_before && m_playback.timeline().events().size() != m_compared; }

void ChangePanel::compareSoon()
{
    if (isStale() && isVisible() && !m_soon.isActive()) {
        m_soon.start();
    }
}

void ChangePanel::compare()
{
    if (!isStale() || !isVisible()) {
        return;
    }
    m_compared = m_playback.timeline().events().size();
    QElapsedTimer clock;
    clock.start();
    const world::Comparison comparison(*m_before, m_playback.timeline());
    using Side = world::Comparison::Side;
    m_differences = comparison.differences();
    m_common = comparison.commonCalls();
    m_ahead = {comparison.processesAhead(Side::Before), comparison.processesAhead(Side::Now)};
    // Long runs take longer to compare: then it is done less often.
    m_soon.setInterval(static_cast<int>(std::max<qint64>(Patience, 10 * clock.elapsed())));
    fillDifferences();
}

void ChangePanel::fillDifferences()
{
    m_against->setText(beforeText());
    m_against->setVisible(!m_against->text().isEmpty());
    m_list->setVisible(m_before != nullptr);
    m_list->setAccessibleName(tr("Differences from the first run"));
    const int seen = m_list->verticalScrollBar()->value();
    m_list->clear();
    const world::World &now = m_playback.timeline().world(m_playback.lastStep());
    const beside::DifferenceWords words(m_before ? m_before->world(m_before->stepCount() - 1) : now, now);
    QList<int> steps;
    for (const world::RunDifference &each : m_differences.first(std::min(m_differences.size(), MostListed))) {
        //: %1 what differs, %2 how it is in this run, %3 how it was in the first one
        const QString text =
            tr("%1\nnow: %2\nat first: %3").arg(words.subject(each), words.now(each), words.before(each));
        auto *item = new QListWidgetItem(text, m_list);
        item->setData(StepRole, each.step);
        if (!steps.contains(each.step)) {
            steps.append(each.step);
        }
    }
    m_list->verticalScrollBar()->setValue(seen);
    markStep(m_playback.step());
    chosenChanged();
    emit differencesChanged(steps);
}

/// The rows of the step that is shown.
void ChangePanel::markStep(int step)
{
    if (const QListWidgetItem *now = m_list->currentItem(); now && now->data(StepRole).toInt() == step) {
        return; // one of several of this step
    }
    m_list->setCurrentRow(-1);
    for (int row = 0; row < m_list->count(); ++row) {
        if (m_list->item(row)->data(StepRole).toInt() == step) {
            m_list->setCurrentRow(row);
            return;
        }
    }
}

void ChangePanel::showEvent(QShowEvent *event)
{
    Panel::showEvent(event);
    compareSoon();
}

void ChangePanel::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange) {
        const RunSetting picked = chosen();
        fillSwitches();
        pick(picked); // what was picked and not run yet is kept
        fillDifferences();
    }
    Panel::changeEvent(event);
}

} // namespace zocalo::panels
