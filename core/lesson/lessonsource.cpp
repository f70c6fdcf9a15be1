// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/lesson/lessonsource.h"

#include "core/lesson/limits.h"
#include "core/lesson/tomlscan.h"

#include <QFile>

#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace zocalo::lesson {

namespace {

Error refused(FaultList &faults, FaultCode code, const QString &path, const QStringList &args = {})
{
    faults.add(code, {}, args);
    return {ErrorCode::LessonFaulty, path, {}, 0};
}

Error tooLarge(FaultList &faults, const QString &path)
{
    const QString limit = QString::number(kMaxFileBytes);
    faults.add(FaultCode::FileTooLarge, {}, {limit});
    return {ErrorCode::FileTooLarge, path, limit, 0};
}

Error unreadable(FaultList &faults, const QString &path, int errnoValue)
{
    if (errnoValue == ENOENT || errnoValue == ENOTDIR) {
        faults.add(FaultCode::FileMissing, {});
        return {ErrorCode::FileMissing, path, {}, errnoValue};
    }
    faults.add(FaultCode::FileUnreadable, {}, {QString::number(errnoValue)});
    return {ErrorCode::FileUnreadable, path, {}, errnoValue};
}

Result<QByteArray> readResource(const QString &path, FaultList &faults)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return unreadable(faults, path, ENOENT);
    return file.readAll();
}

/// Reads up to one byte more than the limit. Returns the errno of a failed read, or 0.
int readUpToLimit(int fd, QByteArray &bytes)
{
    bytes.resize(kMaxFileBytes + 1);
    qsizetype filled = 0;
    while (filled < bytes.size()) {
        const ssize_t count = ::read(fd, bytes.data() + filled, static_cast<size_t>(bytes.size() - filled));
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return errno;
        if (count == 0)
            break;
        filled += count;
    }
    bytes.resize(filled);
    return 0;
}

/// Length of the UTF-8 sequence that starts at `at` (RFC 3629, table 3-7 of the Unicode standard); 0 if it is none.
int sequenceLength(const QByteArray &text, qsizetype at)
{
    const auto byte = [&](qsizetype index) -> unsigned {
        return index < text.size() ? static_cast<unsigned char>(text[index]) : 0U;
    };
    const auto continues = [&](qsizetype index) { return (byte(index) & 0xC0U) == 0x80U; };
    const unsigned first = byte(at);
    const unsigned second = byte(at + 1);
    if (first < 0x80U)
        return 1;
    if (first >= 0xC2U && first <= 0xDFU)
        return continues(at + 1) ? 2 : 0;
    if (first >= 0xE0U && first <= 0xEFU) {
        const bool overlong = first == 0xE0U && second < 0xA0U;
        const bool surrogate = first == 0xEDU && second > 0x9FU;
        return !overlong && !surrogate && continues(at + 1) && continues(at + 2) ? 3 : 0;
    }
    if (first >= 0xF0U && first <= 0xF4U) {
        const bool overlong = first == 0xF0U && second < 0x90U;
        const bool beyond = first == 0xF4U && second > 0x8FU;
        return !overlong && !beyond && continues(at + 1) && continues(at + 2) && continues(at + 3) ? 4 : 0;
    }
    return 0;
}

} // namespace

Result<QByteArray> readLessonFile(const QString &path, FaultList &faults)
{
    if (path.startsWith(QLatin1String(":/")))
        return readResource(path, faults);
    const QByteArray name = QFile::encodeName(path);
    struct stat status = {};
    // Looked at before it is opened: opening a pipe or a device can wait, or do something.
    if (name.contains('\0') || ::stat(name.constData(), &status) != 0)
        return unreadable(faults, path, name.contains('\0') ? ENOENT : errno);
    if (S_ISDIR(status.st_mode))
        return refused(faults, FaultCode::FileIsDirectory, path);
    if (!S_ISREG(status.st_mode))
        return refused(faults, FaultCode::FileNotRegular, path);
    if (status.st_size > kMaxFileBytes)
        return tooLarge(faults, path);
    const int fd = ::open(name.constData(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (fd < 0)
        return unreadable(faults, path, errno);
    QByteArray bytes;
    const int error = readUpToLimit(fd, bytes);
    ::close(fd);
    if (error != 0)
        return unreadable(faults, path, error);
    if (bytes.size() > kMaxFileBytes)
        return tooLarge(faults, path);
    return bytes;
}

bool isReadableText(const QByteArray &text, FaultList &faults)
{
    if (text.trimmed().isEmpty()) {
        faults.add(FaultCode::FileEmpty, {});
        return false;
    }
    const qsizetype deep = excessiveDot(text, kMaxDotsInLine);
    Place place{1, 1};
    for (qsizetype at = 0; at < text.size();) {
        const int length = sequenceLength(text, at);
        const char byte = text[at];
        if (byte == '\0' || length == 0 || at == deep) {
            faults.add(byte == '\0'  ? FaultCode::FileBinary
                       : length == 0 ? FaultCode::FileNotUtf8
                                     : FaultCode::TooDeep,
                       place);
            return false;
        }
        ++place.column;
        if (byte == '\n')
            place = {place.line + 1, 1};
        at += length;
    }
    return true;
}

} // namespace zocalo::lesson
