// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include <QList>
#include <QString>
#include <QStringList>

namespace zocalo::lesson {

/// A place in a lesson file, counted from 1, columns in characters; 0: the file as a whole.
struct Place
{
    int line = 0;
    int column = 0;
    auto operator<=>(const Place &) const = default;
};

/// What is wrong in a lesson file. `args` of the Fault are given after each, in order; "nearest" is empty if nothing is
/// near. Names of types are TOML's: string, integer, float, boolean, array, table, date, time, date-time.
enum class FaultCode {
    // The file as a whole
    FileMissing,     ///< –
    FileUnreadable,  ///< errno as a number
    FileIsDirectory, ///< –
    FileNotRegular,  ///< – (a pipe, a device, a socket)
    FileTooLarge,    ///< limit in bytes
    FileEmpty,       ///< –
    FileBinary,      ///< – (a NUL byte)
    FileNotUtf8,     ///< –
    // TOML
    Syntax,   ///< –
    KeyTwice, ///< key
    TooDeep,  ///< –
    // Fields
    FormatUnknown,    ///< the number found, the number known
    FieldMissing,     ///< field
    FieldUnknown,     ///< field, nearest
    FieldNotHere,     ///< field, call
    FieldsExclude,    ///< field, the other field
    WrongType,        ///< field, type expected, type found
    ValueUnknown,     ///< field, value, nearest, known values separated by ", "
    NumberOutOfRange, ///< field, value, least, greatest
    LanguageMissing,  ///< field, language ("en", "es")
    TextEmpty,        ///< field
    TextTooLong,      ///< field, limit in characters
    TextUnfit,        ///< field (it has a control character)
    BadName,          ///< field, value
    ListEmpty,        ///< field
    ListTooLong,      ///< field, limit
    AddressInvalid,   ///< value
    // Processes and loops
    ProcessUnknown,    ///< process, nearest, number of clients with which there is none of that name
    ProcessTwice,      ///< process
    LetterTwice,       ///< letter
    ClientOutsideLoop, ///< field ({client} stands outside every loop)
    TextsUnknown,      ///< name, nearest
    TextsForClient,    ///< client (there is no text for that client, and none for the others)
    TooManyCalls,      ///< limit
    OtherHalf,         ///< address (it is in the other half of the twin)
    // Calls
    CallUnknown,      ///< call, nearest
    SocketUnknown,    ///< socket, process, nearest
    SocketNameTaken,  ///< socket, process
    SocketClosed,     ///< socket, process
    WrongProtocol,    ///< call, socket, protocol
    AlreadyBound,     ///< socket
    AlreadyConnected, ///< socket
    NotBound,         ///< socket
    NotConnected,     ///< socket
    NotListening,     ///< socket
    ListensOnly,      ///< call, socket
    NothingToAccept,  ///< socket
    NothingToReceive, ///< socket
    NoSender,         ///< socket
    ConnectionGone,   ///< socket
    // Names of steps
    StepNameTwice,     ///< name
    StepNamedTwice,    ///< name, the name it has already
    StepUnknown,       ///< name, nearest
    NothingBeforeMark, ///< name
    NothingAfterHold,  ///< –
    // Questions
    AnswerUnclear,      ///< the possible fields, separated by ", " (`answer` has none of them, or several)
    AnswerUnfit,        ///< – (what is asked for does not fit the kind of the question)
    MessageUnknown,     ///< message
    PlaceholderUnknown, ///< what stands between the braces
    // Switches
    SwitchUnknown,       ///< switch, nearest
    SwitchValueUnknown,  ///< switch, value, nearest, its values separated by ", "
    TooManyCombinations, ///< limit
    TooMuchToRehearse,   ///< limit in calls (all settings of the switches together make more)
};

/// One fault of a lesson file, at the value it concerns. `core` only names it; `app/text` writes the sentence.
struct Fault
{
    QString file; ///< path as it was given
    Place place;
    FaultCode code = FaultCode::Syntax;
    QStringList args;
};

/// Collects faults: each only once, and not more than kMaxFaults.
class FaultList
{
public:
    explicit FaultList(QString file = {}) : m_file(std::move(file)) {}

    void add(FaultCode code, Place place, const QStringList &args = {});
    /// False if a fault of that kind and place would be left out, so that its words need not be sought.
    bool wants(FaultCode code, Place place) const;
    bool isEmpty() const { return m_faults.isEmpty(); }
    int size() const { return static_cast<int>(m_faults.size()); }
    /// How often something was added, also what was known already.
    int attempts() const { return m_attempts; }
    /// In the order of the file.
    QList<Fault> sorted() const;

private:
    QString m_file;
    QList<Fault> m_faults;
    int m_attempts = 0;
};

} // namespace zocalo::lesson
