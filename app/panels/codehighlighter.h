// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "app/figure/theme.h"

#include <QSyntaxHighlighter>

namespace zocalo::panels {

/// Colours the socket calls, texts and comments of a short program in Python or C, as the figure colours them.
class CodeHighlighter : public QSyntaxHighlighter
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(CodeHighlighter)

public:
    /// Owned by the document.
    explicit CodeHighlighter(QTextDocument *document);
    void setTheme(figure::Theme theme);

protected:
    void highlightBlock(const QString &text) override;

private:
    figure::Theme m_theme = figure::Theme::Light;
};

} // namespace zocalo::panels
