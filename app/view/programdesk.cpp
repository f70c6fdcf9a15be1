// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/view/programdesk.h"

#include "app/panels/programconsole.h"
#include "app/play/watchsource.h"
#include "app/text/errortext.h"
#include "app/text/watchtext.h"
#include "app/view/paneldocks.h"
#include "app/view/programdialog.h"
#include "core/run/programname.h"

#include <QDockWidget>
#include <QFile>
#include <QMainWindow>
#include <QMessageBox>
#include <QPushButton>
#include <QTimer>

namespace zocalo::view {

namespace {

constexpr int LastWordsMs = 1500;
constexpr int FirstHeight = 230;

QString nameOf(const run::Program &program)
{
    if (!program.name.isEmpty()) {
        return program.name;
    }
    QList<QByteArray> words{QFile::encodeName(program.file)};
    for (const QString &argument : program.arguments) {
        words.append(argument.toLocal8Bit());
    }
    return run::programName(words);
}

} // namespace

ProgramDesk::ProgramDesk(Begin begin, PanelDocks &docks, QMainWindow *window)
    : QObject(window), m_begin(std::move(begin)), m_window(window), m_panel(new panels::ProgramPanel(window))
{
    m_dock = docks.add(m_panel, QStringLiteral("program"), Qt::BottomDockWidgetArea, Qt::Key_F12,
                       PanelDocks::Part::OfTheWindow);
    connect(m_panel, &panels::ProgramPanel::newAsked, this, [this] { ask(); });
    connect(m_panel, &panels::ProgramPanel::againAsked, this, &ProgramDesk::startAgain);
    connect(m_panel, &panels::ProgramPanel::ended, this, [this](panels::ProgramConsole *console) {
        // What it did may still be on its way.
        QTimer::singleShot(LastWordsMs, console, [this, console] { tellUnseen(console); });
    });
}

void ProgramDesk::ask(const QString &file)
{
    if (!m_dialog || !m_dialog->isVisible()) { // one that was closed is soon gone
        m_dialog = new ProgramDialog(m_window);
        m_dialog->setAttribute(Qt::WA_DeleteOnClose);
        connect(m_dialog, &ProgramDialog::wanted, this, &ProgramDesk::start);
        m_dialog->open();
    }
    if (!file.isEmpty()) {
        m_dialog->propose(file);
    }
}

void ProgramDesk::hideEmpty()
{
    if (m_panel->consoles().isEmpty()) {
        m_dock->hide();
    }
}

void ProgramDesk::start(const run::Program &program)
{
    const Status launched = launch(program, nullptr);
    if (!m_dialog) {
        return;
    }
    if (launched) {
        m_dialog->finish();
    } else if (launched.error().code != ErrorCode::Stopped) {
        m_dialog->tell(text::ErrorText::of(launched.error()));
    }
}

void ProgramDesk::startAgain(panels::ProgramConsole *console)
{
    const run::Program program = console->program().program(); // the console lets go of it when the new one is shown
    const Status launched = launch(program, console);
    if (!launched && launched.error().code != ErrorCode::Stopped) {
        console->note(text::ErrorText::of(launched.error()));
    }
}

/// Error: as play::StartedProgram::start(); Stopped: the user wants to keep what is shown.
Status ProgramDesk::launch(const run::Program &program, panels::ProgramConsole *instead)
{
    if (!m_panel->hasRoom()) {
        return Error{ErrorCode::TooManyFiles, tr("%n programs run already", nullptr, m_panel->runningCount()), {}, 0};
    }
    play::WatchSource *const source = m_begin(QStringList{program.file} + program.arguments);
    const Result<QByteArray> listener = source != nullptr ? source->start() : Error{ErrorCode::Stopped, {}, {}, 0};
    if (!listener) {
        return listener.error();
    }
    if (source != m_source) {
        m_source = source;
        m_seen.clear();
        m_told.clear();
        connect(source, &play::WatchSource::eventsRead, this, &ProgramDesk::seeStarted);
    }
    const QString name = nameOf(program);
    auto started = play::StartedProgram::start(program, listener.value(), [&](const run::ProgramKind &kind, pid_t pid) {
        source->expect(
            {.name = name, .command = {program.file}, .ptraced = kind.method == run::WatchMethod::Ptrace, .pid = pid});
    });
    if (!started) {
        return started.error();
    }
    const run::ProgramKind kind = started.value()->kind();
    panels::ProgramConsole *const console = m_panel->show(std::move(started.value()), name, instead);
    if (const QString notice = text::WatchText::before(kind, program.file); !notice.isEmpty()) {
        console->note(notice);
    }
    if (kind.method == run::WatchMethod::None && kind.reason != run::WatchReason::NotRunnable) {
        source->keepNeverJoined(console->program().pid(), name); // it is certain from now on
    }
    showPanel();
    return {};
}

/// The figure keeps most of the window, wherever the panel stands.
void ProgramDesk::showPanel()
{
    if (m_dock->isHidden() && !m_dock->isFloating()) {
        m_dock->show();
        m_window->resizeDocks({m_dock}, {FirstHeight}, Qt::Vertical);
    }
    m_dock->show();
    m_dock->raise();
}

void ProgramDesk::seeStarted(const QList<history::Event> &events)
{
    for (const history::Event &event : events) {
        if (const auto *const started = std::get_if<history::ProcessStarted>(&event.data)) {
            m_seen.insert(started->pid);
        }
    }
}

bool ProgramDesk::tell(const run::Unseen &part)
{
    for (panels::ProgramConsole *const console : m_panel->consoles()) {
        if (console->program().pid() != part.program) {
            continue;
        }
        const int told = m_told[part.program]++;
        if (told < text::WatchText::MostTold) {
            console->note(text::WatchText::notSeen(part, text::WatchText::Way::Window));
        } else if (told == text::WatchText::MostTold) {
            console->note(text::WatchText::moreNotSeen());
        }
        return true;
    }
    return false;
}

/// A program that has ended, and of which nothing was seen though it should have been.
void ProgramDesk::tellUnseen(panels::ProgramConsole *console)
{
    const play::StartedProgram &program = console->program();
    if (program.isRunning() || !m_source || m_seen.contains(program.pid()) ||
        program.kind().method != run::WatchMethod::Tap) {
        return;
    }
    m_source->keepNeverJoined(program.pid(), nameOf(program.program()));
    if (const QString unseen = text::WatchText::unseen(program.kind(), program.program().file); !unseen.isEmpty()) {
        console->note(unseen);
    }
}

bool ProgramDesk::mayLeave()
{
    const int running = m_panel->runningCount();
    if (running == 0) {
        return true;
    }
    QMessageBox box(
        QMessageBox::Question, tr("Programs that run"),
        tr("%n programs that were started here still run, and end with this window. Close it?", nullptr, running),
        QMessageBox::NoButton, m_window);
    box.setObjectName(QStringLiteral("programsRunBox"));
    QPushButton *const end = box.addButton(tr("End them"), QMessageBox::DestructiveRole);
    QPushButton *const stay = box.addButton(tr("Cancel"), QMessageBox::RejectRole);
    box.setDefaultButton(stay);
    box.exec();
    return box.clickedButton() == end;
}

} // namespace zocalo::view
