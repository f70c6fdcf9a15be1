// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/run/commandwords.h"

#include <QDir>

namespace zocalo::run {
namespace {

/// What only a shell understands, where it is not quoted.
bool isShells(QChar c) { return QStringLiteral("|&;<>()$`*").contains(c); }

/// Cuts a line, character by character.
class Cutter
{
public:
    explicit Cutter(const QString &line) : m_line(line) {}

    CommandWords cut()
    {
        for (; m_at < m_line.size() && m_result.fault == CommandWords::Fault::None; ++m_at) {
            const QChar c = m_line.at(m_at);
            if (c.isSpace()) {
                endWord();
            } else if (c == QLatin1Char('\'') || c == QLatin1Char('"')) {
                takeQuoted(c);
            } else if (c == QLatin1Char('\\')) {
                takeEscaped();
            } else if (isShells(c)) {
                m_result.fault = CommandWords::Fault::ShellOnly;
                m_result.what = c;
            } else {
                take(c);
            }
        }
        endWord();
        return m_result;
    }

private:
    void take(QChar c)
    {
        const bool isHome =
            c == QLatin1Char('~') && !m_isOpen &&
            (m_at + 1 == m_line.size() || m_line.at(m_at + 1) == QLatin1Char('/') || m_line.at(m_at + 1).isSpace());
        m_word += isHome ? QDir::homePath() : QString(c);
        m_isOpen = true;
    }

    void takeEscaped()
    {
        if (++m_at == m_line.size()) {
            m_result.fault = CommandWords::Fault::OpenQuote;
            return;
        }
        m_word += m_line.at(m_at);
        m_isOpen = true;
    }

    void takeQuoted(QChar quote)
    {
        m_isOpen = true;
        for (++m_at; m_at < m_line.size(); ++m_at) {
            const QChar c = m_line.at(m_at);
            if (c == quote) {
                return;
            }
            const bool escapes = quote == QLatin1Char('"') && c == QLatin1Char('\\') && m_at + 1 < m_line.size() &&
                                 QStringLiteral("\"\\$`").contains(m_line.at(m_at + 1));
            m_word += escapes ? m_line.at(++m_at) : c;
        }
        m_result.fault = CommandWords::Fault::OpenQuote;
    }

    void endWord()
    {
        if (m_isOpen) {
            m_result.words.append(m_word);
        }
        m_word.clear();
        m_isOpen = false;
    }

    const QString &m_line;
    qsizetype m_at = 0;
    CommandWords m_result;
    QString m_word;
    bool m_isOpen = false; ///< a word has begun, if only with quotes
};

} // namespace

CommandWords CommandWords::of(const QString &line) { return Cutter(line).cut(); }

QString CommandWords::join(const QStringList &words)
{
    QStringList quoted;
    for (const QString &word : words) {
        bool isPlain = !word.isEmpty() && !word.startsWith(QLatin1Char('~'));
        for (const QChar c : word) {
            isPlain = isPlain && !c.isSpace() && !isShells(c) && !QStringLiteral("'\"\\").contains(c);
        }
        QString inner = word;
        quoted.append(isPlain ? word
                              : QLatin1Char('\'') + inner.replace(QLatin1Char('\''), QLatin1String("'\\''")) +
                                    QLatin1Char('\''));
    }
    return quoted.join(QLatin1Char(' '));
}

} // namespace zocalo::run
