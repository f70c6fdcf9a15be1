// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "app/panels/panel.h"
#include "app/play/playback.h"
#include "core/world/statehistory.h"

class QBoxLayout;
class QComboBox;
class QLabel;
class QTableWidget;

namespace zocalo::panels {

class StatesView;

/// The way of one socket through the state machine of TCP (RFC 9293), up to the step that is shown: the diagram, and a
/// list of the states with the step since which each was so and what brought it. It shows the socket that is selected;
/// while none is, the one that the step is about. A row picked goes to its step.
class StatesPanel : public Panel
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(StatesPanel)

public:
    /// `playback` must outlive the panel.
    explicit StatesPanel(play::Playback &playback, QWidget *parent = nullptr);

    QString title() const override;
    void setTheme(figure::Theme theme) override;
    void setSelection(const figure::Thing &thing) override;
    /// The socket whose states are shown; 0: there is none.
    world::SocketId socket() const { return m_socket; }
    const world::StateHistory &history() const { return m_history; }

protected:
    void changeEvent(QEvent *event) override;
    void showEvent(QShowEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void retranslate();
    void refresh();
    world::SocketId wanted(const world::World &world) const;
    void fillSockets(const world::World &world);
    void fillRows(const world::World &world);
    void setRow(int row, const QStringList &cells, int step, bool observed);
    void chooseSocket(int index);
    void goTo(int row);

    play::Playback &m_playback;
    QComboBox *m_sockets;
    QLabel *m_now;
    StatesView *m_view;
    QTableWidget *m_rows;
    QLabel *m_note;
    QBoxLayout *m_halves;
    figure::Theme m_theme = figure::Theme::Light;
    figure::Thing m_selection;
    world::SocketId m_socket = 0;
    world::StateHistory m_history;
    bool m_filling = false;
};

} // namespace zocalo::panels
