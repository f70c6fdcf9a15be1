// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/view/compareview.h"

#include "app/view/elidedlabel.h"

#include <QAccessible>
#include <QEvent>
#include <QFrame>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QKeySequence>
#include <QLabel>
#include <QToolButton>
#include <QVBoxLayout>

namespace zocalo::view {

CompareView::CompareView(play::Playback &left, play::Playback &right, QWidget *parent)
    : QWidget(parent), m_figures{new FigureView(left, this), new FigureView(right, this)},
      m_controls{new ControlBar(left, this), new ControlBar(right, this)},
      m_pair(new QBoxLayout(QBoxLayout::LeftToRight)), m_summary(new ElidedLabel(this))
{
    setObjectName(QStringLiteral("compareView"));
    m_pair->setSpacing(2);
    for (size_t side = 0; side < m_figures.size(); ++side) {
        m_figures.at(side)->setObjectName(QLatin1String(side == 0 ? "leftFigure" : "rightFigure"));
        m_figures.at(side)->setMinimumSize(200, 160);
        m_figures.at(side)->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Ignored);
        m_controls.at(side)->setObjectName(QLatin1String(side == 0 ? "leftControls" : "rightControls"));
        // Where two of them have no room the two runs stand one over the other; the window may be as narrow as before.
        m_controls.at(side)->setMinimumWidth(1);
        auto *pane = new QVBoxLayout;
        pane->setSpacing(0);
        pane->addWidget(m_figures.at(side), 1);
        pane->addWidget(m_controls.at(side));
        m_pair->addLayout(pane, 1);
    }
    m_summary->setObjectName(QStringLiteral("compareSummary"));
    auto *row = new QHBoxLayout;
    row->setContentsMargins(16, 4, 16, 6);
    row->setSpacing(8);
    row->addWidget(m_summary, 1);
    m_first = addButton(row, "compareFirst");
    m_previous = addButton(row, "comparePrevious");
    m_next = addButton(row, "compareNext");
    m_linked = addButton(row, "compareLinked");
    m_linked->setCheckable(true);
    m_linked->setChecked(true);
    m_close = addButton(row, "compareClose");
    auto *rule = new QFrame(this);
    rule->setFrameShape(QFrame::HLine);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(m_pair, 1);
    column->addWidget(rule);
    column->addLayout(row);
    connect(m_first, &QToolButton::clicked, this, &CompareView::firstAsked);
    connect(m_previous, &QToolButton::clicked, this, &CompareView::previousAsked);
    connect(m_next, &QToolButton::clicked, this, &CompareView::nextAsked);
    connect(m_linked, &QToolButton::clicked, this, &CompareView::linkedAsked);
    connect(m_close, &QToolButton::clicked, this, &CompareView::closeAsked);
    retranslate();
}

QToolButton *CompareView::addButton(QBoxLayout *row, const char *name)
{
    auto *button = new QToolButton(this);
    button->setObjectName(QLatin1String(name));
    button->setFocusPolicy(Qt::TabFocus);
    button->setToolButtonStyle(Qt::ToolButtonTextOnly);
    row->addWidget(button);
    return button;
}

void CompareView::setTheme(figure::Theme theme)
{
    for (ControlBar *const controls : m_controls) {
        controls->setTheme(theme);
    }
}

void CompareView::setSummary(const QString &text)
{
    if (text == m_summary->text()) {
        return;
    }
    m_summary->setText(text);
    QAccessibleEvent event(m_summary, QAccessible::NameChanged);
    QAccessible::updateAccessibility(&event);
}

QString CompareView::summary() const { return m_summary->text(); }

void CompareView::setReachable(bool any, bool previous, bool next)
{
    m_first->setEnabled(any);
    m_previous->setEnabled(previous);
    m_next->setEnabled(next);
}

void CompareView::setLinked(bool linked) { m_linked->setChecked(linked); }

void CompareView::retranslate()
{
    const auto name = [](QToolButton *button, const QString &text, const QString &tip, const QKeySequence &key) {
        button->setText(text);
        //: what a button does, and its key
        button->setToolTip(tr("%1 (%2)").arg(tip, key.toString(QKeySequence::NativeText)));
        button->setAccessibleName(tip);
    };
    name(m_first, tr("≠ First"), tr("To the first difference"), Qt::Key_F);
    name(m_previous, tr("≠ Previous"), tr("To the previous difference"), Qt::CTRL | Qt::Key_Left);
    name(m_next, tr("≠ Next"), tr("To the next difference"), Qt::CTRL | Qt::Key_Right);
    name(m_linked, tr("In step"), tr("Moving one run moves the other, call by call"), Qt::CTRL | Qt::Key_L);
    name(m_close, tr("Close"), tr("Back to one figure"), Qt::Key_Escape);
}

void CompareView::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
    }
    QWidget::changeEvent(event);
}

void CompareView::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    const QSizeF room(width(), height() - m_summary->height());
    const QSizeF least = beside::HeadedFigure::leastSize(m_figures.front()->input());
    const bool haveRoom = width() >= 2 * m_controls.front()->minimumSizeHint().width() + m_pair->spacing();
    m_pair->setDirection(haveRoom && beside::HeadedFigure::isBesideLarger(room, least) ? QBoxLayout::LeftToRight
                                                                                       : QBoxLayout::TopToBottom);
}

void CompareView::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape) {
        emit closeAsked();
        return;
    }
    QWidget::keyPressEvent(event);
}

} // namespace zocalo::view
