// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/cli/commands.h"

#include "app/cli/figurerequest.h"
#include "app/export/figurefile.h"
#include "app/figure/figure.h"
#include "app/figure/fonts.h"
#include "app/figure/panelfacts.h"
#include "app/text/errortext.h"
#include "app/text/language.h"
#include "core/base/nearest.h"

#include <QRegularExpression>

#include <algorithm>
#include <optional>
#include <tuple>

namespace zocalo::cli {

namespace {

constexpr int SmallestSide = 360;
constexpr int LargestSide = 8192;
constexpr int MostNamesCompared = 20'000; ///< with one that no step has
constexpr int MostStepsCompared = 2000;

std::optional<QSize> sizeFrom(const QString &text)
{
    static const QRegularExpression pattern(QStringLiteral("^(\\d{1,5})x(\\d{1,5})$"));
    const QRegularExpressionMatch match = pattern.match(text);
    const QSize size(match.captured(1).toInt(), match.captured(2).toInt());
    const bool fits = match.hasMatch() && size.width() >= SmallestSide && size.height() >= SmallestSide &&
                      size.width() <= LargestSide && size.height() <= LargestSide;
    return fits ? std::optional(size) : std::nullopt;
}

figure::Theme themeFrom(const QString &name)
{
    if (name == QLatin1String("light")) {
        return figure::Theme::Light;
    }
    if (name == QLatin1String("dark")) {
        return figure::Theme::Dark;
    }
    return name == QLatin1String("contrast") ? figure::Theme::Contrast : figure::Theme::Notes;
}

lesson::Detail detailFrom(const QString &name, lesson::Detail otherwise)
{
    if (name == QLatin1String("idea")) {
        return lesson::Detail::Idea;
    }
    if (name == QLatin1String("mechanism")) {
        return lesson::Detail::Mechanism;
    }
    return name == QLatin1String("everything") ? lesson::Detail::Everything : otherwise;
}

/// A message has landed: it was read, or was seen in a receive queue when its send returned.
bool showsLanding(const world::World &world)
{
    const world::Moment &moment = world.moment();
    const world::Message *message = moment.messages.isEmpty() ? nullptr : world.message(moment.messages.last());
    return moment.kind == world::MomentKind::Returned && moment.result >= 0 && message && message->landed != 0;
}

/// Of a program's run, in which nobody has named a step: where a message lands, or else a step at which no call fails;
/// among these the last one of those with the most open sockets, because at the end all are closed.
int tellingStep(const world::Timeline &timeline)
{
    const int first = std::max(0, timeline.stepCount() - MostStepsCompared);
    std::tuple<bool, bool, qsizetype> best;
    int found = timeline.stepCount() - 1;
    for (int step = first; step < timeline.stepCount(); ++step) {
        const world::World &world = timeline.world(step);
        const auto &sockets = world.sockets();
        const auto open = std::count_if(sockets.begin(), sockets.end(), [](const auto &each) { return !each.closed; });
        const std::tuple<bool, bool, qsizetype> here{showsLanding(world), world.moment().error == 0, open};
        if (open > 0 && here >= best) {
            best = here;
            found = step;
        }
    }
    return found;
}

/// The picture of a pair is of the first client: of the others it has words only.
bool isOfTheFirstClient(const world::World &world)
{
    const auto &processes = world.processes();
    const auto first = std::find_if(processes.begin(), processes.end(),
                                    [](const auto &each) { return each.role == world::Role::Client; });
    return first != processes.end() && first->id == world.moment().process;
}

} // namespace

Result<int> stepFrom(const QString &word, const PlayedLesson &played)
{
    const world::Timeline &timeline = played.timeline;
    const int last = timeline.stepCount() - 1;
    if (word.isEmpty() && played.isProgram) {
        return tellingStep(timeline);
    }
    if (word.isEmpty()) {
        for (const QString &still : played.lesson.stills) {
            const int step = timeline.stepNamed(still);
            const bool isShown = step >= 0 && (played.kind != lesson::Kind::Pair || played.clients < 2 ||
                                               isOfTheFirstClient(timeline.world(step)));
            if (isShown) {
                return step;
            }
        }
        return last;
    }
    if (word == QLatin1String("last")) {
        return last;
    }
    bool isNumber = false;
    const int number = word.toInt(&isNumber);
    if (isNumber) {
        if (number < 0 || number > last) {
            return Error{ErrorCode::StepUnknown, word, QString::number(last), 0};
        }
        return number;
    }
    if (const int step = timeline.stepNamed(word); step >= 0) {
        return step;
    }
    QStringList names = timeline.stepNames();
    for (const world::Message &message : timeline.world(last).messages()) {
        if (names.size() < MostNamesCompared) {
            names.append(message.fullName());
        }
    }
    return Error{ErrorCode::StepUnknown, word, nearest(word, names), 0};
}

figure::FigureInput inputOf(const Request &request, const PlayedLesson &played, int step)
{
    const world::World &now = played.timeline.world(step);
    figure::FigureInput input{now};
    input.kind = played.kind;
    input.detail = detailFrom(request.value(QStringLiteral("detail")), played.lesson.detail);
    if (step + 1 < played.timeline.stepCount()) {
        input.next = &played.timeline.world(step + 1);
    }
    input.progress = figure::stillProgress(input);
    input.theme = themeFrom(request.value(QStringLiteral("theme")));
    input.language = text::language();
    input.stable = request.has(QStringLiteral("stable"));
    input.stablePorts = played.lesson.stablePorts;
    input.hosts = played.lesson.hostsOfProcesses();
    input.programs = played.isProgram;
    input.headline = lesson::headlineOf(played.lesson).in(input.language);
    return input;
}

int writeFigures(const Request &request, const figure::DisplayList &list, const figure::FigureInput &input)
{
    exporting::StillStyle style{input.theme, input.language};
    if (request.has(QStringLiteral("editable-text"))) {
        style.svgText = figure::TextMode::Glyphs;
    }
    for (const QString &path : request.outputs) {
        const Status written = exporting::writeFigure(list, style, path);
        if (!written) {
            Commands::complain(text::ErrorText::of(written.error()));
            return Failed;
        }
    }
    return Done;
}

int Commands::figure(const Request &request)
{
    for (const QString &path : request.outputs) {
        if (exporting::formatOf(path).isEmpty()) {
            complain(tr("A figure is written as %1: \"%2\" has another ending.")
                         .arg(exporting::figureFormats().join(QStringLiteral(", ")), path));
            return WrongUsage;
        }
    }
    const std::optional<QSize> size = sizeFrom(request.value(QStringLiteral("size"), QStringLiteral("1920x1080")));
    if (!size) {
        complain(tr("--size is WxH in pixels, each from %1 to %2, not \"%3\".")
                     .arg(SmallestSide)
                     .arg(LargestSide)
                     .arg(request.value(QStringLiteral("size"))));
        return WrongUsage;
    }
    if (request.has(QStringLiteral("beside"))) {
        return figureBeside(request, *size);
    }
    PlayedLesson played;
    if (!play(request, played)) {
        return Failed;
    }
    const Result<int> step = stepFrom(request.value(QStringLiteral("step")), played);
    if (!step) {
        complain(text::ErrorText::of(step.error()));
        return Failed;
    }
    if (request.has(QStringLiteral("states"))) {
        return figureStates(request, played, step.value(), *size);
    }
    figure::FigureInput input = inputOf(request, played, step.value());
    input.size = *size;
    figure::loadFonts();
    figure::PanelFacts facts;
    if (input.detail == lesson::Detail::Everything) {
        facts = figure::panelFacts(played.timeline, step.value());
        input.facts = &facts;
    }
    return writeFigures(request, figure::buildFigure(input), input);
}

} // namespace zocalo::cli
