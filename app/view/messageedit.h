// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "core/lesson/action.h"

#include <QLineEdit>

namespace zocalo::view {

/// Asks for the text of a message, over the figure, where the message will start. Enter sends, Escape or leaving it
/// gives it up.
class MessageEdit : public QLineEdit
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(MessageEdit)

public:
    /// Over `figure`, which also gets the focus back.
    explicit MessageEdit(QWidget *figure);

    /// Opens for `action` beside `place` (the figure's pixels). `prompt`: who sends.
    void ask(const lesson::Action &action, const QRect &place, const QString &prompt);

signals:
    /// The text was entered: the action has it.
    void entered(const zocalo::lesson::Action &action);

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;

private:
    void finish();

    lesson::Action m_action;
};

} // namespace zocalo::view
