// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/panels/codehighlighter.h"

#include <QRegularExpression>
#include <QTextCharFormat>

namespace zocalo::panels {

namespace {

using figure::Tone;
using history::SourceKind;

/// What is open at the end of a line and goes on in the next.
enum OpenText : int {
    NothingOpen = 0,
    OpenComment,      ///< of C
    OpenDoubleQuotes, ///< three of them, of Python
    OpenSingleQuotes,
    OpenRaw, ///< a raw string of C++: with it and what follows, the index in m_raw
};

// In the order in which they are tried: whatever begins first, and of those that begin at the same place the first.
// The names of the groups tell what was found.
const auto CodeCalls = QStringLiteral(
    "\\b(?<call>socket|socketpair|bind|listen|accept4?|connect|connect_ex|create_connection|create_server|send|sendall|"
    "sendto|sendmsg|recv|recv_into|recvfrom|recvfrom_into|recvmsg|shutdown|close|[gs]etsockopt|getsockname|"
    "getpeername)(?=\\s*\\()");
const auto PythonTokens = QStringLiteral(
    "(?<comment>#.*)|(?<triple>[rbufRBUF]{0,2}(?<quotes>\"\"\"|'''))|"
    "(?<text>[rbufRBUF]{0,2}(?:\"(?:\\\\.|[^\"\\\\])*(?:\"|$)|'(?:\\\\.|[^'\\\\])*(?:'|$)))|"
    "\\b(?<keyword>False|None|True|and|as|assert|async|await|break|class|continue|def|del|elif|else|except|finally|for|"
    "from|global|if|import|in|is|lambda|nonlocal|not|or|pass|raise|return|try|while|with|yield)\\b|");
const auto CTokens =
    QStringLiteral("(?<comment>//.*)|(?<block>/\\*)|"
                   "(?<text>(?:u8|[uUL])?\"(?:\\\\.|[^\"\\\\])*(?:\"|$)|(?:u8|[uUL])?'(?:\\\\.[^']*|[^'\\\\])')|"
                   "(?<keyword>^\\s*#\\s*[a-z]+\\b|\\b(?:auto|break|case|char|const|continue|default|do|double|else|"
                   "enum|extern|float|for|goto|if|inline|int|long|register|restrict|return|short|signed|sizeof|static|"
                   "struct|switch|typedef|union|unsigned|void|volatile|while%1)\\b)|");
const auto CppRawText = QStringLiteral("(?<raw>(?:u8|[uUL])?R\"(?<delimiter>[^()\\\\\\s]{0,16})\\()|");
const auto CppKeywords =
    QStringLiteral("|alignas|alignof|bool|catch|class|concept|consteval|constexpr|constinit|const_cast|co_await|"
                   "co_return|co_yield|decltype|delete|dynamic_cast|explicit|export|false|final|friend|mutable|"
                   "namespace|new|noexcept|nullptr|operator|override|private|protected|public|reinterpret_cast|"
                   "requires|static_assert|static_cast|template|this|thread_local|throw|true|try|typeid|typename|using|"
                   "virtual");

const QRegularExpression &tokensOf(SourceKind kind)
{
    static const QRegularExpression python(PythonTokens + CodeCalls);
    static const QRegularExpression c(CTokens.arg(QString()) + CodeCalls);
    static const QRegularExpression cpp(CppRawText + CTokens.arg(CppKeywords) + CodeCalls);
    return kind == SourceKind::Python ? python : kind == SourceKind::C ? c : cpp;
}

} // namespace

CodeHighlighter::CodeHighlighter(QTextDocument *document) : QSyntaxHighlighter(document) {}

void CodeHighlighter::setTheme(figure::Theme theme)
{
    m_theme = theme;
    rehighlight();
}

void CodeHighlighter::paint(qsizetype begin, qsizetype end, figure::Colour tone, int weight)
{
    QTextCharFormat format;
    format.setForeground(figure::resolve(m_theme, tone));
    format.setFontWeight(weight);
    setFormat(static_cast<int>(begin), static_cast<int>(end - begin), format);
}

/// What began at `begin`, or in a line before, is looked for its end after `from`. Returns where it ends, and keeps it
/// open for the next line if it does not.
qsizetype CodeHighlighter::closeOpen(const QString &text, int state, qsizetype begin, qsizetype from)
{
    static const QRegularExpression doubleQuotes(QStringLiteral("(?:\\\\.|[^\\\\])*?\"\"\""));
    static const QRegularExpression singleQuotes(QStringLiteral("(?:\\\\.|[^\\\\])*?'''"));
    qsizetype end = -1;
    if (state == OpenDoubleQuotes || state == OpenSingleQuotes) {
        const QRegularExpressionMatch found =
            (state == OpenDoubleQuotes ? doubleQuotes : singleQuotes)
                .match(text, from, QRegularExpression::NormalMatch, QRegularExpression::AnchorAtOffsetMatchOption);
        end = found.hasMatch() ? found.capturedEnd() : -1;
    } else {
        const QString last = state == OpenComment ? QStringLiteral("*/") : m_raw.value(state - OpenRaw);
        end = text.indexOf(last, from);
        end += end < 0 ? 0 : last.size();
    }
    if (end < 0) {
        setCurrentBlockState(state);
        end = text.size();
    }
    state == OpenComment ? paint(begin, end, Tone::Secondary, QFont::Medium)
                         : paint(begin, end, {Tone::SenderText, 2}, QFont::Medium);
    return end;
}

void CodeHighlighter::highlightBlock(const QString &text)
{
    setCurrentBlockState(NothingOpen);
    if (m_kind == SourceKind::Other) {
        return;
    }
    qsizetype at = previousBlockState() > NothingOpen ? closeOpen(text, previousBlockState(), 0, 0) : 0;
    for (;;) {
        const QRegularExpressionMatch found = tokensOf(m_kind).match(text, at);
        if (!found.hasMatch()) {
            return;
        }
        const auto is = [&found](const char *group) { return found.capturedStart(QLatin1String(group)) >= 0; };
        const qsizetype begin = found.capturedStart();
        at = found.capturedEnd();
        if (is("comment")) {
            paint(begin, at, Tone::Secondary, QFont::Medium);
        } else if (is("block")) {
            at = closeOpen(text, OpenComment, begin, at);
        } else if (is("triple")) {
            at = closeOpen(text, text.at(at - 1) == QLatin1Char('"') ? OpenDoubleQuotes : OpenSingleQuotes, begin, at);
        } else if (is("raw")) {
            const QString last = QLatin1Char(')') + found.captured(QStringLiteral("delimiter")) + QLatin1Char('"');
            if (!m_raw.contains(last)) {
                m_raw.append(last);
            }
            at = closeOpen(text, OpenRaw + static_cast<int>(m_raw.indexOf(last)), begin, at);
        } else if (is("text")) {
            paint(begin, at, {Tone::SenderText, 2}, QFont::Medium);
        } else if (is("keyword")) {
            paint(begin, at, Tone::Ink, QFont::Bold);
        } else {
            paint(begin, at, Tone::Call, QFont::Bold);
        }
    }
}

} // namespace zocalo::panels
