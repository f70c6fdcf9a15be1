// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/text/disagreementtext.h"

#include <algorithm>

namespace zocalo::text {

using world::Difference;
using world::Disagreement;
using world::Reason;

namespace {

QString endpoint(const world::Endpoint &endpoint)
{
    return endpoint.port == 0 ? QStringLiteral("*") : QString::fromStdString(endpoint.toString());
}

QString state(kernel::State state) { return QLatin1String(kernel::stateName(state)); }

} // namespace

QString DisagreementText::of(const Disagreement &disagreement, const world::World &world)
{
    const QString what = socket(disagreement, world) + QStringLiteral(": ") + point(disagreement);
    return disagreement.isExplained() ? what + QLatin1Char(' ') + reason(disagreement.reason) : what;
}

QString DisagreementText::socket(const Disagreement &disagreement, const world::World &world)
{
    const world::Socket *socket = world.socket(disagreement.socket);
    if (!socket) {
        return endpoint(disagreement.kernelEndpoint);
    }
    const QString protocol = socket->protocol == kernel::Protocol::Udp ? QStringLiteral("udp") : QStringLiteral("tcp");
    const world::Process *process = socket->owners.isEmpty() ? nullptr : world.process(socket->owners.first().process);
    const QString whose =
        process ? QStringLiteral(" %1/fd %2").arg(process->pid).arg(socket->owners.first().fd) : QString();
    return protocol + whose + QLatin1Char(' ') + endpoint(socket->local);
}

QString DisagreementText::point(const Disagreement &d)
{
    switch (d.difference) {
    case Difference::UnknownSocket:
        return tr("The kernel lists this socket, and no recorded call accounts for it.");
    case Difference::MissingSocket:
        return tr("By the calls it is open, and the kernel does not list it.");
    case Difference::State:
        return tr("By the calls its state is %1, by the kernel %2.").arg(state(d.worldState), state(d.kernelState));
    case Difference::LocalAddress:
        return tr("By the calls its local address is %1, by the kernel %2.")
            .arg(endpoint(d.worldEndpoint), endpoint(d.kernelEndpoint));
    case Difference::RemoteAddress:
        return tr("By the calls its remote address is %1, by the kernel %2.")
            .arg(endpoint(d.worldEndpoint), endpoint(d.kernelEndpoint));
    case Difference::Owner:
        return d.worldNumber > 0 ? tr("By the calls a descriptor holds it, by the kernel it has no file (inode 0).")
                                 : tr("By the calls no descriptor holds it, by the kernel it has a file (inode %1).")
                                       .arg(d.kernelNumber);
    case Difference::AcceptQueue:
        return tr("By the calls %1 connections wait for accept(), by the kernel %2.")
            .arg(d.worldNumber)
            .arg(d.kernelNumber);
    case Difference::ReceiveQueue:
        return tr("By the calls %1 wait in its receive queue, by the kernel %2.")
            .arg(d.worldNumber)
            .arg(d.kernelNumber);
    case Difference::SentBytes:
        if (d.kernelNumber > d.worldNumber) {
            return tr("%1 bytes were sent by calls that were not observed: by the calls %2 were sent, the kernel has "
                      "counted %3.")
                .arg(d.kernelNumber - d.worldNumber)
                .arg(d.worldNumber)
                .arg(d.kernelNumber);
        }
        return tr("By the calls %1 bytes were sent, the kernel has counted %2.").arg(d.worldNumber).arg(d.kernelNumber);
    case Difference::ReceivedBytes:
        if (d.kernelNumber > d.worldNumber) {
            return tr("%1 bytes were taken by calls that were not observed: by the calls %2 came in, the kernel has "
                      "counted %3.")
                .arg(d.kernelNumber - d.worldNumber)
                .arg(d.worldNumber)
                .arg(d.kernelNumber);
        }
        return tr("By the calls %1 bytes came in, the kernel has counted %2.").arg(d.worldNumber).arg(d.kernelNumber);
    }
    return {};
}

QString DisagreementText::reason(Reason reason)
{
    switch (reason) {
    case Reason::CallUnderWay:
        return tr("Explained: a call that slept has done its work, and its return comes next.");
    case Reason::Undecided:
        return tr("Explained: what waits may be of more than one message, and is not guessed.");
    case Reason::Stranger:
        return tr("Explained: the other end is no process of this run.");
    case Reason::None:
        break;
    }
    return tr("Not explained: a call was not observed, or the figure is mistaken.");
}

QString DisagreementText::summary(const world::World &world)
{
    if (world.tableAge() == world::TableAge::Old && world.disagreements().isEmpty()) {
        const bool hasBegun = world.moment().kind != world::MomentKind::Start;
        return !world.kernelRows().isEmpty() ? tr("Read before this step, and not compared with it.")
               : hasBegun                    ? tr("Not read at this step.")
                                             : QString();
    }
    if (!world.kernelExact() && world.disagreements().isEmpty()) {
        return tr("Not compared: processes were working while the table was read.");
    }
    const auto &found = world.disagreements();
    const auto open = static_cast<int>(
        std::count_if(found.begin(), found.end(), [](const Disagreement &each) { return !each.isExplained(); }));
    if (open > 0) {
        return tr("%n points in which calls and kernel disagree", nullptr, open);
    }
    if (world.contradictions() > 0) {
        return tr("Calls and kernel agree at this step; up to here they disagreed in %n points.", nullptr,
                  world.contradictions());
    }
    if (!found.isEmpty()) {
        return tr("Calls and kernel agree at this step; %n differences are explained.", nullptr,
                  static_cast<int>(found.size()));
    }
    return tr("Calls and kernel agree at this step.");
}

} // namespace zocalo::text
