// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "app/panels/programconsole.h"
#include "app/view/mainwindow.h"
#include "app/view/programdialog.h"
#include "core/lesson/recordedlesson.h"

#include <QApplication>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QTabWidget>
#include <QTest>

namespace zocalo::testing {

inline constexpr int kPatience = 60000;

inline QString folderOfPrograms() { return QStringLiteral(ZOCALO_SOURCE_DIR "/tests/programs"); }

template <typename T>
T *part(const QWidget *of, const char *name)
{
    for (T *const found : of->findChildren<T *>(QLatin1String(name))) {
        if (found->isVisible()) {
            return found;
        }
    }
    return nullptr;
}

/// The window, as a user has it before them.
struct Room
{
    Room() : window(lesson::recordedLesson({}).lesson, false)
    {
        window.playback().setReducedMotion(true);
        window.show();
        QApplication::setActiveWindow(&window);
    }
    view::ProgramDialog *ask()
    {
        QApplication::setActiveWindow(&window); // there is no window manager that would
        QTest::keyClick(&window, Qt::Key_O, Qt::ControlModifier | Qt::ShiftModifier);
        return part<view::ProgramDialog>(&window, "programDialog");
    }
    /// Types a command into the dialogue, and presses Enter.
    void start(const QString &line, const QString &name = {})
    {
        view::ProgramDialog *const dialog = ask();
        QVERIFY(dialog);
        auto *const command = part<QComboBox>(dialog, "programCommand");
        command->lineEdit()->selectAll();
        QTest::keyClicks(command->lineEdit(), line);
        auto *const folder = part<QLineEdit>(dialog, "programFolder");
        folder->selectAll();
        QTest::keyClicks(folder, folderOfPrograms());
        QTest::keyClicks(part<QLineEdit>(dialog, "programName"), name);
        QTest::keyClick(folder, Qt::Key_Return);
    }
    QString fault() const
    {
        auto *const label = part<QLabel>(&window, "programFault");
        return label ? label->text() : QString();
    }
    panels::ProgramConsole *console() const
    {
        auto *const tabs = window.findChild<QTabWidget *>(QStringLiteral("programTabs"));
        return static_cast<panels::ProgramConsole *>(tabs->currentWidget());
    }
    QString text() const { return part<QPlainTextEdit>(console(), "programText")->toPlainText(); }
    QString state() const { return part<QLabel>(console(), "programState")->text(); }
    const world::World &last() const
    {
        const play::Playback &playback = const_cast<view::MainWindow &>(window).playback();
        return playback.timeline().world(playback.lastStep());
    }
    view::MainWindow window;
};

} // namespace zocalo::testing
