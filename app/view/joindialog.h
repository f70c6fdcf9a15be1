// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include <QDialog>

class QLabel;
class QLineEdit;
class QPushButton;

namespace zocalo::view {

/// How a program that runs in a container, or as another user, joins what is watched: what its environment must hold.
class JoinDialog : public QDialog
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(JoinDialog)

public:
    /// Where the window listens, and the token that it wants to see.
    JoinDialog(const QString &door, const QString &token, QWidget *parent = nullptr);

protected:
    void changeEvent(QEvent *event) override;

private:
    void retranslate();

    QString m_door;
    QLabel *m_words;
    QLineEdit *m_command;
    QPushButton *m_copy;
};

} // namespace zocalo::view
