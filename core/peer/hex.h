// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace zocalo::peer {

/// Lower-case hexadecimal; "-" for no bytes.
std::string toHex(std::string_view bytes);
/// The bytes that `text` names ("-": none); nothing if it is not hexadecimal.
std::optional<std::string> fromHex(std::string_view text);

} // namespace zocalo::peer
