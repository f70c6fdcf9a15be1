// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
// What the kernel says of a run's sockets.
#include "core/run/clock.h"
#include "core/run/run.h"

#include <algorithm>

#include <poll.h>

namespace zocalo::run {

// The calls that closed them were collected before: these come after.
void Run::tellDestroyed()
{
    for (const auto &destroyed : m_destroyed) {
        for (const kernel::SocketRow &row : destroyed->read()) {
            m_reader.forget(row.cookie);
            if (m_ours.knows(row.cookie)) {
                give({monotonicNs(), history::SocketDestroyed{row}});
            }
        }
    }
}

void Run::awaitFreed(Patience most)
{
    const qint64 deadline = monotonicNs() + std::chrono::nanoseconds(most).count();
    std::vector<pollfd> told;
    for (const auto &destroyed : m_destroyed) {
        told.push_back({destroyed->fd(), POLLIN, 0});
    }
    tellDestroyed();
    for (qint64 left = deadline - monotonicNs(); left > 0 && !m_reader.isAllFreed(); left = deadline - monotonicNs()) {
        const timespec timeout{0, std::min<qint64>(left, 999'999'999)};
        ::ppoll(told.data(), told.size(), &timeout, nullptr);
        tellDestroyed();
    }
}

/// Ours, or all of a laboratory's, and then those of other networks.
Result<QList<NetworkTable>> Run::readTables()
{
    const auto families = m_ours.hasIpv6() ? kernel::SocketTable::Families::Both : kernel::SocketTable::Families::Ipv4;
    QList<NetworkTable> tables{NetworkTable()};
    if (!m_laboratory) {
        Result<QList<kernel::SocketRow>> own = m_reader.read(families);
        if (!own) {
            return own.error();
        }
        tables.first().rows = std::move(own.value());
    }
    for (const auto &each : m_tables) {
        const Result<QList<kernel::SocketRow>> some = each->read({}, families);
        if (!some) {
            return some.error();
        }
        tables.first().rows += some.value();
    }
    m_networks.read(tables);
    return tables;
}

QList<kernel::SocketRow> Run::pick(const QList<NetworkTable> &tables)
{
    QList<kernel::SocketRow> ours;
    for (const NetworkTable &table : tables) {
        ours += m_ours.pick(table.rows, table.network);
    }
    std::stable_sort(ours.begin(), ours.end(), [](const auto &a, const auto &b) { return a.cookie < b.cookie; });
    return ours;
}

Result<history::KernelSnapshot> Run::snapshot(bool exact)
{
    history::KernelSnapshot snapshot;
    QList<NetworkTable> tables;
    for (bool again = true; again;) {
        snapshot.beginNs = monotonicNs();
        Result<QList<NetworkTable>> now = readTables();
        if (!now) {
            return now.error();
        }
        tables = std::move(now.value());
        snapshot.endNs = monotonicNs();
        again = false;
        if (m_follows) {
            // Whoever made a socket before the table was read is known by now. The whole table had it.
            collect();
            again = m_reader.isOutdated();
        }
    }
    snapshot.rows = pick(tables);
    bool hasMet = false;
    for (const NetworkTable &table : std::as_const(tables)) {
        const bool isOnly = tables.size() == 1;
        const auto ours = m_follows && !isOnly ? m_ours.pick(table.rows, table.network) : snapshot.rows;
        hasMet = (m_follows && meetStrangers(table, ours)) || hasMet;
    }
    if (hasMet) {
        snapshot.rows = pick(tables);
    }
    // The sockets of other networks are in other tables.
    if (m_networks.isEmpty()) {
        m_reader.learn(snapshot.rows);
    }
    tellDestroyed();
    tellSegments(m_capture.read());
    // A process that dies closes its sockets before its end is told: nobody held it.
    snapshot.exact = exact && !anyDiesUntold();
    return snapshot;
}

bool Run::anyDiesUntold() const
{
    return std::any_of(m_members.begin(), m_members.end(), [](const auto &member) {
        // poll() passes over a descriptor of -1.
        pollfd ended{member->child ? member->child->pidFd() : member->pidFd.get(), POLLIN, 0};
        return !member->ended && ::poll(&ended, 1, 0) > 0;
    });
}

Status Run::watchTable(Patience between)
{
    const qint64 now = monotonicNs();
    if (!m_tableIsOld || now - m_tableNs < std::chrono::nanoseconds(between).count()) {
        return {};
    }
    m_tableIsOld = false;
    m_tableNs = now;
    const Result<history::KernelSnapshot> table = snapshot(false);
    if (!table) {
        return table.error();
    }
    // What was recorded while the table was read comes before it: the fold takes care of the rest.
    collect();
    give({table.value().endNs, table.value()});
    return {};
}

} // namespace zocalo::run
