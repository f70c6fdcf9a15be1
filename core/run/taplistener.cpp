// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/run/taplistener.h"

#include "core/run/clock.h"
#include "core/run/folderlock.h"

#include <QDir>
#include <QFile>

#include <fcntl.h>
#include <poll.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstddef>
#include <cstring>

namespace zocalo::run {
namespace {

constexpr std::size_t kMostConnections = 256;
/// Before those that have come are listened to: nobody can crowd out a tap that speaks at once.
constexpr int kMostAtOnce = 64;
constexpr char kFilePrefix[] = "tap-";
constexpr qsizetype kFileDigits = 16; ///< of the random name
/// As long as a tap waits for its answer.
constexpr qint64 kPatienceNs = 5'000'000'000;

Error listenerError(int number)
{
    const bool files = number == EMFILE || number == ENFILE;
    return {files ? ErrorCode::TooManyFiles : ErrorCode::SharedMemory, QStringLiteral("tap"), {}, number};
}

/// Its tap has given up, or its process is gone: nobody waits for the answer, and nothing will be recorded.
bool hasHungUp(int connection)
{
    pollfd state{connection, 0, 0};
    return ::poll(&state, 1, 0) > 0 && (state.revents & POLLHUP) != 0;
}

/// A socket file that nobody listens at any more: of a run that was killed.
void removeLeftovers(const QByteArray &folder)
{
    const QDir dir(QFile::decodeName(folder));
    const QStringList files = dir.entryList({QLatin1String(kFilePrefix) + QLatin1Char('*')}, QDir::System);
    for (const QString &file : files) {
        const QByteArray path = QFile::encodeName(dir.filePath(file));
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        if (path.size() >= qsizetype(sizeof address.sun_path)) {
            continue;
        }
        std::memcpy(address.sun_path, path.constData(), static_cast<std::size_t>(path.size()) + 1);
        const FileDescriptor probe(::socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
        if (probe && ::connect(probe.get(), reinterpret_cast<const sockaddr *>(&address), sizeof address) != 0 &&
            errno == ECONNREFUSED) {
            ::unlink(path.constData());
        }
    }
}

/// True if not one more descriptor can be had: then the kernel drops the ones that come with a message.
bool descriptorsExhausted(int any)
{
    const FileDescriptor copy(::fcntl(any, F_DUPFD_CLOEXEC, 0));
    return !copy && errno == EMFILE;
}

} // namespace

TapListener::TapListener() = default;

TapListener::~TapListener()
{
    if (m_pathListener) {
        ::unlink(m_path.constData());
    }
}

Status TapListener::open()
{
    std::array<char, 16> random{};
    if (::getrandom(random.data(), random.size(), 0) != static_cast<ssize_t>(random.size())) {
        return listenerError(errno);
    }
    m_name = "@zocalo-" + QByteArray(random.data(), random.size()).toHex();

    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::memcpy(address.sun_path, m_name.constData(), static_cast<std::size_t>(m_name.size()));
    address.sun_path[0] = '\0'; // abstract
    const auto size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + static_cast<std::size_t>(m_name.size()));
    FileDescriptor listener(::socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    if (!listener || ::bind(listener.get(), reinterpret_cast<const sockaddr *>(&address), size) != 0 ||
        ::listen(listener.get(), static_cast<int>(kMostConnections)) != 0) {
        return listenerError(errno);
    }
    add(std::move(listener));
    return {};
}

void TapListener::openIn(const QByteArray &folder)
{
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    const QByteArray path = folder + '/' + kFilePrefix + m_name.mid(m_name.size() - kFileDigits);
    if (folder.isEmpty() || m_pathListener || path.size() >= qsizetype(sizeof address.sun_path)) {
        return;
    }
    const FolderLock lock(folder);
    removeLeftovers(folder);
    std::memcpy(address.sun_path, path.constData(), static_cast<std::size_t>(path.size()) + 1);
    m_pathListener.reset(::socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    if (!m_pathListener ||
        ::bind(m_pathListener.get(), reinterpret_cast<const sockaddr *>(&address), sizeof address) != 0) {
        m_pathListener.reset();
        return;
    }
    m_path = path;
    if (::listen(m_pathListener.get(), static_cast<int>(kMostConnections)) != 0) {
        ::unlink(m_path.constData());
        m_path.clear();
        m_pathListener.reset();
    }
}

void TapListener::appendPollFds(std::vector<pollfd> &fds) const
{
    for (const FileDescriptor &listener : m_listeners) {
        fds.push_back({listener.get(), POLLIN, 0});
    }
    if (m_pathListener) {
        fds.push_back({m_pathListener.get(), POLLIN, 0});
    }
    for (const Connection &connection : m_connections) {
        fds.push_back({connection.fd.get(), POLLIN, 0});
    }
}

Status TapListener::acceptAll(int listener)
{
    for (int i = 0; i < kMostAtOnce; ++i) {
        FileDescriptor fd(::accept4(listener, nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK));
        if (fd) {
            // A tap speaks at once: who has been silent longest gives way.
            if (m_connections.size() >= kMostConnections) {
                m_connections.erase(m_connections.begin());
            }
            m_connections.push_back({std::move(fd), monotonicNs()});
        } else if (errno == EMFILE || errno == ENFILE) {
            return listenerError(errno);
        } else if (errno != EINTR && errno != ECONNABORTED) {
            return {};
        }
    }
    return {};
}

Status TapListener::service(const Decide &decide)
{
    Status accepted;
    for (const FileDescriptor &listener : m_listeners) {
        const Status some = acceptAll(listener.get());
        accepted = accepted ? some : accepted;
    }
    if (accepted && m_pathListener) {
        accepted = acceptAll(m_pathListener.get());
    }
    bool exhausted = false;
    std::erase_if(m_connections, [&](const Connection &connection) {
        trace::ReceivedHello hello;
        const int error = trace::receiveHello(connection.fd.get(), hello, m_token ? &*m_token : nullptr);
        if (error == EAGAIN) {
            return monotonicNs() - connection.sinceNs > kPatienceNs;
        }
        if (error != 0) {
            exhausted = exhausted || descriptorsExhausted(connection.fd.get());
            return true;
        }
        const FileDescriptor memfd(hello.memfd);
        const FileDescriptor netlink(hello.netlink);
        if (hasHungUp(connection.fd.get())) {
            return true;
        }
        const trace::HelloVerdict verdict = decide(hello);
        // If it cannot be sent, the tap has hung up just now.
        (void)trace::sendReply(connection.fd.get(), verdict);
        return true;
    });
    return exhausted ? Status(listenerError(EMFILE)) : accepted;
}

} // namespace zocalo::run
