// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

namespace zocalo::peer {

/// Carries out one command line (README.md) and returns its reply, without the line's end. It makes at most one socket
/// call, which may sleep for as long as the kernel likes.
std::string perform(std::string_view line);

/// True for the command that ends the process.
bool isExit(std::string_view line);

} // namespace zocalo::peer
