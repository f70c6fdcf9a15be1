// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/view/programdialog.h"

#include "app/text/errortext.h"
#include "app/view/filedates.h"
#include "core/run/commandwords.h"
#include "core/run/programkind.h"

#include <QAccessible>
#include <QCheckBox>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QDir>
#include <QEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QGridLayout>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QSettings>
#include <QStandardPaths>
#include <QToolButton>
#include <QVBoxLayout>

#include <cerrno>

namespace zocalo::view {

namespace {

constexpr int MostRemembered = 12;
constexpr int NarrowestCommand = 460;

QString commandsKey() { return QStringLiteral("programs/commands"); }
QString linesKey() { return QStringLiteral("programs/lines"); }
QString folderKey() { return QStringLiteral("programs/folder"); }

/// What runs a script, by the ending of its name; empty: it runs by itself, or not at all.
QString interpreterFor(const QString &file)
{
    static const QList<std::pair<QString, QString>> known{
        {QStringLiteral("py"), QStringLiteral("python3")}, {QStringLiteral("js"), QStringLiteral("node")},
        {QStringLiteral("mjs"), QStringLiteral("node")},   {QStringLiteral("rb"), QStringLiteral("ruby")},
        {QStringLiteral("pl"), QStringLiteral("perl")},    {QStringLiteral("sh"), QStringLiteral("sh")},
        {QStringLiteral("java"), QStringLiteral("java")},  {QStringLiteral("php"), QStringLiteral("php")}};
    const QString ending = QFileInfo(file).suffix().toLower();
    for (const auto &[each, interpreter] : known) {
        if (each == ending) {
            return interpreter;
        }
    }
    return {};
}

} // namespace

ProgramDialog::ProgramDialog(QWidget *parent)
    : QDialog(parent), m_intro(new QLabel(this)), m_commandLabel(new QLabel(this)), m_command(new QComboBox(this)),
      m_browse(new QPushButton(QStringLiteral("…"), this)), m_folderLabel(new QLabel(this)),
      m_folder(new QLineEdit(this)), m_browseFolder(new QPushButton(QStringLiteral("…"), this)),
      m_nameLabel(new QLabel(this)), m_name(new QLineEdit(this)), m_ptrace(new QCheckBox(this)),
      m_lines(new QCheckBox(this)), m_examples(new QToolButton(this)), m_exampleMenu(new QMenu(this)),
      m_fault(new QLabel(this)), m_buttons(new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel, this))
{
    setObjectName(QStringLiteral("programDialog"));
    m_command->setObjectName(QStringLiteral("programCommand"));
    m_folder->setObjectName(QStringLiteral("programFolder"));
    m_name->setObjectName(QStringLiteral("programName"));
    m_ptrace->setObjectName(QStringLiteral("programPtrace"));
    m_lines->setObjectName(QStringLiteral("programLines"));
    m_fault->setObjectName(QStringLiteral("programFault"));
    m_browse->setObjectName(QStringLiteral("programBrowse"));
    layOut();
    fillExamples();
    restore();
    connect(m_browse, &QPushButton::clicked, this, &ProgramDialog::browse);
    connect(m_browseFolder, &QPushButton::clicked, this, &ProgramDialog::browseFolder);
    connect(m_buttons, &QDialogButtonBox::accepted, this, &ProgramDialog::submit);
    connect(m_buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(m_command, &QComboBox::editTextChanged, m_fault, &QWidget::hide);
    connect(m_folder, &QLineEdit::textChanged, m_fault, &QWidget::hide);
    retranslate();
    m_command->setFocus();
    // Once the window has the focus, which unselects.
    QMetaObject::invokeMethod(m_command->lineEdit(), &QLineEdit::selectAll, Qt::QueuedConnection);
}

void ProgramDialog::layOut()
{
    m_command->setEditable(true);
    m_command->setInsertPolicy(QComboBox::NoInsert);
    m_command->setMinimumWidth(NarrowestCommand);
    m_command->setMaxCount(MostRemembered);
    m_command->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_intro->setWordWrap(true);
    m_fault->setWordWrap(true);
    m_fault->setTextFormat(Qt::PlainText);
    m_fault->hide();
    QFont strong = m_fault->font();
    strong.setBold(true);
    m_fault->setFont(strong);
    m_commandLabel->setBuddy(m_command);
    m_folderLabel->setBuddy(m_folder);
    m_nameLabel->setBuddy(m_name);
    m_examples->setMenu(m_exampleMenu);
    m_examples->setPopupMode(QToolButton::InstantPopup);
    m_examples->setFocusPolicy(Qt::StrongFocus);
    auto *grid = new QGridLayout;
    grid->addWidget(m_commandLabel, 0, 0);
    grid->addWidget(m_command, 0, 1);
    grid->addWidget(m_browse, 0, 2);
    grid->addWidget(m_examples, 1, 1, Qt::AlignLeft);
    grid->addWidget(m_folderLabel, 2, 0);
    grid->addWidget(m_folder, 2, 1);
    grid->addWidget(m_browseFolder, 2, 2);
    grid->addWidget(m_nameLabel, 3, 0);
    grid->addWidget(m_name, 3, 1);
    grid->addWidget(m_lines, 4, 1);
    grid->addWidget(m_ptrace, 5, 1);
    grid->setColumnStretch(1, 1);
    auto *column = new QVBoxLayout(this);
    column->setSpacing(12);
    column->addWidget(m_intro);
    column->addLayout(grid);
    column->addWidget(m_fault);
    column->addStretch(1);
    column->addWidget(m_buttons);
}

void ProgramDialog::retranslate()
{
    setWindowTitle(tr("Watch a program"));
    m_intro->setText(
        tr("The program runs as it is, nothing of it is changed: its sockets appear in the figure, what it "
           "prints in the panel \"Programs\". Several of them, a server and its clients, share one figure."));
    m_commandLabel->setText(tr("&Command:"));
    m_command->lineEdit()->setPlaceholderText(QStringLiteral("python3 server.py 9000"));
    m_browse->setToolTip(tr("Choose the program's file"));
    m_browse->setAccessibleName(m_browse->toolTip());
    m_folderLabel->setText(tr("&Folder:"));
    m_browseFolder->setToolTip(tr("Choose the folder that it starts in"));
    m_browseFolder->setAccessibleName(m_browseFolder->toolTip());
    m_nameLabel->setText(tr("&Name in the figure:"));
    m_name->setPlaceholderText(tr("that of the program"));
    m_ptrace->setText(tr("By &ptrace: slower, and sees what the C library does inside itself"));
    m_lines->setText(tr("Tell the &lines of its code that make the calls"));
    m_examples->setText(tr("&Examples"));
    m_buttons->button(QDialogButtonBox::Ok)->setText(tr("&Watch"));
    m_fault->setAccessibleName(tr("Why it could not be started"));
}

void ProgramDialog::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
    }
    QDialog::changeEvent(event);
}

void ProgramDialog::fillExamples()
{
    for (const char *example :
         {"python3 -m http.server 8000 --bind 127.0.0.1", "curl http://127.0.0.1:8000/", "nc -l 127.0.0.1 9000",
          "nc 127.0.0.1 9000", "nc -u -l 127.0.0.1 9000", "nc -u 127.0.0.1 9000"}) {
        const QString line = QLatin1String(example);
        if (!QStandardPaths::findExecutable(line.section(QLatin1Char(' '), 0, 0)).isEmpty()) {
            m_exampleMenu->addAction(line, this, [this, line] {
                m_command->setEditText(line);
                m_command->setFocus();
            });
        }
    }
    m_examples->setVisible(!m_exampleMenu->isEmpty());
}

void ProgramDialog::restore()
{
    const QSettings settings;
    m_command->addItems(settings.value(commandsKey()).toStringList().mid(0, MostRemembered));
    m_lines->setChecked(settings.value(linesKey(), true).toBool());
    m_command->setCurrentIndex(m_command->count() > 0 ? 0 : -1);
    const QString folder = settings.value(folderKey()).toString();
    m_folder->setText(QFileInfo(folder).isDir() ? folder : QDir::currentPath());
}

bool ProgramDialog::isProgram(const QString &file)
{
    const QFileInfo about(file);
    return about.isFile() && (!interpreterFor(file).isEmpty() || about.isExecutable());
}

void ProgramDialog::propose(const QString &file)
{
    const QFileInfo about(file);
    const QString interpreter = interpreterFor(file);
    const QString name = interpreter.isEmpty() ? QStringLiteral("./") + about.fileName() : about.fileName();
    m_command->setEditText(
        run::CommandWords::join(interpreter.isEmpty() ? QStringList{name} : QStringList{interpreter, name}));
    m_folder->setText(about.absolutePath());
    m_command->setFocus();
}

void ProgramDialog::browse()
{
    auto *dialog = new QFileDialog(this, tr("Which program is to be watched?"), m_folder->text());
    FileDates::putInto(*dialog);
    dialog->setObjectName(QStringLiteral("programFileDialog"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, this, &ProgramDialog::propose);
    dialog->open();
}

void ProgramDialog::browseFolder()
{
    auto *dialog = new QFileDialog(this, tr("Which folder does it start in?"), m_folder->text());
    FileDates::putInto(*dialog);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::Directory);
    dialog->setOption(QFileDialog::ShowDirsOnly);
    connect(dialog, &QFileDialog::fileSelected, m_folder, &QLineEdit::setText);
    dialog->open();
}

void ProgramDialog::submit()
{
    run::Program program;
    if (const QString fault = faultIn(program); !fault.isEmpty()) {
        tell(fault);
        return;
    }
    emit wanted(program);
}

QString ProgramDialog::faultIn(run::Program &program) const
{
    const run::CommandWords command = run::CommandWords::of(m_command->currentText());
    if (command.fault == run::CommandWords::Fault::OpenQuote) {
        return tr("A quotation mark in the command has no other half.");
    }
    if (command.fault == run::CommandWords::Fault::ShellOnly) {
        return tr("\"%1\" means something to a shell only, and no shell reads this command. Put it between ' ', or "
                  "write "
                  "sh -c '…'.")
            .arg(command.what);
    }
    if (command.words.isEmpty()) {
        return tr("Write a command first, for example: python3 server.py");
    }
    const QFileInfo folder(m_folder->text());
    if (!folder.isDir() || !folder.isReadable()) {
        return tr("There is no folder \"%1\" that can be read.").arg(m_folder->text());
    }
    program.file = command.words.first();
    program.arguments = command.words.mid(1);
    program.folder = folder.absoluteFilePath();
    program.name = m_name->text().simplified();
    program.underPtrace = m_ptrace->isChecked();
    program.withoutLines = !m_lines->isChecked();
    const run::ProgramKind kind = run::ProgramKind::of(program.file, program.folder);
    if (kind.reason != run::WatchReason::NotRunnable || QFileInfo(kind.file).isExecutable()) {
        return {};
    }
    const QString interpreter = interpreterFor(program.file);
    const bool isThere = QFileInfo(QDir(program.folder), program.file).isFile();
    if (isThere && !interpreter.isEmpty()) {
        return tr("%1 is run by another program. Write: %2")
            .arg(program.file, run::CommandWords::join(QStringList{interpreter} + command.words));
    }
    if (isThere && !program.file.contains(QLatin1Char('/'))) {
        return tr("%1 is in the folder, but a command alone is looked for elsewhere. Write: ./%1").arg(program.file);
    }
    const int number = QFileInfo::exists(kind.file) ? EACCES : ENOENT;
    return text::ErrorText::of({ErrorCode::ProcessNotStarted, program.file, {}, number});
}

void ProgramDialog::tell(const QString &why)
{
    m_fault->setText(why);
    m_fault->show();
    m_command->setFocus();
    QAccessibleEvent alert(m_fault, QAccessible::Alert);
    QAccessible::updateAccessibility(&alert);
}

void ProgramDialog::finish()
{
    QSettings settings;
    QStringList commands = settings.value(commandsKey()).toStringList();
    const QString line = m_command->currentText().trimmed();
    commands.removeAll(line);
    commands.prepend(line);
    settings.setValue(commandsKey(), commands.mid(0, MostRemembered));
    settings.setValue(folderKey(), m_folder->text());
    settings.setValue(linesKey(), m_lines->isChecked());
    accept();
}

} // namespace zocalo::view
