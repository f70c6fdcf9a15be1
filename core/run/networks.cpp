// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/run/networks.h"

#include "core/run/clock.h"
#include "core/run/filedescriptor.h"

#include <QDir>
#include <QFile>

#include <algorithm>

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/utsname.h>
#include <unistd.h>

namespace zocalo::run {
namespace {

/// Each costs a descriptor, and a reading of its table each time.
constexpr std::size_t kMostNetworks = 64;
constexpr qint64 kRestNs = 500'000'000; ///< of one that has not answered
constexpr int kNetworkCookie = 71;      // SO_NETNS_COOKIE, Linux 5.14

/// The kernel's word on which network namespace a socket is of; 0: it does not tell.
quint64 networkOf(int socket)
{
    quint64 cookie = 0;
    socklen_t size = sizeof cookie;
    return ::getsockopt(socket, SOL_SOCKET, kNetworkCookie, &cookie, &size) == 0 ? cookie : 0;
}

quint64 ownNetwork()
{
    static const quint64 own = [] {
        const FileDescriptor socket(::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0));
        return networkOf(socket.get());
    }();
    return own;
}

/// What `ip netns` calls the network namespace of a process; empty: nothing.
QString nameOfNamespace(pid_t pid)
{
    struct stat wanted = {};
    const QByteArray link = "/proc/" + QByteArray::number(pid) + "/ns/net";
    if (::stat(link.constData(), &wanted) != 0) {
        return {};
    }
    const QDir names(QStringLiteral("/run/netns"));
    for (const QString &name : names.entryList(QDir::Files | QDir::System)) {
        struct stat known = {};
        if (::stat(QFile::encodeName(names.filePath(name)).constData(), &known) == 0 && known.st_ino == wanted.st_ino &&
            known.st_dev == wanted.st_dev) {
            return name;
        }
    }
    return {};
}

} // namespace

Networks::Place Networks::placeOf(const trace::ReceivedHello &hello)
{
    // Who sends none has met us by a name that is known in our namespace only.
    const quint64 network = hello.netlink < 0 ? ownNetwork() : networkOf(hello.netlink);
    if (network == ownNetwork()) {
        return {};
    }
    const auto known = m_networks.find(network);
    if (known != m_networks.end()) {
        return {network, known->second.host};
    }
    const bool hasRoom = network != 0 && m_networks.size() < kMostNetworks;
    const int copy = hasRoom ? ::fcntl(hello.netlink, F_DUPFD_CLOEXEC, 0) : -1;
    if (copy < 0) {
        return {kUnknownNetwork, {}};
    }
    const QString host = nameFor(hello);
    m_networks.emplace(network, Network{host, std::make_unique<kernel::SocketTable>(copy), 0});
    return {network, host};
}

QString Networks::nameFor(const trace::ReceivedHello &hello) const
{
    const auto isTaken = [this](const QString &name) {
        return std::any_of(m_networks.begin(), m_networks.end(),
                           [&name](const auto &each) { return each.second.host == name; });
    };
    utsname own{};
    ::uname(&own);
    QString said = QString::fromUtf8(hello.hello.host).simplified();
    if (said == QString::fromUtf8(own.nodename)) {
        said = nameOfNamespace(hello.pid);
    }
    if (!said.isEmpty() && !isTaken(said)) {
        return said;
    }
    int number = static_cast<int>(m_networks.size()) + 2; // ours is the first
    const QString stem = said.isEmpty() ? QStringLiteral("net") : said;
    while (isTaken(stem + QString::number(number))) {
        ++number;
    }
    return stem + QString::number(number);
}

void Networks::read(QList<NetworkTable> &tables)
{
    for (auto &[cookie, network] : m_networks) {
        if (monotonicNs() < network.askedAgainNs) {
            continue;
        }
        if (const Result<QList<kernel::SocketRow>> table = network.table->read(); table) {
            tables.append({cookie, table.value()});
        } else {
            network.askedAgainNs = monotonicNs() + kRestNs;
        }
    }
}

} // namespace zocalo::run
