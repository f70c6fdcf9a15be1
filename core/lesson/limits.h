// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include <QtGlobal>

/// How big a lesson may be. A lesson file may come from anybody: whatever is in it, reading it ends soon, takes little
/// memory and gives a script that a run can finish.
namespace zocalo::lesson {

inline constexpr qint64 kMaxFileBytes = 1024 * 1024;
inline constexpr int kMaxClients = 200;
inline constexpr int kMaxProcessTemplates = 16;
inline constexpr int kMaxHosts = 4;
inline constexpr int kMaxCalls = 10'000;   ///< of one expanded script
inline constexpr int kMaxVisits = 100'000; ///< items looked at while expanding: loops of loops that call nothing
inline constexpr int kMaxBlockDepth = 4;   ///< loops within loops
inline constexpr int kMaxRepeat = 1000;    ///< of one block
inline constexpr int kMaxDotsInLine = 24;  ///< outside strings: dotted keys make tables within tables
inline constexpr int kMaxTitle = 120;      ///< characters
inline constexpr int kMaxSummary = 1000;   ///< characters
inline constexpr int kMaxOptionText = 200; ///< characters
inline constexpr int kMaxQuestions = 12;
inline constexpr int kMaxOptions = 6;
inline constexpr int kMaxSwitchValues = 6;
inline constexpr int kMaxCombinations = 24; ///< of the values of all switches
/// Calls that are rehearsed for all settings of the switches but the first.
inline constexpr qint64 kMaxRehearsedCalls = 150'000;
inline constexpr int kMaxReadings = 8;
inline constexpr int kMaxTerms = 16;
inline constexpr int kMaxPayload = 1024;   ///< characters
inline constexpr int kMaxMessage = 65'536; ///< characters, of a text that is sent several times over in one call
inline constexpr int kMaxName = 64;        ///< characters
inline constexpr int kMaxReceive = 65'536; ///< bytes
inline constexpr int kMaxBacklog = 4096;
inline constexpr int kMaxOption = 16 * 1024 * 1024; ///< value of a socket option
inline constexpr int kMaxFaults = 200;              ///< more are not told
/// Clients have letters up to here, A to R (S is the server's); with more of them all have numbers.
inline constexpr int kMaxLetters = 18;

} // namespace zocalo::lesson
