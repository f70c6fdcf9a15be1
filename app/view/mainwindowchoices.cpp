// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/panels/codepanel.h"
#include "app/text/language.h"
#include "app/view/desktophabits.h"
#include "app/view/mainwindow.h"
#include "app/view/truthdesk.h"
#include "app/view/windowactions.h"

#include <QAction>
#include <QSettings>

// What the window remembers from one time to the next.
namespace zocalo::view {

void MainWindow::restoreChoices(bool languageGiven)
{
    const QSettings settings;
    restoreGeometry(settings.value(QStringLiteral("window/geometry")).toByteArray());
    m_truth->setShown(settings.value(QStringLiteral("window/details"), true).toBool());
    restoreState(settings.value(QStringLiteral("window/panels")).toByteArray());
    m_code->setCodeLanguage(settings.value(QStringLiteral("window/codeIsC"), false).toBool() ? code::Language::C
                                                                                             : code::Language::Python);
    const int theme = settings.value(QStringLiteral("window/theme"), int(figure::Theme::Light)).toInt();
    setTheme(theme >= 0 && theme <= int(figure::Theme::Contrast) ? figure::Theme(theme) : figure::Theme::Light);
    const QString language = settings.value(QStringLiteral("window/language")).toString();
    if (!languageGiven && (language == QLatin1String("es") || language == QLatin1String("en"))) {
        text::setLanguage(language);
    }
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
    settings.setValue(QStringLiteral("window/speed"), m_playback.speed());
    // The same with the motion: where nothing else was chosen, the desktop decides.
    if (m_playback.reducedMotion() != desktopReducesMotion()) {
        settings.setValue(QStringLiteral("window/reducedMotion"), m_playback.reducedMotion());
    } else {
        settings.remove(QStringLiteral("window/reducedMotion"));
    }
}

} // namespace zocalo::view
