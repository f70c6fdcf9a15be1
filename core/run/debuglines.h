// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "core/run/filedescriptor.h"

#include <QByteArray>
#include <QHash>
#include <QList>

#include <elfutils/libdw.h>
#include <sys/stat.h>
#include <sys/types.h>

namespace zocalo::run {

/// A line of a compiled program's source.
struct CompiledLine
{
    QByteArray path; ///< as the compiler was given it; empty: not known
    quint32 line = 0;
};

/// Finds the source lines that the calls of a process come from, by the debug information (DWARF) that its program's
/// own file carries; where there is none, nothing is claimed. Nothing is fetched from anywhere. A forked process runs
/// the same program at the same addresses.
class DebugLines
{
    Q_DISABLE_COPY_MOVE(DebugLines)

public:
    /// Of the program that the process runs, which must live, and waits: the file is opened and looked at whether it
    /// has debug information, which is read when a line is asked for, if it is still the same then and not too much
    /// (kMostDebugBytes).
    explicit DebugLines(pid_t pid);
    ~DebugLines();

    /// The line of the call that returns to `address`; only the program's own file is looked at, no library, and only
    /// calls that leave it: a call of a function of its own is not the one that was observed, even if that function
    /// has left its return address behind (a tail call).
    CompiledLine lineOf(quint64 address);

private:
    struct Range
    {
        quint64 begin = 0;
        quint64 end = 0;
        bool has(quint64 place) const { return begin <= place && place < end; }
    };

    void open();
    void close();
    bool hasDebugInformation() const;
    bool isStillThere() const;
    bool isSmall() const;
    bool findPlace(pid_t pid);
    bool setBias();
    void findDoors();
    bool leavesProgram(quint64 place) const;
    static bool isIn(const QList<Range> &ranges, quint64 place);
    CompiledLine find(quint64 place);

    FileDescriptor m_file; ///< must be closed last
    Elf *m_elf = nullptr;
    Dwarf *m_dwarf = nullptr;
    struct stat m_about
    {
    }; ///< of the file, when its program was begun
    bool m_isOpened = false;
    quint64 m_begin = 0; ///< in memory
    quint64 m_end = 0;
    quint64 m_offset = 0;   ///< in the file, of what stands at m_begin
    quint64 m_bias = 0;     ///< what is added to a place in the file's own addresses
    QList<Range> m_stubs;   ///< .plt: jumps to other files' functions
    QList<Range> m_offsets; ///< .got: their addresses
    QHash<quint64, CompiledLine> m_known;
};

} // namespace zocalo::run
