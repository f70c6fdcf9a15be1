// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/view/filedates.h"

#include <QDateTime>
#include <QFileDialog>
#include <QFileSystemModel>
#include <QHeaderView>
#include <QLocale>
#include <QTreeView>

namespace zocalo::view {

namespace {

/// Of QFileSystemModel.
enum FileColumn { NameColumn = 0, SizeColumn = 1, DateColumn = 3 };

} // namespace

void FileDates::putInto(QFileDialog &dialog)
{
    dialog.setProxyModel(new FileDates(&dialog));
    // Qt cuts the dates off, and a size in its middle.
    auto *const files = dialog.findChild<QTreeView *>(QStringLiteral("treeView"));
    if (files && files->header()->count() > DateColumn) {
        files->header()->setSectionResizeMode(QHeaderView::ResizeToContents);
        files->header()->setSectionResizeMode(NameColumn, QHeaderView::Stretch);
    }
}

QVariant FileDates::data(const QModelIndex &index, int role) const
{
    const auto *files = qobject_cast<const QFileSystemModel *>(sourceModel());
    if (role != Qt::DisplayRole || !files || !index.isValid()) {
        return QIdentityProxyModel::data(index, role);
    }
    const QModelIndex file = mapToSource(index);
    if (index.column() == DateColumn) {
        return QLocale().toString(files->lastModified(file), QLocale::ShortFormat);
    }
    if (index.column() == SizeColumn && !files->isDir(file)) {
        return QLocale().formattedDataSize(files->size(file));
    }
    return QIdentityProxyModel::data(index, role);
}

} // namespace zocalo::view
