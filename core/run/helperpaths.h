// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/result.h"

#include <QString>

namespace zocalo::run {

/// Where the parts of zocalo that run inside or as other processes are.
struct HelperPaths
{
    QString tap;     ///< libzocalo-tap.so
    QString peer;    ///< zocalo-peer
    QString ptracer; ///< zocalo-ptracer: not needed for lessons, and not looked for before it is

    /// Looks in the folder that the environment variable ZOCALO_HELPERS names, else in ../lib/zocalo beside the folder
    /// of the running executable. Errors: TapMissing, PeerMissing (subject: the path that was expected).
    static Result<HelperPaths> find();
};

} // namespace zocalo::run
