// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/view/controlbar.h"

#include "app/view/appearance.h"
#include "app/view/elidedlabel.h"

#include <QComboBox>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QSignalBlocker>
#include <QSlider>
#include <QToolButton>

namespace zocalo::view {

namespace {

constexpr double Speeds[] = {0.25, 0.5, 1, 2, 4, 8};
constexpr run::Pace Paces[] = {run::Pace::Free, run::Pace::Slow, run::Pace::Step};
constexpr QSize ButtonIcon(26, 26);
constexpr QSize PlayIcon(34, 34);
constexpr int NarrowBar = 1000; ///< pixels: below, the position has a line of its own
constexpr int LeastPosition = 280;
constexpr int Gap = 12;
constexpr int FewWords = 70;
constexpr int TextsPlace = 6; ///< in the row: after the buttons and a gap

} // namespace

ControlBar::ControlBar(play::Playback &playback, QWidget *parent)
    : QWidget(parent), m_playback(playback), m_toStart(addButton("toStart")), m_back(addButton("back")),
      m_play(addButton("play")), m_forward(addButton("forward")), m_toEnd(addButton("toEnd")),
      m_position(new QSlider(Qt::Horizontal, this)), m_step(new ElidedLabel(this)), m_status(new ElidedLabel(this)),
      m_paceLabel(new QLabel(this)), m_pace(new QComboBox(this)), m_speedLabel(new QLabel(this)),
      m_speed(new QComboBox(this))
{
    m_play->setIconSize(PlayIcon);
    m_position->setObjectName(QStringLiteral("position"));
    m_step->setObjectName(QStringLiteral("step"));
    m_status->setObjectName(QStringLiteral("status"));
    m_status->installEventFilter(this); // how much room it has
    m_pace->setObjectName(QStringLiteral("pace"));
    m_paceLabel->setBuddy(m_pace);
    for (const run::Pace pace : Paces) {
        m_pace->addItem(QString(), int(pace));
    }
    m_speed->setObjectName(QStringLiteral("speed"));
    m_speedLabel->setBuddy(m_speed);
    for (const double speed : Speeds) {
        m_speed->addItem(QString(), speed);
    }
    for (QComboBox *const choice : {m_pace, m_speed}) {
        choice->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed); // else a long status would press it together
    }
    auto *texts = new QVBoxLayout;
    texts->setSpacing(0);
    texts->addWidget(m_step);
    texts->addWidget(m_status);
    m_row = new QHBoxLayout;
    m_row->setSpacing(6);
    for (QToolButton *button : {m_toStart, m_back, m_play, m_forward, m_toEnd}) {
        m_row->addWidget(button);
    }
    m_row->addSpacing(Gap);
    m_row->addLayout(texts);
    m_row->addSpacing(Gap);
    m_row->addLayout(m_wide = new QHBoxLayout);
    m_row->addWidget(m_paceLabel);
    m_row->addWidget(m_pace);
    m_row->addWidget(m_speedLabel);
    m_row->addWidget(m_speed);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(16, 8, 16, 8);
    column->setSpacing(2);
    column->addLayout(m_narrow = new QHBoxLayout);
    column->addLayout(m_row);
    placePosition(false);

    connect(m_toStart, &QToolButton::clicked, &m_playback, &play::Playback::toStart);
    connect(m_back, &QToolButton::clicked, &m_playback, &play::Playback::stepBack);
    connect(m_play, &QToolButton::clicked, &m_playback, &play::Playback::togglePlaying);
    connect(m_forward, &QToolButton::clicked, &m_playback, &play::Playback::stepForward);
    connect(m_toEnd, &QToolButton::clicked, &m_playback, &play::Playback::toEnd);
    connect(m_position, &QSlider::valueChanged, &m_playback, &play::Playback::showStep);
    connect(m_pace, &QComboBox::currentIndexChanged, this,
            [this](int index) { m_playback.setPace(run::Pace(m_pace->itemData(index).toInt())); });
    connect(m_speed, &QComboBox::currentIndexChanged, this,
            [this](int index) { m_playback.setSpeed(m_speed->itemData(index).toDouble()); });
    connect(&m_playback, &play::Playback::stateChanged, this, [this] { refresh(); });
    connect(&m_playback, &play::Playback::stepChanged, this, [this] {
        m_told.clear();
        refresh();
    });
    connect(&m_playback, &play::Playback::grown, this, [this] { refresh(); });
    setTheme(m_theme);
    retranslate();
}

QToolButton *ControlBar::addButton(const char *name)
{
    auto *button = new QToolButton(this);
    button->setObjectName(QLatin1String(name));
    button->setIconSize(ButtonIcon);
    button->setAutoRaise(true);
    button->setFocusPolicy(Qt::TabFocus);
    return button;
}

void ControlBar::setTheme(figure::Theme theme)
{
    m_theme = theme;
    m_toStart->setIcon(icon(Glyph::ToStart, theme));
    m_back->setIcon(icon(Glyph::Back, theme));
    m_forward->setIcon(icon(Glyph::Forward, theme));
    m_toEnd->setIcon(icon(Glyph::ToEnd, theme));
    refresh();
}

void ControlBar::setSource(Source source, run::Pace pace)
{
    const bool isOther = source != m_source;
    m_source = source;
    m_behind = pace;
    refresh();
    if (isOther) {
        emit sourceChanged();
    }
}

void ControlBar::tell(const QString &text)
{
    m_told = text;
    m_isLong = false;
    m_status->setText(text);
    m_status->setBrief({});
    fitTold();
}

/// Why a key does nothing is read to its end: where it is long, it begins in the line of the step, after it, and takes
/// the room of the names.
void ControlBar::fitTold()
{
    // Once it is long it stays so: with the names gone it might fit, and they would come and go by turns.
    m_isLong = !m_told.isEmpty() && (m_isLong || !m_status->fitsInLine(m_told));
    m_step->setVisible(!m_isLong);
    m_status->setLead(m_isLong ? m_step->text() + QStringLiteral(" · ") : QString());
    m_status->setLines(m_isLong ? 2 : 1);
    fitNames();
}

bool ControlBar::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_status && event->type() == QEvent::Resize) {
        fitTold();
    }
    return QWidget::eventFilter(watched, event);
}

void ControlBar::takeBack(const QString &text)
{
    if (!text.isEmpty() && m_told == text) {
        m_told.clear();
        refresh();
    }
}

void ControlBar::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange) {
        m_told.clear(); // in the other language
        retranslate();
    }
    QWidget::changeEvent(event);
}

void ControlBar::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    if (m_isNarrow != (width() < NarrowBar)) {
        placePosition(!m_isNarrow);
    }
    fitNames();
}

/// Beside the buttons, or above them, where it would be too short to find a step on it.
void ControlBar::placePosition(bool narrow)
{
    m_isNarrow = narrow;
    m_wide->removeWidget(m_position);
    m_narrow->removeWidget(m_position);
    (narrow ? m_narrow : m_wide)->addWidget(m_position);
    m_position->setMinimumWidth(narrow ? 80 : LeastPosition); // rather than the whole of a long status
    m_wide->setContentsMargins(0, 0, narrow ? 0 : Gap, 0);
    m_row->setStretchFactor(m_wide, narrow ? 0 : 1);
    m_row->setStretch(TextsPlace, narrow ? 1 : 0);
}

QSize ControlBar::minimumSizeHint() const
{
    const QSize whole = layout()->minimumSize();
    // The position can go above the rest.
    const int beside = m_isNarrow ? 0 : m_position->minimumWidth() + Gap;
    return {whole.width() - roomOfNames(true) - beside, whole.height()};
}

int ControlBar::roomOfNames(bool shownOnly) const
{
    int room = 0;
    for (const QLabel *const name : {m_speedLabel, m_paceLabel}) {
        const bool isOfUse = name == m_speedLabel || m_playback.isWatching();
        if (shownOnly ? !name->isHidden() : isOfUse) {
            room += name->minimumSizeHint().width() + m_row->spacing();
        }
    }
    return room;
}

void ControlBar::fitNames()
{
    // What is said of the run comes before them: its usual few words are wider than the least that it can have.
    const bool haveRoom = !m_isLong && width() >= minimumSizeHint().width() + roomOfNames(false) + FewWords;
    m_speedLabel->setVisible(haveRoom);
    m_paceLabel->setVisible(haveRoom && m_playback.isWatching());
}

void ControlBar::retranslate()
{
    const auto name = [](QToolButton *button, const QString &text, const QString &key) {
        button->setToolTip(QStringLiteral("%1 (%2)").arg(text, key));
        button->setAccessibleName(text);
    };
    name(m_toStart, tr("Back to the start"), tr("Home"));
    name(m_back, tr("One step back"), tr("Left arrow"));
    name(m_play, tr("Play or pause"), tr("Space"));
    name(m_forward, tr("One step on"), tr("Right arrow"));
    name(m_toEnd, tr("To the newest step"), tr("End"));
    m_position->setAccessibleName(tr("Position in the run"));
    m_position->setToolTip(tr("Drag to go back to any step that was recorded"));
    fillPaces();
    m_speedLabel->setText(tr("Speed"));
    // The names beside them are not always there.
    m_speed->setAccessibleName(m_speedLabel->text());
    m_speed->setToolTip(m_speedLabel->text());
    for (int i = 0; i < m_speed->count(); ++i) {
        //: a speed: 2×
        m_speed->setItemText(i, tr("%1×").arg(QLocale().toString(m_speed->itemData(i).toDouble())));
    }
    refresh();
}

void ControlBar::fillPaces()
{
    const QSignalBlocker blocker(m_pace);
    m_paceLabel->setText(tr("Programs"));
    m_pace->setAccessibleName(m_paceLabel->text());
    m_pace->setToolTip(m_paceLabel->text());
    //: How the programs that are watched go on
    const QString names[] = {tr("Free"), tr("Slow"), tr("Step")};
    const QString tips[] = {tr("They run as if nobody looked"),
                            tr("Each is held for a moment at the beginning and at the end of each call"),
                            tr("Each is held at the beginning and at the end of each call, until you let it go on")};
    for (int i = 0; i < m_pace->count(); ++i) {
        m_pace->setItemText(i, names[i]);
        m_pace->setItemData(i, tips[i], Qt::ToolTipRole);
    }
}

void ControlBar::refresh()
{
    const int step = m_playback.step();
    const int last = m_playback.lastStep();
    m_play->setIcon(icon(m_playback.isPlaying() ? Glyph::Pause : Glyph::Play, m_theme));
    m_toStart->setEnabled(step > 0);
    m_back->setEnabled(step > 0);
    // In free play the run has no next step of its own.
    const bool goesOn = (m_source == Source::Lesson && !m_playback.isFreePlay()) || m_playback.isStepping();
    m_forward->setEnabled(step < last || goesOn);
    m_play->setEnabled(step < last || goesOn || m_playback.isPlaying());
    m_toEnd->setEnabled(step < last);
    {
        const QSignalBlocker blocker(m_position);
        m_position->setRange(0, last);
        m_position->setValue(step);
    }
    m_pace->setVisible(m_playback.isWatching());
    fitNames();
    {
        const QSignalBlocker blocker(m_pace);
        m_pace->setCurrentIndex(m_pace->findData(int(m_playback.pace())));
    }
    {
        const QSignalBlocker blocker(m_speed);
        m_speed->setCurrentIndex(m_speed->findData(m_playback.speed()));
    }
    const bool isOpen = m_source == Source::Lesson || m_source == Source::Programs; // there may be more steps
    m_step->setText(isOpen ? tr("Step %1").arg(step) : tr("Step %1 of %2").arg(step).arg(last));
    const Status status = m_told.isEmpty() ? this->status() : Status{m_told, {}};
    m_status->setText(status.text);
    m_status->setBrief(status.brief);
    fitTold();
}

ControlBar::Status ControlBar::status() const
{
    if (m_playback.isLocked()) {
        return {tr("A question is open (F4)."), {}};
    }
    const bool arriving = m_playback.state() == play::Playback::State::Moving;
    const bool isOpen = m_source == Source::Lesson || m_source == Source::Programs;
    if (m_playback.step() + arriving < m_playback.lastStep()) {
        return isOpen ? Status{tr("Recorded. The run is at step %1.").arg(m_playback.lastStep()), tr("Recorded.")}
                      : Status{tr("Recorded."), {}};
    }
    if (m_playback.isWatching() || m_source == Source::Programs) {
        return paceWords();
    }
    if (m_source == Source::Left) {
        return {tr("Watched no more: the programs go on."), tr("Watched no more.")};
    }
    if (m_source == Source::Cut) {
        return {tr("The recording stops here: the run may have gone on."), tr("The recording stops here.")};
    }
    if (m_source != Source::Lesson) {
        return {tr("The run has ended."), {}};
    }
    if (m_playback.isHolding()) {
        return {tr("The run holds: all is still open. Double click on anything to act on it."), tr("The run holds.")};
    }
    if (m_playback.isFreePlay() && !m_playback.isPlaying()) {
        // As the menu names the key: the one of runAgain.
        const QString key = QKeySequence(Qt::CTRL | Qt::Key_R).toString(QKeySequence::NativeText);
        //: %1 is a key: Ctrl+R
        return {tr("Free play: the lesson is set aside. %1 begins it again.").arg(key), tr("Free play.")};
    }
    return m_playback.isPlaying() || arriving ? Status{tr("Live"), {}}
                                              : Status{tr("Live: the processes wait."), tr("Live: they wait.")};
}

ControlBar::Status ControlBar::paceWords() const
{
    switch (m_playback.isWatching() ? m_playback.pace() : m_behind) {
    case run::Pace::Step:
        return {tr("Live: each stops at its calls until it is let go on."), tr("Live: step by step.")};
    case run::Pace::Slow:
        return {tr("Live: the programs go on slowly."), tr("Live: slowly.")};
    default:
        return {tr("Live: the programs run freely."), tr("Live: freely.")};
    }
}

} // namespace zocalo::view
