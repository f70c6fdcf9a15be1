// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include <QRadioButton>

namespace zocalo::panels {

/// A radio button whose text takes as many lines as it needs: QRadioButton has one.
class WrappedChoice : public QRadioButton
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(WrappedChoice)

public:
    explicit WrappedChoice(const QString &text, QWidget *parent = nullptr);

    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    bool hitButton(const QPoint &at) const override { return rect().contains(at); }
    void paintEvent(QPaintEvent *event) override;

private:
    int indent() const;
};

} // namespace zocalo::panels
