// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/peer/command.h"

#include "core/peer/hex.h"
#include "core/peer/socketaddress.h"

#include <cerrno>
#include <charconv>
#include <cstring>
#include <optional>
#include <vector>

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

Answer doSocket(const Words &words)
{
    if (words.size() != 1 || (words[0] != "tcp" && words[0] != "udp"))
        return std::nullopt;
    return outcome(::socket(AF_INET, words[0] == "tcp" ? SOCK_STREAM : SOCK_DGRAM, 0));
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
    const auto fd = words.size() == 2 ? number(words[0]) : std::nullopt;
    const auto bytes = fd ? fromHex(words[1]) : std::nullopt;
    if (!bytes || bytes->size() > kMaxSend)
        return std::nullopt;
    return outcome(::send(*fd, bytes->data(), bytes->size(), 0));
}

Answer doSendto(const Words &words)
{
    const auto fd = words.size() == 3 ? number(words[0]) : std::nullopt;
    const auto address = fd ? SocketAddress::fromString(words[1]) : std::nullopt;
    const auto bytes = address ? fromHex(words[2]) : std::nullopt;
    if (!bytes || bytes->size() > kMaxSend)
        return std::nullopt;
    return outcome(::sendto(*fd, bytes->data(), bytes->size(), 0, address->raw(), address->length));
}

Answer doReceive(const Words &words, bool wantsAddress)
{
    const auto fd = words.size() == 2 ? number(words[0]) : std::nullopt;
    const auto most = fd ? number(words[1]) : std::nullopt;
    if (!most || *most < 1 || *most > kMaxReceive)
        return std::nullopt;
    std::string bytes(static_cast<std::size_t>(*most), '\0');
    SocketAddress address;
    const ssize_t got = wantsAddress ? ::recvfrom(*fd, bytes.data(), bytes.size(), 0, address.raw(), &address.length)
                                     : ::recv(*fd, bytes.data(), bytes.size(), 0);
    Outcome result = outcome(got);
    if (result.error != 0)
        return result;
    result.text += ' ' + toHex({bytes.data(), static_cast<std::size_t>(got)});
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

Answer doSetsockopt(const Words &words)
{
    const auto fd = words.size() == 3 ? number(words[0]) : std::nullopt;
    const auto value = fd ? number(words[2]) : std::nullopt;
    if (!value)
        return std::nullopt;
    int option = 0;
    if (words[1] == "reuseaddr")
        option = SO_REUSEADDR;
    else if (words[1] == "reuseport")
        option = SO_REUSEPORT;
    else if (words[1] == "rcvbuf")
        option = SO_RCVBUF;
    else
        return std::nullopt;
    return outcome(::setsockopt(*fd, SOL_SOCKET, option, &*value, sizeof *value));
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
