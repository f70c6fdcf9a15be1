// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/view/banner.h"

#include <QAccessible>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QToolButton>

namespace zocalo::view {

Banner::Banner(QWidget *parent)
    : QFrame(parent), m_text(new QLabel(this)), m_action(new QPushButton(this)), m_dismiss(new QToolButton(this))
{
    setObjectName(QStringLiteral("banner"));
    setAutoFillBackground(true);
    m_text->setObjectName(QStringLiteral("bannerText"));
    m_text->setWordWrap(true);
    m_text->setTextFormat(Qt::PlainText);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_action->setObjectName(QStringLiteral("bannerAction"));
    m_dismiss->setAutoRaise(true);
    m_dismiss->setText(QStringLiteral("×"));
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(16, 8, 16, 8);
    row->addWidget(m_text, 1);
    row->addWidget(m_action);
    row->addWidget(m_dismiss);
    connect(m_action, &QPushButton::clicked, this, &Banner::actionChosen);
    connect(m_dismiss, &QToolButton::clicked, this, &QWidget::hide);
    connect(m_dismiss, &QToolButton::clicked, this, &Banner::dismissed);
    hide();
    retranslate();
}

void Banner::showMessage(const QString &text, const QString &action)
{
    m_text->setText(text);
    m_action->setText(action);
    m_action->setVisible(!action.isEmpty());
    show();
    tellAssistive();
}

void Banner::addMessage(const QString &text)
{
    if (isHidden()) {
        showMessage(text);
        return;
    }
    m_text->setText(m_text->text() + QLatin1Char('\n') + text);
    tellAssistive();
}

/// Nobody has moved there: a screen reader would not notice.
void Banner::tellAssistive() const
{
    QAccessibleEvent event(m_text, QAccessible::NameChanged);
    QAccessible::updateAccessibility(&event);
}

QString Banner::text() const { return m_text->text(); }

void Banner::setTheme(figure::Theme theme)
{
    QPalette colours = palette();
    colours.setColor(QPalette::Window, figure::resolve(theme, figure::Tone::Match));
    colours.setColor(QPalette::WindowText, figure::resolve(theme, figure::Tone::Ink));
    setPalette(colours);
}

void Banner::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
    }
    QFrame::changeEvent(event);
}

void Banner::retranslate()
{
    m_dismiss->setToolTip(tr("Dismiss"));
    m_dismiss->setAccessibleName(tr("Dismiss this message"));
}

} // namespace zocalo::view
