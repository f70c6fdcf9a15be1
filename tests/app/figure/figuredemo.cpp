// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
// zocalo-figuredemo: draws steps of the twin run, to look at them. Not a test.
#include "app/export/figurefile.h"
#include "app/figure/figure.h"
#include "app/figure/fonts.h"
#include "core/world/timeline.h"
#include "tests/support/historybuilder.h"

#include <QCommandLineParser>
#include <QDir>
#include <QGuiApplication>
#include <QTextStream>
#include <QTranslator>

using namespace zocalo;

namespace {

void write(const figure::FigureInput &input, const QString &path)
{
    const figure::DisplayList list = figure::buildFigure(input);
    const Status status = exporting::writeFigure(list, {input.theme, input.language}, path);
    QTextStream(stdout) << path << (status ? "" : " FAILED") << ": " << list.title() << '\n';
}

} // namespace

int main(int argc, char **argv)
{
    QGuiApplication app(argc, argv);
    QCommandLineParser parser;
    parser.addHelpOption();
    parser.addOptions({{"clients", "", "n", "3"},
                       {"kind", "twin, tcp, udp", "kind", "twin"},
                       {"detail", "idea, mechanism", "detail", "idea"},
                       {"theme", "light, dark, notes, contrast", "theme", "notes"},
                       {"size", "", "WxH", "1920x1080"},
                       {"qm", "translation to load", "file"},
                       {"progress", "towards the next step", "0..1", "0.45"},
                       {"steps", "numbers or names, with commas; all: every one", "list", "all"},
                       {"stable", ""},
                       {"svg", ""},
                       {"out", "", "folder", "."}});
    parser.process(app);
    QTranslator translator;
    if (parser.isSet("qm") && translator.load(parser.value("qm")))
        QCoreApplication::installTranslator(&translator);
    figure::loadFonts();

    world::Timeline timeline;
    for (const history::Event &event : test::twinRun(parser.value("clients").toInt()).events)
        timeline.append(event);
    const QStringList kinds{"twin", "pair", "tcp", "udp"};
    const QStringList details{"idea", "mechanism", "everything"};
    const QStringList themes{"light", "dark", "notes", "contrast"};
    const QStringList size = parser.value("size").split('x');
    QDir().mkpath(parser.value("out"));
    QList<int> steps;
    for (const QString &name : parser.value("steps").split(',')) {
        bool number = false;
        const int step = name.toInt(&number);
        if (name == "all") {
            for (int i = 0; i < timeline.stepCount(); ++i)
                steps << i;
        } else {
            steps << (number ? step : timeline.stepNamed(name));
        }
    }
    for (const int step : steps) {
        if (step < 0 || step >= timeline.stepCount())
            continue;
        figure::FigureInput input{timeline.world(step)};
        input.next = step + 1 < timeline.stepCount() ? &timeline.world(step + 1) : nullptr;
        input.progress = parser.value("progress").toDouble();
        input.kind = static_cast<lesson::Kind>(kinds.indexOf(parser.value("kind")));
        input.detail = static_cast<lesson::Detail>(details.indexOf(parser.value("detail")));
        input.theme = static_cast<figure::Theme>(themes.indexOf(parser.value("theme")));
        input.size = QSizeF(size.value(0).toDouble(), size.value(1).toDouble());
        input.stable = parser.isSet("stable");
        input.stablePorts = {{"tcp.server.listener", 9000}, {"udp.server.socket", 9001}};
        const QString ending = parser.isSet("svg") ? QStringLiteral("svg") : QStringLiteral("png");
        write(input,
              QStringLiteral("%1/%2.%3").arg(parser.value("out")).arg(step, 3, 10, QLatin1Char('0')).arg(ending));
    }
    return 0;
}
