// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/view/lessondesk.h"

#include "app/panels/contentspanel.h"
#include "app/panels/questionpanel.h"
#include "app/view/filedates.h"
#include "app/view/paneldocks.h"
#include "core/lesson/lessonlibrary.h"

#include <QApplication>
#include <QDir>
#include <QDockWidget>
#include <QFileDialog>
#include <QMainWindow>
#include <QMessageBox>
#include <QSaveFile>
#include <QSettings>
#include <QStandardPaths>

namespace zocalo::view {

namespace {

QString askingKey() { return QStringLiteral("lessons/ask"); }

} // namespace

LessonDesk::LessonDesk(play::Playback &playback, PanelDocks &docks, QMainWindow *window)
    : QObject(window), m_window(window)
{
    // Not before the first frame: a file is opened.
    QMetaObject::invokeMethod(this, &LessonDesk::openProgress, Qt::QueuedConnection);
    m_questions = new panels::QuestionPanel(playback, m_progress, window);
    m_contents = new panels::ContentsPanel(lesson::LessonLibrary::lessons(), m_progress, window);
    docks.add(m_contents, QStringLiteral("contents"), Qt::LeftDockWidgetArea, Qt::Key_F3,
              PanelDocks::Part::OfTheWindow);
    QDockWidget *const dock = docks.add(m_questions, QStringLiteral("question"), Qt::RightDockWidgetArea, Qt::Key_F4,
                                        PanelDocks::Part::OfTheWindow);
    m_questionDock = dock;
    // After the figure has selected it, which the docks see to.
    connect(m_questions, &panels::QuestionPanel::thingChosen, this, &LessonDesk::evidenceShown);
    connect(m_questions, &panels::QuestionPanel::wordsChanged, this, [this] {
        emit questionWords(m_questions->words(), m_questions->phase() == panels::QuestionPanel::Phase::Open);
    });
    connect(m_questions, &panels::QuestionPanel::asked, dock, [this, dock] {
        dock->show();
        dock->raise();
        m_questions->focusAnswer();
    });
    connect(m_questions, &panels::QuestionPanel::goesOn, this, [this] {
        QWidget *const now = QApplication::focusWidget();
        if (!now || m_questions->isAncestorOf(now)) {
            emit lessonGoesOn();
        }
    });
    connect(m_questions, &panels::QuestionPanel::progressChanged, m_contents, &panels::ContentsPanel::refresh);
    connect(m_questions, &panels::QuestionPanel::askingChanged, this,
            [](bool asking) { QSettings().setValue(askingKey(), asking); });
    connect(m_questions, &panels::QuestionPanel::failed, this, &LessonDesk::failed);
    connect(m_contents, &panels::ContentsPanel::lessonChosen, this, &LessonDesk::lessonChosen);
    connect(m_contents, &panels::ContentsPanel::exportAsked, this, &LessonDesk::exportAnswers);
    connect(m_contents, &panels::ContentsPanel::resetAsked, this, &LessonDesk::forgetAnswers);
}

bool LessonDesk::isAskingWanted() { return QSettings().value(askingKey(), true).toBool(); }

LessonDesk::~LessonDesk()
{
    // They look things up in the progress, which goes before the window's other children.
    delete m_questions.data();
    delete m_contents.data();
}

void LessonDesk::openProgress()
{
    const QString folder = QStandardPaths::writableLocation(QStandardPaths::AppDataLocation);
    const bool made = !folder.isEmpty() && QDir().mkpath(folder);
    // Where nothing can be kept, the lessons work all the same.
    if (!made || !m_progress.open(QDir(folder).filePath(QStringLiteral("progress.sqlite")))) {
        [[maybe_unused]] const Status opened = m_progress.open(QStringLiteral(":memory:"));
    }
    m_contents->refresh();
}

void LessonDesk::begin(const lesson::Lesson &lesson, const lesson::Script &script)
{
    m_contents->setCurrent(lesson.id);
    lesson::Lesson asking = lesson;
    if (lesson.isChanged()) {
        asking.questions.clear(); // they are about the lesson as it is: what they ask for may not happen
    }
    m_questions->setLesson(asking, script);
}

void LessonDesk::skipQuestion() { m_questions->skip(); }

void LessonDesk::rest() { m_questions->setLesson({}, {}); }

void LessonDesk::setAsking(bool asking) { m_questions->setAsking(asking); }

void LessonDesk::exportAnswers()
{
    QFileDialog dialog(m_window, tr("Export the answers"));
    FileDates::putInto(dialog);
    dialog.setAcceptMode(QFileDialog::AcceptSave);
    dialog.setNameFilter(tr("Table (*.csv)"));
    dialog.setDefaultSuffix(QStringLiteral("csv"));
    dialog.selectFile(QStringLiteral("zocalo.csv"));
    if (dialog.exec() != QDialog::Accepted) {
        return;
    }
    const QString path = dialog.selectedFiles().value(0);
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(m_progress.csv().toUtf8()) < 0 || !file.commit()) {
        emit failed(Error{ErrorCode::FileUnwritable, path, {}, 0});
    }
}

void LessonDesk::forgetAnswers()
{
    const auto answer = QMessageBox::question(m_window, tr("Forget the answers"),
                                              tr("All answers that were kept on this machine are deleted."));
    if (answer != QMessageBox::Yes) {
        return;
    }
    if (const Status forgotten = m_progress.reset(); !forgotten) {
        emit failed(forgotten.error());
    }
    m_contents->refresh();
}

} // namespace zocalo::view
