// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/panels/codepanel.h"

#include "app/figure/fonts.h"
#include "app/figure/names.h"
#include "app/panels/codehighlighter.h"
#include "core/code/cwriter.h"
#include "core/code/pythonwriter.h"
#include "core/history/sourcekind.h"

#include <QApplication>
#include <QButtonGroup>
#include <QClipboard>
#include <QComboBox>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPlainTextEdit>
#include <QScrollArea>
#include <QSignalBlocker>
#include <QTextBlock>
#include <QToolButton>

#include <algorithm>

namespace zocalo::panels {

namespace {

constexpr int CodeSize = 15;
constexpr int OwnSource = 100; ///< among the languages

} // namespace

CodePanel::CodePanel(play::Playback &playback, QWidget *parent)
    : Panel(parent), m_playback(playback), m_processes(new QComboBox(this)), m_languages(new QButtonGroup(this)),
      m_own(new QToolButton(this)), m_copy(new QToolButton(this)), m_text(new QPlainTextEdit(this)),
      m_state(new QLabel(this)), m_highlighter(new CodeHighlighter(m_text->document()))
{
    m_processes->setObjectName(QStringLiteral("codeProcess"));
    m_copy->setObjectName(QStringLiteral("codeCopy"));
    m_text->setObjectName(QStringLiteral("codeText"));
    m_state->setObjectName(QStringLiteral("codeState"));
    m_text->setReadOnly(true);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_text->setLineWrapMode(QPlainTextEdit::NoWrap);
    m_text->setFont(figure::font(figure::Face::Mono, CodeSize, QFont::Medium));
    m_text->setMinimumWidth(260);
    m_text->viewport()->installEventFilter(this); // the marked line stays in sight
    m_state->setWordWrap(true);
    m_state->setTextFormat(Qt::PlainText);
    m_processes->setMinimumContentsLength(12);
    auto *head = new QHBoxLayout;
    head->addWidget(m_processes, 1);
    for (const code::Language language : {code::Language::Python, code::Language::C}) {
        auto *button = new QToolButton(this);
        button->setText(language == code::Language::C ? QStringLiteral("C") : QStringLiteral("Python"));
        button->setObjectName(QLatin1String("code") + button->text());
        button->setCheckable(true);
        button->setFocusPolicy(Qt::StrongFocus);
        m_languages->addButton(button, int(language));
        head->addWidget(button);
    }
    m_own->setObjectName(QStringLiteral("codeOwn"));
    m_own->setCheckable(true);
    m_own->setFocusPolicy(Qt::StrongFocus);
    m_own->hide();
    m_languages->addButton(m_own, OwnSource);
    head->insertWidget(1, m_own);
    m_languages->button(int(m_language))->setChecked(true);
    m_copy->setFocusPolicy(Qt::StrongFocus);
    head->addWidget(m_copy);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(8, 8, 8, 8);
    column->addLayout(head);
    column->addWidget(m_text, 1);
    column->addWidget(m_state);

    connect(m_processes, &QComboBox::currentIndexChanged, this, [this] { refresh(); });
    connect(m_languages, &QButtonGroup::idClicked, this, [this](int id) {
        m_isOwnWanted = m_isOwnAsked = id == OwnSource;
        m_isOwnWanted ? refresh() : setCodeLanguage(code::Language(id));
    });
    connect(m_copy, &QToolButton::clicked, this, [this] { copy(); });
    connect(&playback, &play::Playback::stepChanged, this, [this] { refresh(); });
    connect(&playback, &play::Playback::grown, this, [this] { fillProcesses(); });
    connect(&playback, &play::Playback::changed, this, [this] {
        if (m_playback.step() == 0) { // the processes come one after the other, before there is a step
            fillProcesses();
            refresh();
        }
    });
    setTheme(m_theme);
    retranslate();
}

void CodePanel::setPlan(const code::RunPlan &plan)
{
    m_plan = plan;
    m_lastActor.clear();
    fillProcesses();
    refresh();
}

QString CodePanel::title() const { return tr("Code"); }

void CodePanel::setTheme(figure::Theme theme)
{
    m_theme = theme;
    m_highlighter->setTheme(theme);
    refresh();
}

void CodePanel::setCodeLanguage(code::Language language)
{
    m_language = language;
    if (!m_isOwnShown || !m_isOwnWanted) {
        m_languages->button(int(language))->setChecked(true);
    }
    refresh();
}

void CodePanel::choose(const QString &process)
{
    const int index = m_processes->findData(process);
    if (index >= 0) {
        m_processes->setCurrentIndex(index);
    }
}

void CodePanel::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
    }
    Panel::changeEvent(event);
}

void CodePanel::showEvent(QShowEvent *event)
{
    refresh();
    Panel::showEvent(event);
}

void CodePanel::retranslate()
{
    m_own->setText(tr("Own source"));
    m_own->setToolTip(tr("The program's own source file, at the line that made the call"));
    m_copy->setText(tr("Copy"));
    m_copy->setToolTip(tr("Copy the whole program"));
    m_processes->setAccessibleName(tr("Whose program is shown"));
    m_text->setAccessibleName(tr("Program"));
    fillProcesses();
    refresh();
}

void CodePanel::fillProcesses()
{
    const world::World &now = m_playback.timeline().world(m_playback.lastStep());
    const figure::Names names{figure::FigureInput{now}};
    QList<QPair<QString, QString>> items{{tr("Whoever acts"), QString()}};
    for (const world::Process &process : now.processes()) {
        QString name = names.process(process.id);
        if (process.role == world::Role::Client && !process.group.isEmpty()) {
            name += QStringLiteral(" (%1)").arg(process.group.toUpper());
        }
        items.append({name, process.name});
    }
    const QString chosen = m_processes->currentData().toString();
    const QSignalBlocker blocker(m_processes);
    for (int i = 0; i < items.size(); ++i) {
        if (i >= m_processes->count()) {
            m_processes->addItem(QString());
        }
        m_processes->setItemText(i, items.at(i).first);
        m_processes->setItemData(i, items.at(i).second);
    }
    while (m_processes->count() > items.size()) {
        m_processes->removeItem(m_processes->count() - 1);
    }
    m_processes->setCurrentIndex(qMax(0, m_processes->findData(chosen)));
}

QString CodePanel::shownProcess() const
{
    const QString chosen = m_processes->currentData().toString();
    return chosen.isEmpty() ? m_lastActor : chosen;
}

void CodePanel::refresh()
{
    const world::World &now = m_playback.now();
    const world::Process *actor = now.process(now.moment().process);
    if (now.moment().kind == world::MomentKind::Start) {
        // Nobody has acted: the first of all.
        m_lastActor = now.processes().isEmpty() ? QString() : now.processes().first().name;
    } else if (actor != nullptr) {
        m_lastActor = actor->name;
    }
    if (!isVisible()) {
        return;
    }
    if (showOwnSource()) {
        return;
    }
    const code::Followed followed = code::follow(m_plan, m_playback.timeline(), m_playback.step(), shownProcess());
    const code::CodeWords words{//: a port number, in a comment of a program
                                tr("in this run: %1"),
                                //: of a long message, in a comment of a program
                                tr("the first %1 bytes of %2 are known")};
    m_source = m_language == code::Language::C ? code::cSource(followed.program, words)
                                               : code::pythonSource(followed.program, words);
    m_highlighter->setKind(history::sourceKindOf(m_source.fileName));
    if (const QString text = m_source.text(); m_text->toPlainText() != text) {
        m_text->setPlainText(text);
    }
    mark(followed.call < 0 ? -1 : m_source.lineOfCall.value(followed.call, -1),
         followed.reached != code::Reached::Before);
    m_state->setText(stateText(followed));
}

/// Shows the source file of the last call that the process has made so far, where it is known. False: it is not, or is
/// not wanted.
bool CodePanel::showOwnSource()
{
    const world::World &now = m_playback.now();
    const world::Process *const process = now.processNamed(shownProcess());
    const world::SourcePlace place = process != nullptr ? process->place : world::SourcePlace();
    const history::SourceSeen *const source = now.source(place.source);
    m_own->setVisible(source != nullptr);
    // A file whose text is not known is shown to who asks for it only.
    m_isOwnShown = source != nullptr && m_isOwnWanted && (m_isOwnAsked || !source->text.isEmpty());
    QAbstractButton *const chosen = m_isOwnShown ? m_own : m_languages->button(int(m_language));
    chosen->setChecked(true);
    m_state->setToolTip(m_isOwnShown ? source->path : QString());
    if (!m_isOwnShown) {
        m_ownText.reset();
        return false;
    }
    showOwnText(*source);
    const bool isThere = place.line <= static_cast<quint32>(m_source.lines.size()) && !source->text.isEmpty();
    mark(isThere ? static_cast<int>(place.line) - 1 : -1, true);
    const QString at = QStringLiteral("%1:%2").arg(source->path.section(QLatin1Char('/'), -1)).arg(place.line);
    const std::string_view name = trace::callName(place.call);
    const QString call = QString::fromLatin1(name.data(), static_cast<qsizetype>(name.size())) + QStringLiteral("()");
    const bool isInside = std::any_of(process->openCalls.begin(), process->openCalls.end(),
                                      [&place](const world::OpenCall &open) { return open.id == place.id; });
    //: a file and its line, a call
    QString state = isInside ? tr("%1 is inside %2.").arg(at, call) : tr("%1: %2 has returned.").arg(at, call);
    if (!isThere) {
        state += QLatin1Char(' ') + whyUnknown(now, *source);
    }
    m_state->setText(state);
    return true;
}

/// Why the line cannot be shown. What kept the text away was not recorded: what can be told for certain is told, else
/// all that it may have been.
QString CodePanel::whyUnknown(const world::World &now, const history::SourceSeen &source)
{
    if (!source.text.isEmpty()) {
        return tr("Its text has no such line.");
    }
    if (source.path.startsWith(QLatin1Char('<'))) {
        return tr("Its text is not known: it is not in a file.");
    }
    if (history::sourceKindOf(source.path) == history::SourceKind::Other) {
        return tr("Its text is not known: by its name it is none of the files that are read, those of Python, C and "
                  "C++.");
    }
    int kept = 0;
    for (quint16 id = 1; id < source.id; ++id) {
        const history::SourceSeen *const before = now.source(id);
        kept += before != nullptr && !before->text.isEmpty() ? 1 : 0;
    }
    if (kept >= history::kMostSourceTexts) {
        return tr("Its text is not known: those of %n other files were kept before, and no more are.", nullptr, kept);
    }
    return tr("Its text is not known: there was no such file, or it could not be read, or it was too large, or newer "
              "than the program.");
}

void CodePanel::showOwnText(const history::SourceSeen &source)
{
    m_highlighter->setKind(history::sourceKindOf(source.path));
    if (m_ownText == source.text) {
        return;
    }
    m_ownText = source.text;
    QString text = source.text;
    text.replace(QLatin1String("\r\n"), QLatin1String("\n"));
    // What ends a line here and not in the program would move all that follow.
    for (const QChar separator : {QChar(QChar::LineSeparator), QChar(QChar::ParagraphSeparator), QChar(0xfdd0),
                                  QChar(0xfdd1), QChar(QLatin1Char('\0'))}) {
        text.replace(separator, QChar(QChar::ReplacementCharacter));
    }
    m_source = {};
    m_source.lines = text.split(QLatin1Char('\n'));
    m_text->setPlainText(text);
}

void CodePanel::mark(int at, bool reached)
{
    m_marked = at;
    QList<QTextEdit::ExtraSelection> selections;
    if (m_marked >= 0) {
        QTextEdit::ExtraSelection line;
        line.format.setBackground(figure::resolve(m_theme, reached ? figure::Tone::Match : figure::Tone::LaneDeep));
        line.format.setProperty(QTextFormat::FullWidthSelection, true);
        line.cursor = QTextCursor(m_text->document()->findBlockByNumber(m_marked));
        selections.append(line);
        // The view follows the mark, without moving what somebody has selected.
        QTextCursor selected = m_text->textCursor();
        if (!selected.hasSelection()) {
            m_text->setTextCursor(line.cursor);
        }
    }
    m_text->setExtraSelections(selections);
    showMark();
}

bool CodePanel::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_text->viewport() && event->type() == QEvent::Resize) {
        fitRoom();
    }
    return Panel::eventFilter(watched, event);
}

/// Later: what stands where is being changed.
void CodePanel::fitRoom() { QMetaObject::invokeMethod(this, &CodePanel::showMark, Qt::QueuedConnection); }

/// Brings the marked line into sight: in the text, and of the panel where its room is lower than it is.
void CodePanel::showMark()
{
    if (m_marked < 0 || !isVisible() || m_text->textCursor().hasSelection()) {
        return;
    }
    m_text->ensureCursorVisible();
    const QRect line = m_text->cursorRect();
    for (QWidget *parent = parentWidget(); parent; parent = parent->parentWidget()) {
        if (auto *const room = qobject_cast<QScrollArea *>(parent)) {
            const QPoint middle = m_text->viewport()->mapTo(this, line.center());
            room->ensureVisible(0, middle.y(), 0, line.height());
            return;
        }
    }
}

QString CodePanel::stateText(const code::Followed &followed) const
{
    const world::Process *process = m_playback.now().processNamed(shownProcess());
    if (process == nullptr) {
        return {};
    }
    const QString name = figure::Names(figure::FigureInput{m_playback.now()}).process(process->id);
    switch (followed.reached) {
    case code::Reached::Before:
        return tr("%1: held just before the marked line.").arg(name);
    case code::Reached::Inside:
        return process->activity == world::Activity::Asleep ? tr("%1: asleep inside the marked call.").arg(name)
                                                            : tr("%1: inside the marked call.").arg(name);
    case code::Reached::Returned:
        return tr("%1: the marked call has returned.").arg(name);
    case code::Reached::LeftOut:
        return tr("%1: inside a call that this program leaves out.").arg(name);
    case code::Reached::Nothing:
        break;
    }
    return process->activity == world::Activity::Ended ? tr("%1: it has ended.").arg(name)
                                                       : tr("%1: it has made all its calls.").arg(name);
}

void CodePanel::copy() { QApplication::clipboard()->setText(m_isOwnShown ? m_text->toPlainText() : m_source.text()); }

} // namespace zocalo::panels
