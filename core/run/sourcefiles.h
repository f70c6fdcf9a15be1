// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "core/history/event.h"

#include <QHash>

#include <sys/types.h>

namespace zocalo::run {

/// What must be known of a process to find the files that it names: taken when it begins to run a program, because a
/// process that is gone cannot be asked.
struct SourceView
{
    pid_t pid = 0;
    QString folder;     ///< that it began in; empty: not known
    quint64 files = 0;  ///< which tree of files it sees; 0: the one that we see
    qint64 sinceNs = 0; ///< when it began to run its program: CLOCK_REALTIME
    qint64 builtNs = 0; ///< when its program's file was written; 0: not known

    /// Of a process that lives, and runs its program from now on.
    static SourceView of(pid_t pid);
};

/// The source files whose lines make the calls of a run: numbered as they are met, and kept as they were then. Nothing
/// of a file is believed to be what a program runs if it is newer than the program.
class SourceFiles
{
public:
    /// The file that a process calls `path` (relative ones are in its folder). A file that was written after
    /// `notAfterNs` (CLOCK_REALTIME) is not what it runs. `isNew`: it was not given before. An id of 0: too many files.
    history::SourceSeen named(const QByteArray &path, const SourceView &view, qint64 notAfterNs, bool &isNew);

private:
    struct Asked
    {
        QByteArray path;
        quint64 files = 0;
        qint64 notAfterNs = 0;
        bool operator==(const Asked &) const = default;
    };
    friend size_t qHash(const Asked &asked, size_t seed)
    {
        return qHashMulti(seed, asked.path, asked.files, asked.notAfterNs);
    }
    /// A text of a file: by whose tree it is, its path, and when it was written (0: the text is not known).
    struct Text
    {
        quint64 files = 0;
        QString path;
        qint64 writtenNs = 0;
        bool operator==(const Text &) const = default;
    };
    friend size_t qHash(const Text &text, size_t seed)
    {
        return qHashMulti(seed, text.files, text.path, text.writtenNs);
    }

    QHash<Asked, quint16> m_asked;
    QHash<Text, quint16> m_ids; ///< 1, 2, 3…
    int m_texts = 0;
};

} // namespace zocalo::run
