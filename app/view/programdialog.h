// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "core/run/program.h"

#include <QDialog>

class QCheckBox;
class QComboBox;
class QDialogButtonBox;
class QLabel;
class QLineEdit;
class QMenu;
class QPushButton;
class QToolButton;

namespace zocalo::view {

/// Asks which program of the user's is to be watched: its command line, its folder, what it is called. Remembers what
/// was asked for the last times.
class ProgramDialog : public QDialog
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ProgramDialog)

public:
    explicit ProgramDialog(QWidget *parent);

    /// Proposes the program in this file, with what runs it ("python3 server.py"), in its folder.
    void propose(const QString &file);
    /// Why the program could not be started: the dialogue stays, and tells it.
    void tell(const QString &why);
    /// The program runs: remembers it, and closes.
    void finish();
    /// This file is a program, or a script for an interpreter that is known.
    static bool isProgram(const QString &file);

signals:
    void wanted(const zocalo::run::Program &program);

protected:
    void changeEvent(QEvent *event) override;

private:
    void layOut();
    void retranslate();
    void fillExamples();
    void restore();
    void browse();
    void browseFolder();
    void submit();
    /// A fault in what was entered; empty: none. Fills `program`.
    QString faultIn(run::Program &program) const;

    QLabel *m_intro;
    QLabel *m_commandLabel;
    QComboBox *m_command;
    QPushButton *m_browse;
    QLabel *m_folderLabel;
    QLineEdit *m_folder;
    QPushButton *m_browseFolder;
    QLabel *m_nameLabel;
    QLineEdit *m_name;
    QCheckBox *m_ptrace;
    QCheckBox *m_lines;
    QToolButton *m_examples;
    QMenu *m_exampleMenu;
    QLabel *m_fault;
    QDialogButtonBox *m_buttons;
};

} // namespace zocalo::view
