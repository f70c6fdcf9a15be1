// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "app/panels/kernelmodel.h"
#include "app/panels/kernelsince.h"
#include "app/panels/panel.h"
#include "app/play/playback.h"
#include "core/kernel/sockettable.h"

#include <QTimer>

class QCheckBox;
class QLabel;
class QPushButton;
class QTableView;

namespace zocalo::panels {

class KernelRowPainter;

/// The run's sockets as the kernel lists them at the step that is shown: what was recorded then, never what is so now.
/// What the kernel has changed since then by itself, while a live run stands there, is said below the table.
/// The row of what the step is about is marked, what has changed since the step before shines up, and a line says
/// whether the recorded calls and the kernel agree. All other sockets of the machine are asked for on demand; they are
/// of the moment at which they were asked for, and are not recorded.
class KernelPanel : public Panel
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(KernelPanel)

public:
    /// `playback` must outlive the panel.
    explicit KernelPanel(play::Playback &playback, QWidget *parent = nullptr);

    QString title() const override;
    void setTheme(figure::Theme theme) override;
    void setSelection(const figure::Thing &thing) override;
    /// Wide enough for its columns, as far as there is room.
    QSize sizeHint() const override;
    const KernelModel &model() const { return *m_model; }
    /// Copies the command that shows the same in a terminal.
    void copyCommand();
    /// Whether all other sockets of this machine are shown; asks for them anew.
    void setOthersShown(bool shown);
    /// Whether the columns for cookie and inode are shown.
    void setIdentitiesShown(bool shown);

protected:
    void changeEvent(QEvent *event) override;
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    void retranslate();
    void refresh();
    void askForOthers();
    void showAgreement();
    void showUnlisted();
    void showSince();
    void fitColumns();
    void choose();

    play::Playback &m_playback;
    KernelModel *m_model;
    QTableView *m_table;
    KernelRowPainter *m_painter;
    QLabel *m_agreement;
    QLabel *m_differences;
    QLabel *m_changedSince;
    QLabel *m_unlisted; ///< open sockets that no row is of, and why
    QLabel *m_note;
    QPushButton *m_copy;
    QPushButton *m_askAgain;
    QCheckBox *m_others;
    QCheckBox *m_identities;
    QTimer m_flash;
    kernel::SocketTable m_kernel;
    KernelSince m_since;
    figure::Theme m_theme = figure::Theme::Light;
    figure::Thing m_selection;
    int m_step = -1;                              ///< that is shown
    world::TableAge m_age = world::TableAge::Old; ///< of the table that is shown
    bool m_choosing = false;
};

} // namespace zocalo::panels
