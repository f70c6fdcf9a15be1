// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/peer/command.h"

#include "core/peer/hex.h"
#include "core/peer/socketaddress.h"

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <initializer_list>
#include <optional>
#include <vector>

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <unistd.h>

namespace zocalo::peer {

namespace {

constexpr std::size_t kMaxIdLength = 32;
constexpr int kMaxReceive = 1048576;
constexpr std::size_t kMaxSend = 524288;

using Words = std::vector<std::string_view>;

/// What a call gave: a text for the reply, or errno. No value at all: the command was not understood.
struct Outcome
{
    std::string text;
    int error = 0;
};
using Answer = std::optional<Outcome>;

Words split(std::string_view line)
{
    Words words;
    std::size_t at = 0;
    while ((at = line.find_first_not_of(" \t\r", at)) != std::string_view::npos) {
        const std::size_t end = std::min(line.find_first_of(" \t\r", at), line.size());
        words.push_back(line.substr(at, end - at));
        at = end;
    }
    return words;
}

std::optional<int> number(std::string_view word)
{
    int value = 0;
    const auto [rest, error] = std::from_chars(word.data(), word.data() + word.size(), value);
    if (error != std::errc{} || rest != word.data() + word.size())
        return std::nullopt;
    return value;
}

Outcome outcome(ssize_t result) { return result < 0 ? Outcome{{}, errno} : Outcome{std::to_string(result), 0}; }

/// The flags of a send or a receive, separated by commas: "dontwait,trunc". No word at all: 0.
std::optional<int> flagsOf(const Words &words, std::size_t at)
{
    int flags = 0;
    if (words.size() <= at)
        return flags;
    std::string_view rest = words[at];
    while (!rest.empty()) {
        const std::string_view name = rest.substr(0, rest.find(','));
        rest.remove_prefix(std::min(rest.size(), name.size() + 1));
        if (name == "dontwait")
            flags |= MSG_DONTWAIT;
        else if (name == "trunc")
            flags |= MSG_TRUNC;
        else if (name == "peek")
            flags |= MSG_PEEK;
        else
            return std::nullopt;
    }
    return flags;
}

Answer doSocket(const Words &words)
{
    const bool nonblocking = words.size() == 2 && words[1] == "nonblock";
    if (words.empty() || words.size() > (nonblocking ? 2U : 1U))
        return std::nullopt;
    const bool isIpv6 = words[0].ends_with('6');
    const std::string_view protocol = words[0].substr(0, words[0].size() - (isIpv6 ? 1 : 0));
    if (protocol != "tcp" && protocol != "udp")
        return std::nullopt;
    return outcome(::socket(isIpv6 ? AF_INET6 : AF_INET,
                            (protocol == "tcp" ? SOCK_STREAM : SOCK_DGRAM) | (nonblocking ? SOCK_NONBLOCK : 0), 0));
}

Answer doBindOrConnect(const Words &words, bool isBind)
{
    const auto fd = words.size() == 2 ? number(words[0]) : std::nullopt;
    const auto address = fd ? SocketAddress::fromString(words[1]) : std::nullopt;
    if (!address)
        return std::nullopt;
    return outcome(isBind ? ::bind(*fd, address->raw(), address->length)
                          : ::connect(*fd, address->raw(), address->length));
}

Answer doListen(const Words &words)
{
    const auto fd = words.size() == 2 ? number(words[0]) : std::nullopt;
    const auto backlog = fd ? number(words[1]) : std::nullopt;
    if (!backlog)
        return std::nullopt;
    return outcome(::listen(*fd, *backlog));
}

Answer doAccept(const Words &words)
{
    const auto fd = words.size() == 1 ? number(words[0]) : std::nullopt;
    if (!fd)
        return std::nullopt;
    SocketAddress address;
    Outcome result = outcome(::accept(*fd, address.raw(), &address.length));
    if (result.error == 0)
        result.text += ' ' + address.toString();
    return result;
}

Answer doSend(const Words &words)
{
    const auto fd = words.size() == 2 || words.size() == 3 ? number(words[0]) : std::nullopt;
    const auto bytes = fd ? fromHex(words[1]) : std::nullopt;
    const auto flags = flagsOf(words, 2);
    if (!bytes || bytes->size() > kMaxSend || !flags)
        return std::nullopt;
    return outcome(::send(*fd, bytes->data(), bytes->size(), *flags));
}

Answer doSendto(const Words &words)
{
    const auto fd = words.size() == 3 || words.size() == 4 ? number(words[0]) : std::nullopt;
    const auto address = fd ? SocketAddress::fromString(words[1]) : std::nullopt;
    const auto bytes = address ? fromHex(words[2]) : std::nullopt;
    const auto flags = flagsOf(words, 3);
    if (!bytes || bytes->size() > kMaxSend || !flags)
        return std::nullopt;
    return outcome(::sendto(*fd, bytes->data(), bytes->size(), *flags, address->raw(), address->length));
}

Answer doReceive(const Words &words, bool wantsAddress)
{
    const auto fd = words.size() == 2 || words.size() == 3 ? number(words[0]) : std::nullopt;
    const auto most = fd ? number(words[1]) : std::nullopt;
    const auto flags = flagsOf(words, 2);
    if (!most || *most < 1 || *most > kMaxReceive || !flags)
        return std::nullopt;
    std::string bytes(static_cast<std::size_t>(*most), '\0');
    SocketAddress address;
    const ssize_t got = wantsAddress
                            ? ::recvfrom(*fd, bytes.data(), bytes.size(), *flags, address.raw(), &address.length)
                            : ::recv(*fd, bytes.data(), bytes.size(), *flags);
    Outcome result = outcome(got);
    if (result.error != 0)
        return result;
    // With MSG_TRUNC the result may be more than what was taken.
    result.text += ' ' + toHex({bytes.data(), std::min(bytes.size(), static_cast<std::size_t>(got))});
    if (wantsAddress)
        result.text += ' ' + address.toString();
    return result;
}

Answer doShutdown(const Words &words)
{
    const auto fd = words.size() == 2 ? number(words[0]) : std::nullopt;
    if (!fd)
        return std::nullopt;
    if (words[1] == "rd")
        return outcome(::shutdown(*fd, SHUT_RD));
    if (words[1] == "wr")
        return outcome(::shutdown(*fd, SHUT_WR));
    if (words[1] == "rdwr")
        return outcome(::shutdown(*fd, SHUT_RDWR));
    return std::nullopt;
}

Answer doClose(const Words &words)
{
    const auto fd = words.size() == 1 ? number(words[0]) : std::nullopt;
    // The standard ones carry commands and replies.
    if (!fd || (*fd >= STDIN_FILENO && *fd <= STDERR_FILENO))
        return std::nullopt;
    return outcome(::close(*fd));
}

Answer doDup(const Words &words)
{
    const auto fd = words.size() == 1 ? number(words[0]) : std::nullopt;
    if (!fd)
        return std::nullopt;
    return outcome(::dup(*fd));
}

Answer doName(const Words &words, bool isOwn)
{
    const auto fd = words.size() == 1 ? number(words[0]) : std::nullopt;
    if (!fd)
        return std::nullopt;
    SocketAddress address;
    Outcome result = outcome(isOwn ? ::getsockname(*fd, address.raw(), &address.length)
                                   : ::getpeername(*fd, address.raw(), &address.length));
    if (result.error == 0)
        result.text += ' ' + address.toString();
    return result;
}

struct Option
{
    std::string_view name;
    int level;
    int option;
};

std::optional<Option> optionNamed(std::string_view name)
{
    for (const Option &known : std::initializer_list<Option>{{"reuseaddr", SOL_SOCKET, SO_REUSEADDR},
                                                             {"reuseport", SOL_SOCKET, SO_REUSEPORT},
                                                             {"rcvbuf", SOL_SOCKET, SO_RCVBUF},
                                                             {"sndbuf", SOL_SOCKET, SO_SNDBUF},
                                                             {"keepalive", SOL_SOCKET, SO_KEEPALIVE},
                                                             {"broadcast", SOL_SOCKET, SO_BROADCAST},
                                                             {"nodelay", IPPROTO_TCP, TCP_NODELAY}}) {
        if (known.name == name)
            return known;
    }
    return std::nullopt;
}

Answer doSetsockopt(const Words &words)
{
    const auto fd = words.size() == 3 ? number(words[0]) : std::nullopt;
    const auto value = fd ? number(words[2]) : std::nullopt;
    if (value && words[1] == "linger") {
        const linger seconds{1, *value};
        return outcome(::setsockopt(*fd, SOL_SOCKET, SO_LINGER, &seconds, sizeof seconds));
    }
    const auto option = value ? optionNamed(words[1]) : std::nullopt;
    if (!option)
        return std::nullopt;
    return outcome(::setsockopt(*fd, option->level, option->option, &*value, sizeof *value));
}

Answer call(std::string_view name, const Words &words)
{
    if (name == "socket")
        return doSocket(words);
    if (name == "bind" || name == "connect")
        return doBindOrConnect(words, name == "bind");
    if (name == "listen")
        return doListen(words);
    if (name == "accept")
        return doAccept(words);
    if (name == "send")
        return doSend(words);
    if (name == "sendto")
        return doSendto(words);
    if (name == "recv" || name == "recvfrom")
        return doReceive(words, name == "recvfrom");
    if (name == "shutdown")
        return doShutdown(words);
    if (name == "close")
        return doClose(words);
    if (name == "dup")
        return doDup(words);
    if (name == "getsockname" || name == "getpeername")
        return doName(words, name == "getsockname");
    if (name == "setsockopt")
        return doSetsockopt(words);
    return std::nullopt;
}

std::string errorName(int error)
{
    const char *name = strerrorname_np(error);
    return name ? name : 'E' + std::to_string(error);
}

} // namespace

std::string perform(std::string_view line)
{
    Words words = split(line);
    if (words.empty() || words[0].size() > kMaxIdLength)
        return "- bad";
    const std::string id(words[0]);
    if (words.size() < 2)
        return id + " bad";
    const std::string_view name = words[1];
    words.erase(words.begin(), words.begin() + 2);
    const Answer answer = call(name, words);
    if (!answer)
        return id + " bad";
    return answer->error == 0 ? id + " ok " + answer->text : id + " error " + errorName(answer->error);
}

bool isExit(std::string_view line)
{
    const Words words = split(line);
    return words.size() == 1 && words[0] == "exit";
}

} // namespace zocalo::peer
