// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/run/programkind.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QStandardPaths>

#include <algorithm>
#include <cstring>

#include <elf.h>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>

namespace zocalo::run {
namespace {

constexpr int kDeepestScript = 4;
/// What is read of a file: the kernel itself looks at 256 bytes of a script, and program headers stand near the front.
constexpr qint64 kHead = 65536;
constexpr int kMostHeaders = 512;

#if defined(__x86_64__)
constexpr quint16 kMachine = EM_X86_64;
#elif defined(__aarch64__)
constexpr quint16 kMachine = EM_AARCH64;
#else
constexpr quint16 kMachine = EM_NONE;
#endif

/// One object at that place; false if it is not all there.
template <typename Value>
bool read(const QByteArray &bytes, quint64 at, Value &value)
{
    const auto size = static_cast<quint64>(bytes.size());
    if (at > size || size - at < sizeof value) {
        return false;
    }
    std::memcpy(&value, bytes.constData() + at, sizeof value);
    return true;
}

/// Whether a note of the Go linker is there (its name is "Go", of type 4: the build id).
bool isGoNote(const QByteArray &head, const Elf64_Phdr &part)
{
    Elf64_Nhdr note;
    char name[4];
    quint64 at = part.p_offset;
    const quint64 end = part.p_offset + std::min<quint64>(part.p_filesz, kHead);
    while (at < end && read(head, at, note)) {
        if (note.n_namesz == sizeof name && read(head, at + sizeof note, name) && std::memcmp(name, "Go\0\0", 4) == 0) {
            return true;
        }
        constexpr quint64 Align = 3;
        at += sizeof note + ((quint64{note.n_namesz} + Align) & ~Align) + ((quint64{note.n_descsz} + Align) & ~Align);
    }
    return false;
}

WatchReason reasonOfElf(const QByteArray &head)
{
    Elf64_Ehdr elf;
    if (!read(head, 0, elf) || elf.e_ident[EI_CLASS] != ELFCLASS64 || elf.e_machine != kMachine) {
        return WatchReason::Foreign;
    }
    bool isDynamic = false;
    bool isGo = false;
    for (int i = 0; i < std::min<int>(elf.e_phnum, kMostHeaders); ++i) {
        Elf64_Phdr part;
        if (!read(head, elf.e_phoff + static_cast<quint64>(i) * sizeof part, part)) {
            break;
        }
        isDynamic = isDynamic || part.p_type == PT_INTERP;
        isGo = isGo || (part.p_type == PT_NOTE && isGoNote(head, part));
    }
    if (isGo) {
        return WatchReason::Go;
    }
    return isDynamic ? WatchReason::Dynamic : WatchReason::Static;
}

bool isPrivileged(const QString &path)
{
    const QByteArray name = QFile::encodeName(path);
    struct stat about = {};
    if (::stat(name.constData(), &about) == 0 && (about.st_mode & (S_ISUID | S_ISGID)) != 0) {
        // Of one's own it changes nothing, and ld.so asks for what changes. ld.so(8), secure execution
        const bool changesUser = (about.st_mode & S_ISUID) != 0 && about.st_uid != ::getuid();
        const bool changesGroup = (about.st_mode & S_ISGID) != 0 && about.st_gid != ::getgid();
        if (changesUser || changesGroup) {
            return true;
        }
    }
    // A capability makes ld.so as careful, except for root, who has them all. capabilities(7)
    return ::getuid() != 0 && ::getxattr(name.constData(), "security.capability", nullptr, 0) > 0;
}

/// "#!/usr/bin/env python3 -u" → what is started: the interpreter, or what env will find.
QString interpreterNamedIn(const QByteArray &head)
{
    const QByteArray line = head.mid(2, head.indexOf('\n') - 2).simplified();
    const QByteArrayList words = line.split(' ');
    if (words.size() > 1 && QByteArrayList{"/usr/bin/env", "/bin/env"}.contains(words.first())) {
        const auto name = std::find_if(words.begin() + 1, words.end(), [](const QByteArray &word) {
            return !word.startsWith('-') && !word.contains('=');
        });
        return name == words.end() ? QString() : QFile::decodeName(*name);
    }
    return QFile::decodeName(words.value(0));
}

QString findProgram(const QString &program, const QString &folder)
{
    if (!program.contains(QLatin1Char('/'))) {
        return QStandardPaths::findExecutable(program);
    }
    return QDir(folder.isEmpty() ? QDir::currentPath() : folder).absoluteFilePath(program);
}

WatchMethod methodFor(WatchReason reason)
{
    switch (reason) {
    case WatchReason::Dynamic:
        return WatchMethod::Tap;
    case WatchReason::Static:
    case WatchReason::Go:
        return WatchMethod::Ptrace;
    default:
        return WatchMethod::None;
    }
}

} // namespace

ProgramKind ProgramKind::of(const QString &program, const QString &folder)
{
    ProgramKind kind;
    kind.file = findProgram(program, folder);
    for (int depth = 0; depth <= kDeepestScript; ++depth) {
        QFile file(kind.file);
        const QFileInfo info(kind.file);
        if (!info.isFile() || !info.isExecutable() || !file.open(QIODevice::ReadOnly)) {
            return kind;
        }
        const QByteArray head = file.read(kHead);
        if (!head.startsWith("#!")) {
            kind.reason = !head.startsWith(ELFMAG)  ? WatchReason::NotRunnable
                          : isPrivileged(kind.file) ? WatchReason::Privileged
                                                    : reasonOfElf(head);
            kind.method = methodFor(kind.reason);
            return kind;
        }
        kind.file = findProgram(interpreterNamedIn(head), folder);
    }
    return kind;
}

} // namespace zocalo::run
