// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
// Two runs: in what they differ, and both in one picture.
#include "app/beside/besidewords.h"
#include "app/beside/differencewords.h"
#include "app/cli/commands.h"
#include "app/cli/figurerequest.h"
#include "app/figure/fonts.h"
#include "app/text/errortext.h"
#include "core/world/half.h"
#include "core/world/landings.h"

#include <QJsonDocument>
#include <QJsonObject>

#include <cstdio>

namespace zocalo::cli {

namespace {

using world::Comparison;
using world::RunDifference;
using What = RunDifference::What;

/// Exit statuses of `compare`, which are diff's.
enum CompareStatus { Same = 0, Differ = 1, Trouble = 2 };

/// --beside: the halves of a twin.
constexpr char OtherHalf[] = "udp";
constexpr char FirstDifference[] = "first-difference";

const world::World &endOf(const PlayedLesson &played) { return played.timeline.world(played.timeline.stepCount() - 1); }

/// Cuts a twin's run into its halves.
void split(const PlayedLesson &twin, PlayedLesson &tcp, PlayedLesson &udp)
{
    world::Half tcpHalf(QStringLiteral("tcp"));
    world::Half udpHalf(QStringLiteral("udp"));
    tcp = twin;
    udp = twin;
    tcp.timeline = world::Timeline();
    udp.timeline = world::Timeline();
    tcp.kind = lesson::Kind::Tcp;
    udp.kind = lesson::Kind::Udp;
    qsizetype index = 0;
    for (const history::Event &event : twin.timeline.events()) {
        if (const auto mine = tcpHalf.take(event, index)) {
            tcp.timeline.append(*mine);
        }
        if (const auto mine = udpHalf.take(event, index)) {
            udp.timeline.append(*mine);
        }
        ++index;
    }
}

QString whatName(What what)
{
    switch (what) {
    case What::OnlyNow:
    case What::OnlyBefore:
        return QStringLiteral("call");
    case What::Result:
        return QStringLiteral("result");
    case What::State:
        return QStringLiteral("state");
    case What::Waiting:
        return QStringLiteral("accept_queue");
    case What::Unread:
        return QStringLiteral("receive_queue");
    case What::Drops:
        return QStringLiteral("drops");
    case What::Outcome:
        return QStringLiteral("outcome");
    case What::Order:
        return QStringLiteral("order");
    case What::ProcessOnlyNow:
    case What::ProcessOnlyBefore:
        break;
    }
    return QStringLiteral("process");
}

QJsonObject sideOf(const RunDifference &difference, bool isNow)
{
    QJsonObject side{{QStringLiteral("step"), isNow ? difference.step : difference.beforeStep}};
    const std::optional<world::CallLine> &line = isNow ? difference.now : difference.before;
    const QString value = QStringLiteral("value");
    const QString seen = QStringLiteral("seen");
    switch (difference.what) {
    case What::OnlyNow:
    case What::OnlyBefore:
    case What::Order:
    case What::Result:
        side.insert(value, line ? QJsonValue(world::callText(*line)) : QJsonValue());
        side.insert(QStringLiteral("call"), line ? QJsonValue(world::toJson(*line)) : QJsonValue());
        break;
    case What::State:
        side.insert(value, QLatin1String(kernel::stateName(isNow ? difference.stateNow : difference.stateBefore)));
        break;
    case What::Outcome:
        side.insert(value, world::outcomeName(isNow ? difference.outcomeNow : difference.outcomeBefore));
        side.insert(seen, isNow ? difference.isSeenNow : difference.isSeenBefore);
        break;
    case What::Waiting:
    case What::Unread:
    case What::Drops:
        side.insert(seen, isNow ? difference.isSeenNow : difference.isSeenBefore);
        [[fallthrough]];
    default:
        side.insert(value, qint64(isNow ? difference.numberNow : difference.numberBefore));
        break;
    }
    if (isNow ? difference.isOnlyBefore() : difference.isOnlyNow()) {
        side.insert(QStringLiteral("so_far"), !difference.isFinal);
    }
    return side;
}

QJsonObject objectOf(const RunDifference &difference, qsizetype number)
{
    const auto orNull = [](const QString &text) { return text.isEmpty() ? QJsonValue() : QJsonValue(text); };
    return {{QStringLiteral("difference"), number},
            {QStringLiteral("what"), whatName(difference.what)},
            {QStringLiteral("only_in"), orNull(difference.isOnlyBefore() ? QStringLiteral("a")
                                               : difference.isOnlyNow()  ? QStringLiteral("b")
                                                                         : QString())},
            {QStringLiteral("process"), orNull(difference.process)},
            {QStringLiteral("fd"), difference.fd < 0 ? QJsonValue() : QJsonValue(difference.fd)},
            {QStringLiteral("message"), orNull(difference.message)},
            {QStringLiteral("a"), sideOf(difference, false)},
            {QStringLiteral("b"), sideOf(difference, true)}};
}

void put(const QString &text)
{
    const QByteArray bytes = text.toUtf8();
    std::fwrite(bytes.constData(), 1, size_t(bytes.size()), stdout);
}

QString lineOf(const beside::RunHeading &heading)
{
    return heading.setting.isEmpty() ? heading.name : heading.name + QStringLiteral(" · ") + heading.setting;
}

beside::RunHeading titleOf(const PlayedLesson &played)
{
    return beside::BesideWords::title(played.lesson, played.kind, played.clients, played.path);
}

} // namespace

bool Commands::playTwo(const Request &request, const QString &other, PlayedLesson &before, PlayedLesson &now)
{
    const bool isChange = other.isEmpty() && (!request.changes.isEmpty() || request.has(QStringLiteral("clients")));
    Request first = request;
    first.words = {request.words.first()};
    first.changes.clear();
    first.values.remove(QStringLiteral("clients"));
    if (!other.isEmpty() || isChange) {
        Request second = request;
        second.words = {other.isEmpty() ? request.words.first() : other};
        return play(first, before) && play(second, now);
    }
    PlayedLesson twin;
    if (!play(first, twin)) {
        return false;
    }
    if (!world::Half::isTwin(twin.timeline)) {
        complain(tr("\"%1\" has not both protocols, whose halves could be compared: name another run to compare it "
                    "with.")
                     .arg(request.words.first()));
        return false;
    }
    split(twin, before, now);
    return true;
}

int Commands::compare(const Request &request)
{
    PlayedLesson before;
    PlayedLesson now;
    if (!playTwo(request, request.words.value(1), before, now)) {
        return Trouble;
    }
    const Comparison comparison(before.timeline, now.timeline, nullptr, Comparison::Runs::AreOver);
    const QList<RunDifference> &differences = comparison.differences();
    const bool json = request.value(QStringLiteral("format")) == QLatin1String("jsonl");
    const beside::DifferenceWords words(endOf(before), endOf(now));
    if (!json && !differences.isEmpty()) {
        put(QStringLiteral("< %1\n> %2\n").arg(lineOf(titleOf(before)), lineOf(titleOf(now))));
    }
    for (qsizetype i = 0; i < differences.size(); ++i) {
        const RunDifference &each = differences.at(i);
        if (json) {
            put(QString::fromUtf8(QJsonDocument(objectOf(each, i + 1)).toJson(QJsonDocument::Compact)) +
                QLatin1Char('\n'));
            continue;
        }
        //: the numbers of a step of the one run and of the other, and what differs there
        put(tr("Step %1 | %2 · %3").arg(each.beforeStep).arg(each.step).arg(words.thing(each)) +
            QStringLiteral("\n< ") + words.before(each) + QStringLiteral("\n> ") + words.now(each) + QLatin1Char('\n'));
    }
    if (comparison.isCut()) {
        complain(
            tr("There are more differences: these are the first %n.", nullptr, static_cast<int>(differences.size())));
    }
    if (comparison.isPartial()) {
        complain(tr("One of the two has more than was compared: the other one was not seen to come so far."));
    }
    if (flushed() != Done) {
        return Trouble;
    }
    if (before.isCut || now.isCut) {
        return Trouble;
    }
    return differences.isEmpty() ? Same : Differ;
}

int Commands::figureBeside(const Request &request, const QSize &size)
{
    PlayedLesson before;
    PlayedLesson now;
    const QString other = request.value(QStringLiteral("beside"));
    const bool isHalves = other == QLatin1String(OtherHalf);
    Request wanted = request;
    if (isHalves) {
        wanted.values.remove(QStringLiteral("kind"));
    }
    if (!playTwo(wanted, isHalves ? QString() : other, before, now)) {
        return Failed;
    }
    const Comparison comparison(before.timeline, now.timeline, nullptr, Comparison::Runs::AreOver);
    const beside::BesideWords words(comparison, before.timeline, now.timeline);
    const QString word = request.value(QStringLiteral("step"));
    beside::BesideWords::Steps steps;
    const bool isFirst = word == QLatin1String(FirstDifference) || (word.isEmpty() && !isHalves);
    if (isFirst && !comparison.differences().isEmpty()) {
        steps = words.stepsOf(0);
    } else {
        const Result<int> step = stepFrom(isFirst ? QString() : word, before);
        if (!step) {
            complain(text::ErrorText::of(step.error()));
            return Failed;
        }
        steps = {step.value(), comparison.beside(Comparison::Side::Before, step.value()).step};
    }
    figure::loadFonts();
    std::vector<beside::HeadedFigure::Run> runs;
    for (const auto side : {Comparison::Side::Before, Comparison::Side::Now}) {
        const bool isNow = side == Comparison::Side::Now;
        const PlayedLesson &played = isNow ? now : before;
        beside::RunHeading heading = words.heading(side, steps, Comparison::Side::Before);
        const beside::RunHeading title = titleOf(played);
        heading.name = title.name;
        heading.setting = title.setting;
        figure::FigureInput input = inputOf(request, played, isNow ? steps.now : steps.before);
        if (input.detail == lesson::Detail::Everything) {
            input.detail = lesson::Detail::Mechanism; // its panels are one run's
        }
        runs.push_back({input, heading});
    }
    return writeFigures(request, beside::HeadedFigure::build(runs, size), runs.front().input);
}

} // namespace zocalo::cli
