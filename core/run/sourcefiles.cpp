// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/run/sourcefiles.h"

#include "core/history/sourcekind.h"
#include "core/run/clock.h"
#include "core/run/filedescriptor.h"

#include <QDir>
#include <QFile>

#include <limits>

#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace zocalo::run {
namespace {

constexpr qsizetype kMostFiles = 4096;
/// A file is asked for again by every program that names it.
constexpr qsizetype kMostAsked = 65536;
/// Whose files cannot be seen from here.
constexpr quint64 kUnknownFiles = std::numeric_limits<quint64>::max();

QByteArray ofProcess(pid_t pid, const char *what)
{
    return "/proc/" + QByteArray::number(static_cast<qint64>(pid)) + what;
}

qint64 writtenNs(const struct stat &about)
{
    return qint64{about.st_mtim.tv_sec} * 1'000'000'000 + about.st_mtim.tv_nsec;
}

/// Which tree of files a process sees: by its mount namespace, unless its root is another (mount_namespaces(7)).
quint64 filesOf(pid_t pid)
{
    struct stat space = {};
    struct stat ours = {};
    struct stat root = {};
    struct stat ourRoot = {};
    if (::stat(ofProcess(pid, "/ns/mnt").constData(), &space) != 0 || ::stat("/proc/self/ns/mnt", &ours) != 0 ||
        ::stat(ofProcess(pid, "/root").constData(), &root) != 0 || ::stat("/", &ourRoot) != 0) {
        return kUnknownFiles;
    }
    const bool isOurRoot = root.st_ino == ourRoot.st_ino && root.st_dev == ourRoot.st_dev;
    return space.st_ino == ours.st_ino && isOurRoot ? 0 : space.st_ino ^ (quint64{root.st_ino} << 32U);
}

/// The file as the process sees it: in a container a path leads to another file than ours.
FileDescriptor openSeen(const QString &path, const SourceView &view)
{
    constexpr quint64 Flags = O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY;
    // A watched program says which files these are, and a recording may be given away: no others than source is read.
    if (!path.startsWith(QLatin1Char('/')) || history::sourceKindOf(path) == history::SourceKind::Other ||
        view.files == kUnknownFiles) {
        return FileDescriptor();
    }
    const QByteArray name = QFile::encodeName(path);
    if (view.files == 0) {
        return FileDescriptor(::open(name.constData(), static_cast<int>(Flags)));
    }
    const FileDescriptor root(::open(ofProcess(view.pid, "/root").constData(), O_PATH | O_DIRECTORY | O_CLOEXEC));
    open_how how = {};
    how.flags = Flags;
    how.resolve = RESOLVE_IN_ROOT | RESOLVE_NO_MAGICLINKS;
    return FileDescriptor(
        root ? static_cast<int>(::syscall(SYS_openat2, root.get(), name.constData(), &how, sizeof how)) : -1);
}

/// When a file was written that may be what the program runs; 0: it is none.
qint64 datedNs(const FileDescriptor &file, qint64 notAfterNs, qint64 &size)
{
    struct stat about = {};
    if (!file || ::fstat(file.get(), &about) != 0 || !S_ISREG(about.st_mode) ||
        about.st_size > history::kMostSourceBytes) {
        return 0;
    }
    size = about.st_size;
    return writtenNs(about) <= notAfterNs ? writtenNs(about) : 0;
}

/// As a path of the file system; what is no file ("<string>") stays.
QString absolutePath(const QByteArray &path, const SourceView &view)
{
    const QString name = QFile::decodeName(path);
    const bool isRelative = !name.startsWith(QLatin1Char('/')) && !name.startsWith(QLatin1Char('<'));
    return isRelative && !view.folder.isEmpty() ? view.folder + QLatin1Char('/') + name : name;
}

} // namespace

SourceView SourceView::of(pid_t pid)
{
    SourceView view;
    view.pid = pid;
    view.sinceNs = realtimeNs();
    view.files = filesOf(pid);
    view.folder = QFile::symLinkTarget(QFile::decodeName(ofProcess(pid, "/cwd")));
    struct stat program = {};
    if (::stat(ofProcess(pid, "/exe").constData(), &program) == 0) {
        view.builtNs = writtenNs(program);
    }
    return view;
}

history::SourceSeen SourceFiles::named(const QByteArray &path, const SourceView &view, qint64 notAfterNs, bool &isNew)
{
    isNew = false;
    const Asked asked{path, view.files, notAfterNs};
    if (const auto known = m_asked.constFind(asked); known != m_asked.cend()) {
        return {*known, {}, {}};
    }
    if (m_asked.size() >= kMostAsked) {
        return {};
    }
    const QString absolute = absolutePath(path, view);
    const FileDescriptor file = openSeen(absolute, view); // not the clean path: ".." behind a link leads elsewhere
    history::SourceSeen seen{0, absolute.startsWith(QLatin1Char('/')) ? QDir::cleanPath(absolute) : absolute, {}};
    qint64 size = 0;
    const Text text{view.files, seen.path, datedNs(file, notAfterNs, size)};
    seen.id = m_ids.value(text);
    if (seen.id == 0 && m_ids.size() < kMostFiles) {
        isNew = true;
        seen.id = static_cast<quint16>(m_ids.size() + 1);
        m_ids.insert(text, seen.id);
        QByteArray bytes(size, Qt::Uninitialized);
        if (text.writtenNs != 0 && size > 0 && m_texts < history::kMostSourceTexts &&
            ::pread(file.get(), bytes.data(), static_cast<std::size_t>(size), 0) == size) {
            ++m_texts;
            seen.text = QString::fromUtf8(bytes);
        }
    }
    m_asked.insert(asked, seen.id);
    return seen;
}

} // namespace zocalo::run
