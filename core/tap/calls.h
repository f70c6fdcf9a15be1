// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

/// Before the definition of a function that stands in front of the C library's. Its exception specification (__THROW)
/// must be that of the system's header.
#define ZOCALO_TAP_CALL extern "C" __attribute__((visibility("default")))

/// Where in the program such a function was called.
#define ZOCALO_TAP_CALLER __builtin_return_address(0)
