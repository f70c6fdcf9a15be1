// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "app/figure/theme.h"
#include "core/history/sourcekind.h"

#include <QStringList>
#include <QSyntaxHighlighter>

namespace zocalo::panels {

/// Colours the socket calls, texts, comments and keywords of a program in Python, C or C++, as the figure colours them.
class CodeHighlighter : public QSyntaxHighlighter
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(CodeHighlighter)

public:
    /// Owned by the document.
    explicit CodeHighlighter(QTextDocument *document);
    void setTheme(figure::Theme theme);
    /// What the text that is set next is written in; Other: nothing is coloured.
    void setKind(history::SourceKind kind) { m_kind = kind; }

protected:
    void highlightBlock(const QString &text) override;

private:
    qsizetype closeOpen(const QString &text, int state, qsizetype begin, qsizetype from);
    void paint(qsizetype begin, qsizetype end, figure::Colour tone, int weight);

    figure::Theme m_theme = figure::Theme::Light;
    history::SourceKind m_kind = history::SourceKind::Other;
    QStringList m_raw; ///< what ends the raw strings of C++ that were met
};

} // namespace zocalo::panels
