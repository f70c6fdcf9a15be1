// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "app/figure/theme.h"

#include <QFrame>

class QLabel;
class QPushButton;
class QToolButton;

namespace zocalo::view {

/// A message over the figure that stays until it is dismissed, with one thing to do about it.
class Banner : public QFrame
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Banner)

public:
    explicit Banner(QWidget *parent = nullptr);

    /// `action` is the text of its button; empty: none.
    void showMessage(const QString &text, const QString &action = {});
    /// The same below what is shown and was not dismissed.
    void addMessage(const QString &text);
    QString text() const;
    void setTheme(figure::Theme theme);

signals:
    void actionChosen();
    void dismissed();

protected:
    void changeEvent(QEvent *event) override;

private:
    void retranslate();
    void tellAssistive() const;

    QLabel *m_text;
    QPushButton *m_action;
    QToolButton *m_dismiss;
};

} // namespace zocalo::view
