// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/base/period.h"

#include <cstring>

namespace zocalo {

qsizetype periodOf(const QByteArray &bytes, qsizetype most)
{
    for (qsizetype period = 1; period <= most && 2 * period <= bytes.size(); ++period) {
        const auto rest = static_cast<size_t>(bytes.size() - period);
        if (std::memcmp(bytes.constData(), bytes.constData() + period, rest) == 0)
            return period;
    }
    return 0;
}

} // namespace zocalo
