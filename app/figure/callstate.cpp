// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/figure/callstate.h"

#include <cerrno>

namespace zocalo::figure {

QString callText(trace::Call call)
{
    const std::string_view name = trace::callName(call);
    return QString::fromLatin1(name.data(), static_cast<qsizetype>(name.size())) + QLatin1String("()");
}

bool isInProgress(trace::Call call, int error)
{
    return call == trace::Call::Connect && (error == EINPROGRESS || error == EALREADY);
}

QString errnoText(int error)
{
    const std::string_view name = trace::errnoName(error);
    return QString::fromLatin1(name.data(), static_cast<qsizetype>(name.size()));
}

CallState::CallState(const world::World &world, const world::Process &process)
{
    const world::Moment &moment = world.moment();
    const bool justReturned = moment.kind == world::MomentKind::Returned && moment.process == process.id;
    if (process.activity == world::Activity::Ended) {
        setEnded(process);
    } else if (process.outside) {
        m_sentence = tr("not watched: its calls are not seen");
        m_brief = tr("not watched");
    } else if (!process.openCalls.isEmpty()) {
        setOpen(process.openCalls.last());
    } else if (justReturned && process.lastCall != trace::Call::Unknown) {
        setReturned(process);
    } else if (process.next != trace::Call::Unknown) {
        m_mark = CallMark::Next;
        m_call = callText(process.next);
        m_socket = process.nextSocket;
        m_sentence = tr("paused just before %1").arg(m_call);
    } else {
        // A program that nobody waits for is at something else, of which nothing is seen.
        m_sentence = process.isProgram ? tr("in no socket call") : tr("paused");
    }
}

void CallState::setEnded(const world::Process &process)
{
    m_ended = true;
    if (process.signal != 0) {
        m_sentence = tr("killed by signal %1").arg(process.signal);
        m_brief = tr("signal %1").arg(process.signal);
    } else if (process.exitCode == history::kExitUnknown) {
        m_sentence = tr("ended; with which exit status is not known");
        m_brief = tr("ended");
    } else if (process.exitCode != 0) {
        m_sentence = tr("ended with exit status %1").arg(process.exitCode);
        m_brief = tr("exit status %1").arg(process.exitCode);
    } else {
        m_sentence = m_brief = tr("ended");
    }
}

void CallState::setOpen(const world::OpenCall &call)
{
    m_call = callText(call.call);
    m_socket = call.socket;
    m_mark = call.asleep ? CallMark::Asleep : CallMark::Made;
    m_sentence = call.asleep ? tr("asleep in %1").arg(m_call) : tr("has called %1").arg(m_call);
}

void CallState::setReturned(const world::Process &process)
{
    m_call = callText(process.lastCall);
    m_socket = process.lastCallSocket;
    if (process.lastResult >= 0) {
        m_mark = CallMark::Made;
        m_sentence = tr("%1 has returned").arg(m_call);
        return;
    }
    if (isInProgress(process.lastCall, process.lastError)) {
        m_mark = CallMark::Made;
        m_sentence = tr("%1 did not wait: %2").arg(m_call, errnoText(process.lastError));
        return;
    }
    m_mark = CallMark::Failed;
    m_sentence = tr("%1 failed: %2").arg(m_call, errnoText(process.lastError));
}

} // namespace zocalo::figure
