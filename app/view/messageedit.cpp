// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/view/messageedit.h"

#include <QKeyEvent>
#include <QValidator>

#include <algorithm>

namespace zocalo::view {

namespace {

constexpr QSize EditSize(320, 40);
constexpr int Gap = 6;

/// At most as many bytes of UTF-8 as a message of the user's may have.
class ByteLimit : public QValidator
{
public:
    using QValidator::QValidator;
    State validate(QString &text, int & /*position*/) const override
    {
        return text.toUtf8().size() <= lesson::kMaxActionText ? Acceptable : Invalid;
    }
};

} // namespace

MessageEdit::MessageEdit(QWidget *figure) : QLineEdit(figure)
{
    setObjectName(QStringLiteral("messageEdit"));
    setValidator(new ByteLimit(this));
    setTextMargins(8, 0, 8, 0);
    hide();
}

void MessageEdit::ask(const lesson::Action &action, const QRect &place, const QString &prompt)
{
    m_action = action;
    clear();
    setPlaceholderText(prompt);
    setAccessibleName(prompt);
    const QSize room = parentWidget()->size();
    const int width = std::min(EditSize.width(), room.width());
    // Beside the door, where the lane begins; what is at the right edge has its room at the left.
    const bool atRight = place.right() + Gap + width <= room.width();
    const int x = atRight ? place.right() + Gap : place.left() - Gap - width;
    const int y = place.center().y() - EditSize.height() / 2;
    setGeometry(std::clamp(x, 0, room.width() - width),
                std::clamp(y, 0, std::max(0, room.height() - EditSize.height())), width, EditSize.height());
    show();
    raise();
    setFocus(Qt::OtherFocusReason);
}

void MessageEdit::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape) {
        finish();
        return;
    }
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) {
        if (text().isEmpty()) {
            return;
        }
        m_action.text = text();
        const lesson::Action action = m_action;
        finish();
        emit entered(action);
        return;
    }
    QLineEdit::keyPressEvent(event);
}

void MessageEdit::focusOutEvent(QFocusEvent *event)
{
    QLineEdit::focusOutEvent(event);
    // Its own context menu, and another window, take the focus for a while only.
    if (event->reason() != Qt::PopupFocusReason && event->reason() != Qt::ActiveWindowFocusReason) {
        hide();
    }
}

void MessageEdit::finish()
{
    // First the focus: a widget that hides with it hands it on to the next.
    parentWidget()->setFocus(Qt::OtherFocusReason);
    hide();
}

} // namespace zocalo::view
