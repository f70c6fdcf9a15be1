// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include <QString>

#include <utility>
#include <variant>

namespace zocalo {

/// What of ours went wrong. `core` only names it; `app/text` writes the sentence, in the user's language.
/// An errno seen by a watched program is data, never one of these.
enum class ErrorCode {
    None,
    TapMissing,        ///< subject: path of libzocalo-tap.so that was not found
    PeerMissing,       ///< subject: path of zocalo-peer that was not found
    ProcessNotStarted, ///< subject: the process or program; errnoValue
    TapSilent,         ///< subject: the process that never joined the run
    ProcessDied,       ///< subject: the process; detail: "exit 1", "signal 9"
    CallFailed,        ///< a call the lesson needs failed. subject: process; detail: call; errnoValue
    PortInUse,         ///< bind gave EADDRINUSE. subject: process; detail: address
    TooManyFiles,      ///< EMFILE/ENFILE; subject: what could not be opened
    KernelTable,       ///< netlink socket diagnostics not available; errnoValue
    Laboratory,       ///< namespaces cannot be made or furnished; detail: the stage (core/run/laboratory.h); errnoValue
    SharedMemory,     ///< a ring could not be made or read; subject: process; errnoValue
    FileMissing,      ///< subject: path
    FileUnreadable,   ///< subject: path; errnoValue
    FileTooLarge,     ///< subject: path; detail: the limit, in bytes
    FileUnwritable,   ///< subject: path; errnoValue (ENOSPC: no space)
    FileExists,       ///< subject: path: it is there already, and was left as it is
    RecordingStuck,   ///< subject: path; errnoValue: the recording cannot grow; what it has stays
    NotARecording,    ///< subject: path
    RecordingNewer,   ///< subject: path; detail: the version of its format
    RecordingDamaged, ///< subject: path; detail: how many events could be read
    LessonUnknown,    ///< subject: the id asked for; detail: the nearest one
    LessonFaulty,     ///< subject: path; detail: "line:column: …" of the first fault
    StepUnknown,      ///< subject: the step asked for; detail: the nearest name
    NothingToKeep,    ///< subject: the id: no call of the run can be made by a lesson
    Timeout,          ///< subject: process; detail: what was waited for
    Stopped,          ///< the user stopped it
};

/// A failure of our own: the code, what it concerns, a detail, and errno where there is one (else 0).
struct Error
{
    ErrorCode code = ErrorCode::None;
    QString subject;
    QString detail;
    int errnoValue = 0;
};

/// A value or an Error. `Result<void>` is `Status`.
template <typename T>
class [[nodiscard]] Result
{
public:
    Result(T value) : m_value(std::in_place_index<0>, std::move(value)) {}
    Result(Error error) : m_value(std::in_place_index<1>, std::move(error)) {}

    bool ok() const { return m_value.index() == 0; }
    explicit operator bool() const { return ok(); }
    T &value() { return std::get<0>(m_value); }
    const T &value() const { return std::get<0>(m_value); }
    const Error &error() const { return std::get<1>(m_value); }

private:
    std::variant<T, Error> m_value;
};

class [[nodiscard]] Status
{
public:
    Status() = default;
    Status(Error error) : m_error(std::move(error)) {}
    bool ok() const { return m_error.code == ErrorCode::None; }
    explicit operator bool() const { return ok(); }
    const Error &error() const { return m_error; }

private:
    Error m_error;
};

} // namespace zocalo
