// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/figure/hostplate.h"

#include "app/figure/textlayout.h"

namespace zocalo::figure {

namespace {

TextStyle plateStyle(Face face)
{
    TextStyle style;
    style.face = face;
    style.size = MinTextSize;
    style.weight = face == Face::Mono ? 500 : 700;
    return style;
}

} // namespace

HostPlate::HostPlate(const lesson::Host &host)
    : m_name(tr("host %1").arg(host.name)), m_address(host.address),
      m_nameWidth(textWidth(m_name, plateStyle(Face::Sans)) + 1),
      m_addressWidth(textWidth(m_address, plateStyle(Face::Mono)) + 1)
{
}

void HostPlate::draw(DisplayList &list, const QPointF &foot, bool fromRight) const
{
    const QRectF plate(fromRight ? foot.x() - width() : foot.x(), foot.y() - Height, width(), Height);
    list.beginNode(NodeKind::Label, 0, m_name, m_address);
    list.box(plate, 6, Tone::LaneDeep, Tone::Secondary, 1.5);
    list.add(layoutText(m_name, {plate.left() + Pad, plate.top(), m_nameWidth, Height}, plateStyle(Face::Sans)));
    list.add(layoutText(m_address, {plate.left() + 2 * Pad + m_nameWidth, plate.top(), m_addressWidth, Height},
                        plateStyle(Face::Mono)));
    list.endNode();
}

QString HostPlate::note(const Names &names)
{
    const QString hosts = names.hosts();
    if (hosts.isEmpty())
        return {};
    return names.hostsAreNetworks() ? tr("hosts %1: each a network namespace of its own").arg(hosts)
                                    : tr("hosts %1: addresses of this one machine").arg(hosts);
}

} // namespace zocalo::figure
