// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/panels/contentspanel.h"

#include "app/text/language.h"
#include "core/lesson/progress.h"

#include <QEvent>
#include <QHeaderView>
#include <QPushButton>
#include <QStyledItemDelegate>
#include <QTreeWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace zocalo::panels {

namespace {

enum Column { Title, BuildsOn, Done };
constexpr int Narrowest = 280;

/// Titles take as many lines as they need: a tree gives each row one.
class WrappedTitles : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        constexpr int Beside = 12; // what the style keeps free
        constexpr int Above = 6;
        QSize size = QStyledItemDelegate::sizeHint(option, index);
        const auto *list = qobject_cast<const QTreeView *>(option.widget);
        if (list && index.column() == Title) {
            const int width = std::max(1, list->header()->sectionSize(Title) - Beside);
            const QRect text =
                option.fontMetrics.boundingRect(QRect(0, 0, width, QWIDGETSIZE_MAX), Qt::AlignLeft | Qt::TextWordWrap,
                                                index.data(Qt::DisplayRole).toString());
            size.setHeight(std::max(size.height(), text.height() + Above));
        }
        return size;
    }
};

} // namespace

ContentsPanel::ContentsPanel(const QList<lesson::Lesson> &lessons, lesson::Progress &progress, QWidget *parent)
    : Panel(parent), m_lessons(lessons), m_progress(progress), m_list(new QTreeWidget(this)),
      m_export(new QPushButton(this)), m_reset(new QPushButton(this))
{
    m_list->setObjectName(QStringLiteral("contents"));
    m_list->setRootIsDecorated(false);
    m_list->setColumnCount(3);
    m_list->setUniformRowHeights(false);
    m_list->setWordWrap(true);
    m_list->header()->setSectionResizeMode(Title, QHeaderView::Stretch);
    m_list->header()->setSectionResizeMode(BuildsOn, QHeaderView::ResizeToContents);
    m_list->header()->setSectionResizeMode(Done, QHeaderView::ResizeToContents);
    m_list->header()->setStretchLastSection(false);
    m_list->setItemDelegate(new WrappedTitles(m_list));
    connect(m_list->header(), &QHeaderView::sectionResized, m_list, &QTreeWidget::doItemsLayout);
    m_export->setObjectName(QStringLiteral("exportProgress"));
    m_reset->setObjectName(QStringLiteral("resetProgress"));
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(8, 8, 8, 8);
    column->addWidget(m_list, 1);
    column->addWidget(m_export);
    column->addWidget(m_reset);
    setMinimumWidth(Narrowest);
    connect(m_list, &QTreeWidget::itemActivated, this,
            [this](QTreeWidgetItem *item) { emit lessonChosen(item->data(Title, Qt::UserRole).toString()); });
    connect(m_export, &QPushButton::clicked, this, &ContentsPanel::exportAsked);
    connect(m_reset, &QPushButton::clicked, this, &ContentsPanel::resetAsked);
}

QString ContentsPanel::title() const { return tr("Lessons"); }

void ContentsPanel::setCurrent(const QString &id)
{
    m_current = id;
    if (m_list->topLevelItemCount() == 0) {
        refresh();
    } else {
        markCurrent();
    }
}

void ContentsPanel::markCurrent()
{
    m_list->setCurrentItem(nullptr); // what is shown may be no lesson
    for (int row = 0; row < m_list->topLevelItemCount(); ++row) {
        QTreeWidgetItem *const item = m_list->topLevelItem(row);
        if (item->data(Title, Qt::UserRole) == m_current) {
            m_list->setCurrentItem(item);
        }
    }
    // Later: the rows get their heights first.
    QMetaObject::invokeMethod(
        m_list, [list = m_list] { list->scrollToItem(list->currentItem(), QAbstractItemView::PositionAtCenter); },
        Qt::QueuedConnection);
}

void ContentsPanel::showEvent(QShowEvent *event)
{
    refresh();
    Panel::showEvent(event);
}

void ContentsPanel::refresh()
{
    if (!isVisible()) {
        return; // it is filled when it is shown
    }
    m_export->setText(tr("Export the answers…"));
    m_reset->setText(tr("Forget the answers…"));
    //: heading of a narrow column: the numbers of the lessons that this one builds on
    m_list->setHeaderLabels({tr("Lesson"), tr("After"), QStringLiteral("✓")});
    m_list->headerItem()->setToolTip(BuildsOn, tr("The lessons that this one builds on"));
    m_list->headerItem()->setToolTip(Done, tr("Questions that were answered"));
    m_list->setAccessibleName(tr("Lessons, in the order of the path"));
    m_list->clear();
    const QHash<QString, int> answeredOf = m_progress.answeredQuestions();
    for (const lesson::Lesson &each : std::as_const(m_lessons)) {
        const auto asked = static_cast<int>(each.questions.size());
        const int answered = std::min(asked, answeredOf.value(each.id));
        QStringList before;
        for (const lesson::Lesson &other : std::as_const(m_lessons)) {
            if (each.buildsOn.contains(other.id)) {
                before.append(QString::number(other.station));
            }
        }
        QString name = each.title.in(text::language());
        if (each.station > 0) {
            name = QStringLiteral("%1 · %2").arg(each.station).arg(name);
        }
        //: how many questions of a lesson were answered, of how many
        const QString done = asked == 0 ? QString() : tr("%1 of %2").arg(answered).arg(asked);
        const QString brief = asked == 0 ? QString() : QStringLiteral("%1/%2").arg(answered).arg(asked);
        const QString after = before.isEmpty() ? QStringLiteral("–") : before.join(QStringLiteral(", "));
        auto *item =
            new QTreeWidgetItem(m_list, {name, after, asked > 0 && answered == asked ? QStringLiteral("✓") : brief});
        item->setData(Done, Qt::AccessibleTextRole, done);
        item->setData(Title, Qt::UserRole, each.id);
        item->setToolTip(Title,
                         name + QStringLiteral("\n") + tr("Many believe: “%1”").arg(each.belief.in(text::language())));
    }
    markCurrent();
}

void ContentsPanel::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange) {
        refresh();
    }
    Panel::changeEvent(event);
}

} // namespace zocalo::panels
