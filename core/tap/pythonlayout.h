// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>

namespace zocalo::tap {

/// How a line's number is told from a place in the code (Objects/lnotab_notes.txt, Objects/locations.md of CPython).
enum class LineTable { Increments, Ranges, Locations };

/// Where things lie in CPython's structures on 64-bit machines, of builds with the lock and without debug fields.
/// Include/cpython/{pystate,code,unicodeobject}.h, Include/cpython/frameobject.h and
/// Include/internal/pycore_{frame,pystate}.h of each version.
struct PythonLayout
{
    int minor;
    LineTable table;
    std::size_t stateFrame; ///< of the thread's state: its frame, or what has it
    bool hasCFrame;         ///< …which is on the C stack, and has the frame at `cframeFrame`
    std::size_t cframeFrame;
    std::size_t frameCode;
    std::size_t frameBack;
    std::size_t frameAt; ///< where it is: an index until 3.10, an address since
    std::size_t codeFirstLine;
    std::size_t codePath;
    std::size_t codeTable;
    std::size_t codeUnits; ///< the instructions; since 3.11
    std::size_t asciiText; ///< of a text without other characters
    std::size_t otherText; ///< of any other compact text
};

inline constexpr PythonLayout kPythonLayouts[] = {
    {9, LineTable::Increments, 24, false, 0, 32, 24, 104, 40, 104, 120, 0, 48, 72},
    {10, LineTable::Ranges, 24, false, 0, 32, 24, 96, 40, 104, 120, 0, 48, 72},
    {11, LineTable::Locations, 56, true, 8, 32, 48, 56, 72, 112, 136, 184, 48, 72},
    {12, LineTable::Locations, 56, true, 0, 0, 8, 56, 68, 112, 136, 192, 40, 56},
    {13, LineTable::Locations, 72, false, 0, 0, 8, 56, 68, 112, 136, 200, 40, 56},
};

// The same in all of them.
inline constexpr std::size_t kObjectType = 8;  ///< PyObject::ob_type
inline constexpr std::size_t kObjectSize = 16; ///< PyVarObject::ob_size
inline constexpr std::size_t kBytesText = 32;  ///< PyBytesObject::ob_sval
inline constexpr std::size_t kTextLength = 16; ///< PyASCIIObject::length
inline constexpr std::size_t kTextState = 32;  ///< PyASCIIObject::state

} // namespace zocalo::tap
