// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include <QObject>
#include <QStringList>

class QMenu;

namespace zocalo::view {

/// The files that were opened lately, remembered from one time to the next, as a menu.
class RecentFiles : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(RecentFiles)

public:
    /// Fills `menu`.
    RecentFiles(QMenu *menu, QObject *parent);

    /// Puts a file that was opened in front.
    void add(const QString &path);
    /// The newest first.
    static QStringList paths();
    /// Writes every text in the current language.
    void retranslate();

signals:
    void chosen(const QString &path);

private:
    void fill();

    QMenu *m_menu;
};

} // namespace zocalo::view
