// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/panels/codepanel.h"
#include "app/text/language.h"
#include "app/view/desktophabits.h"
#include "app/view/mainwindow.h"
#include "app/view/paneldocks.h"
#include "app/view/programdesk.h"
#include "app/view/truthdesk.h"
#include "app/view/windowactions.h"

#include <QAction>
#include <QScreen>
#include <QSettings>

#include <algorithm>

// What the window remembers from one time to the next.
namespace zocalo::view {

namespace {

constexpr QSize kFirstSize{1280, 800};

} // namespace

/// No larger than the screen that it opens on, which may be another one than the last time.
void MainWindow::fitScreen()
{
    const QScreen *const onto = screen();
    if (!onto || isMaximized() || isFullScreen()) {
        return;
    }
    // The frame that a window manager adds is not known before it is there: its usual size is left free.
    constexpr QSize Frame(8, 36);
    const QRect room = onto->availableGeometry();
    resize(size().boundedTo((room.size() - Frame).expandedTo(minimumSizeHint())));
    if (!testAttribute(Qt::WA_Moved)) {
        return; // the window manager places it
    }
    move(std::clamp(x(), room.left(), std::max(room.left(), room.right() - width() - Frame.width() + 1)),
         std::clamp(y(), room.top(), std::max(room.top(), room.bottom() - height() - Frame.height() + 1)));
}

void MainWindow::restoreChoices(bool languageGiven)
{
    const QSettings settings;
    resize(kFirstSize);
    restoreGeometry(settings.value(QStringLiteral("window/geometry")).toByteArray());
    fitScreen();
    m_truth->setShown(settings.value(QStringLiteral("window/details"), true).toBool());
    restoreState(settings.value(QStringLiteral("window/panels")).toByteArray());
    m_programs->hideEmpty(); // what it had was of the programs of another day
    m_docks->letWindowComeFirst();
    m_code->setCodeLanguage(settings.value(QStringLiteral("window/codeIsC"), false).toBool() ? code::Language::C
                                                                                             : code::Language::Python);
    const int theme = settings.value(QStringLiteral("window/theme"), int(figure::Theme::Light)).toInt();
    setTheme(theme >= 0 && theme <= int(figure::Theme::Contrast) ? figure::Theme(theme) : figure::Theme::Light);
    const QString language = settings.value(QStringLiteral("window/language")).toString();
    if (!languageGiven && (language == QLatin1String("es") || language == QLatin1String("en"))) {
        text::setLanguage(language);
    }
    m_actions->laboratory->setChecked(settings.value(QStringLiteral("window/laboratory"), false).toBool());
    m_playback.setSpeed(settings.value(QStringLiteral("window/speed"), 1.0).toDouble());
    m_actions->reducedMotion->setChecked(
        settings.value(QStringLiteral("window/reducedMotion"), desktopReducesMotion()).toBool());
}

void MainWindow::saveChoices() const
{
    QSettings settings;
    settings.setValue(QStringLiteral("window/geometry"), saveGeometry());
    settings.setValue(QStringLiteral("window/details"), m_truth->isShown());
    settings.setValue(QStringLiteral("window/panels"), saveState());
    settings.setValue(QStringLiteral("window/codeIsC"), m_code->codeLanguage() == code::Language::C);
    settings.setValue(QStringLiteral("window/theme"), int(m_view->figureStyle().theme));
    // Only a language that was chosen by hand is remembered: otherwise the locale decides, each time.
    if (text::language() != text::systemLanguage()) {
        settings.setValue(QStringLiteral("window/language"), text::language());
    } else {
        settings.remove(QStringLiteral("window/language"));
    }
    settings.setValue(QStringLiteral("window/laboratory"), m_actions->laboratory->isChecked());
    settings.setValue(QStringLiteral("window/speed"), m_playback.speed());
    // The same with the motion: where nothing else was chosen, the desktop decides.
    if (m_playback.reducedMotion() != desktopReducesMotion()) {
        settings.setValue(QStringLiteral("window/reducedMotion"), m_playback.reducedMotion());
    } else {
        settings.remove(QStringLiteral("window/reducedMotion"));
    }
}

} // namespace zocalo::view
