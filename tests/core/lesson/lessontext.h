// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "core/lesson/fault.h"

#include <QByteArray>

/// Lesson files of tests. A `§` marks the place of the expected fault; it is no part of the file.
namespace zocalo::lesson::test {

struct MarkedText
{
    QByteArray text;
    Place place; ///< 0:0 if there is no mark
};

MarkedText takeMark(const QByteArray &marked);

/// A whole lesson of kind tcp, for one to three clients, with these items as its script.
QByteArray withScript(const QByteArray &items);
/// The same of kind twin.
QByteArray twinWithScript(const QByteArray &items);
/// A whole lesson of kind tcp in which `line` replaces the line that begins with `field`; an empty one leaves it out.
QByteArray withLine(const QByteArray &field, const QByteArray &line);

/// Items: the server "L" listens; it listens and A has connected; A's connection was accepted as "A".
QByteArray listening();
QByteArray connected();
QByteArray accepted();
/// A UDP server and a UDP client A, both with the socket "S"; the server's is bound.
QByteArray datagrams();

} // namespace zocalo::lesson::test
