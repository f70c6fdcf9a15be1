// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "core/trace/endpoint.h"

#include <cstdint>
#include <vector>

#include <sys/types.h>

/// How a tap joins a run (docs/record-format.md, "Hello"). zocalo's side: listen on a UNIX SOCK_SEQPACKET socket named
/// in the environment variable ZOCALO_TAP ("@name": abstract, else a path); accept; when readable, receiveHello();
/// RingReader::attach(); perhaps setGate(); sendReply(); close the connection and the memfd.
namespace zocalo::trace {

inline constexpr std::uint32_t kHelloMagic = 0x5A544150;
inline constexpr std::uint16_t kHelloVersion = 3;
/// Names of the environment variables.
inline constexpr char kTapVariable[] = "ZOCALO_TAP";
inline constexpr char kTokenVariable[] = "ZOCALO_TOKEN";
/// The same: "0" if the lines of the program's source that make the calls are not to be looked for.
inline constexpr char kLinesVariable[] = "ZOCALO_LINES";

/// What somebody of another user has to know to join: of one run, and shown in its window only.
struct Token
{
    std::uint8_t bytes[16] = {};
};

enum class HelloReason : std::uint16_t {
    Start = 1, ///< the program was loaded: started, or exec (then the same pid says hello again, with a new ring)
    Fork = 2,  ///< a child of a watched process
};

/// Takes as long wherever they differ.
bool isSameToken(const Token &a, const Token &b);

/// What a tap sends, together with the memfd of its ring. Untrusted.
struct Hello
{
    std::uint32_t magic = kHelloMagic;
    std::uint16_t version = kHelloVersion;
    HelloReason reason = HelloReason::Start;
    std::uint32_t pid = 0;
    std::uint32_t parentPid = 0;
    std::uint32_t slotCount = 0;
    std::uint16_t socketCount = 0; ///< how many HelloSockets follow
    std::uint16_t moreSockets = 0; ///< not 0: the process holds more than that
    char name[64] = {};            ///< file name of the program; receiveHello() makes sure that it ends with 0
    Token token;                   ///< as the environment gave it; zeros: none
    char host[64] = {};            ///< its host's name, as uname() tells it there; ends with 0, as `name`
};
static_assert(sizeof(Hello) == 168);

/// A socket that the process holds when it says hello: inherited by fork, left open by exec, or given by whoever
/// started it.
struct HelloSocket
{
    std::uint64_t cookie = 0;
    Endpoint local;
    Endpoint peer;
    std::int32_t fd = -1;
    std::uint16_t domain = 0;
    std::uint16_t type = 0;
    std::uint16_t protocol = 0;
    std::uint16_t listening = 0; ///< not 0: it listens
    std::uint32_t reserved = 0;
};
static_assert(sizeof(HelloSocket) == 72);
inline constexpr std::size_t kMaxHelloSockets = 256;

enum class HelloVerdict : std::uint16_t { Go = 1, Refused = 2 };

/// zocalo's answer.
struct HelloReply
{
    std::uint32_t magic = kHelloMagic;
    std::uint16_t version = kHelloVersion;
    HelloVerdict verdict = HelloVerdict::Go;
    std::uint32_t collectorPid = 0;
    std::uint32_t reserved = 0;
};
static_assert(sizeof(HelloReply) == 16);

/// A hello as received, with what the kernel says of its sender.
struct ReceivedHello
{
    Hello hello;
    std::vector<HelloSocket> sockets;
    int memfd = -1;   ///< the caller's to close; close-on-exec
    int netlink = -1; ///< the same: a NETLINK_SOCK_DIAG socket of the sender's network namespace; -1: it sent none
    pid_t pid = 0;    ///< SO_PEERCRED
};

/// Reads one hello from an accepted connection, without blocking. Returns 0, or an errno: EAGAIN (not there yet),
/// EPROTO (not a hello of this version, or not one or two descriptors), EPERM (another user, who does not know
/// `token`; nullptr: nobody may), ECONNRESET (closed). On failure no descriptor is left behind.
int receiveHello(int connection, ReceivedHello &hello, const Token *token = nullptr);
/// Answers it; `collectorPid` is filled in. Returns 0 or an errno.
int sendReply(int connection, HelloVerdict verdict);

} // namespace zocalo::trace
