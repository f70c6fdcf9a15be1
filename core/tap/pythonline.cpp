// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/tap/pythonline.h"

#include "core/tap/pythonlayout.h"
#include "core/trace/rawsyscall.h"

#include <atomic>
#include <cstdlib>
#include <cstring>
#include <iterator>

#include <dlfcn.h>
#include <sys/uio.h>

namespace zocalo::tap {

namespace {

using trace::asArgument;
using trace::rawSyscall;
using Address = std::uintptr_t;

constexpr int kMostFrames = 64;
constexpr std::size_t kMostTableBytes = 256 * 1024;
/// Looks that found nothing that fits, after which nobody looks any more.
constexpr int kMostMisfits = 8;

enum class Trust { Unknown, Fits, Off };

/// Of the interpreter in this process; written before the program begins.
bool g_isPython = false;                ///< of any version
const PythonLayout *g_layout = nullptr; ///< null: there is none that is known
void *(*g_threadState)() = nullptr;
int (*g_isFinalizing)() = nullptr;
Address g_codeType = 0;
Address g_textType = 0;
Address g_bytesType = 0;
Address g_none = 0; ///< Python's None stands in a frame of the C stack (3.13)
std::atomic<Trust> g_trust{Trust::Unknown};
std::atomic<int> g_misfits{0};

/// Reads memory that may not be there.
bool readSafely(Address from, void *to, std::size_t size)
{
    const iovec ours{to, size};
    const iovec theirs{reinterpret_cast<void *>(from), size};
    const long got =
        rawSyscall(SYS_process_vm_readv, rawSyscall(SYS_getpid), asArgument(&ours), 1, asArgument(&theirs), 1, 0);
    return got == static_cast<long>(size);
}

/// A value at an address that is known to be good, or not.
template <typename Value>
bool readValue(Address from, Value &value, bool isKnown)
{
    if (!isKnown)
        return readSafely(from, &value, sizeof value);
    std::memcpy(&value, reinterpret_cast<const void *>(from), sizeof value);
    return true;
}

/// Wrapper: of a library that only hands calls on.
enum class Owner : std::uint8_t { Program, Library, Wrapper, Loop };

/// A place in the code, and its line.
struct Place
{
    std::int32_t at = -1;
    std::int32_t line = 0;
};

/// What a code object says of itself, seen once by reads that cannot fault.
struct KnownCode
{
    Address code = 0;
    Address path = 0; ///< its object
    Address table = 0;
    std::uint32_t tableSize = 0;
    std::int32_t firstLine = 0;
    std::uint16_t pathLength = 0; ///< characters
    std::uint8_t kind = 0;        ///< bytes a character
    bool isAscii = false;
    Owner owner = Owner::Program;
    Place places[4]; ///< that were asked for last
};

/// Those of all threads: a thread's own memory is taken from its stack, which may be small. Whoever finds one in use
/// (another thread's, or its own where a signal handler makes calls) does without.
struct CodeEntry
{
    std::atomic<bool> isBusy{false};
    KnownCode known;
};
constexpr std::size_t kKnownCodes = 256;
CodeEntry g_codes[kKnownCodes];

/// The path's characters as UTF-8, as they are in the file system. 0: too long, or no path.
std::size_t writePath(const PythonLayout &layout, const KnownCode &known, char *path)
{
    if (known.pathLength == 0 || known.pathLength > trace::kSourceLimit)
        return 0;
    const auto *const text =
        reinterpret_cast<const std::uint8_t *>(known.path + (known.isAscii ? layout.asciiText : layout.otherText));
    if (known.isAscii) {
        std::memcpy(path, text, known.pathLength);
        return known.pathLength;
    }
    std::size_t size = 0;
    for (std::size_t i = 0; i < known.pathLength; ++i) {
        std::uint32_t c = 0;
        std::memcpy(&c, text + i * known.kind, known.kind);
        if (size + 4 > trace::kSourceLimit)
            return 0;
        if (c < 0x80) {
            path[size++] = static_cast<char>(c);
        } else if (c < 0x800) {
            path[size++] = static_cast<char>(0xc0 | c >> 6);
            path[size++] = static_cast<char>(0x80 | (c & 0x3f));
        } else if (c >= 0xdc80 && c <= 0xdcff) { // a byte that is no UTF-8 (PEP 383)
            path[size++] = static_cast<char>(c - 0xdc00);
        } else if (c < 0x10000) {
            path[size++] = static_cast<char>(0xe0 | c >> 12);
            path[size++] = static_cast<char>(0x80 | (c >> 6 & 0x3f));
            path[size++] = static_cast<char>(0x80 | (c & 0x3f));
        } else {
            path[size++] = static_cast<char>(0xf0 | c >> 18);
            path[size++] = static_cast<char>(0x80 | (c >> 12 & 0x3f));
            path[size++] = static_cast<char>(0x80 | (c >> 6 & 0x3f));
            path[size++] = static_cast<char>(0x80 | (c & 0x3f));
        }
    }
    return size;
}

/// Whose code a file has: Python's own and installed libraries are not the program's.
Owner ownerOf(const char *path, std::size_t length)
{
    const auto has = [&](const char *part) { return memmem(path, length, part, std::strlen(part)) != nullptr; };
    if (has("/asyncio/base_events.py") || has("/asyncio/events.py") || has("/asyncio/runners.py"))
        return Owner::Loop;
    if (has("/lib/python3") && (has("/socket.py") || has("/ssl.py")))
        return Owner::Wrapper;
    const bool isFrozen = length > 8 && std::memcmp(path, "<frozen ", 8) == 0;
    const bool isLibrary = isFrozen || has("/lib/python3") || has("/site-packages/") || has("/dist-packages/") ||
                           (length == 6 && std::memcmp(path, "<shim>", 6) == 0);
    return isLibrary ? Owner::Library : Owner::Program;
}

/// Sees a code object for the first time. False: it is none.
bool meet(const PythonLayout &layout, Address code, KnownCode &known)
{
    Address type = 0;
    std::uint64_t length = 0;
    std::uint32_t state = 0;
    std::uint64_t tableSize = 0;
    known = {};
    if (code == 0 || !readValue(code + kObjectType, type, false) || type != g_codeType ||
        !readValue(code + layout.codePath, known.path, false) ||
        !readValue(code + layout.codeTable, known.table, false) ||
        !readValue(code + layout.codeFirstLine, known.firstLine, false) ||
        !readValue(known.path + kObjectType, type, false) || type != g_textType ||
        !readValue(known.path + kTextLength, length, false) || !readValue(known.path + kTextState, state, false) ||
        !readValue(known.table + kObjectType, type, false) || type != g_bytesType ||
        !readValue(known.table + kObjectSize, tableSize, false))
        return false;
    known.kind = static_cast<std::uint8_t>(state >> 2 & 7U);
    known.isAscii = (state >> 6 & 1U) != 0;
    const bool isCompact = (state >> 5 & 1U) != 0;
    const bool isText = isCompact && (known.kind == 1 || known.kind == 2 || known.kind == 4);
    if (!isText || tableSize > kMostTableBytes || length > trace::kSourceLimit)
        return false;
    known.pathLength = static_cast<std::uint16_t>(length);
    known.tableSize = static_cast<std::uint32_t>(tableSize);
    // That all of them can be read, to their last byte.
    std::uint8_t last = 0;
    char path[trace::kSourceLimit];
    const std::size_t textStart = known.isAscii ? layout.asciiText : layout.otherText;
    if (!readValue(known.path + textStart + length * known.kind, last, false) ||
        !readValue(known.table + kBytesText + tableSize, last, false))
        return false;
    const std::size_t size = writePath(layout, known, path);
    // The interpreter's own code, between two frames (3.12), has no path.
    known.owner = length == 0 ? Owner::Library : ownerOf(path, size);
    known.code = code;
    return length == 0 || size > 0;
}

/// Whether a code object that was seen is still the one at its address: what it was made of is alive as long as it is.
bool isStill(const PythonLayout &layout, Address code, const KnownCode &known)
{
    if (code == 0 || known.code != code)
        return false;
    Address path = 0;
    Address table = 0;
    std::int32_t firstLine = 0;
    readValue(code + layout.codePath, path, true);
    readValue(code + layout.codeTable, table, true);
    readValue(code + layout.codeFirstLine, firstLine, true);
    return path == known.path && table == known.table && firstLine == known.firstLine;
}

/// Objects/lnotab_notes.txt (3.9): pairs of what is added to the address and to the line.
std::int32_t lineByIncrements(const KnownCode &known, const std::uint8_t *table, std::int64_t at)
{
    std::int32_t line = known.firstLine;
    std::int64_t address = 0;
    for (std::size_t i = 0; i + 1 < known.tableSize; i += 2) {
        address += table[i];
        if (address > at)
            break;
        line += static_cast<std::int8_t>(table[i + 1]);
    }
    return line;
}

/// The same in 3.10: how long a range is, and what is added to the line before it; -128: it has none.
std::int32_t lineByRanges(const KnownCode &known, const std::uint8_t *table, std::int64_t at)
{
    std::int32_t line = known.firstLine;
    std::int64_t end = 0;
    for (std::size_t i = 0; i + 1 < known.tableSize; i += 2) {
        const auto delta = static_cast<std::int8_t>(table[i + 1]);
        end += table[i];
        line += delta == -128 ? 0 : delta;
        if (at < end)
            return delta == -128 ? 0 : line;
    }
    return 0;
}

/// Objects/locations.md (3.11): entries of several bytes, of which only the first has its highest bit.
std::int32_t lineByLocations(const KnownCode &known, const std::uint8_t *table, std::int64_t at)
{
    constexpr unsigned NoLine = 15;
    constexpr unsigned Long = 14;
    constexpr unsigned NoColumns = 13;
    constexpr unsigned OneLine = 10;
    std::int32_t line = known.firstLine;
    std::int64_t end = 0;
    for (std::size_t i = 0; i < known.tableSize;) {
        const unsigned first = table[i++];
        const unsigned code = first >> 3 & 15U;
        end += (first & 7U) + 1;
        std::uint32_t bits = 0;
        if (code == Long || code == NoColumns) {
            unsigned shift = 0;
            std::uint8_t byte = 0x40;
            for (std::size_t k = i; (byte & 0x40U) != 0 && k < known.tableSize && shift < 32; ++k, shift += 6) {
                byte = table[k];
                bits |= static_cast<std::uint32_t>(byte & 0x3fU) << shift;
            }
            line += (bits & 1U) != 0 ? -static_cast<std::int32_t>(bits >> 1) : static_cast<std::int32_t>(bits >> 1);
        } else if (code >= OneLine && code != NoLine) {
            line += static_cast<std::int32_t>(code - OneLine);
        }
        if (at < end)
            return code == NoLine ? 0 : line;
        while (i < known.tableSize && (table[i] & 0x80U) == 0)
            ++i;
    }
    return 0;
}

std::int32_t lineAt(const PythonLayout &layout, const KnownCode &known, std::int32_t at)
{
    const auto *const table = reinterpret_cast<const std::uint8_t *>(known.table + kBytesText);
    switch (layout.table) {
    case LineTable::Increments:
        return lineByIncrements(known, table, at);
    case LineTable::Ranges:
        return lineByRanges(known, table, std::int64_t{at} * 2);
    case LineTable::Locations:
        break;
    }
    return lineByLocations(known, table, at);
}

/// The line that a frame is at; 0: not known.
std::int32_t lineOf(const PythonLayout &layout, KnownCode &known, Address frame, bool isKnown)
{
    std::int32_t at = 0;
    if (layout.table == LineTable::Locations) {
        Address place = 0;
        if (!readValue(frame + layout.frameAt, place, isKnown))
            return 0;
        const std::uint64_t units = (place - known.code - layout.codeUnits) / 2; // of two bytes each
        if (units > INT32_MAX)
            return 0;
        at = static_cast<std::int32_t>(units);
    } else if (!readValue(frame + layout.frameAt, at, isKnown) || at < 0) {
        return 0;
    }
    Place &place = known.places[static_cast<std::uint32_t>(at) / 2 % std::size(known.places)];
    if (place.at != at)
        place = {at, lineAt(layout, known, at)};
    return place.line;
}

/// Sees the code of a frame, and its line. False: it is none.
bool seeCode(const PythonLayout &layout, Address code, Address frame, bool isKnown, KnownCode &seen, std::int32_t &line)
{
    CodeEntry &entry = g_codes[(code >> 5) % kKnownCodes];
    if (entry.isBusy.exchange(true, std::memory_order_acquire)) {
        if (!meet(layout, code, seen))
            return false;
        line = lineOf(layout, seen, frame, isKnown);
        return true;
    }
    const bool isCode = isStill(layout, code, entry.known) || meet(layout, code, entry.known);
    if (isCode) {
        line = lineOf(layout, entry.known, frame, isKnown);
        seen = entry.known;
    } else {
        entry.known.code = 0;
    }
    entry.isBusy.store(false, std::memory_order_release);
    return isCode;
}

/// The thread's innermost frame; 0: none. An interpreter that begins to end says so before it frees the states of other
/// threads (Py_FinalizeEx()): what was read while it had not said so was a state's. Their frames it does not free.
Address innermost(const PythonLayout &layout, bool isKnown)
{
    Address frame = 0;
    const auto state = reinterpret_cast<Address>(g_threadState());
    if (state == 0 || !readValue(state + layout.stateFrame, frame, isKnown) || frame == 0)
        return 0;
    if (layout.hasCFrame && (g_isFinalizing() != 0 || !readValue(frame + layout.cframeFrame, frame, isKnown)))
        return 0;
    return g_isFinalizing() == 0 ? frame : 0;
}

bool tell(const PythonLayout &layout, const KnownCode &known, std::int32_t at, SourceLine &line)
{
    const std::size_t size = at > 0 ? writePath(layout, known, line.path) : 0;
    line.length = static_cast<std::uint16_t>(size);
    line.line = static_cast<std::uint32_t>(at);
    return size > 0;
}

/// Nothing that fits was found.
bool tellNothing()
{
    if (g_misfits.fetch_add(1) >= kMostMisfits && g_trust.load() != Trust::Fits)
        g_trust.store(Trust::Off);
    return false;
}

} // namespace

void seekPython()
{
    using GetVersion = const char *(*)();
    const auto version = reinterpret_cast<GetVersion>(dlsym(RTLD_DEFAULT, "Py_GetVersion"));
    g_isPython = version != nullptr;
    if (!version) {
        dlerror(); // not the program's error
        return;
    }
    g_threadState = reinterpret_cast<void *(*)()>(dlsym(RTLD_DEFAULT, "PyGILState_GetThisThreadState"));
    void *isFinalizing = dlsym(RTLD_DEFAULT, "Py_IsFinalizing");
    if (!isFinalizing)
        isFinalizing = dlsym(RTLD_DEFAULT, "_Py_IsFinalizing"); // until 3.12
    dlerror();
    g_isFinalizing = reinterpret_cast<int (*)()>(isFinalizing);
    g_codeType = reinterpret_cast<Address>(dlsym(RTLD_DEFAULT, "PyCode_Type"));
    g_textType = reinterpret_cast<Address>(dlsym(RTLD_DEFAULT, "PyUnicode_Type"));
    g_bytesType = reinterpret_cast<Address>(dlsym(RTLD_DEFAULT, "PyBytes_Type"));
    g_none = reinterpret_cast<Address>(dlsym(RTLD_DEFAULT, "_Py_NoneStruct"));
    if (!g_threadState || !g_isFinalizing || !g_codeType || !g_textType || !g_bytesType || !g_none)
        return;
    const char *text = version(); // "3.11.2 (main, …"
    if (text[0] != '3' || text[1] != '.' || std::strstr(text, "free-threading"))
        return;
    const int minor = std::atoi(text + 2);
    for (const PythonLayout &layout : kPythonLayouts) {
        if (layout.minor == minor)
            g_layout = &layout;
    }
}

bool isPythonHere() { return g_isPython; }

bool pythonLine(SourceLine &line)
{
    line.length = 0;
    const PythonLayout *const layout = g_layout;
    const Trust trust = g_trust.load(std::memory_order_relaxed);
    // An interpreter that ends frees other threads' states (innermost()).
    if (!layout || trust == Trust::Off || g_isFinalizing() != 0)
        return false;
    const bool isKnown = trust == Trust::Fits;
    KnownCode library;
    std::int32_t libraryLine = 0;
    Address frame = innermost(*layout, isKnown);
    if (frame == 0)
        return false; // a thread that Python does not know, or one that runs none of it
    for (int i = 0; i < kMostFrames && frame != 0; ++i) {
        Address code = 0;
        if (!readValue(frame + layout->frameCode, code, isKnown))
            return tellNothing();
        if (code != g_none) {
            KnownCode seen;
            std::int32_t at = 0;
            if (!seeCode(*layout, code, frame, isKnown, seen, at))
                return tellNothing(); // not what this was made for: nothing of it is believed
            if (seen.owner == Owner::Program) {
                g_trust.store(Trust::Fits, std::memory_order_relaxed);
                return tell(*layout, seen, at, line);
            }
            // The interpreter's own code between two frames has no lines.
            if ((library.code == 0 || library.owner == Owner::Wrapper) && seen.pathLength > 0 && at > 0) {
                library = seen;
                libraryLine = at;
            }
            if (seen.owner == Owner::Loop)
                break;
        }
        if (!readValue(frame + layout->frameBack, frame, isKnown))
            return tellNothing();
    }
    if (library.code == 0)
        return tellNothing();
    g_trust.store(Trust::Fits, std::memory_order_relaxed);
    return tell(*layout, library, libraryLine, line);
}

} // namespace zocalo::tap
