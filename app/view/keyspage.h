// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include <QDialog>
#include <QList>

class QDialogButtonBox;
class QMenu;
class QTextBrowser;

namespace zocalo::view {

/// All keys and what the mouse does, on a page. The menus' keys are read from the menus, so that the page cannot say
/// something else than they do.
class KeysPage : public QDialog
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(KeysPage)

public:
    KeysPage(const QList<QMenu *> &menus, QWidget *parent);

    /// The page as plain text.
    QString text() const;

protected:
    void changeEvent(QEvent *event) override;

private:
    void fill();
    static QString table(const QString &title, const QList<QPair<QString, QString>> &rows);
    static QString menuTable(const QMenu *menu);

    QList<QMenu *> m_menus;
    QTextBrowser *m_page;
    QDialogButtonBox *m_buttons;
};

} // namespace zocalo::view
