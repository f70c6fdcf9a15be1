// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "app/panels/panel.h"
#include "app/play/playback.h"
#include "core/code/follower.h"
#include "core/code/sourcecode.h"

#include <optional>

class QButtonGroup;
class QComboBox;
class QLabel;
class QPlainTextEdit;
class QToolButton;

namespace zocalo::panels {

class CodeHighlighter;

/// The calls of a process as a program that can be run, in Python or in C, with the line marked at which the shown step
/// finds it. Shows whoever acts, unless a process was chosen.
class CodePanel : public Panel
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(CodePanel)

public:
    /// `playback` must outlive the panel.
    explicit CodePanel(play::Playback &playback, QWidget *parent = nullptr);

    /// What the run's processes are told. To be set before the run begins.
    void setPlan(const code::RunPlan &plan);
    QString title() const override;
    void setTheme(figure::Theme theme) override;
    void fitRoom() override;
    code::Language codeLanguage() const { return m_language; }
    void setCodeLanguage(code::Language language);
    /// Shows this process from now on ("tcp.server"); empty: whoever acts.
    void choose(const QString &process);
    /// The program that is shown.
    const code::SourceCode &source() const { return m_source; }
    /// The program's own source file is shown, rather than its calls as a program.
    bool isOwnSourceShown() const { return m_isOwnShown; }
    /// Line of the mark, from 0; -1: none.
    int markedLine() const { return m_marked; }

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void changeEvent(QEvent *event) override;
    void showEvent(QShowEvent *event) override;

private:
    void retranslate();
    void fillProcesses();
    QString shownProcess() const;
    void refresh();
    bool showOwnSource();
    void showOwnText(const history::SourceSeen &source);
    static QString whyUnknown(const world::World &now, const history::SourceSeen &source);
    void mark(int at, bool reached);
    void showMark();
    QString stateText(const code::Followed &followed) const;
    void copy();

    play::Playback &m_playback;
    code::RunPlan m_plan;
    code::Language m_language = code::Language::Python;
    bool m_isOwnWanted = true; ///< where the lines of the program's own source are known
    bool m_isOwnAsked = false; ///< by a click: also where its text is not known
    bool m_isOwnShown = false;
    std::optional<QString> m_ownText; ///< of the source file that is shown
    code::SourceCode m_source;
    QString m_lastActor; ///< who acted at the last step at which somebody did
    int m_marked = -1;
    figure::Theme m_theme = figure::Theme::Light;
    QComboBox *m_processes;
    QButtonGroup *m_languages;
    QToolButton *m_own;
    QToolButton *m_copy;
    QPlainTextEdit *m_text;
    QLabel *m_state;
    CodeHighlighter *m_highlighter;
};

} // namespace zocalo::panels
