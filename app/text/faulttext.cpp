// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/text/faulttext.h"

#include "core/trace/call.h"

#include <algorithm>
#include <cerrno>

namespace zocalo::text {

using lesson::Fault;
using lesson::FaultCode;

namespace {

constexpr int kLongestWord = 80;

/// A word of the file as it may be printed: no control characters (a terminal would obey them), and not endless.
QString harmless(QString word)
{
    const bool isLong = word.size() > kLongestWord;
    word.truncate(kLongestWord);
    const auto isUnfit = [](QChar character) {
        return character.category() == QChar::Other_Control || character.category() == QChar::Other_Format;
    };
    std::replace_if(word.begin(), word.end(), isUnfit, QChar(QChar::ReplacementCharacter));
    return isLong ? word + QChar(u'…') : word;
}

} // namespace

QString FaultText::line(const Fault &fault)
{
    const QString text = sentence(fault);
    if (fault.place.line == 0)
        return QStringLiteral("%1: %2").arg(fault.file, text);
    return QStringLiteral("%1:%2:%3: %4")
        .arg(fault.file, QString::number(fault.place.line), QString::number(fault.place.column), text);
}

QString FaultText::sentence(const Fault &fault)
{
    Fault shown = fault;
    std::transform(shown.args.cbegin(), shown.args.cend(), shown.args.begin(), harmless);
    // A fault has all its words; were one missing, an empty one keeps the sentence whole.
    while (shown.args.size() < 4)
        shown.args.append(QString());
    for (const auto &tell :
         {ofFile, ofField, ofValue, ofProcess, ofSocket, ofConnection, ofStep, ofQuestion, ofSwitch}) {
        const QString text = tell(shown);
        if (!text.isEmpty())
            return text;
    }
    return {};
}

QString FaultText::ofFile(const Fault &fault)
{
    switch (fault.code) {
    case FaultCode::FileMissing:
        return tr("There is no such file.");
    case FaultCode::FileUnreadable: {
        if (fault.args.at(0).toInt() == EACCES)
            return tr("The file cannot be read: permission denied.");
        const std::string_view name = trace::errnoName(fault.args.at(0).toInt());
        return tr("The file cannot be read (%1).").arg(QString::fromLatin1(name.data(), qsizetype(name.size())));
    }
    case FaultCode::FileIsDirectory:
        return tr("This is a folder. Name a lesson file in it.");
    case FaultCode::FileNotRegular:
        return tr("This is a pipe, a device or a socket, not a file.");
    case FaultCode::FileTooLarge:
        return tr("The file is too large: a lesson has at most %1 bytes.").arg(fault.args.at(0));
    case FaultCode::FileEmpty:
        return tr("The file is empty. docs/lesson-format.md tells what a lesson needs.");
    case FaultCode::FileBinary:
        return tr("This is not a text file: it has a NUL byte here.");
    case FaultCode::FileNotUtf8:
        return tr("This is not UTF-8. Save the file in that encoding.");
    case FaultCode::Syntax:
        return tr("This is not TOML. Often a quotation mark, a comma or a bracket is missing, here or just before.");
    case FaultCode::KeyTwice:
        return tr("\"%1\" has a value already. Keep one of the two.").arg(fault.args.at(0));
    case FaultCode::TooDeep:
        return tr("Too much is nested here.");
    default:
        return {};
    }
}

QString FaultText::ofField(const Fault &fault)
{
    const QString &field = fault.args.at(0);
    switch (fault.code) {
    case FaultCode::FormatUnknown:
        return tr("This is format %1, but this zocalo reads format %2. A newer zocalo may read it.")
            .arg(field, fault.args.at(1));
    case FaultCode::FieldMissing:
        return tr("The field \"%1\" is missing.").arg(field);
    case FaultCode::FieldUnknown:
        return suggesting(tr("There is no field \"%1\" here.").arg(field), fault.args.at(1));
    case FaultCode::FieldNotHere:
        return tr("%2() takes no \"%1\".").arg(field, fault.args.at(1));
    case FaultCode::FieldsExclude:
        return tr("\"%1\" and \"%2\" exclude each other. Keep one of the two.").arg(field, fault.args.at(1));
    case FaultCode::WrongType:
        return tr("\"%1\" should be %2, not %3.").arg(field, typeWords(fault.args.at(1)), typeWords(fault.args.at(2)));
    case FaultCode::LanguageMissing:
        return fault.args.at(1) == QLatin1String("es") ? tr("The Spanish text (es) of \"%1\" is missing.").arg(field)
                                                       : tr("The English text (en) of \"%1\" is missing.").arg(field);
    case FaultCode::ListEmpty:
        return tr("\"%1\" is empty.").arg(field);
    case FaultCode::ListTooLong:
        return tr("\"%1\" is too long: at most %2 entries are possible.").arg(field, fault.args.at(1));
    default:
        return {};
    }
}

QString FaultText::ofValue(const Fault &fault)
{
    const QString &field = fault.args.at(0);
    switch (fault.code) {
    case FaultCode::ValueUnknown:
        return suggesting(
            tr("\"%1\" cannot be \"%2\"; possible are: %3.").arg(field, fault.args.at(1), fault.args.at(3)),
            fault.args.at(2));
    case FaultCode::NumberOutOfRange:
        return tr("\"%1\" cannot be %2: it goes from %3 to %4.")
            .arg(field, fault.args.at(1), fault.args.at(2), fault.args.at(3));
    case FaultCode::TextEmpty:
        return tr("The text of \"%1\" is empty.").arg(field);
    case FaultCode::TextTooLong:
        return tr("The text of \"%1\" is too long: at most %2 characters are possible.").arg(field, fault.args.at(1));
    case FaultCode::TextUnfit:
        return tr("The text of \"%1\" has a control character.").arg(field);
    case FaultCode::BadName:
        return tr("\"%2\" is not a name that \"%1\" can have. docs/lesson-format.md tells which letters are possible.")
            .arg(field, fault.args.at(1));
    case FaultCode::AddressInvalid:
        return tr("\"%1\" is not an address that a lesson can have. Possible are loopback addresses (\"127.0.0.1:0\"), "
                  "\"0.0.0.0:0\", \"@process.socket\", \"127.0.0.2:@process.socket\" and, for sendto(), \"@sender\".")
            .arg(fault.args.at(0));
    default:
        return {};
    }
}

QString FaultText::ofProcess(const Fault &fault)
{
    const QString &word = fault.args.at(0);
    switch (fault.code) {
    case FaultCode::ProcessUnknown:
        return suggesting(
            tr("With %n client(s) there is no process \"%1\".", nullptr, fault.args.at(2).toInt()).arg(word),
            fault.args.at(1));
    case FaultCode::ProcessTwice:
        return tr("There is a process \"%1\" already. Give one of them another name.").arg(word);
    case FaultCode::LetterTwice:
        return tr("Another process has the letter %1 already; messages are named by it.").arg(word);
    case FaultCode::ClientOutsideLoop:
        return tr("{client} in \"%1\" has a meaning only within a loop: for = \"clients\".").arg(word);
    case FaultCode::TextsUnknown:
        return suggesting(tr("There are no texts named \"%1\".").arg(word), fault.args.at(1));
    case FaultCode::TextsForClient:
        return tr("These texts have none for client %1. Write one for it, or one for \"others\".").arg(word);
    case FaultCode::TooManyCalls:
        return tr("With all its clients the script makes more than %1 calls.").arg(word);
    case FaultCode::OtherHalf:
        return tr("\"%1\" is in the other half of the twin; each half must be able to run alone.").arg(word);
    case FaultCode::CallUnknown:
        return suggesting(tr("\"%1\" is not a call that a lesson can make.").arg(word), fault.args.at(1));
    default:
        return {};
    }
}

QString FaultText::ofSocket(const Fault &fault)
{
    const QString &word = fault.args.at(0);
    switch (fault.code) {
    case FaultCode::SocketUnknown:
        return suggesting(tr("No step before this one makes a socket \"%1\" in \"%2\".").arg(word, fault.args.at(1)),
                          fault.args.at(2));
    case FaultCode::SocketNameTaken:
        return tr("\"%2\" has an open socket named \"%1\" already.").arg(word, fault.args.at(1));
    case FaultCode::SocketClosed:
        return tr("The socket \"%1\" of \"%2\" was closed before this step.").arg(word, fault.args.at(1));
    case FaultCode::WrongProtocol:
        return fault.args.at(2) == QLatin1String("udp")
                   ? tr("%1() does not work on a UDP socket, and \"%2\" is one.").arg(word, fault.args.at(1))
                   : tr("%1() does not work on a TCP socket in a lesson, and \"%2\" is one.")
                         .arg(word, fault.args.at(1));
    case FaultCode::AlreadyBound:
        return tr("The socket \"%1\" has its address already.").arg(word);
    case FaultCode::NotBound:
        return tr("The socket \"%1\" has no port yet: bind() must come before.").arg(word);
    case FaultCode::NotListening:
        return tr("The socket \"%1\" does not listen: listen() must come before.").arg(word);
    case FaultCode::ListensOnly:
        return tr("%1() does not work on the listening socket \"%2\": it only receives new connections. Messages go to "
                  "the socket that accept() gives.")
            .arg(word, fault.args.at(1));
    default:
        return {};
    }
}

QString FaultText::ofConnection(const Fault &fault)
{
    const QString &socket = fault.args.at(0);
    switch (fault.code) {
    case FaultCode::AlreadyConnected:
        return tr("The socket \"%1\" listens or is connected already.").arg(socket);
    case FaultCode::NotConnected:
        return tr("The socket \"%1\" is not connected: connect() must come before.").arg(socket);
    case FaultCode::NothingToAccept:
        return tr("No connection waits in the accept queue of \"%1\", so accept() would wait for ever. Let a client "
                  "connect before, or write blocks = true and let it connect afterwards.")
            .arg(socket);
    case FaultCode::NothingToReceive:
        return tr("Nothing waits in the receive queue of \"%1\", so the call would wait for ever. Let somebody send "
                  "before, or write blocks = true and let somebody send afterwards.")
            .arg(socket);
    case FaultCode::NoSender:
        return tr("\"@sender\" means nobody yet: no recvfrom() on \"%1\" comes before.").arg(socket);
    case FaultCode::ConnectionGone:
        return tr("The connection of \"%1\" was reset: the other side was closed with bytes unread, or before it was "
                  "accepted.")
            .arg(socket);
    default:
        return {};
    }
}

QString FaultText::ofStep(const Fault &fault)
{
    const QString &name = fault.args.at(0);
    switch (fault.code) {
    case FaultCode::StepNameTwice:
        return tr("Two steps are named \"%1\". In a loop, names need {client}.").arg(name);
    case FaultCode::StepNamedTwice:
        return tr("The step before this mark is named \"%2\" already, so it cannot be \"%1\" too.")
            .arg(name, fault.args.at(1));
    case FaultCode::StepUnknown:
        return suggesting(tr("No step is named \"%1\".").arg(name), fault.args.at(1));
    case FaultCode::NothingBeforeMark:
        return tr("No call comes before the mark \"%1\", so there is nothing that it could name.").arg(name);
    case FaultCode::NothingAfterHold:
        return tr("No call comes after this hold, so there is nothing to hold back.");
    default:
        return {};
    }
}

QString FaultText::ofQuestion(const Fault &fault)
{
    switch (fault.code) {
    case FaultCode::AnswerUnclear:
        return tr("\"answer\" asks for one thing of the run; possible are: %1.").arg(fault.args.at(0));
    case FaultCode::AnswerUnfit:
        return tr("This answer does not fit the kind of the question: \"landing\" and \"order\" go together with "
                  "answers of the same name.");
    case FaultCode::MessageUnknown:
        return tr("No message of the script is named \"%1\": the first one of client A is \"A1\".")
            .arg(fault.args.at(0));
    case FaultCode::PlaceholderUnknown:
        return tr("\"{%1}\" is not something that a text can take from the run.").arg(fault.args.at(0));
    default:
        return {};
    }
}

QString FaultText::ofSwitch(const Fault &fault)
{
    const QString &word = fault.args.at(0);
    switch (fault.code) {
    case FaultCode::SwitchUnknown:
        return suggesting(tr("The lesson has no switch \"%1\".").arg(word), fault.args.at(1));
    case FaultCode::SwitchValueUnknown:
        return suggesting(tr("The switch \"%1\" has no value \"%2\"; possible are: %3.")
                              .arg(word, fault.args.at(1), fault.args.at(3)),
                          fault.args.at(2));
    case FaultCode::TooMuchToRehearse:
        return tr("With all settings of the switches there are more than %1 calls to go through: take fewer values, or "
                  "a shorter script.")
            .arg(word);
    case FaultCode::TooManyCombinations:
        return tr("The values of all switches make more than %1 different lessons.").arg(word);
    default:
        return {};
    }
}

QString FaultText::suggesting(const QString &sentence, const QString &nearest)
{
    if (nearest.isEmpty())
        return sentence;
    //: %1 is a whole sentence that says what is wrong
    return tr("%1 Was \"%2\" meant?").arg(sentence, nearest);
}

QString FaultText::typeWords(const QString &type)
{
    if (type == QLatin1String("string"))
        return tr("a text in quotation marks");
    if (type == QLatin1String("integer"))
        return tr("a whole number");
    if (type == QLatin1String("float"))
        return tr("a number with a fraction");
    if (type == QLatin1String("boolean"))
        return tr("true or false");
    if (type == QLatin1String("array"))
        return tr("a list");
    if (type == QLatin1String("table"))
        return tr("a table");
    if (type == QLatin1String("date"))
        return tr("a date");
    if (type == QLatin1String("time"))
        return tr("a time");
    return tr("a date with a time");
}

} // namespace zocalo::text
