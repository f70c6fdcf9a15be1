// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/figure/lanesegments.h"

#include "app/figure/mechanismwords.h"

#include <algorithm>

namespace zocalo::figure {

using kernel::PacketProtocol;

namespace {

/// The two ends that a packet tells of, and whose conversation it belongs to.
struct Conversation
{
    trace::Endpoint from;
    trace::Endpoint to;
    kernel::Protocol protocol = kernel::Protocol::Other;
    bool turned = false; ///< the packet itself goes from `to` to `from`: an ICMP error, to who sent what it quotes
};

kernel::Protocol protocolOf(PacketProtocol carried)
{
    return carried == PacketProtocol::Tcp ? kernel::Protocol::Tcp : kernel::Protocol::Udp;
}

Conversation conversationOf(const kernel::Packet &packet)
{
    if (packet.protocol != PacketProtocol::Icmp)
        return {packet.from, packet.to, protocolOf(packet.protocol), false};
    if (!packet.quoted)
        return {};
    return {packet.quoted->from, packet.quoted->to, protocolOf(packet.quoted->protocol), true};
}

/// True if what was seen at `end` may be of a socket that has this address: a wildcard stands for any.
bool isEndOf(const trace::Endpoint &end, const world::Endpoint &address)
{
    const trace::Endpoint own = address.unmapped();
    return own.port != 0 && end.port == own.port &&
           (own.isWildcard() || (own.family == end.family && own.address == end.address));
}

bool isSame(const world::Segment &a, const world::Segment &b)
{
    return a.seenNs == b.seenNs && a.packet.sequence == b.packet.sequence && a.packet.from == b.packet.from &&
           a.packet.payload == b.packet.payload;
}

/// The name of the one message that has it among its carriers. What is on its way is of the last ones.
QString carriedMessage(const world::World &world, const world::Segment &segment)
{
    constexpr qsizetype Asked = 64;
    QString name;
    const auto &messages = world.messages();
    for (qsizetype i = std::max<qsizetype>(0, messages.size() - Asked); i < messages.size(); ++i) {
        const world::Message &message = messages.at(i);
        const auto isIt = [&](const world::Segment &carrier) { return isSame(carrier, segment); };
        if (!std::any_of(message.carriers.begin(), message.carriers.end(), isIt))
            continue;
        if (!name.isEmpty())
            return {};
        name = message.name;
    }
    return name;
}

} // namespace

kernel::Protocol conversationProtocol(const kernel::Packet &packet) { return conversationOf(packet).protocol; }

QString segmentWay(const Names &names, const kernel::Packet &packet)
{
    const kernel::Protocol protocol = protocolOf(packet.protocol);
    const auto end = [&](const trace::Endpoint &endpoint) {
        const QString host = names.hostAt(QString::fromStdString(endpoint.addressString()));
        const QString port = endpoint.port == 0 ? QString() : names.port(endpoint, protocol);
        return host.isEmpty() && endpoint.port == 0 ? QString::fromStdString(endpoint.addressString()) : host + port;
    };
    return end(packet.from) + QStringLiteral(" → ") + end(packet.to);
}

LaneSegments::LaneSegments(const MechanismScene &scene)
{
    const world::World &world = scene.moving ? *scene.input.next : scene.world;
    for (const world::Segment &segment : world.segments())
        add(scene, world, segment);
}

LaneSegments::LaneSegments(const MechanismScene &scene, const world::Message &message)
{
    const world::World &world = scene.moving ? *scene.input.next : scene.world;
    const auto isOfStep = [&](const world::Segment &segment) {
        return std::any_of(world.segments().begin(), world.segments().end(),
                           [&](const world::Segment &other) { return isSame(segment, other); });
    };
    for (const world::Segment &segment : message.carriers) {
        if (!isOfStep(segment))
            add(scene, world, segment);
    }
    m_before = static_cast<int>(m_lane.size());
    for (const world::Segment &segment : world.segments())
        add(scene, world, segment);
}

void LaneSegments::add(const MechanismScene &scene, const world::World &world, const world::Segment &segment)
{
    const Conversation talk = conversationOf(segment.packet);
    if (talk.protocol != scene.protocol) {
        m_beside.append(segment);
        return;
    }
    LaneSegment found;
    found.seen = segment;
    bool isPlaced = false;
    const QList<ClientPart> &clients = scene.cast.clients();
    for (int i = 0; i < clients.size() && !isPlaced; ++i) {
        // Its addresses may be known by the end of the movement only.
        const world::Socket *own = clients.at(i).socket ? world.socket(clients.at(i).socket->id) : nullptr;
        if (!own)
            continue;
        const auto fits = [own](const trace::Endpoint &near, const trace::Endpoint &far) {
            return isEndOf(near, own->local) && (own->remote.port == 0 || isEndOf(far, own->remote));
        };
        if (fits(talk.from, talk.to) || fits(talk.to, talk.from)) {
            found.client = i;
            found.toServer = fits(talk.from, talk.to);
            isPlaced = true;
        }
    }
    for (const world::Socket *server : scene.cast.serverSockets()) {
        if (isPlaced || !(isEndOf(talk.to, server->local) || isEndOf(talk.from, server->local)))
            continue;
        found.toServer = isEndOf(talk.to, server->local);
        isPlaced = true;
    }
    if (!isPlaced) {
        m_beside.append(segment);
        return;
    }
    found.toServer = found.toServer != talk.turned;
    if (found.client >= 0) {
        const ClientPart &client = clients.at(found.client);
        found.glyph = client.sender;
        if (client.process) {
            found.letter = client.process->letter;
            found.told = scene.names.process(client.process->id) + QStringLiteral(": ");
        }
    }
    if (found.toServer)
        found.sender = found.client >= 0 ? found.glyph : QuietSender;
    found.message = segment.packet.payload > 0 ? carriedMessage(world, segment) : QString();
    found.told += segmentWay(scene.names, segment.packet) + QLatin1Char(' ') + MechanismWords::segment(segment);
    m_lane.append(found);
}

void LaneSegments::keep(int client)
{
    m_lane.removeIf([client](const LaneSegment &segment) { return segment.client >= 0 && segment.client != client; });
}

int LaneSegments::untilData(bool toServer) const
{
    for (qsizetype i = m_lane.size(); i > 0; --i) {
        if (m_lane.at(i - 1).toServer == toServer && m_lane.at(i - 1).seen.packet.payload > 0)
            return static_cast<int>(i);
    }
    return 0;
}

int LaneSegments::client(const MechanismScene &scene) const
{
    const auto isOfStep = [&](const LaneSegment &segment) { return segment.client == scene.client; };
    if (scene.client >= 0 && std::any_of(m_lane.begin(), m_lane.end(), isOfStep))
        return scene.client;
    for (const LaneSegment &segment : m_lane) {
        if (segment.client >= 0)
            return segment.client;
    }
    return -1;
}

} // namespace zocalo::figure
