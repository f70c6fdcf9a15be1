// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/panels/kernelpanel.h"

#include "app/figure/fonts.h"
#include "app/panels/kernelrowpainter.h"
#include "app/panels/sscommand.h"
#include "app/text/disagreementtext.h"
#include "app/text/errortext.h"
#include "core/world/backlog.h"

#include <QApplication>
#include <QCheckBox>
#include <QClipboard>
#include <QEvent>
#include <QFontMetrics>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QScopedValueRollback>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>

namespace zocalo::panels {

using figure::KernelColumn;

namespace {

constexpr int RowHeight = 26;
constexpr int CellPadding = 10;
constexpr int HeadSize = 13;
constexpr int FlashMs = 700;
constexpr int MostMeasured = 200; ///< rows whose texts decide how wide the columns are
constexpr int MostDifferences = 6;
constexpr int WidestHint = 700;
constexpr int BesideTable = 56; ///< margins, frame and scroll bars
constexpr int LeastRows = 4;    ///< in sight

} // namespace

KernelPanel::KernelPanel(play::Playback &playback, QWidget *parent)
    : Panel(parent), m_playback(playback), m_model(new KernelModel(this)), m_table(new QTableView(this)),
      m_painter(new KernelRowPainter(this)), m_agreement(new QLabel(this)), m_differences(new QLabel(this)),
      m_changedSince(new QLabel(this)), m_unlisted(new QLabel(this)), m_note(new QLabel(this)),
      m_copy(new QPushButton(this)), m_askAgain(new QPushButton(this)), m_others(new QCheckBox(this)),
      m_identities(new QCheckBox(this)), m_since(playback)
{
    m_table->setObjectName(QStringLiteral("kernelTable"));
    m_agreement->setObjectName(QStringLiteral("kernelAgreement"));
    m_differences->setObjectName(QStringLiteral("kernelDifferences"));
    m_changedSince->setObjectName(QStringLiteral("kernelSince"));
    m_unlisted->setObjectName(QStringLiteral("kernelUnlisted"));
    m_copy->setObjectName(QStringLiteral("kernelCopy"));
    m_others->setObjectName(QStringLiteral("kernelOthers"));
    m_askAgain->setObjectName(QStringLiteral("kernelAskAgain"));
    m_identities->setObjectName(QStringLiteral("kernelIdentities"));
    m_table->setModel(m_model);
    m_table->setItemDelegate(m_painter);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_table->setShowGrid(false);
    m_table->setWordWrap(false);
    m_table->setTabKeyNavigation(false);
    m_table->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    m_table->verticalHeader()->setDefaultSectionSize(RowHeight);
    m_table->horizontalHeader()->setHighlightSections(false);
    m_table->horizontalHeader()->setFont(figure::font(figure::Face::Sans, HeadSize, QFont::Medium));
    m_table->horizontalHeader()->setMinimumSectionSize(2 * CellPadding); // else narrow columns are as wide as others
    m_table->setMinimumSize(280, (LeastRows + 1) * RowHeight);
    for (QLabel *label : {m_agreement, m_differences, m_changedSince, m_unlisted, m_note})
        label->setWordWrap(true);
    m_differences->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_flash.setSingleShot(true);
    m_flash.setInterval(FlashMs);

    // One under the other: side by side they would make the narrowest panel too wide for a small screen.
    auto *others = new QHBoxLayout;
    others->addWidget(m_others);
    others->addWidget(m_askAgain);
    others->addStretch(1);
    auto *head = new QHBoxLayout;
    head->addWidget(m_agreement, 1);
    head->addWidget(m_copy);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(8, 8, 8, 8);
    column->addLayout(head);
    column->addWidget(m_differences);
    column->addWidget(m_table, 1);
    column->addWidget(m_changedSince);
    column->addWidget(m_unlisted);
    column->addWidget(m_note);
    column->addLayout(others);
    column->addWidget(m_identities);
    m_askAgain->hide();
    m_differences->hide();
    m_changedSince->hide();
    m_unlisted->hide();
    setIdentitiesShown(false);

    connect(m_copy, &QPushButton::clicked, this, &KernelPanel::copyCommand);
    connect(m_others, &QCheckBox::toggled, this, &KernelPanel::setOthersShown);
    connect(m_askAgain, &QPushButton::clicked, this, &KernelPanel::askForOthers);
    connect(m_identities, &QCheckBox::toggled, this, &KernelPanel::setIdentitiesShown);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &KernelPanel::choose);
    connect(&m_flash, &QTimer::timeout, m_model, [this] { m_model->setFlashing(false); });
    connect(m_model, &QAbstractItemModel::modelReset, this, [this] {
        m_table->clearSpans();
        if (m_model->sectionRow() >= 0)
            m_table->setSpan(m_model->sectionRow(), 0, 1, figure::KernelColumnCount);
        fitColumns();
    });
    connect(&playback, &play::Playback::stepChanged, this, &KernelPanel::refresh);
    connect(&m_since, &KernelSince::changed, this, &KernelPanel::showSince);
    // Of the last step the table may still come.
    connect(&playback, &play::Playback::grown, this, &KernelPanel::refresh);
    retranslate();
}

QString KernelPanel::title() const { return figure::KernelTable::title(); }

QSize KernelPanel::sizeHint() const
{
    const int room = std::min(WidestHint, window()->width() * 43 / 100); // the rest is the figure's
    return {std::min(m_table->horizontalHeader()->length() + BesideTable, room), Panel::sizeHint().height()};
}

void KernelPanel::setTheme(figure::Theme theme)
{
    m_theme = theme;
    m_painter->setTheme(theme);
    m_model->setTheme(theme);
    // The view paints a selected row's ground before its delegate, which frames the row instead.
    QPalette colours = m_table->palette();
    colours.setColor(QPalette::Highlight, figure::resolve(theme, figure::Tone::Panel));
    m_table->setPalette(colours);
    showAgreement();
}

void KernelPanel::refresh()
{
    if (!isVisible())
        return;
    const int step = m_playback.step();
    const bool follows = step == m_step + 1 && step > 0;
    const bool again = step == m_step;
    m_step = step;
    const world::TableAge age = m_playback.now().tableAge();
    if (again && age == m_age && m_model->ours().size() == m_playback.now().kernelRows().size())
        return;
    m_age = age;
    {
        const QScopedValueRollback<bool> quiet(m_choosing, true);
        m_model->show(m_playback.now(), follows);
    }
    if (m_model->hasChanges() && !m_playback.reducedMotion()) {
        m_model->setFlashing(true);
        m_flash.start();
    }
    showAgreement();
    setSelection(m_selection);
    if (m_model->markedRow() >= 0)
        m_table->scrollTo(m_model->index(m_model->markedRow(), 0));
}

void KernelPanel::showAgreement()
{
    showUnlisted();
    const world::World &world = m_playback.now();
    QStringList lines;
    bool open = false;
    for (const world::Disagreement &each : world.disagreements().mid(0, MostDifferences)) {
        lines << text::DisagreementText::of(each, world);
        open = open || !each.isExplained();
    }
    const QString summary = text::DisagreementText::summary(world);
    const bool isOfThisStep = world.kernelExact() && world.tableAge() != world::TableAge::Old;
    const QString mark = open || world.contradictions() > 0   ? QStringLiteral("⚠ ")
                         : isOfThisStep && !summary.isEmpty() ? QStringLiteral("✓ ")
                                                              : QString();
    m_agreement->setText(mark + summary);
    m_differences->setText(lines.join(QLatin1Char('\n')));
    m_differences->setVisible(!lines.isEmpty());
    QPalette colours = palette();
    colours.setColor(QPalette::WindowText,
                     figure::resolve(m_theme, open ? figure::Tone::Danger : figure::Tone::Secondary));
    m_agreement->setPalette(colours);
    colours.setColor(QPalette::WindowText, figure::resolve(m_theme, open ? figure::Tone::Danger : figure::Tone::Ink));
    m_differences->setPalette(colours);
}

/// What the figure counts, and the table has not.
void KernelPanel::showUnlisted()
{
    const world::World &world = m_playback.now();
    const auto isUnlisted = [&world](const world::Socket &socket) {
        return !socket.closed && !socket.inKernelTable && socket.local.port == 0 && world::isStateKnown(world, socket);
    };
    const auto count = static_cast<int>(std::count_if(world.sockets().begin(), world.sockets().end(), isUnlisted));
    m_unlisted->setVisible(count > 0);
    m_unlisted->setText(
        tr("%n open socket(s) without a port yet: neither bound nor connected, the kernel does not list "
           "them.",
           nullptr, count));
}

void KernelPanel::showSince()
{
    const QStringList &lines = m_since.lines();
    m_changedSince->setVisible(!lines.isEmpty());
    if (lines.isEmpty())
        return;
    QStringList shown = lines.mid(0, MostDifferences);
    if (lines.size() > shown.size())
        shown << tr("… and %n more", nullptr, static_cast<int>(lines.size() - shown.size()));
    //: %1 is a time of the day; what follows are the changes, each on its line
    const QString heading = tr("Different by now in the kernel (asked at %1, not recorded):")
                                .arg(QLocale().toString(m_since.askedAt(), QStringLiteral("HH:mm:ss")));
    m_changedSince->setText(heading + QLatin1Char('\n') + shown.join(QLatin1Char('\n')));
}

void KernelPanel::setSelection(const figure::Thing &thing)
{
    m_selection = thing;
    const int row = thing.kind == figure::Thing::Kind::Socket ? m_model->rowOf(thing.id) : -1;
    const QScopedValueRollback<bool> quiet(m_choosing, true);
    if (row >= 0)
        m_table->selectRow(row);
    else
        m_table->clearSelection();
}

void KernelPanel::choose()
{
    const world::SocketId socket = m_model->socketAt(m_table->currentIndex().row());
    if (!m_choosing && socket != 0)
        emit thingChosen({figure::Thing::Kind::Socket, socket});
}

void KernelPanel::copyCommand() { QApplication::clipboard()->setText(ssCommand(m_model->ours())); }

void KernelPanel::setOthersShown(bool shown)
{
    m_others->setChecked(shown);
    m_askAgain->setVisible(shown);
    if (shown)
        askForOthers();
    else
        m_model->showOthers({}, {}, {});
}

void KernelPanel::askForOthers()
{
    const Result<QList<kernel::SocketRow>> rows = m_kernel.read();
    if (!rows) {
        m_note->setText(text::ErrorText::of(rows.error()));
        return;
    }
    m_model->showOthers(rows.value(), kernel::socketHolders(), QTime::currentTime());
}

void KernelPanel::setIdentitiesShown(bool shown)
{
    m_identities->setChecked(shown);
    m_table->setColumnHidden(static_cast<int>(KernelColumn::Cookie), !shown);
    m_table->setColumnHidden(static_cast<int>(KernelColumn::Inode), !shown);
}

// Widths only grow: a table whose columns jump at each step cannot be read.
void KernelPanel::fitColumns()
{
    const QFontMetrics cells(figure::font(figure::Face::Mono, 14, QFont::Bold));
    const QFontMetrics heads(m_table->horizontalHeader()->font());
    const int rows = std::min(m_model->rowCount(), MostMeasured);
    for (int column = 0; column < figure::KernelColumnCount; ++column) {
        int width = std::max(
            heads.horizontalAdvance(m_model->headerData(column, Qt::Horizontal, Qt::DisplayRole).toString()),
            column == static_cast<int>(KernelColumn::State) ? cells.horizontalAdvance(QStringLiteral("ESTABLISHED"))
                                                            : 0);
        for (int row = 0; row < rows; ++row) {
            if (row != m_model->sectionRow())
                width = std::max(width, cells.horizontalAdvance(
                                            m_model->data(m_model->index(row, column), Qt::DisplayRole).toString()));
        }
        const int shown = m_table->isColumnHidden(column) ? 0 : m_table->columnWidth(column);
        const bool isFirst = m_step < 0 || shown == m_table->horizontalHeader()->defaultSectionSize();
        m_table->setColumnWidth(column, isFirst ? width + CellPadding : std::max(shown, width + CellPadding));
    }
}

void KernelPanel::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    Panel::changeEvent(event);
}

void KernelPanel::showEvent(QShowEvent *event)
{
    refresh();
    m_since.setAsking(true);
    Panel::showEvent(event);
}

void KernelPanel::hideEvent(QHideEvent *event)
{
    m_since.setAsking(false);
    Panel::hideEvent(event);
}

void KernelPanel::retranslate()
{
    //: the program ss(8)
    m_copy->setText(tr("Copy the ss command"));
    m_copy->setToolTip(tr("Copies the command that shows the same in a terminal"));
    m_others->setText(tr("All other sockets of this machine"));
    m_askAgain->setText(tr("Ask again"));
    m_identities->setText(tr("Cookie and inode"));
    m_note->setText(figure::KernelTable::note());
    m_table->setAccessibleName(title());
    m_table->setAccessibleDescription(figure::KernelTable::note());
    m_model->retranslate();
    showAgreement();
    showSince();
    fitColumns();
}

} // namespace zocalo::panels
