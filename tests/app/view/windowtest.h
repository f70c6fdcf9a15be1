// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "app/figure/fonts.h"
#include "app/text/language.h"
#include "app/view/mainwindow.h"
#include "core/lesson/lessonlibrary.h"

#include <QAction>
#include <QSettings>
#include <QTemporaryDir>
#include <QTest>

/// What tests of the whole window share: settings of their own, and a window with a live run of the twin lesson.
class WindowTest
{
public:
    /// Once, before the first window; false: something that comes with the program is not there.
    bool prepare()
    {
        qputenv("ZOCALO_HELPERS", ZOCALO_HELPER_DIR);
        QCoreApplication::setApplicationName(QStringLiteral("zocalo"));
        QCoreApplication::setOrganizationName(QStringLiteral("zocalo"));
        QCoreApplication::setApplicationVersion(QStringLiteral("1.2.3"));
        QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, m_settings.path());
        const auto lesson = zocalo::lesson::LessonLibrary::find(QStringLiteral("accept-vs-recvfrom"));
        if (!zocalo::figure::loadFonts() || !lesson) {
            return false;
        }
        m_lesson = lesson.value();
        return true;
    }

    /// A new window with what was remembered; its run has begun.
    void open()
    {
        window = std::make_unique<zocalo::view::MainWindow>(m_lesson, true);
        window->resize(1280, 800);
        window->show();
        QVERIFY(QTest::qWaitForWindowExposed(window.get()));
        window->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(window.get()));
        window->playback().setReducedMotion(true);
        window->startRun();
        QVERIFY(QTest::qWaitFor([this] { return window->playback().now().processes().size() == 8; }));
    }

    /// As at the very first time.
    void openAfresh()
    {
        QSettings().clear();
        zocalo::text::setLanguage(QStringLiteral("en"));
        open();
    }

    void stepTo(int step)
    {
        while (window->playback().step() < step) {
            const int before = window->playback().step();
            window->playback().stepForward();
            QVERIFY(QTest::qWaitFor([&] { return window->playback().step() == before + 1; }));
        }
    }

    void key(int key, Qt::KeyboardModifiers modifiers = {})
    {
        QTest::keyClick(&window->view(), Qt::Key(key), modifiers);
    }
    QAction *action(const char *name) { return child<QAction>(name); }
    template <typename T>
    T *child(const char *name)
    {
        T *found = window->findChild<T *>(QLatin1String(name));
        if (!found) {
            qFatal("there is no %s", name);
        }
        return found;
    }
    const QTemporaryDir &folder() const { return m_folder; }

    std::unique_ptr<zocalo::view::MainWindow> window;

private:
    QTemporaryDir m_settings;
    QTemporaryDir m_folder;
    zocalo::lesson::Lesson m_lesson;
};
