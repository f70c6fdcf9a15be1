// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/lesson/callspec.h"

#include <algorithm>
#include <array>

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

namespace zocalo::lesson {

namespace {

using Spec = CallSpec;
using trace::Call;

constexpr std::array<Spec, 15> kSpecs{{
    {"socket", Call::Socket, Spec::Protocol | Spec::As, Spec::DontWait},
    {"bind", Call::Bind, Spec::On | Spec::Address, 0},
    {"listen", Call::Listen, Spec::On | Spec::Backlog, 0},
    {"accept", Call::Accept, Spec::On | Spec::As, Spec::Blocks},
    {"connect", Call::Connect, Spec::On | Spec::Address, Spec::Blocks},
    {"send", Call::Send, Spec::On | Spec::Payload, Spec::Blocks | Spec::DontWait},
    {"sendto", Call::Sendto, Spec::On | Spec::Address | Spec::Payload, Spec::Blocks | Spec::DontWait},
    {"recv", Call::Recv, Spec::On, Spec::Bytes | Spec::Blocks | Spec::DontWait | Spec::Truncation},
    {"recvfrom", Call::Recvfrom, Spec::On, Spec::Bytes | Spec::Blocks | Spec::DontWait | Spec::Truncation},
    {"shutdown", Call::Shutdown, Spec::On | Spec::How, Spec::Acknowledged},
    {"close", Call::Close, Spec::On, Spec::Acknowledged},
    {"dup", Call::Dup, Spec::On | Spec::As, 0},
    {"setsockopt", Call::Setsockopt, Spec::On | Spec::Option, 0},
    {"getsockname", Call::Getsockname, Spec::On, 0},
    {"getpeername", Call::Getpeername, Spec::On, 0},
}};

constexpr std::array<OptionSpec, 7> kOptions{{
    {"SO_REUSEADDR", "reuseaddr", SOL_SOCKET, SO_REUSEADDR},
    {"SO_REUSEPORT", "reuseport", SOL_SOCKET, SO_REUSEPORT},
    {"SO_RCVBUF", "rcvbuf", SOL_SOCKET, SO_RCVBUF},
    {"SO_SNDBUF", "sndbuf", SOL_SOCKET, SO_SNDBUF},
    {"SO_KEEPALIVE", "keepalive", SOL_SOCKET, SO_KEEPALIVE},
    {"SO_BROADCAST", "broadcast", SOL_SOCKET, SO_BROADCAST},
    {"TCP_NODELAY", "nodelay", IPPROTO_TCP, TCP_NODELAY},
}};

template <typename Condition>
const Spec *find(Condition condition)
{
    const auto found = std::find_if(kSpecs.begin(), kSpecs.end(), condition);
    return found == kSpecs.end() ? nullptr : &*found;
}

} // namespace

const CallSpec *callSpec(const QString &name)
{
    return find([&](const Spec &spec) { return name == QLatin1String(spec.name); });
}

const CallSpec *callSpec(trace::Call call)
{
    return find([&](const Spec &spec) { return spec.call == call; });
}

QStringList callNames()
{
    QStringList names;
    for (const Spec &spec : kSpecs)
        names.append(QLatin1String(spec.name));
    return names;
}

const OptionSpec *optionSpec(const QString &name)
{
    const auto found = std::find_if(kOptions.begin(), kOptions.end(),
                                    [&](const OptionSpec &spec) { return name == QLatin1String(spec.name); });
    return found == kOptions.end() ? nullptr : &*found;
}

const OptionSpec *optionSpec(int level, int option)
{
    const auto found = std::find_if(kOptions.begin(), kOptions.end(), [level, option](const OptionSpec &spec) {
        return spec.level == level && spec.option == option;
    });
    return found == kOptions.end() ? nullptr : &*found;
}

QStringList optionNames()
{
    QStringList names;
    for (const OptionSpec &spec : kOptions)
        names.append(QLatin1String(spec.name));
    return names;
}

} // namespace zocalo::lesson
