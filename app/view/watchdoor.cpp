// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/view/watchdoor.h"

#include "core/run/folderlock.h"
#include "core/trace/listener.h"

#include <QRandomGenerator>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

namespace zocalo::view {

namespace {

constexpr int Backlog = 16;
/// Whoever connects and says nothing is sent away by those who come after.
constexpr std::size_t MostVisitors = 16;

bool fill(sockaddr_un &address, const QByteArray &path)
{
    address.sun_family = AF_UNIX;
    if (path.isEmpty() || static_cast<std::size_t>(path.size()) >= sizeof address.sun_path) {
        return false;
    }
    std::memcpy(address.sun_path, path.constData(), static_cast<std::size_t>(path.size()) + 1);
    return true;
}

run::FileDescriptor newSocket()
{
    return run::FileDescriptor(::socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
}

} // namespace

WatchDoor::WatchDoor(Invite invite, QObject *parent) : QObject(parent), m_invite(std::move(invite))
{
    std::array<quint32, sizeof m_token.bytes / sizeof(quint32)> random{};
    QRandomGenerator::system()->fillRange(random.data(), random.size());
    std::memcpy(m_token.bytes, random.data(), sizeof m_token.bytes);
}

QByteArray WatchDoor::tokenText() const
{
    return QByteArray(reinterpret_cast<const char *>(m_token.bytes), sizeof m_token.bytes).toHex();
}

WatchDoor::~WatchDoor()
{
    m_notifier.reset();
    m_visitors.clear();
    if (m_listener) {
        ::unlink(m_path.constData());
    }
}

bool WatchDoor::open()
{
    m_path = run::watchSocketPath();
    sockaddr_un address{};
    if (!fill(address, m_path)) {
        return false;
    }
    const auto *const name = reinterpret_cast<const sockaddr *>(&address);
    const run::FolderLock lock(m_path.left(m_path.lastIndexOf('/')));
    const run::FileDescriptor probe = newSocket();
    if (probe && ::connect(probe.get(), name, sizeof address) != 0 && errno == ECONNREFUSED) {
        ::unlink(m_path.constData()); // of a window that was killed
    }
    m_listener = newSocket();
    if (!m_listener || ::bind(m_listener.get(), name, sizeof address) != 0) {
        m_listener.reset();
        return false;
    }
    if (::listen(m_listener.get(), Backlog) != 0) {
        m_listener.reset();
        ::unlink(m_path.constData());
        return false;
    }
    m_notifier = std::make_unique<QSocketNotifier>(m_listener.get(), QSocketNotifier::Read);
    connect(m_notifier.get(), &QSocketNotifier::activated, this, &WatchDoor::admit);
    return true;
}

void WatchDoor::admit()
{
    for (int i = 0; i < Backlog; ++i) {
        run::FileDescriptor fd(::accept4(m_listener.get(), nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK));
        if (!fd) {
            return;
        }
        receive(std::move(fd));
    }
}

void WatchDoor::receive(run::FileDescriptor fd)
{
    if (m_visitors.size() >= MostVisitors) {
        m_visitors.front().notifier->setEnabled(false); // its descriptor is closed now
        m_visitors.front().notifier.release()->deleteLater();
        m_visitors.pop_front();
    }
    const int number = fd.get();
    Visitor visitor{std::move(fd), std::make_unique<QSocketNotifier>(number, QSocketNotifier::Read)};
    connect(visitor.notifier.get(), &QSocketNotifier::activated, this, [this, number] { hear(number); });
    m_visitors.push_back(std::move(visitor));
}

void WatchDoor::hear(int fd)
{
    const auto found =
        std::find_if(m_visitors.begin(), m_visitors.end(), [fd](const Visitor &each) { return each.fd.get() == fd; });
    if (found == m_visitors.end()) {
        return;
    }
    QByteArray message(run::kLongestWatchMessage, Qt::Uninitialized);
    const ssize_t size = ::recv(fd, message.data(), static_cast<std::size_t>(message.size()), MSG_DONTWAIT);
    if (size < 0 && (errno == EAGAIN || errno == EINTR)) {
        return;
    }
    message.truncate(std::max<ssize_t>(size, 0));
    // Out of the list before the invitation, which may ask the user: others come and go meanwhile.
    Visitor visitor = std::move(*found);
    m_visitors.erase(found);
    visitor.notifier->setEnabled(false);
    visitor.notifier.release()->deleteLater(); // its own signal is being handled
    ucred sender{};
    socklen_t length = sizeof sender;
    const bool isUser = ::getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &sender, &length) == 0 && sender.uid == ::geteuid();
    auto request = run::WatchRequest::fromMessage(message);
    trace::Token shown;
    const bool isToken =
        request && trace::readToken(request->token.constData(), shown) && trace::isSameToken(shown, m_token);
    if (request && (isUser || isToken)) {
        request->pid = sender.pid;
        const QByteArray answer = run::watchAnswer(m_invite(*request));
        (void)::send(fd, answer.constData(), static_cast<std::size_t>(answer.size()), MSG_NOSIGNAL | MSG_DONTWAIT);
    }
}

} // namespace zocalo::view
