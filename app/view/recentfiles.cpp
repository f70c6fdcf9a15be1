// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/view/recentfiles.h"

#include <QAction>
#include <QFileInfo>
#include <QMenu>
#include <QSettings>

namespace zocalo::view {

namespace {

constexpr qsizetype Most = 8;
const QString Key = QStringLiteral("window/recentFiles");

} // namespace

RecentFiles::RecentFiles(QMenu *menu, QObject *parent) : QObject(parent), m_menu(menu)
{
    // When it is opened: a file can have gone in the meantime.
    connect(menu, &QMenu::aboutToShow, this, &RecentFiles::fill);
    retranslate();
}

QStringList RecentFiles::paths() { return QSettings().value(Key).toStringList(); }

void RecentFiles::add(const QString &path)
{
    QStringList all = paths();
    const QString whole = QFileInfo(path).absoluteFilePath();
    all.removeAll(whole);
    all.prepend(whole);
    QSettings().setValue(Key, QStringList(all.mid(0, Most)));
    fill();
}

void RecentFiles::retranslate() { fill(); }

void RecentFiles::fill()
{
    m_menu->clear();
    const QStringList all = paths();
    m_menu->setEnabled(!all.isEmpty());
    m_menu->setTitle(all.isEmpty() ? tr("Open &again  (no file was opened yet)") : tr("Open &again"));
    for (qsizetype i = 0; i < all.size(); ++i) {
        const QString &path = all.at(i);
        const QFileInfo file(path);
        const QString name = file.fileName().replace(QLatin1Char('&'), QLatin1String("&&"));
        QAction *action = m_menu->addAction(QStringLiteral("&%1  %2").arg(QString::number(i + 1), name));
        action->setToolTip(path);
        action->setEnabled(file.exists());
        if (!file.exists()) {
            //: the name of a file
            action->setText(tr("%1  (no longer there)").arg(action->text()));
        }
        connect(action, &QAction::triggered, this, [this, path] { emit chosen(path); });
    }
    m_menu->addSeparator();
    QAction *forget = m_menu->addAction(tr("&Forget these files"));
    forget->setObjectName(QStringLiteral("forgetFiles"));
    // Afterwards: the menu that the action stands in is filled anew.
    connect(
        forget, &QAction::triggered, this,
        [this] {
            QSettings().remove(Key);
            fill();
        },
        Qt::QueuedConnection);
}

} // namespace zocalo::view
