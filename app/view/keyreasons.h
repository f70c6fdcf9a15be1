// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include <QMetaObject>
#include <QObject>
#include <QPointer>

class QAction;
class QKeyEvent;
class QMenu;
class QWidget;

namespace zocalo::view {

/// Says why a key does nothing whose action is greyed out, wherever in the window the focus is; not while a text is
/// written. What it has said it takes back as soon as it is no longer true.
class KeyReasons : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(KeyReasons)

public:
    /// The keys are those of the actions of `menus`; they are looked for in `window`, its docks and its other windows.
    KeyReasons(const QList<QMenu *> &menus, QWidget *window);

    /// What an action is called and why it is greyed out, as one text: "Add a client  (the run has ended)".
    static QString reasonOf(const QAction &action);

signals:
    void told(const QString &text);
    /// What was told is no longer so.
    void tookBack(const QString &text);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    bool isOurs(const QWidget *widget) const;
    QAction *disabledActionOf(const QKeyEvent &key) const;
    void tell(QAction *action);
    void takeBack();

    QList<QMenu *> m_menus;
    QWidget *m_window;
    QPointer<QAction> m_action; ///< of which the reason was told last
    QString m_told;
    QMetaObject::Connection m_watch; ///< of that action's changes
};

} // namespace zocalo::view
