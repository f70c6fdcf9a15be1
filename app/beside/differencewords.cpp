// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/beside/differencewords.h"

#include "app/figure/names.h"
#include "core/kernel/socketrow.h"
#include "core/world/callstext.h"

namespace zocalo::beside {

using world::Outcome;
using world::RunDifference;
using What = RunDifference::What;

namespace {

constexpr qsizetype MostNames = 4; ///< of so many processes in a row

} // namespace

QString DifferenceWords::processName(const QString &name) const
{
    for (const world::World *const world : {&m_now, &m_before}) {
        if (const world::Process *const process = world->processNamed(name))
            return figure::Names(figure::FigureInput(*world)).process(process->id);
    }
    return name;
}

QString DifferenceWords::processNames(const QStringList &names) const
{
    QStringList first;
    for (const QString &name : names.mid(0, MostNames))
        first << processName(name);
    const QString text = first.join(QStringLiteral(", "));
    const auto more = static_cast<int>(names.size() - first.size());
    //: %1 names of processes, %n how many there are besides
    return more == 0 ? text : tr("%1 and %n more", nullptr, more).arg(text);
}

QString DifferenceWords::subject(const RunDifference &difference) const
{
    //: the number of a step, and what differs at it
    return tr("Step %1 · %2").arg(difference.step).arg(thing(difference));
}

QString DifferenceWords::thing(const RunDifference &difference) const
{
    const QString who = processName(difference.process);
    QString what;
    switch (difference.what) {
    case What::OnlyNow:
    case What::OnlyBefore:
    case What::Order:
    case What::Result: {
        const world::CallLine &line = difference.now ? *difference.now : *difference.before;
        const std::string_view call = trace::callName(line.entry.call);
        what = QString::fromUtf8(call.data(), static_cast<qsizetype>(call.size())) + QStringLiteral("()");
        //: a call that a process made before or after others of its calls
        if (difference.what == What::Order)
            what = tr("%1, in another order").arg(what);
        break;
    }
    case What::State:
        what = tr("state of fd %1").arg(difference.fd);
        break;
    case What::Waiting:
        what = tr("accept queue of fd %1").arg(difference.fd);
        break;
    case What::Unread:
        what = tr("unread bytes at fd %1").arg(difference.fd);
        break;
    case What::Drops:
        what = tr("datagrams dropped at fd %1").arg(difference.fd);
        break;
    case What::Outcome:
        what = tr("message %1").arg(difference.message.section(QLatin1Char('.'), -1));
        break;
    case What::ProcessOnlyNow:
    case What::ProcessOnlyBefore:
        return who;
    }
    //: a process, and what of it differs
    return tr("%1 · %2").arg(who, what);
}

QString DifferenceWords::now(const RunDifference &difference) const
{
    if (difference.isOnlyBefore())
        return absence(difference);
    return value(difference.what, {difference.now, difference.stateNow, difference.outcomeNow, difference.numberNow,
                                   difference.isSeenNow});
}

QString DifferenceWords::before(const RunDifference &difference) const
{
    if (difference.isOnlyNow())
        return absence(difference);
    return value(difference.what, {difference.before, difference.stateBefore, difference.outcomeBefore,
                                   difference.numberBefore, difference.isSeenBefore});
}

/// Of the run that has it not.
QString DifferenceWords::absence(const RunDifference &difference)
{
    if (difference.what == What::ProcessOnlyNow || difference.what == What::ProcessOnlyBefore)
        return difference.isFinal ? tr("no such process") : tr("no such process so far");
    return difference.isFinal ? tr("no such call") : tr("no such call so far");
}

QString DifferenceWords::value(What what, const Value &value)
{
    switch (what) {
    case What::OnlyNow:
    case What::OnlyBefore:
    case What::Order:
    case What::Result:
        return value.line ? world::callText(*value.line) : QString();
    case What::ProcessOnlyNow:
    case What::ProcessOnlyBefore:
        return tr("made %n calls", nullptr, static_cast<int>(value.number));
    case What::State:
        return QString::fromLatin1(kernel::stateName(value.state));
    case What::Outcome:
        return outcome(value.outcome, value.isSeen);
    default:
        //: a number that the kernel counts
        return value.isSeen ? QString::number(value.number)
                            : tr("at least %1 (seen before this step)").arg(value.number);
    }
}

QString DifferenceWords::outcome(Outcome outcome, bool isSeen)
{
    switch (outcome) {
    case Outcome::Queued:
        return isSeen ? tr("waits in a receive queue") : tr("was seen in a receive queue, and not read since");
    case Outcome::PartlyReceived:
        return tr("partly received");
    case Outcome::Received:
        return tr("received");
    case Outcome::Dropped:
        return tr("dropped: the queue was full");
    case Outcome::Refused:
        return tr("refused, or not sent at all");
    case Outcome::Discarded:
        return tr("discarded unread");
    case Outcome::Unknown:
    case Outcome::Sending:
        break;
    }
    return tr("not known");
}

} // namespace zocalo::beside
