// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include <QLabel>

namespace zocalo::view {

/// A line of text that gives way: where there is not room for all of it, a shorter one stands there, if it has one;
/// else it ends with "…". The tool tip has the whole.
class ElidedLabel : public QLabel
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ElidedLabel)

public:
    explicit ElidedLabel(QWidget *parent = nullptr);

    /// What says the same in fewer words; empty: nothing does.
    void setBrief(const QString &text);
    /// What stands before the text as long as there is room for both.
    void setLead(const QString &lead);
    /// What there is room for: the whole text, or its brief form, or as much of one of them as fits.
    QString shownText() const;
    /// Over how many lines it may go; at first one.
    void setLines(int lines);
    /// Whether there is room for these words in one line.
    bool fitsInLine(const QString &words) const;
    QSize minimumSizeHint() const override;
    QSize sizeHint() const override;

protected:
    bool event(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    bool fits(const QString &words) const;

    QString m_brief;
    QString m_lead;
    int m_lines = 1;
};

} // namespace zocalo::view
