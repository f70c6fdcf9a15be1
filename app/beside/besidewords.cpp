// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/beside/besidewords.h"

#include "app/beside/differencewords.h"
#include "app/text/language.h"

#include <QFileInfo>

#include <algorithm>

namespace zocalo::beside {

using world::RunDifference;
using What = RunDifference::What;

namespace {

constexpr qsizetype kMostRemarks = 2; ///< so many lines there is room for

const world::World &endOf(const world::Timeline &run) { return run.world(run.stepCount() - 1); }

} // namespace

BesideWords::BesideWords(const world::Comparison &comparison, const world::Timeline &before, const world::Timeline &now)
    : m_comparison(comparison), m_before(before), m_now(now)
{
}

QList<int> BesideWords::differencesAt(const Steps &steps) const
{
    QList<int> found;
    const QList<RunDifference> &all = m_comparison.differences();
    for (qsizetype i = 0; i < all.size(); ++i) {
        const RunDifference &each = all.at(i);
        const bool isHere = each.isOnlyNow()      ? each.step == steps.now
                            : each.isOnlyBefore() ? each.beforeStep == steps.before
                                                  : each.step == steps.now && each.beforeStep == steps.before;
        if (isHere)
            found.append(static_cast<int>(i));
    }
    return found;
}

BesideWords::Steps BesideWords::stepsOf(int difference) const
{
    const RunDifference &each = m_comparison.differences().at(difference);
    return {each.beforeStep, each.step};
}

QString BesideWords::remark(Side side, int difference) const
{
    const RunDifference &each = m_comparison.differences().at(difference);
    const DifferenceWords words(endOf(m_before), endOf(m_now));
    const QString value = side == Side::Now ? words.now(each) : words.before(each);
    const QString number = QString::number(difference + 1);
    if (difference == 0) {
        //: %1 a process and what of it differs, %2 how it is in this one of the two runs
        return tr("First difference · %1: %2").arg(words.thing(each), value);
    }
    //: %1 its number, %2 a process and what of it differs, %3 how it is in this one of the two runs
    return tr("Difference %1 · %2: %3").arg(number, words.thing(each), value);
}

RunHeading BesideWords::heading(Side side, const Steps &steps, Side leads) const
{
    RunHeading heading;
    const QList<int> differences = differencesAt(steps);
    const QList<RunDifference> &all = m_comparison.differences();
    for (const int each : differences) {
        if (heading.remarks.size() < kMostRemarks)
            heading.remarks << remark(side, each);
        const figure::Thing thing = thingOf(side, all.at(each));
        if (thing && !heading.marked.contains(thing))
            heading.marked << thing;
    }
    if (differences.size() > kMostRemarks)
        heading.remarks.last() +=
            tr(" (and %n more here)", nullptr, static_cast<int>(differences.size() - kMostRemarks));
    heading.differs = !differences.isEmpty();
    const int step = leads == Side::Now ? steps.now : steps.before;
    const int followed = leads == Side::Now ? steps.before : steps.now;
    const world::Comparison::Place place = m_comparison.beside(leads, step);
    if (heading.differs || place.isLike)
        return heading;
    // Of a run that goes on, what comes after its last moment is not known: its like may be among it.
    const Side follower = leads == Side::Now ? Side::Before : Side::Now;
    const int last = (follower == Side::Now ? m_now : m_before).stepCount() - 1;
    const bool mayCome = goesOn(follower) && place.step == last;
    const bool isFinal = isPast(leads, step);
    if (side == leads) {
        heading.remarks << (mayCome   ? tr("The other run has not come so far yet.")
                            : isFinal ? tr("Only this run has this moment.")
                                      : tr("Only this run has this moment so far."));
    } else if (place.step == followed) { // else it was moved by itself
        heading.remarks << (mayCome   ? tr("This run has not come so far yet.")
                            : isFinal ? tr("Stands still: this run has no such moment.")
                                      : tr("Stands still: this run has no such moment so far."));
    }
    return heading;
}

/// What that step of a run is about has come to its end in the other one: its process's like has ended, or all have.
bool BesideWords::isPast(Side side, int step) const
{
    const world::World &other = endOf(side == Side::Now ? m_before : m_now);
    const world::Moment &moment = (side == Side::Now ? m_now : m_before).world(step).moment();
    const auto hasEnded = [](const world::Process &process) { return process.activity == world::Activity::Ended; };
    if (const auto like = m_comparison.processBeside(side, moment.process); like && other.process(*like))
        return hasEnded(*other.process(*like));
    return std::all_of(other.processes().begin(), other.processes().end(), hasEnded);
}

figure::Thing BesideWords::thingOf(Side side, const RunDifference &difference) const
{
    const bool isNow = side == Side::Now;
    const world::World &end = endOf(isNow ? m_now : m_before);
    if (isNow ? difference.isOnlyBefore() : difference.isOnlyNow()) {
        // This one has it not: the process that has no such call.
        const bool isWhole = difference.what == What::ProcessOnlyNow || difference.what == What::ProcessOnlyBefore;
        const world::World &other = endOf(isNow ? m_before : m_now);
        const world::Process *const process = other.processNamed(difference.process);
        const auto like = process && !isWhole
                              ? m_comparison.processBeside(isNow ? Side::Before : Side::Now, process->id)
                              : std::nullopt;
        return like ? figure::Thing{figure::Thing::Kind::Process, *like} : figure::Thing();
    }
    if (difference.what == What::Outcome) {
        const world::Message *const message = endOf(m_now).messageNamed(difference.message);
        const world::MessageId id = !message ? 0
                                    : isNow  ? message->id
                                             : m_comparison.messageBeside(Side::Now, message->id);
        return id == 0 ? figure::Thing() : figure::Thing{figure::Thing::Kind::Message, id};
    }
    const bool isOfSocket = difference.what == What::State || difference.what == What::Waiting ||
                            difference.what == What::Unread || difference.what == What::Drops;
    if (isOfSocket) {
        const world::SocketId id = isNow ? difference.socket : m_comparison.socketBeside(Side::Now, difference.socket);
        return id == 0 ? figure::Thing() : figure::Thing{figure::Thing::Kind::Socket, id};
    }
    const std::optional<world::CallLine> &line = isNow ? difference.now : difference.before;
    const world::Process *const process = end.processNamed(line ? line->process : difference.process);
    return process ? figure::Thing{figure::Thing::Kind::Process, process->id} : figure::Thing();
}

RunHeading BesideWords::title(const lesson::Lesson &lesson, lesson::Kind kind, int clients, const QString &path)
{
    const QString language = text::language();
    RunHeading heading;
    const QString title = lesson.title.in(language);
    QStringList setting;
    if (path.isEmpty()) {
        heading.name = title;
    } else {
        heading.name = QFileInfo(path).fileName();
        setting << title;
    }
    for (const lesson::Switch &each : lesson.switches) {
        const QString is = lesson.choices.value(each.id, each.values.constFirst().is);
        const lesson::SwitchValue *const value = each.value(is);
        //: a switch of a lesson, and where it stands
        setting << tr("%1: %2").arg(each.label.in(language), value ? value->text.in(language) : is);
    }
    if (lesson.maxClients > 1 && clients > 0)
        setting << tr("%n clients", nullptr, clients);
    if (lesson.kind == lesson::Kind::Twin && kind == lesson::Kind::Tcp)
        setting << tr("its TCP half");
    if (lesson.kind == lesson::Kind::Twin && kind == lesson::Kind::Udp)
        setting << tr("its UDP half");
    heading.setting = setting.join(QStringLiteral(" · "));
    return heading;
}

/// The processes that are no difference yet.
QString BesideWords::aheadText() const
{
    const DifferenceWords words(endOf(m_before), endOf(m_now));
    const QString left = words.processNames(m_comparison.processesAhead(Side::Before));
    const QString right = words.processNames(m_comparison.processesAhead(Side::Now));
    QStringList texts;
    //: %1 processes: "Client C, Client D"
    if (!left.isEmpty())
        texts << tr("Only in the first run so far: %1.").arg(left);
    //: %1 processes: "Client C, Client D"
    if (!right.isEmpty())
        texts << tr("Only in the second run so far: %1.").arg(right);
    return texts.join(QLatin1Char(' '));
}

QString BesideWords::summary() const
{
    const QList<RunDifference> &all = m_comparison.differences();
    const bool mayCome = goesOn(Side::Before) || goesOn(Side::Now);
    if (all.isEmpty() && (mayCome || m_comparison.isPartial())) {
        const QString same =
            mayCome ? tr("No difference so far: the calls that both have made came out the same, PIDs and ports aside.")
                    : tr("The calls that both runs have came out the same, PIDs and ports aside; the rest is not "
                         "compared.");
        const QString alone = aheadText();
        return alone.isEmpty() ? same : alone + QLatin1Char(' ') + same;
    }
    if (all.isEmpty())
        return tr("No differences: the calls came out the same, PIDs and ports aside.");
    const auto count = static_cast<int>(all.size());
    const DifferenceWords words(endOf(m_before), endOf(m_now));
    //: %1 a process and what of it differs
    const QString first = tr("the first: %1").arg(words.thing(all.first()));
    return (m_comparison.isCut() ? tr("More than %n differences; %1", nullptr, count)
                                 : tr("%n differences; %1", nullptr, count))
        .arg(first);
}

} // namespace zocalo::beside
