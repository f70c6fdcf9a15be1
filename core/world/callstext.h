// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "core/world/callline.h"

#include <QJsonObject>
#include <QList>
#include <QString>

namespace zocalo::world {

/// The object of the JSON Lines contract; `new_socket` is an addition to it. Cookies are strings, `payload` is base64,
/// what is not known is null.
QJsonObject toJson(const CallLine &line);

/// "SO_REUSEADDR"; of one that is not known its number (socket(7), tcp(7), ipv6(7)).
QString optionName(int level, int option);

/// One call as text that reads like strace: `send(3, "hola", 4) = 4`; `?` for the result while it has not returned.
QString callText(const CallLine &line);

/// The same with who made it and a line feed: `4101 tcp.A  connect(3, 127.0.0.1:9000) = 0`. Long payloads are cut, with
/// "…" behind.
QString textLine(const CallLine &line);
/// All of them.
QString callsText(const QList<CallLine> &lines);

/// The headings of csvLine(), with a line feed.
QString csvHeadings();
/// One call as comma-separated values (RFC 4180, but with a line feed only): the fields of toJson() in a fixed order.
/// What is not known is empty.
QString csvLine(const CallLine &line);

} // namespace zocalo::world
