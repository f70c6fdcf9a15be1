// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include <QMessageBox>

namespace zocalo::view {

/// What the program is and what it runs with, as text that can be copied into a report.
class AboutBox : public QMessageBox
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(AboutBox)

public:
    explicit AboutBox(QWidget *parent);

private:
    static QString fontVersion(const QString &family);
};

} // namespace zocalo::view
