// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/lesson/callspec.h"

#include <algorithm>
#include <array>

namespace zocalo::lesson {

namespace {

using Spec = CallSpec;
using trace::Call;

constexpr std::array<Spec, 11> kSpecs{{
    {"socket", Call::Socket, Spec::Protocol | Spec::As, 0},
    {"bind", Call::Bind, Spec::On | Spec::Address, 0},
    {"listen", Call::Listen, Spec::On | Spec::Backlog, 0},
    {"accept", Call::Accept, Spec::On | Spec::As, Spec::Blocks},
    {"connect", Call::Connect, Spec::On | Spec::Address, Spec::Blocks},
    {"send", Call::Send, Spec::On | Spec::Payload, Spec::Blocks},
    {"sendto", Call::Sendto, Spec::On | Spec::Address | Spec::Payload, Spec::Blocks},
    {"recv", Call::Recv, Spec::On, Spec::Bytes | Spec::Blocks},
    {"recvfrom", Call::Recvfrom, Spec::On, Spec::Bytes | Spec::Blocks},
    {"shutdown", Call::Shutdown, Spec::On | Spec::How, 0},
    {"close", Call::Close, Spec::On, 0},
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

} // namespace zocalo::lesson
