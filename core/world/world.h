// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "core/world/agreement.h"
#include "core/world/model.h"
#include "core/world/pagedlist.h"
#include "core/world/segment.h"

#include <QSharedDataPointer>

namespace zocalo::world {

class WorldData;

/// The state of a run at one moment: a pure fold over its events. A value type with implicit sharing; copying one is
/// how a moment is kept.
///
/// It follows messages by their bytes (TCP: positions in the stream and content; UDP: content and the address that the
/// receive call returned; the kernel's queues for what was not read yet), and apart from that predicts by Linux's rules
/// the socket where each should land. It never moves a message by the rule.
class World
{
public:
    World();
    World(const World &);
    World &operator=(const World &);
    World(World &&) noexcept;
    World &operator=(World &&) noexcept;
    ~World();

    /// Folds one event in. Events of a damaged history (unknown process, return without entry) are ignored.
    void apply(const history::Event &event);
    /// Counts an event that is not folded in: those after it keep their place in the history.
    void leaveOut();

    /// In the order they were started.
    const QList<Process> &processes() const;
    /// Sockets in the order they first became known; closed ones stay until their group ends.
    const PagedList<Socket> &sockets() const;
    /// Messages in the order they were sent.
    const PagedList<Message> &messages() const;
    /// What the last call event was about.
    const Moment &moment() const;
    /// How many moments there were: entries and returns of calls, ends of processes.
    quint64 momentCount() const;

    /// nullptr if there is none.
    const Process *process(ProcessId id) const;
    const Process *processNamed(const QString &name) const;
    const Socket *socket(SocketId id) const;
    const Message *message(MessageId id) const;
    /// By full name ("tcp.A1"); where there is none, the first of that name in any group. It looks through all.
    const Message *messageNamed(const QString &name) const;
    /// The socket that `fd` means in that process now; nullptr if it is none of ours.
    const Socket *socketAt(ProcessId process, int fd) const;
    /// A source file of a watched program's, by trace::Record::source; nullptr if there is none.
    const history::SourceSeen *source(quint16 id) const;
    /// What of watched programs was found not to be seen until now; at most history::kMostUnseen.
    const QList<history::Unseen> &unseen() const;
    /// The rows of the last kernel snapshot.
    const QList<kernel::SocketRow> &kernelRows() const;
    bool kernelExact() const;
    /// What those rows tell of the present moment.
    TableAge tableAge() const;
    /// Datagrams whose send has returned and that were seen nowhere since; also those that were refused.
    const QList<MessageId> &floating() const;
    /// The socket that a row of the kernel's table tells of: the one with its cookie, or the closed one whose
    /// connection's remnant it is. nullptr if there is none.
    const Socket *socketOfRow(SocketId cookie) const;
    /// What was seen on the network of a laboratory with the present moment, in the order in which it was seen; at most
    /// kMostSegments.
    const QList<Segment> &segments() const;
    static constexpr int kMostSegments = 256;
    /// True if any packet was seen on the network of a laboratory until now, with this moment or before.
    bool sawSegments() const;
    /// Packets of the run until now that the laboratory's capture had no room for: what they were nobody knows.
    quint64 segmentsLost() const;
    /// In what the world, as the calls tell it, and the last exact table of the kernel differed when it was read.
    const QList<Disagreement> &disagreements() const;
    /// How many differences without an explanation there were in all tables so far.
    int contradictions() const;

private:
    QSharedDataPointer<WorldData> d;
};

} // namespace zocalo::world
