// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/panels/programpanel.h"

#include "app/panels/programconsole.h"

#include <QEvent>
#include <QLabel>
#include <QPushButton>
#include <QTabBar>
#include <QTabWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace zocalo::panels {

ProgramPanel::ProgramPanel(QWidget *parent)
    : Panel(parent), m_empty(new QLabel(this)), m_tabs(new QTabWidget(this)), m_new(new QPushButton(this))
{
    m_tabs->setObjectName(QStringLiteral("programTabs"));
    m_new->setObjectName(QStringLiteral("programNew"));
    m_empty->setWordWrap(true);
    m_tabs->setDocumentMode(true);
    m_tabs->tabBar()->setUsesScrollButtons(true);
    m_tabs->setCornerWidget(m_new);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(6, 6, 6, 6);
    column->addWidget(m_empty);
    column->addWidget(m_tabs, 1);
    connect(m_new, &QPushButton::clicked, this, &ProgramPanel::newAsked);
    retranslate();
}

QString ProgramPanel::title() const { return tr("Programs"); }

void ProgramPanel::setTheme(figure::Theme theme)
{
    m_theme = theme;
    for (ProgramConsole *const console : consoles()) {
        console->setTheme(theme);
    }
}

QList<ProgramConsole *> ProgramPanel::consoles() const
{
    QList<ProgramConsole *> all;
    for (int i = 0; i < m_tabs->count(); ++i) {
        all.append(static_cast<ProgramConsole *>(m_tabs->widget(i)));
    }
    return all;
}

int ProgramPanel::runningCount() const
{
    const QList<ProgramConsole *> all = consoles();
    return static_cast<int>(std::count_if(
        all.begin(), all.end(), [](const ProgramConsole *console) { return console->program().isRunning(); }));
}

bool ProgramPanel::hasRoom() const { return runningCount() < MostPrograms; }

void ProgramPanel::makeRoom()
{
    for (ProgramConsole *const console : consoles()) {
        if (m_tabs->count() >= MostPrograms && !console->program().isRunning()) {
            close(console);
        }
    }
}

ProgramConsole *ProgramPanel::show(std::unique_ptr<play::StartedProgram> program, const QString &name,
                                   ProgramConsole *instead)
{
    ProgramConsole *console = instead;
    if (console == nullptr) {
        makeRoom();
        console = new ProgramConsole(m_tabs);
        console->setTheme(m_theme);
        connect(console, &ProgramConsole::ended, this, [this, console] { emit ended(console); });
        connect(console, &ProgramConsole::againAsked, this, [this, console] { emit againAsked(console); });
        connect(console, &ProgramConsole::closeAsked, this, [this, console] { close(console); });
        QString text = name;
        m_tabs->addTab(console, text.replace(QLatin1Char('&'), QLatin1String("&&")));
    }
    console->show(std::move(program));
    m_tabs->setCurrentWidget(console);
    refresh();
    return console;
}

void ProgramPanel::close(ProgramConsole *console)
{
    m_tabs->removeTab(m_tabs->indexOf(console));
    console->deleteLater();
    refresh();
    m_new->setFocus();
}

void ProgramPanel::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
    }
    Panel::changeEvent(event);
}

void ProgramPanel::retranslate()
{
    m_tabs->setAccessibleName(tr("Programs that were started here"));
    m_new->setText(tr("&Watch a program…"));
    m_empty->setText(
        tr("No program was started here yet. Those in terminals (\"zocalo watch\") come into the picture by "
           "themselves."));
    refresh();
}

void ProgramPanel::refresh()
{
    const bool isEmpty = m_tabs->count() == 0;
    m_empty->setVisible(isEmpty);
    // A bar is named by its present tab: without any it is no place for the focus.
    m_tabs->tabBar()->setFocusPolicy(isEmpty ? Qt::NoFocus : Qt::TabFocus);
}

} // namespace zocalo::panels
