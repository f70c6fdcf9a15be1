// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/panels/codehighlighter.h"

#include <QRegularExpression>
#include <QTextCharFormat>

namespace zocalo::panels {

namespace {

using figure::Tone;

const QRegularExpression &calls()
{
    static const QRegularExpression pattern(
        QStringLiteral("\\b(socket|bind|listen|accept|connect|send|sendto|recv|recvfrom|shutdown|close)(?=\\()"));
    return pattern;
}

const QRegularExpression &texts()
{
    static const QRegularExpression pattern(QStringLiteral("b?\"(\\\\.|[^\"\\\\])*\""));
    return pattern;
}

const QRegularExpression &comments()
{
    static const QRegularExpression pattern(QStringLiteral("(  # | // ).*$"));
    return pattern;
}

} // namespace

CodeHighlighter::CodeHighlighter(QTextDocument *document) : QSyntaxHighlighter(document) {}

void CodeHighlighter::setTheme(figure::Theme theme)
{
    m_theme = theme;
    rehighlight();
}

void CodeHighlighter::highlightBlock(const QString &text)
{
    const auto colour = [&](const QRegularExpression &pattern, figure::Colour tone, int weight) {
        QTextCharFormat format;
        format.setForeground(figure::resolve(m_theme, tone));
        format.setFontWeight(weight);
        for (auto found = pattern.globalMatch(text); found.hasNext();) {
            const QRegularExpressionMatch match = found.next();
            setFormat(int(match.capturedStart()), int(match.capturedLength()), format);
        }
    };
    colour(calls(), Tone::Call, QFont::Bold);
    colour(texts(), {Tone::SenderText, 2}, QFont::Medium);
    colour(comments(), Tone::Secondary, QFont::Medium);
}

} // namespace zocalo::panels
