// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/panels/programconsole.h"

#include "app/figure/fonts.h"
#include "core/run/commandwords.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollBar>
#include <QTextBlock>
#include <QVBoxLayout>

#include <cstring>

namespace zocalo::panels {

namespace {

constexpr int ConsoleTextSize = 14;
/// Each character takes four bytes at most: a line that fits a terminal.
constexpr int MostTypedCharacters = run::kLongestTerminalLine / 4;

QString signalText(int number)
{
    const char *const name = ::sigabbrev_np(number);
    return name != nullptr ? QStringLiteral("SIG") + QLatin1String(name) : QString::number(number);
}

} // namespace

ProgramConsole::ProgramConsole(QWidget *parent)
    : QWidget(parent), m_text(new QPlainTextEdit(this)), m_state(new QLabel(this)), m_inputLabel(new QLabel(this)),
      m_input(new QLineEdit(this)), m_endInput(new QPushButton(this)), m_stop(new QPushButton(this)),
      m_again(new QPushButton(this)), m_close(new QPushButton(this))
{
    m_text->setObjectName(QStringLiteral("programText"));
    m_state->setObjectName(QStringLiteral("programState"));
    m_input->setObjectName(QStringLiteral("programInput"));
    m_endInput->setObjectName(QStringLiteral("programEndInput"));
    m_stop->setObjectName(QStringLiteral("programStop"));
    m_again->setObjectName(QStringLiteral("programAgain"));
    m_close->setObjectName(QStringLiteral("programClose"));
    layOut();
    connect(m_input, &QLineEdit::returnPressed, this, &ProgramConsole::type);
    connect(m_endInput, &QPushButton::clicked, this, [this] { m_program->endInput(); });
    connect(m_stop, &QPushButton::clicked, this, &ProgramConsole::stop);
    connect(m_again, &QPushButton::clicked, this, &ProgramConsole::againAsked);
    connect(m_close, &QPushButton::clicked, this, &ProgramConsole::closeAsked);
    m_input->installEventFilter(this);
}

void ProgramConsole::layOut()
{
    m_text->setReadOnly(true);
    m_text->setUndoRedoEnabled(false);
    m_text->setMaximumBlockCount(MostLines);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_text->setTabChangesFocus(true);
    m_text->setFont(figure::font(figure::Face::Mono, ConsoleTextSize, QFont::Medium));
    m_text->setMinimumHeight(60);
    // It takes what room there is: a tab widget asks for the height that its page would like to have.
    m_text->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Ignored);
    m_state->setTextFormat(Qt::PlainText);
    m_state->setWordWrap(true);
    m_input->setFont(m_text->font());
    m_input->setMaxLength(MostTypedCharacters);
    m_inputLabel->setBuddy(m_input);
    auto *typing = new QHBoxLayout;
    typing->addWidget(m_inputLabel);
    typing->addWidget(m_input, 1);
    typing->addWidget(m_endInput);
    auto *state = new QHBoxLayout;
    state->addWidget(m_state, 1);
    state->addWidget(m_stop);
    state->addWidget(m_again);
    state->addWidget(m_close);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(4, 4, 4, 4);
    column->addWidget(m_text, 1);
    column->addLayout(typing);
    column->addLayout(state);
}

void ProgramConsole::show(std::unique_ptr<play::StartedProgram> program)
{
    const bool isFirst = m_program == nullptr;
    m_program = std::move(program);
    m_isStopAsked = false;
    using Stream = play::StartedProgram::Stream;
    connect(m_program.get(), &play::StartedProgram::wrote, this, [this](Stream stream, const QString &text) {
        append(stream == Stream::Output ? Kind::Output : Kind::Errors, text);
    });
    connect(m_program.get(), &play::StartedProgram::ended, this, &ProgramConsole::programEnded);
    const run::Program &shown = m_program->program();
    if (!isFirst) {
        note(QString());
    }
    note(QStringLiteral("$ ") + run::CommandWords::join(QStringList{shown.file} + shown.arguments));
    retranslate();
}

void ProgramConsole::note(const QString &text) { append(Kind::Note, text + QLatin1Char('\n')); }

void ProgramConsole::setTheme(figure::Theme theme)
{
    m_theme = theme;
    // What was written keeps its kind, which is its format's property: it gets the new colours.
    struct Part
    {
        int from;
        int to;
        Kind kind;
    };
    QList<Part> parts;
    for (QTextBlock block = m_text->document()->begin(); block.isValid(); block = block.next()) {
        for (auto each = block.begin(); !each.atEnd(); ++each) {
            const QTextFragment piece = each.fragment();
            parts.append({piece.position(), piece.position() + piece.length(),
                          Kind(piece.charFormat().intProperty(QTextFormat::UserProperty))});
        }
    }
    QTextCursor cursor(m_text->document());
    cursor.beginEditBlock();
    for (const Part &each : parts) {
        cursor.setPosition(each.from);
        cursor.setPosition(each.to, QTextCursor::KeepAnchor);
        cursor.setCharFormat(formatOf(each.kind));
    }
    cursor.endEditBlock();
}

void ProgramConsole::focusInput() { m_input->setFocus(); }

void ProgramConsole::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange && m_program) {
        retranslate();
    }
    QWidget::changeEvent(event);
}

/// The keys that a terminal knows.
bool ProgramConsole::eventFilter(QObject *watched, QEvent *event)
{
    const bool isKey = event->type() == QEvent::KeyPress || event->type() == QEvent::ShortcutOverride;
    if (watched != m_input || !isKey || !m_program || !m_program->isRunning()) {
        return QWidget::eventFilter(watched, event);
    }
    const auto *const key = static_cast<QKeyEvent *>(event);
    const bool isControl = key->modifiers() == Qt::ControlModifier;
    const bool isControlD = isControl && key->key() == Qt::Key_D && m_input->text().isEmpty();
    const bool isControlC = isControl && key->key() == Qt::Key_C && !m_input->hasSelectedText();
    if (!isControlD && !isControlC) {
        return QWidget::eventFilter(watched, event);
    }
    if (event->type() == QEvent::ShortcutOverride) {
        event->accept(); // not the window's shortcut
        return true;
    }
    isControlD ? m_program->endInput() : m_program->interrupt();
    return true;
}

void ProgramConsole::retranslate()
{
    m_text->setAccessibleName(tr("What the program prints"));
    m_inputLabel->setText(tr("&Input:"));
    m_input->setAccessibleName(tr("A line for the program's standard input"));
    m_input->setPlaceholderText(tr("Enter sends the line, Ctrl+D ends the input, Ctrl+C interrupts"));
    m_endInput->setText(tr("End &of input"));
    m_again->setText(tr("Run it a&gain"));
    m_close->setText(tr("&Put away"));
    refresh();
}

void ProgramConsole::refresh()
{
    const bool isRunning = m_program->isRunning();
    for (QWidget *const widget : std::initializer_list<QWidget *>{m_input, m_endInput}) {
        widget->setEnabled(isRunning);
    }
    m_stop->setVisible(isRunning);
    m_again->setVisible(!isRunning);
    m_close->setVisible(!isRunning);
    m_stop->setText(m_isStopAsked ? tr("&Kill") : tr("&Stop"));
    m_stop->setToolTip(m_isStopAsked ? tr("SIGKILL: no program can refuse it") : tr("SIGTERM: asks it to end"));
    m_state->setText(stateText());
}

QString ProgramConsole::stateText() const
{
    const std::optional<run::Ending> ending = m_program->ending();
    if (!ending) {
        return m_isStopAsked ? tr("PID %1 was asked to end (SIGTERM).").arg(m_program->pid())
                             : tr("PID %1 is running.").arg(m_program->pid());
    }
    return ending->signal != 0 ? tr("Ended by a signal: %1.").arg(signalText(ending->signal))
                               : tr("Ended with exit status %1.").arg(ending->exitCode);
}

QTextCharFormat ProgramConsole::formatOf(Kind kind) const
{
    QTextCharFormat format;
    format.setProperty(QTextFormat::UserProperty, int(kind));
    // By more than its colour: errors lean, what was typed is bold.
    switch (kind) {
    case Kind::Output:
        format.setForeground(figure::resolve(m_theme, figure::Tone::Ink));
        break;
    case Kind::Errors:
        format.setForeground(figure::resolve(m_theme, figure::Tone::Danger));
        format.setFontItalic(true);
        break;
    case Kind::Typed:
        format.setForeground(figure::resolve(m_theme, figure::Tone::Call));
        format.setFontWeight(QFont::Bold);
        break;
    case Kind::Note:
        format.setForeground(figure::resolve(m_theme, figure::Tone::Secondary));
        break;
    }
    return format;
}

void ProgramConsole::append(Kind kind, const QString &text)
{
    QScrollBar *const bar = m_text->verticalScrollBar();
    const bool follows = bar->value() == bar->maximum();
    const int before = bar->value();
    QTextCursor cursor(m_text->document());
    cursor.movePosition(QTextCursor::End);
    cursor.beginEditBlock();
    if (kind != m_last && cursor.positionInBlock() > 0) {
        cursor.insertText(QStringLiteral("\n"), formatOf(m_last));
    }
    m_last = kind;
    const QTextCharFormat format = formatOf(kind);
    qsizetype from = 0;
    while (from < text.size()) {
        const qsizetype end = text.indexOf(QLatin1Char('\n'), from);
        const qsizetype room = LongestLine - cursor.positionInBlock();
        if (end >= 0 && end - from <= room) {
            cursor.insertText(text.mid(from, end - from + 1), format);
            from = end + 1;
        } else if ((end < 0 ? text.size() : end) - from <= room) {
            cursor.insertText(text.mid(from), format);
            from = text.size();
        } else {
            cursor.insertText(text.mid(from, room) + QLatin1Char('\n'), format);
            from += room;
        }
    }
    cursor.endEditBlock();
    bar->setValue(follows ? bar->maximum() : before);
}

void ProgramConsole::type()
{
    if (!m_program->isRunning()) {
        return;
    }
    const QString line = m_input->text();
    if (!m_program->typeLine(line)) {
        note(tr("The program has not read what was sent to it before: the line was not sent."));
        return;
    }
    append(Kind::Typed, QStringLiteral("› %1\n").arg(line));
    m_input->clear();
}

void ProgramConsole::stop()
{
    m_isStopAsked ? m_program->kill() : m_program->terminate();
    m_isStopAsked = true;
    refresh();
}

void ProgramConsole::programEnded()
{
    const bool hadFocus = m_input->hasFocus() || m_stop->hasFocus() || m_endInput->hasFocus();
    note(stateText());
    refresh();
    if (hadFocus) {
        m_again->setFocus();
    }
    emit ended();
}

} // namespace zocalo::panels
