// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include <QIdentityProxyModel>

class QFileDialog;

namespace zocalo::view {

/// The files of a dialog with their dates and sizes as the program's language writes them: Qt writes them as the
/// system's does, whatever the words around them are.
class FileDates : public QIdentityProxyModel
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(FileDates)

public:
    /// Gives them to that dialog, before a file or a folder is chosen in it. A dialog of the desktop's own stays as it
    /// is.
    static void putInto(QFileDialog &dialog);

    QVariant data(const QModelIndex &index, int role) const override;

private:
    using QIdentityProxyModel::QIdentityProxyModel;
};

} // namespace zocalo::view
