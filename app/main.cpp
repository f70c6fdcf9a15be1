// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/cli/arguments.h"
#include "app/cli/commands.h"
#include "app/text/language.h"
#include "app/view/windowmain.h"
#include "core/run/inheritedsignals.h"

#include <QGuiApplication>

#include <chrono>
#include <csignal>
#include <cstdio>
#include <memory>

using namespace zocalo;

namespace {

bool needsWindow(const cli::Request &request)
{
    return request.command.isEmpty() || request.command == QLatin1String("lesson") ||
           request.command == QLatin1String("open") ||
           (request.command == QLatin1String("watch") && request.has(QStringLiteral("window")));
}

/// Standard error is for our own one line: what Qt has to say of the machine's set-up is told only when asked for
/// (QT_LOGGING_RULES).
void keepQtQuiet(QtMsgType type, const QMessageLogContext &, const QString &message)
{
    if (type == QtCriticalMsg || type == QtFatalMsg || qEnvironmentVariableIsSet("QT_LOGGING_RULES")) {
        std::fprintf(stderr, "%s\n", qPrintable(message));
    }
}

void nameApplication()
{
    QCoreApplication::setApplicationName(QStringLiteral("zocalo"));
    QCoreApplication::setOrganizationName(QStringLiteral("zocalo"));
    QCoreApplication::setApplicationVersion(QStringLiteral(ZOCALO_VERSION));
}

int runCommand(const cli::Request &request)
{
    if (request.command == QLatin1String("lessons")) {
        return cli::Commands::lessons(request);
    }
    if (request.command == QLatin1String("check")) {
        return cli::Commands::check(request);
    }
    if (request.command == QLatin1String("calls")) {
        return cli::Commands::calls(request);
    }
    if (request.command == QLatin1String("landings")) {
        return cli::Commands::landings(request);
    }
    if (request.command == QLatin1String("compare")) {
        return cli::Commands::compare(request);
    }
    if (request.command == QLatin1String("record")) {
        return cli::Commands::record(request);
    }
    if (request.command == QLatin1String("watch")) {
        return cli::Commands::watch(request, view::displayAvailable);
    }
    return request.command == QLatin1String("doctor") ? cli::Commands::doctor() : cli::Commands::figure(request);
}

int runWithoutWindow(int &argc, char **argv, const cli::Request &request)
{
    std::unique_ptr<QCoreApplication> application;
    if (request.command == QLatin1String("figure")) {
        // A figure has the same pixels with and without a display, and starts faster without.
        qputenv("QT_QPA_PLATFORM", "offscreen");
        application = std::make_unique<QGuiApplication>(argc, argv);
    } else {
        application = std::make_unique<QCoreApplication>(argc, argv);
    }
    text::setLanguage(request.value(QStringLiteral("lang"), text::systemLanguage()));
    return runCommand(request);
}

} // namespace

int main(int argc, char **argv)
{
    const auto start = std::chrono::steady_clock::now();
    run::InheritedSignals::remember();
    std::signal(SIGXFSZ, SIG_IGN); // a write that is too large fails with EFBIG, and can be told of
    qInstallMessageHandler(keepQtQuiet);
    nameApplication();
    QStringList words;
    for (int i = 1; i < argc; ++i) {
        words << QString::fromLocal8Bit(argv[i]);
    }
    // The command line is read twice: its language decides in which one its faults are told.
    const cli::Request firstLook = cli::Arguments(words).request();
    {
        const QCoreApplication application(argc, argv);
        const QString asked = firstLook.value(QStringLiteral("lang"));
        text::setLanguage(asked == QLatin1String("es") || asked == QLatin1String("en") ? asked
                                                                                       : text::systemLanguage());
        const cli::Arguments arguments(words);
        if (!arguments.error().isEmpty()) {
            cli::Commands::complain(arguments.error());
            return cli::WrongUsage;
        }
        if (arguments.request().help) {
            std::fputs(cli::Arguments::help(arguments.request().command).toUtf8().constData(), stdout);
            return cli::Commands::flushed();
        }
        if (arguments.request().version) {
            std::puts("zocalo " ZOCALO_VERSION);
            return cli::Commands::flushed();
        }
        // Qt itself ends the program where there is no display, or not enough files for it to start with.
        if (needsWindow(firstLook) && !view::displayAvailable()) {
            return cli::Failed;
        }
        if (!cli::Commands::enoughFiles()) {
            return cli::Failed;
        }
    }
    return needsWindow(firstLook) ? view::runWindow(argc, argv, firstLook, start)
                                  : runWithoutWindow(argc, argv, firstLook);
}
