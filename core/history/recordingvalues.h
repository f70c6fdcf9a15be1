// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "core/history/event.h"

#include <QByteArray>

#include <array>
#include <optional>
#include <string_view>

/// How single values are stored in a recording (docs/recording.md): as names where a number would differ between
/// machines, with a fixed order of bytes elsewhere.
namespace zocalo::history {

/// "client", "server", "other".
std::string_view roleName(Role role);
std::optional<Role> roleFromName(std::string_view name);

/// "tcp", "udp", "other".
std::string_view protocolName(kernel::Protocol protocol);
std::optional<kernel::Protocol> protocolFromName(std::string_view name);

/// "LISTEN"…; each state has a name of its own here.
std::string_view stateColumn(kernel::State state);
std::optional<kernel::State> stateFromColumn(std::string_view name);

/// "static", "without_tap", "privileged", "foreign", "io_uring", "never_joined".
std::string_view unseenName(Unseen::Why why);
std::optional<Unseen::Why> unseenFromName(std::string_view name);

/// The number of an errno's name ("ECONNREFUSED", "E999").
std::optional<int> errnoFromName(std::string_view name);

/// All 24 bytes of an address, most significant bytes first.
QByteArray endpointBytes(const trace::Endpoint &endpoint);
std::optional<trace::Endpoint> endpointFromBytes(std::string_view bytes);
/// The text of an address if it says all of it.
std::optional<std::string> endpointText(const trace::Endpoint &endpoint);

/// All 184 bytes of a record, numbers with the least significant byte first.
QByteArray recordBytes(const trace::Record &record);
std::optional<trace::Record> recordFromBytes(std::string_view bytes);

} // namespace zocalo::history
