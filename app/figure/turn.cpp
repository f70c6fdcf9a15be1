// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/figure/turn.h"

#include "app/figure/articles.h"
#include "app/figure/callstate.h"
#include "app/figure/cast.h"
#include "app/figure/names.h"

#include <algorithm>

namespace zocalo::figure {

Turn::Turn(const FigureInput &input, kernel::Protocol protocol)
    : m_input(input), m_protocol(protocol),
      m_group(protocol == kernel::Protocol::Tcp ? QStringLiteral("tcp") : QStringLiteral("udp")),
      m_acts(input.now.moment().group == m_group)
{
}

QString Turn::tag() const
{
    if (m_input.kind != lesson::Kind::Twin || m_input.now.moment().kind == world::MomentKind::Start)
        return {};
    return m_acts ? tr("this step") : tr("at rest");
}

QString Turn::words() const
{
    QStringList parts;
    if (!m_acts && !tag().isEmpty())
        parts << meanwhile();
    if (const QString coming = next(); !coming.isEmpty())
        parts << coming;
    return parts.join(QStringLiteral(" · "));
}

QString Turn::aside() const
{
    const int sockets = Cast(m_input.now, m_protocol).socketCount();
    //: the half of a twin that is not drawn: protocol, its server's sockets, what waits
    return tr("not shown: %1 (%2; %3)")
        .arg(m_group.toUpper(), tr("%n socket(s) at its server", nullptr, sockets), meanwhile());
}

QString Turn::briefAside() const
{
    //: the half of a twin that is not drawn: its protocol
    return tr("not shown: %1").arg(m_group.toUpper());
}

QString Turn::next() const
{
    if (!m_input.next)
        return {};
    const world::Moment &moment = m_input.next->moment();
    const bool twin = m_input.kind == lesson::Kind::Twin;
    if (twin && moment.group != m_group)
        return {};
    if (moment.kind != world::MomentKind::Entered && moment.kind != world::MomentKind::Returned)
        return {};
    const Names names(m_input);
    const QString who = names.process(moment.process);
    const QString call = callText(moment.name);
    // A call that was entered before comes back; another has not been made.
    const world::Moment &now = m_input.now.moment();
    const bool comesBack = moment.kind == world::MomentKind::Returned && moment.call == now.call;
    if (comesBack)
        return tr("next: %1 returns").arg(call);
    return Articles(m_input.now, names).in(tr("next: %1 calls %2").arg(who, call));
}

QString Turn::meanwhile() const
{
    const auto waits = [this](const world::Message &message) {
        return message.group == m_group && message.outcome == world::Outcome::Queued;
    };
    const auto &messages = m_input.now.messages();
    const auto waiting = std::count_if(messages.begin(), messages.end(), waits);
    return waiting == 0 ? tr("nothing waits to be read")
                        : tr("%n message(s) wait unread", nullptr, static_cast<int>(waiting));
}

} // namespace zocalo::figure
