// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/code/pairoption.h"

#include <algorithm>
#include <array>

#include <sys/socket.h>
#include <sys/time.h>

namespace zocalo::code {

namespace {

constexpr std::array<PairOption, 3> PairOptions{{
    {SO_LINGER, "SO_LINGER", "struct linger", "ii", sizeof(linger)},
    {SO_RCVTIMEO, "SO_RCVTIMEO", "struct timeval", "ll", sizeof(timeval)},
    {SO_SNDTIMEO, "SO_SNDTIMEO", "struct timeval", "ll", sizeof(timeval)},
}};

template <typename Condition>
const PairOption *firstPair(Condition condition)
{
    const auto found = std::find_if(PairOptions.begin(), PairOptions.end(), condition);
    return found == PairOptions.end() ? nullptr : &*found;
}

} // namespace

const PairOption *pairOption(int level, int option)
{
    return firstPair([=](const PairOption &each) { return level == SOL_SOCKET && each.option == option; });
}

const PairOption *pairOption(const QString &name)
{
    return firstPair([&](const PairOption &each) { return name == QLatin1String(each.name); });
}

} // namespace zocalo::code
