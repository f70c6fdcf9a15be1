// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "app/figure/theme.h"
#include "app/play/startedprogram.h"

#include <QTextCharFormat>
#include <QWidget>

#include <memory>

class QLabel;
class QLineEdit;
class QPlainTextEdit;
class QPushButton;

namespace zocalo::panels {

/// One program that the window has started: what it prints, a line to type for it, how it ended. Keeps the last lines
/// only.
class ProgramConsole : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ProgramConsole)

public:
    /// Lines that are kept, and how long one can be before it is broken.
    static constexpr int MostLines = 5000;
    static constexpr int LongestLine = 4000;

    explicit ProgramConsole(QWidget *parent = nullptr);

    /// Shows this program from now on, below what is there.
    void show(std::unique_ptr<play::StartedProgram> program);
    const play::StartedProgram &program() const { return *m_program; }
    /// A sentence of ours between the program's lines.
    void note(const QString &text);
    void setTheme(figure::Theme theme);
    /// Takes the keyboard's focus to the line to type.
    void focusInput();

signals:
    /// The program has ended.
    void ended();
    /// It is to run again.
    void againAsked();
    /// It has ended, and is to be put away.
    void closeAsked();

protected:
    void changeEvent(QEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    enum class Kind : quint8 { Output, Errors, Typed, Note };

    void layOut();
    void retranslate();
    void refresh();
    void append(Kind kind, const QString &text);
    QTextCharFormat formatOf(Kind kind) const;
    QString stateText() const;
    void type();
    void stop();
    void programEnded();

    std::unique_ptr<play::StartedProgram> m_program;
    figure::Theme m_theme = figure::Theme::Light;
    Kind m_last = Kind::Output; ///< of what stands at the end
    bool m_isStopAsked = false; ///< once: the next time it is killed
    QPlainTextEdit *m_text;
    QLabel *m_state;
    QLabel *m_inputLabel;
    QLineEdit *m_input;
    QPushButton *m_endInput;
    QPushButton *m_stop;
    QPushButton *m_again;
    QPushButton *m_close;
};

} // namespace zocalo::panels
