// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "app/figure/theme.h"
#include "app/play/playback.h"
#include "app/play/watchsource.h"
#include "app/view/goon.h"
#include "app/view/windowactions.h"

#include <QFrame>
#include <QTimer>

class QLabel;
class QPushButton;
class QScrollArea;

namespace zocalo::view {

class FigureView;
class FlowLayout;

/// Who of the programs that are watched is held inside which call, and who goes on next: a button for each process, and
/// what holding means for the rest of the world. In sight while programs are held.
class HoldBar : public QFrame
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(HoldBar)

public:
    /// All must outlive the bar.
    HoldBar(play::Playback &playback, FigureView &view, WindowActions &actions, QWidget *parent = nullptr);

    /// The programs that are watched; nullptr: none.
    void setWatch(play::WatchSource *watch);
    /// A process that is held goes on to its next entry or return: of its threads, the one held longest.
    void letGo(world::ProcessId process);
    void setTheme(figure::Theme theme);

signals:
    void stopAsked();

protected:
    void changeEvent(QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    /// A thread of a program, and what it does.
    struct Row
    {
        world::ProcessId process = 0;
        std::optional<run::HeldThread> held;
        QString text;
    };
    QList<Row> rows() const;
    QString who(world::ProcessId process) const;
    QString wordsOf(const run::HeldThread &thread) const;
    std::optional<run::HeldThread> nextToGo() const;
    void goOn();
    void letRowGo(int index);
    void refresh();
    void fitButtons();
    void fitRoom();
    QString explanation() const;
    QList<GoOn::Mark> marks() const;

    play::Playback &m_playback;
    FigureView &m_view;
    WindowActions &m_actions;
    play::WatchSource *m_watch = nullptr;
    QLabel *m_words;
    QScrollArea *m_room; ///< of the buttons: two rows are in sight
    FlowLayout *m_row;
    QList<QPushButton *> m_buttons;
    QPushButton *m_stop;
    QList<Row> m_rows;
    QTimer m_refresh; ///< who is let go on is often held again at once: that is no change to be seen
};

} // namespace zocalo::view
