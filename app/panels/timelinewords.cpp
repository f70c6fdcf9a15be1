// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/panels/timelinewords.h"

#include "app/figure/articles.h"
#include "app/figure/callstate.h"
#include "app/figure/names.h"

namespace zocalo::panels {

using play::CallGroup;
using play::Chapter;
using trace::Call;

namespace {

QString nameOf(Call call)
{
    const std::string_view name = trace::callName(call);
    return QString::fromLatin1(name.data(), static_cast<qsizetype>(name.size()));
}

/// The calls of a chapter that it is named by, in the order in which they are usually made.
QStringList callsOf(const Chapter &chapter)
{
    QStringList names;
    const auto add = [&](Call call) {
        if ((chapter.calls >> static_cast<unsigned>(call) & 1) != 0 && !names.contains(nameOf(call)))
            names.append(nameOf(call));
    };
    if (chapter.kind == Chapter::Kind::Open) {
        add(Call::Bind);
        add(Call::Listen);
        if (names.isEmpty())
            add(Call::Socket);
    } else {
        for (const Call call : {Call::Connect, Call::Accept, Call::Accept4})
            add(call);
    }
    return names;
}

} // namespace

QString TimelineWords::process(history::ProcessId id) const
{
    const figure::FigureInput input{m_timeline.world(m_timeline.stepCount() - 1)};
    return figure::Names(input).process(id);
}

QString TimelineWords::processOfRun(history::ProcessId id) const
{
    const figure::FigureInput input{m_timeline.world(m_timeline.stepCount() - 1)};
    return figure::Names(input).processOfRun(id);
}

QString TimelineWords::withArticles(const QString &sentence) const
{
    const world::World &last = m_timeline.world(m_timeline.stepCount() - 1);
    return figure::Articles(last, figure::Names(figure::FigureInput{last})).in(sentence);
}

QString TimelineWords::position(int step) const { return tr("step %1 of %2").arg(step).arg(m_index.stepCount() - 1); }

QString TimelineWords::moment(int step) const
{
    const play::StepMoment moment = m_index.at(step);
    const QString call = figure::callText(moment.call);
    switch (moment.kind) {
    case world::MomentKind::Entered:
        return withArticles(tr("%1 has entered %2").arg(process(moment.process), call));
    case world::MomentKind::Returned:
        return withArticles(returned(moment, step));
    case world::MomentKind::ProcessStarted:
        return withArticles(tr("%1 has started (fork or exec)").arg(process(moment.process)));
    case world::MomentKind::ProcessEnded:
        return withArticles(tr("%1 has ended").arg(process(moment.process)));
    case world::MomentKind::Start:
        break;
    }
    return tr("Nothing has happened yet");
}

QString TimelineWords::returned(const play::StepMoment &moment, int step) const
{
    const QString who = process(moment.process);
    const QString call = figure::callText(moment.call);
    const history::Event event = m_timeline.events().at(m_timeline.momentEvent(step));
    const auto *data = std::get_if<history::CallReturned>(&event.data);
    if (data && data->record.error != 0)
        return tr("%2 has failed for %1: %3").arg(who, call, figure::errnoText(data->record.error));
    if (data && (trace::isSend(moment.call) || trace::isReceive(moment.call)))
        return tr("%2 has returned to %1: %n byte(s)", nullptr, static_cast<int>(data->record.result)).arg(who, call);
    return tr("%2 has returned to %1").arg(who, call);
}

QStringList TimelineWords::chapters(const QList<Chapter> &chapters)
{
    QStringList words;
    const auto add = [&words](const QString &word) {
        if (!words.contains(word))
            words.append(word);
    };
    for (const Chapter &chapter : chapters) {
        switch (chapter.kind) {
        case Chapter::Kind::Open:
        case Chapter::Kind::Connect:
            for (const QString &call : callsOf(chapter))
                add(call);
            break;
        case Chapter::Kind::Send:
            //: a chapter of the timeline: messages go to the server
            add(tr("send"));
            break;
        case Chapter::Kind::Reply:
            //: a chapter of the timeline: answers come back
            add(tr("reply"));
            break;
        case Chapter::Kind::Close:
            //: a chapter of the timeline: sockets are closed, processes end
            add(tr("close"));
            break;
        }
    }
    return words;
}

QString TimelineWords::chapterName(const QList<Chapter> &chapters, const QStringList &said,
                                   const std::function<bool(const QString &)> &fits)
{
    const QString first = QString::number(chapters.first().first);
    if (chapters.size() <= MostMerged) {
        QStringList words = TimelineWords::chapters(chapters);
        for (; !words.isEmpty(); words.removeLast()) {
            const QString name = words.join(QStringLiteral(", "));
            const QString told = said.contains(name) ? name + QStringLiteral(" · ") + first : name;
            if (fits(told))
                return told;
        }
    }
    //: a chapter of the timeline: it begins at the step %1
    const QString from = tr("from %1").arg(first);
    return fits(from) ? from : fits(first) ? first : QString();
}

QString TimelineWords::group(CallGroup group)
{
    switch (group) {
    case CallGroup::Any:
        return tr("All calls");
    case CallGroup::Open:
        return QStringLiteral("socket, bind, listen");
    case CallGroup::Connect:
        return QStringLiteral("connect, accept");
    case CallGroup::Send:
        return tr("Calls that send");
    case CallGroup::Receive:
        return tr("Calls that receive");
    case CallGroup::Close:
        return QStringLiteral("shutdown, close");
    case CallGroup::Other:
        break;
    }
    return tr("Other calls");
}

} // namespace zocalo::panels
