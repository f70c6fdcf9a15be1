// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "app/view/controlbar.h"
#include "app/view/figureview.h"

#include <QWidget>

#include <array>

class QBoxLayout;
class QLabel;
class QToolButton;

namespace zocalo::view {

/// Two figures side by side, or one over the other where that makes them larger, each with its controls; and below what
/// is done with both.
class CompareView : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(CompareView)

public:
    /// Both playbacks must outlive it.
    CompareView(play::Playback &left, play::Playback &right, QWidget *parent = nullptr);

    FigureView &figure(int side) { return *m_figures.at(side); }
    ControlBar &controls(int side) { return *m_controls.at(side); }
    void setTheme(figure::Theme theme);
    /// In what the two differ, or what is still being done.
    void setSummary(const QString &text);
    QString summary() const;
    /// Whether there is a first difference to go to, one before and one after where the runs stand.
    void setReachable(bool any, bool previous, bool next);
    void setLinked(bool linked);

signals:
    void firstAsked();
    void nextAsked();
    void previousAsked();
    void linkedAsked(bool linked);
    void closeAsked();

protected:
    void changeEvent(QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    QToolButton *addButton(QBoxLayout *row, const char *name);
    void retranslate();

    std::array<FigureView *, 2> m_figures;
    std::array<ControlBar *, 2> m_controls;
    QBoxLayout *m_pair;
    QLabel *m_summary;
    QToolButton *m_first;
    QToolButton *m_previous;
    QToolButton *m_next;
    QToolButton *m_linked;
    QToolButton *m_close;
};

} // namespace zocalo::view
