// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/world/world.h"

#include "core/world/fold.h"

namespace zocalo::world {

World::World() : d(new WorldData) {}
World::World(const World &) = default;
World &World::operator=(const World &) = default;
World::World(World &&) noexcept = default;
World &World::operator=(World &&) noexcept = default;
World::~World() = default;

void World::apply(const history::Event &event)
{
    WorldData &data = *d;
    ++data.sequence;
    std::visit(Fold(data, event), event.data);
}

void World::leaveOut() { ++d->sequence; }

const QList<Process> &World::processes() const { return d->processes; }

const PagedList<Socket> &World::sockets() const { return d->sockets.all(); }

const PagedList<Message> &World::messages() const { return d->messages.all(); }

const Moment &World::moment() const { return d->moment; }

quint64 World::momentCount() const { return d->moments; }

const Process *World::process(ProcessId id) const
{
    const auto it = d->processIndex.constFind(id);
    return it == d->processIndex.cend() ? nullptr : &d->processes.at(*it);
}

const Process *World::processNamed(const QString &name) const
{
    for (const Process &process : d->processes) {
        if (process.name == name)
            return &process;
    }
    return nullptr;
}

const Socket *World::socket(SocketId id) const { return d->sockets.find(id); }

const Message *World::message(MessageId id) const { return d->messages.find(id); }

const Message *World::messageNamed(const QString &name) const { return d->messages.findNamed(name); }

const Socket *World::socketAt(ProcessId process, int fd) const { return d->sockets.find(d->sockets.at(process, fd)); }

const history::SourceSeen *World::source(quint16 id) const
{
    const auto found = d->sources.constFind(id);
    return found == d->sources.cend() ? nullptr : &*found;
}

const QList<kernel::SocketRow> &World::kernelRows() const { return d->kernelRows; }

bool World::kernelExact() const { return d->kernelExact; }

TableAge World::tableAge() const { return d->tableAge; }

const QList<MessageId> &World::floating() const { return d->floating; }

const Socket *World::socketOfRow(SocketId cookie) const
{
    const Socket *socket = d->sockets.find(cookie);
    return socket ? socket : d->sockets.find(d->remnants.value(cookie));
}

const QList<Segment> &World::segments() const { return d->segments; }

bool World::sawSegments() const { return d->sawSegments; }

const QList<history::Unseen> &World::unseen() const { return d->unseen; }

quint64 World::segmentsLost() const { return d->segmentsLost; }

const QList<Disagreement> &World::disagreements() const { return d->disagreements; }

int World::contradictions() const { return d->contradictions; }

} // namespace zocalo::world
