// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/run/debuglines.h"

#include <QFile>
#include <QtEndian>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstring>
#include <optional>
#include <string_view>
#include <utility>

#include <dwarf.h>
#include <fcntl.h>
#include <gelf.h>
#include <sys/stat.h>

namespace zocalo::run {
namespace {

/// More debug information than this, unpacked, is not read: everybody else who is watched waits meanwhile.
constexpr quint64 kMostDebugBytes = 128 * 1024 * 1024;
/// Of the file's table of sections, and of their names.
constexpr qsizetype kMostSections = 4096;
constexpr qsizetype kMostNameBytes = 256 * 1024;
/// Places that are remembered, and parts of a program that are looked through for one.
constexpr qsizetype kMostPlaces = 65536;
constexpr int kMostUnits = 20000;

QByteArray absolute(const char *path, Dwarf_Die &unit)
{
    Dwarf_Attribute attribute{};
    const char *const folder =
        path[0] == '/' ? nullptr : dwarf_formstring(dwarf_attr(&unit, DW_AT_comp_dir, &attribute));
    return folder == nullptr ? QByteArray(path) : QByteArray(folder) + '/' + path;
}

/// Where in the file a place is; nothing: nowhere.
std::optional<qint64> offsetOf(Elf *elf, quint64 place)
{
    std::size_t count = 0;
    if (elf_getphdrnum(elf, &count) != 0) {
        return {};
    }
    for (std::size_t i = 0; i < count; ++i) {
        GElf_Phdr header{};
        if (gelf_getphdr(elf, static_cast<int>(i), &header) != nullptr && header.p_type == PT_LOAD &&
            header.p_vaddr <= place && place - header.p_vaddr < header.p_filesz) {
            return static_cast<qint64>(place - header.p_vaddr + header.p_offset);
        }
    }
    return {};
}

} // namespace

DebugLines::DebugLines(pid_t pid)
{
    m_file.reset(::open(QStringLiteral("/proc/%1/exe").arg(pid).toLatin1().constData(), O_RDONLY | O_CLOEXEC));
    // Most programs tell nothing: they cost no descriptor.
    if (!m_file || ::fstat(m_file.get(), &m_about) != 0 || !hasDebugInformation() || !findPlace(pid)) {
        m_file.reset();
    }
}

/// By the names of its sections alone: at most three short reads, however large the program is.
bool DebugLines::hasDebugInformation() const
{
    Elf64_Ehdr header{};
    if (::pread(m_file.get(), &header, sizeof header, 0) != sizeof header ||
        std::memcmp(header.e_ident, ELFMAG, SELFMAG) != 0 || header.e_ident[EI_CLASS] != ELFCLASS64 ||
        header.e_shentsize != sizeof(Elf64_Shdr) || header.e_shnum == 0 || header.e_shnum > kMostSections ||
        header.e_shstrndx >= header.e_shnum) {
        return false;
    }
    QList<Elf64_Shdr> sections(header.e_shnum);
    const auto size = static_cast<ssize_t>(sections.size() * sizeof(Elf64_Shdr));
    if (::pread(m_file.get(), sections.data(), static_cast<std::size_t>(size), static_cast<off_t>(header.e_shoff)) !=
        size) {
        return false;
    }
    const Elf64_Shdr &names = sections.at(header.e_shstrndx);
    QByteArray text(static_cast<qsizetype>(std::min<quint64>(names.sh_size, kMostNameBytes)), Qt::Uninitialized);
    const ssize_t read =
        ::pread(m_file.get(), text.data(), static_cast<std::size_t>(text.size()), static_cast<off_t>(names.sh_offset));
    text.truncate(std::max<ssize_t>(read, 0));
    return text.contains(".debug_info");
}

/// The debug information is read the first time that a line is asked for.
void DebugLines::open()
{
    m_isOpened = true;
    if (!isStillThere() || elf_version(EV_CURRENT) == EV_NONE) {
        close();
        return;
    }
    // Read, not mapped: a program's file may be written anew while we look into it.
    m_elf = elf_begin(m_file.get(), ELF_C_READ, nullptr);
    m_dwarf = m_elf != nullptr && isSmall() && setBias() ? dwarf_begin_elf(m_elf, DWARF_C_READ, nullptr) : nullptr;
    if (m_dwarf != nullptr) {
        findDoors();
    } else {
        close();
    }
}

/// What was written since is not what the program runs.
bool DebugLines::isStillThere() const
{
    struct stat now = {};
    return m_file && ::fstat(m_file.get(), &now) == 0 && now.st_size == m_about.st_size &&
           now.st_mtim.tv_sec == m_about.st_mtim.tv_sec && now.st_mtim.tv_nsec == m_about.st_mtim.tv_nsec;
}

/// As it will be in memory: sections may be compressed (System V ABI, "Compressed Sections").
bool DebugLines::isSmall() const
{
    std::size_t names = 0;
    quint64 total = 0;
    if (elf_getshdrstrndx(m_elf, &names) != 0) {
        return false;
    }
    for (Elf_Scn *section = elf_nextscn(m_elf, nullptr); section != nullptr; section = elf_nextscn(m_elf, section)) {
        GElf_Shdr header{};
        const char *const name =
            gelf_getshdr(section, &header) != nullptr ? elf_strptr(m_elf, names, header.sh_name) : nullptr;
        if (name == nullptr || std::strstr(name, "debug") == nullptr) {
            continue;
        }
        total += std::min<quint64>(header.sh_size, kMostDebugBytes + 1);
        if (total > kMostDebugBytes || std::strncmp(name, ".zdebug", 7) == 0) {
            return false; // that old way to compress does not tell how large it is
        }
        GElf_Chdr packed{};
        if ((header.sh_flags & SHF_COMPRESSED) != 0 && gelf_getchdr(section, &packed) != nullptr) {
            total += std::min<quint64>(packed.ch_size, kMostDebugBytes + 1);
        }
    }
    return total <= kMostDebugBytes;
}

DebugLines::~DebugLines() { close(); }

void DebugLines::close()
{
    if (m_dwarf != nullptr) {
        dwarf_end(std::exchange(m_dwarf, nullptr));
    }
    if (m_elf != nullptr) {
        elf_end(std::exchange(m_elf, nullptr));
    }
    m_file.reset();
}

CompiledLine DebugLines::lineOf(quint64 address)
{
    if (address <= m_begin || address > m_end || !m_file) {
        return {};
    }
    if (!m_isOpened) {
        open();
    }
    if (m_dwarf == nullptr) {
        return {};
    }
    const quint64 place = address - m_bias;
    if (const auto known = m_known.constFind(place); known != m_known.cend()) {
        return *known;
    }
    const CompiledLine line = leavesProgram(place) ? find(place - 1) : CompiledLine(); // within the call, not behind it
    if (m_known.size() < kMostPlaces) {
        m_known.insert(place, line);
    }
    return line;
}

CompiledLine DebugLines::find(quint64 place)
{
    Dwarf_Die die{};
    bool isFound = dwarf_addrdie(m_dwarf, place, &die) != nullptr;
    // Not every compiler makes the table of addresses (.debug_aranges).
    Dwarf_CU *unit = nullptr;
    for (int i = 0; !isFound && i < kMostUnits; ++i) {
        if (dwarf_get_units(m_dwarf, unit, &unit, nullptr, nullptr, &die, nullptr) != 0) {
            return {};
        }
        isFound = dwarf_haspc(&die, place) == 1;
    }
    Dwarf_Line *const line = isFound ? dwarf_getsrc_die(&die, place) : nullptr;
    const char *const path = line != nullptr ? dwarf_linesrc(line, nullptr, nullptr) : nullptr;
    int number = 0;
    if (path == nullptr || dwarf_lineno(line, &number) != 0 || number <= 0) {
        return {};
    }
    return {absolute(path, die), static_cast<quint32>(number)};
}

/// Where the kernel has put the file: proc_pid_maps(5), and the file's own program headers. By its name: the devices
/// that maps and stat() tell differ on some file systems.
bool DebugLines::findPlace(pid_t pid)
{
    const QByteArray folder = "/proc/" + QByteArray::number(static_cast<qint64>(pid));
    QFile maps(QFile::decodeName(folder + "/maps"));
    std::array<char, 4096> name{};
    const ssize_t length = ::readlink((folder + "/exe").constData(), name.data(), name.size());
    if (length <= 0 || !maps.open(QIODevice::ReadOnly)) {
        return false;
    }
    const QByteArray program(name.data(), static_cast<qsizetype>(length));
    bool isFound = false;
    for (QByteArray line = maps.readLine(); !line.isEmpty(); line = maps.readLine()) {
        unsigned long long begin = 0;
        unsigned long long end = 0;
        unsigned long long offset = 0;
        int nameAt = 0;
        if (std::sscanf(line.constData(), "%llx-%llx %*4s %llx %*x:%*x %*u %n", &begin, &end, &offset, &nameAt) != 3 ||
            nameAt == 0 || QByteArrayView(line).sliced(std::min<qsizetype>(nameAt, line.size())).trimmed() != program) {
            continue;
        }
        if (!isFound) {
            m_begin = begin;
            m_offset = offset;
            isFound = true;
        }
        m_end = end;
    }
    return isFound;
}

bool DebugLines::setBias()
{
    std::size_t count = 0;
    if (elf_getphdrnum(m_elf, &count) != 0) {
        return false;
    }
    for (std::size_t i = 0; i < count; ++i) {
        GElf_Phdr header{};
        if (gelf_getphdr(m_elf, static_cast<int>(i), &header) != nullptr && header.p_type == PT_LOAD &&
            m_offset <= header.p_offset && header.p_offset < m_offset + 4096) {
            m_bias = m_begin - (header.p_vaddr - (header.p_offset - m_offset));
            return true;
        }
    }
    return false;
}

/// Where calls leave the program: System V ABI, "Procedure Linkage Table", "Global Offset Table".
void DebugLines::findDoors()
{
    std::size_t names = 0;
    if (elf_getshdrstrndx(m_elf, &names) != 0) {
        return;
    }
    for (Elf_Scn *section = elf_nextscn(m_elf, nullptr); section != nullptr; section = elf_nextscn(m_elf, section)) {
        GElf_Shdr header{};
        const char *const name =
            gelf_getshdr(section, &header) != nullptr ? elf_strptr(m_elf, names, header.sh_name) : nullptr;
        if (name == nullptr) {
            continue;
        }
        const Range range{header.sh_addr, header.sh_addr + header.sh_size};
        if (std::string_view(name).starts_with(".plt")) {
            m_stubs.append(range);
        } else if (std::string_view(name).starts_with(".got")) {
            m_offsets.append(range);
        }
    }
}

bool DebugLines::isIn(const QList<Range> &ranges, quint64 place)
{
    return std::any_of(ranges.begin(), ranges.end(), [place](const Range &range) { return range.has(place); });
}

/// The instruction that ends at `place` calls a function of another file. One that calls a function of the program, or
/// one that only the run itself could tell (by a pointer), does not prove that the observed call was made there.
bool DebugLines::leavesProgram(quint64 place) const
{
    constexpr int Most = 6;
    const std::optional<qint64> at = place >= Most ? offsetOf(m_elf, place - Most) : std::nullopt;
    std::array<quint8, Most> code{};
    GElf_Ehdr header{};
    if (!at || ::pread(m_file.get(), code.data(), Most, *at) != Most || gelf_getehdr(m_elf, &header) == nullptr) {
        return false;
    }
    if (header.e_machine == EM_X86_64) {
        const quint64 target = place + static_cast<quint64>(qint64{qFromLittleEndian<qint32>(&code[2])});
        if (code[1] == 0xe8) { // call to an address
            return isIn(m_stubs, target);
        }
        return code[0] == 0xff && code[1] == 0x15 && isIn(m_offsets, target); // call through the address there
    }
    if (header.e_machine == EM_AARCH64) {
        const auto word = qFromLittleEndian<quint32>(&code[2]);
        const auto distance = static_cast<qint32>(word << 6U) >> 4; // 26 bits, of four bytes each
        return word >> 26U == 0x25 && isIn(m_stubs, place - 4 + static_cast<quint64>(qint64{distance})); // BL
    }
    return false;
}

} // namespace zocalo::run
