// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "app/panels/panel.h"
#include "app/play/startedprogram.h"

#include <memory>

class QLabel;
class QPushButton;
class QTabWidget;

namespace zocalo::panels {

class ProgramConsole;

/// The programs that the window has started, each behind a tab: their output, their input and their ends.
class ProgramPanel : public Panel
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ProgramPanel)

public:
    /// As many are shown at a time.
    static constexpr int MostPrograms = 16;

    explicit ProgramPanel(QWidget *parent = nullptr);

    QString title() const override;
    void setTheme(figure::Theme theme) override;
    /// There is room for another program: one that has ended gives way.
    bool hasRoom() const;
    /// Shows a program behind a tab of its own, or behind that of a program that has ended (`instead`).
    ProgramConsole *show(std::unique_ptr<play::StartedProgram> program, const QString &name,
                         ProgramConsole *instead = nullptr);
    QList<ProgramConsole *> consoles() const;
    /// How many programs still run.
    int runningCount() const;

signals:
    /// A program is to be watched: the user is to say which.
    void newAsked();
    /// The program of this console, which has ended, is to run again.
    void againAsked(zocalo::panels::ProgramConsole *console);
    void ended(zocalo::panels::ProgramConsole *console);

protected:
    void changeEvent(QEvent *event) override;

private:
    void retranslate();
    void refresh();
    void close(ProgramConsole *console);
    void makeRoom();

    figure::Theme m_theme = figure::Theme::Light;
    QLabel *m_empty;
    QTabWidget *m_tabs;
    QPushButton *m_new;
};

} // namespace zocalo::panels
