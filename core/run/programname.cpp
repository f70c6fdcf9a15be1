// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/run/programname.h"

#include <QFile>

namespace zocalo::run {

namespace {

/// A command line is cut there: a name needs no more.
constexpr qint64 kMostBytes = 16 * 1024;
/// What a process has written over its command line may be of any length.
constexpr qsizetype kLongestName = 64;

/// An interpreter, and its options that take the next word; `names` are those whose value is the name looked for.
struct Interpreter
{
    const char *program; ///< without the version at its end
    QByteArrayList valued;
    QByteArrayList names;
};

const Interpreter *knownInterpreterOf(QByteArray program)
{
    static const QList<Interpreter> all{
        {"python", {"-W", "-X", "--check-hash-based-pycs"}, {"-m"}},
        {"pypy", {"-W", "-X"}, {"-m"}},
        {"node", {"-r", "--require", "--import", "-C"}, {}},
        {"nodejs", {"-r", "--require", "--import", "-C"}, {}},
        {"perl", {"-I", "-M"}, {}},
        {"ruby", {"-I", "-r", "-C"}, {}},
        {"java", {"-cp", "-classpath", "--class-path", "-p", "--module-path", "--add-modules"}, {"-jar", "-m"}},
        {"php", {"-c", "-d"}, {"-f"}},
        {"lua", {"-l"}, {}},
        {"sh", {"-o"}, {}},
        {"bash", {"-o", "--rcfile", "--init-file"}, {}},
        {"dash", {"-o"}, {}},
        {"zsh", {"-o"}, {}},
    };
    while (!program.isEmpty() && (program.back() == '.' || (program.back() >= '0' && program.back() <= '9'))) {
        program.chop(1);
    }
    for (const Interpreter &interpreter : all) {
        if (program == interpreter.program) {
            return &interpreter;
        }
    }
    return nullptr;
}

QByteArray fileName(const QByteArray &path) { return path.mid(path.lastIndexOf('/') + 1); }

/// The script that an interpreter was given; empty if it was given none (a prompt, -c).
QByteArray scriptOf(const Interpreter &interpreter, const QList<QByteArray> &words)
{
    for (qsizetype i = 1; i < words.size(); ++i) {
        const QByteArray &word = words.at(i);
        if (interpreter.names.contains(word)) {
            return words.value(i + 1);
        }
        if (word == "-c" || word == "-e") {
            return {};
        }
        if (interpreter.valued.contains(word)) {
            ++i;
        } else if (!word.startsWith('-')) {
            return word;
        }
    }
    return {};
}

} // namespace

QString programName(const QList<QByteArray> &commandLine)
{
    if (commandLine.isEmpty()) {
        return {};
    }
    QByteArray name = fileName(commandLine.first());
    if (name.startsWith('-')) { // a login shell
        name.remove(0, 1);
    }
    if (const Interpreter *interpreter = knownInterpreterOf(name)) {
        if (const QByteArray script = fileName(scriptOf(*interpreter, commandLine)); !script.isEmpty()) {
            name = script;
        }
    }
    return QFile::decodeName(name).left(kLongestName);
}

QList<QByteArray> commandLineOf(pid_t pid)
{
    QFile file(QStringLiteral("/proc/%1/cmdline").arg(pid));
    if (!file.open(QIODevice::ReadOnly)) {
        return {};
    }
    QByteArray text = file.read(kMostBytes);
    if (text.endsWith('\0')) {
        text.chop(1);
    }
    return text.isEmpty() ? QList<QByteArray>() : text.split('\0');
}

} // namespace zocalo::run
