// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

namespace zocalo::ptracer {

/// Has the kernel stop the calling process (and all that it will become or start) for its tracer at the watched system
/// calls, and at nothing else: seccomp(2), SECCOMP_RET_TRACE. There must be a tracer from then on until the process
/// ends: without one those calls fail with ENOSYS. Where the privilege to do this is missing, the process gives up the
/// one of gaining privileges by exec (no_new_privs). Returns 0 or an errno.
int installFilter();

} // namespace zocalo::ptracer
