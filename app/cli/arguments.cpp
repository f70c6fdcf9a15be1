// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/cli/arguments.h"

#include "core/base/nearest.h"

#include <utility>

namespace zocalo::cli {

namespace {

struct OptionSpec
{
    const char *name;
    bool takesValue;
};

struct CommandSpec
{
    const char *name;
    QList<OptionSpec> options; ///< beside --lang, --help and --version, which all have
    bool takesProgram = false; ///< "-- PROGRAM ARGUMENT…" instead of a lesson
};

const QList<CommandSpec> &specs()
{
    // Of the commands that print what a run was.
    static const QList<OptionSpec> listOptions = {{"format", true},   {"clients", true},     {"set", true},
                                                  {"kind", true},     {"laboratory", false}, {"ptrace", false},
                                                  {"no-lines", false}};
    static const QList<CommandSpec> all = {
        {"", {}},
        {"lesson", {{"set", true}}},
        {"open", {}},
        {"record",
         {{"output", true},
          {"clients", true},
          {"set", true},
          {"kind", true},
          {"laboratory", false},
          {"pcapng", true},
          {"ptrace", false},
          {"no-lines", false}},
         true},
        {"lessons", {{"format", true}}},
        {"check", {}},
        {"figure",
         {{"output", true},
          {"step", true},
          {"beside", true},
          {"clients", true},
          {"set", true},
          {"kind", true},
          {"detail", true},
          {"states", true},
          {"theme", true},
          {"size", true},
          {"stable", false},
          {"laboratory", false},
          {"editable-text", false},
          {"ptrace", false},
          {"no-lines", false}},
         true},
        {"calls", listOptions, true},
        {"landings", listOptions, true},
        {"compare", {{"format", true}, {"clients", true}, {"set", true}, {"kind", true}}},
        {"doctor", {}},
        {"watch",
         {{"name", true},
          {"free", false},
          {"slow", false},
          {"step", false},
          {"ptrace", false},
          {"no-lines", false},
          {"door", true},
          {"token", true},
          {"window", false}},
         true},
    };
    return all;
}

const CommandSpec *specOf(const QString &command)
{
    for (const CommandSpec &spec : specs()) {
        if (command == QLatin1String(spec.name)) {
            return &spec;
        }
    }
    return nullptr;
}

QList<OptionSpec> optionsOf(const QString &command)
{
    QList<OptionSpec> options = {{"lang", true}, {"help", false}, {"version", false}};
    if (const CommandSpec *spec = specOf(command)) {
        options = spec->options + options;
    }
    return options;
}

QString longName(const QString &word)
{
    if (word == QLatin1String("-o")) {
        return QStringLiteral("output");
    }
    if (word == QLatin1String("-h")) {
        return QStringLiteral("help");
    }
    return word.startsWith(QLatin1String("--")) ? word.mid(2) : word.mid(1);
}

} // namespace

Arguments::Arguments(const QStringList &arguments)
{
    read(arguments);
    if (m_error.isEmpty() && !m_request.help && !m_request.version) {
        check();
    }
}

QStringList Arguments::commands()
{
    QStringList names;
    for (const CommandSpec &spec : specs()) {
        if (*spec.name) {
            names << QLatin1String(spec.name);
        }
    }
    return names;
}

void Arguments::fail(const QString &message)
{
    if (m_error.isEmpty()) {
        m_error = message;
    }
}

void Arguments::read(const QStringList &arguments)
{
    bool optionsOver = false;
    for (qsizetype i = 0; i < arguments.size() && m_error.isEmpty(); ++i) {
        const QString &word = arguments.at(i);
        if (!optionsOver && word == QLatin1String("--")) {
            optionsOver = true;
            if (const CommandSpec *spec = specOf(m_request.command); spec && spec->takesProgram) {
                m_request.program = arguments.mid(i + 1);
                m_hasProgram = true;
                return;
            }
        } else if (!optionsOver && word.size() > 1 && word.startsWith(QLatin1Char('-'))) {
            readOption(arguments, i);
        } else if (m_request.command.isEmpty()) {
            if (!commands().contains(word)) {
                const QString near = nearest(word, commands());
                fail(near.isEmpty() ? tr("There is no command \"%1\". \"zocalo --help\" lists them.").arg(word)
                                    : tr("There is no command \"%1\". Was \"%2\" meant?").arg(word, near));
            }
            m_request.command = word;
        } else {
            m_request.words << word;
        }
    }
}

bool Arguments::readOption(const QStringList &arguments, qsizetype &index)
{
    QString name = arguments.at(index);
    QString value;
    bool hasValue = false;
    if (const qsizetype equals = name.indexOf(QLatin1Char('=')); equals > 0 && name.startsWith(QLatin1String("--"))) {
        value = name.mid(equals + 1);
        name.truncate(equals);
        hasValue = true;
    }
    const QString option = longName(name);
    QStringList known;
    for (const OptionSpec &spec : optionsOf(m_request.command)) {
        known << QLatin1String(spec.name);
        if (option != QLatin1String(spec.name)) {
            continue;
        }
        if (spec.takesValue && !hasValue) {
            if (index + 1 >= arguments.size() || arguments.at(index + 1) == QLatin1String("--")) {
                fail(tr("The option %1 wants a value.").arg(name));
                return false;
            }
            value = arguments.at(++index);
        }
        if (!spec.takesValue && hasValue) {
            fail(tr("The option %1 takes no value.").arg(name));
            return false;
        }
        m_request.help |= option == QLatin1String("help");
        m_request.version |= option == QLatin1String("version");
        if (option == QLatin1String("output")) {
            m_request.outputs << value;
        } else if (option == QLatin1String("set")) {
            m_request.changes << value;
        } else {
            m_request.values.insert(option, spec.takesValue ? value : QStringLiteral("yes"));
        }
        return true;
    }
    const QString near = nearest(option, known);
    fail(near.isEmpty() ? tr("There is no option %1 here.").arg(name)
                        : tr("There is no option %1 here. Was --%2 meant?").arg(name, near));
    return false;
}

void Arguments::checkCount(int least, int most)
{
    const int count = int(m_request.words.size());
    const bool isWatch = m_request.command == QLatin1String("watch");
    if (isWatch && m_request.has(QStringLiteral("window"))) {
        return; // our own: the window that "zocalo watch" opens
    }
    const QStringList ofRuns{QStringLiteral("figure"), QStringLiteral("calls"), QStringLiteral("landings"),
                             QStringLiteral("compare")};
    const bool hasRun = ofRuns.contains(m_request.command);
    if (m_hasProgram || isWatch) {
        checkProgram();
    } else if (count < least && m_request.command == QLatin1String("open")) {
        fail(tr("zocalo open wants to be told which recording: a file that ends in .zocalo."));
    } else if (count < least && hasRun) {
        fail(tr("zocalo %1 wants to be told which run: a lesson's id (\"zocalo lessons\" lists them) or file, or a "
                "recording (.zocalo).")
                 .arg(m_request.command));
    } else if (count < least) {
        fail(tr("zocalo %1 wants to be told which lesson: an id (\"zocalo lessons\" lists them) or a file.")
                 .arg(m_request.command));
    } else if (most >= 0 && count > most) {
        fail(tr("\"%1\" is one word too many for zocalo %2.").arg(m_request.words.at(most), m_request.command));
    }
}

void Arguments::checkProgram()
{
    if (m_request.program.isEmpty() || m_request.program.first().isEmpty()) {
        fail(tr("zocalo %1 wants to be told which program, after the \"--\".").arg(m_request.command));
    } else if (!m_request.words.isEmpty()) {
        fail(tr("zocalo %1 takes a lesson or a program, not both: \"%2\" comes before the \"--\".")
                 .arg(m_request.command, m_request.words.first()));
    }
    if (m_request.has(QStringLiteral("free")) + m_request.has(QStringLiteral("slow")) +
            m_request.has(QStringLiteral("step")) >
        1) {
        fail(tr("--free, --slow and --step exclude each other."));
    }
}

void Arguments::checkChoice(const QString &option, const QStringList &choices)
{
    if (!m_request.has(option) || choices.contains(m_request.value(option))) {
        return;
    }
    const QString value = m_request.value(option);
    const QString near = nearest(value, choices);
    fail(near.isEmpty() ? tr("--%1 is one of %2, not \"%3\".").arg(option, choices.join(QStringLiteral(", ")), value)
                        : tr("--%1 is one of %2, not \"%3\". Was \"%4\" meant?")
                              .arg(option, choices.join(QStringLiteral(", ")), value, near));
}

void Arguments::check()
{
    checkChoice(QStringLiteral("lang"), {QStringLiteral("es"), QStringLiteral("en")});
    const QString &command = m_request.command;
    if (command.isEmpty()) {
        return;
    }
    if (command == QLatin1String("check")) {
        if (m_request.words.isEmpty()) {
            fail(tr("zocalo check wants one or more lesson files."));
        }
    } else if (command == QLatin1String("lessons") || command == QLatin1String("doctor")) {
        checkCount(0, 0);
    } else {
        checkCount(1, command == QLatin1String("compare") || command == QLatin1String("open") ? 2 : 1);
    }
    if (m_hasProgram && m_request.has(QStringLiteral("beside"))) {
        fail(tr("--beside is for lessons and recordings: record the program first."));
    }
    if (m_request.has(QStringLiteral("states")) && m_request.has(QStringLiteral("beside"))) {
        fail(tr("--states and --beside exclude each other."));
    }
    QStringList formats = {QStringLiteral("text"), QStringLiteral("jsonl")};
    if (command == QLatin1String("calls")) {
        formats << QStringLiteral("csv");
    }
    checkChoice(QStringLiteral("format"), formats);
    checkChoice(QStringLiteral("kind"),
                {QStringLiteral("twin"), QStringLiteral("pair"), QStringLiteral("tcp"), QStringLiteral("udp")});
    checkChoice(QStringLiteral("detail"),
                {QStringLiteral("idea"), QStringLiteral("mechanism"), QStringLiteral("everything")});
    checkChoice(QStringLiteral("theme"),
                {QStringLiteral("light"), QStringLiteral("dark"), QStringLiteral("notes"), QStringLiteral("contrast")});
    if (command == QLatin1String("record") && m_request.outputs.isEmpty()) {
        fail(tr("zocalo record wants to be told where to write: -o FILE.zocalo."));
    }
    if (m_request.has(QStringLiteral("pcapng")) && !m_request.has(QStringLiteral("laboratory"))) {
        fail(tr("--pcapng wants --laboratory: without it no segment is captured."));
    }
    if (m_request.has(QStringLiteral("laboratory")) && m_hasProgram) {
        fail(tr("--laboratory is for lessons: a program runs where it is started."));
    }
    for (const QString &option : {QStringLiteral("ptrace"), QStringLiteral("no-lines")}) {
        if (m_request.has(option) && !m_hasProgram && command != QLatin1String("watch")) {
            fail(tr("--%1 is for programs of one's own, which come after \"--\": not for lessons and recordings.")
                     .arg(option));
        }
    }
    if (command == QLatin1String("figure") && m_request.outputs.isEmpty()) {
        fail(tr("zocalo figure wants to be told where to write: -o FILE.png, .svg or .pdf."));
    }
    for (const QString &change : std::as_const(m_request.changes)) {
        if (change.indexOf(QLatin1Char('=')) < 1) {
            fail(tr("--set takes a switch of the lesson and its value, as in \"backlog=4\"; not \"%1\".").arg(change));
        }
    }
    if (m_request.has(QStringLiteral("clients"))) {
        bool isNumber = false;
        const int clients = m_request.value(QStringLiteral("clients")).toInt(&isNumber);
        if (!isNumber || clients < 1) {
            fail(tr("--clients is a number from 1 on, not \"%1\".").arg(m_request.value(QStringLiteral("clients"))));
        }
    }
}

QString Arguments::linesHelp()
{
    return tr(
        "  --no-lines                   the lines of a program's source that make the calls are not looked for\n");
}

QString Arguments::help(const QString &command)
{
    if (command == QLatin1String("figure")) {
        return tr("zocalo figure SOURCE -o FILE…\n"
                  "Runs a lesson or a program without a window, or reads a recording, and draws one step of it. SOURCE "
                  "is a lesson's id, a lesson file, a recording (.zocalo), or at the end -- PROGRAM ARGUMENT…; FILE "
                  "ends in .png, .svg or .pdf, and -o may be repeated.\n\n"
                  "  --step N|NAME|last           which step (otherwise the one that the lesson names)\n"
                  "  --beside OTHER|udp           another lesson or recording beside it, at the like of that step\n"
                  "                               (otherwise at their first difference); or, of a twin, the UDP\n"
                  "                               half beside the TCP half. --clients and --set are OTHER's\n"
                  "  --clients N                  how many clients\n"
                  "  --set SWITCH=VALUE           changes the lesson (backlog=4); may be repeated\n"
                  "  --kind twin|pair|tcp|udp     both protocols, one client and its server, or one\n"
                  "                               protocol\n"
                  "  --detail idea|mechanism|everything\n"
                  "                               which socket; also why; also code, kernel's table, timeline\n"
                  "  --states PROCESS[/FD]        instead: a socket's way through the states of TCP, as in \"tcp.A\"\n"
                  "                               or \"tcp.server/4\"\n"
                  "  --theme light|dark|notes|contrast\n"
                  "  --size WxH                   in pixels (otherwise 1920x1080)\n"
                  "  --stable                     PIDs and ports as the lesson names them, the same in every run\n"
                  "  --laboratory                 the processes run in namespaces of their own\n"
                  "  --editable-text              letters of an SVG stay letters (otherwise outlines)\n"
                  "  --ptrace                     a program is watched by ptrace, even if the tap can enter it\n"
                  "  --lang es|en                 language (otherwise the locale's)\n") +
               linesHelp();
    }
    if (command == QLatin1String("calls")) {
        return tr("zocalo calls SOURCE [--format text|jsonl|csv] [--clients N] [--kind twin|pair|tcp|udp] [--set "
                  "SWITCH=VALUE]… [--laboratory]\n"
                  "zocalo calls [--format text|jsonl|csv] [--ptrace] -- PROGRAM ARGUMENT…\n"
                  "Runs a lesson or a program, or reads a recording (.zocalo), and prints every recorded socket call; "
                  "text reads like strace. What a program prints goes to standard error.\n") +
               linesHelp();
    }
    if (command == QLatin1String("landings")) {
        return tr("zocalo landings SOURCE [--format text|jsonl] [--clients N] [--kind twin|pair|tcp|udp] [--set "
                  "SWITCH=VALUE]… [--laboratory]\n"
                  "zocalo landings [--format text|jsonl] [--ptrace] -- PROGRAM ARGUMENT…\n"
                  "Runs a lesson or a program, or reads a recording (.zocalo), and prints, for every message, the "
                  "socket that it landed in, by which rule, and which calls prove it. What a program prints goes to "
                  "standard error.\n") +
               linesHelp();
    }
    if (command == QLatin1String("compare")) {
        return tr("zocalo compare A [B] [--format text|jsonl] [--clients N] [--kind twin|pair|tcp|udp] [--set "
                  "SWITCH=VALUE]…\n"
                  "Prints in what two runs differ, call by call; PIDs, ports and cookies aside. A and B are lessons, "
                  "which are run, or recordings (.zocalo). --clients and --set are B's; with them and no B, A is "
                  "compared with itself as they change it. A twin alone: its TCP half with its UDP half.\n"
                  "Exit status, as diff's: 0 they are the same, 1 they differ, 2 trouble.\n");
    }
    if (command == QLatin1String("record")) {
        return tr("zocalo record LESSON -o FILE.zocalo [--clients N] [--kind twin|pair|tcp|udp] [--set SWITCH=VALUE]…\n"
                  "              [--laboratory [--pcapng FILE.pcapng]]\n"
                  "zocalo record -o FILE.zocalo [--ptrace] -- PROGRAM ARGUMENT…\n"
                  "Runs a lesson or a program without a window and keeps it as a recording. The file grows while the "
                  "run "
                  "goes on; one that exists already is left as it is. A program keeps its terminal, and its exit "
                  "status is "
                  "passed on; with --ptrace it is watched by ptrace even if the tap can enter it: slower, and sees "
                  "all. "
                  "With --laboratory the lesson's processes run in user and network namespaces of their own, where "
                  "every "
                  "segment is captured; --pcapng keeps these in a file that Wireshark opens.\n") +
               linesHelp();
    }
    if (command == QLatin1String("watch")) {
        return tr("zocalo watch [--name N] [--free|--slow|--step] [--ptrace] -- PROGRAM ARGUMENT…\n"
                  "Runs a program in this terminal, as if zocalo were not there, and shows its sockets in the window "
                  "that is open; opens one if there is none. Programs of several terminals meet in one picture.\n\n"
                  "  --name N                     what the program is called in the picture\n"
                  "  --step                       all programs of the picture are held at each call until the window "
                  "lets them go on\n"
                  "  --slow                       they are held at each call for a moment\n"
                  "  --free                       they are not held\n"
                  "  --ptrace                     it is watched by ptrace, even if the tap can enter it: slower, and "
                  "sees all\n"
                  "  --door PATH                  where the window is, seen from here (or ZOCALO_DOOR)\n"
                  "  --token TOKEN                what another user's window wants to see (or ZOCALO_TOKEN)\n") +
               linesHelp();
    }
    if (command == QLatin1String("open")) {
        return tr("zocalo open FILE.zocalo [OTHER.zocalo] [--lang es|en]\nOpens the window on a recording; with "
                  "another one beside it, in step.\n");
    }
    if (command == QLatin1String("lessons")) {
        return tr("zocalo lessons [--format text|jsonl] [--lang es|en]\nPrints which lessons there are.\n");
    }
    if (command == QLatin1String("check")) {
        return tr(
            "zocalo check FILE.toml…\nPrints every fault of lesson files, with file:line:column. Exit status 1 if "
            "there is one.\n");
    }
    if (command == QLatin1String("doctor")) {
        return tr("zocalo doctor\nTries what zocalo needs on this machine, and prints what works and why not.\n");
    }
    if (command == QLatin1String("lesson")) {
        return tr("zocalo lesson ID|FILE.toml [--set SWITCH=VALUE]… [--lang es|en]\nOpens the window on that lesson; "
                  "--set changes it (backlog=4).\n");
    }
    return tr("zocalo – which socket does a message land in, and why\n\n"
              "  zocalo                       the window, on the first lesson\n"
              "  zocalo lesson ID|FILE.toml   the window, on that lesson\n"
              "  zocalo open FILE.zocalo      the window, on a recording; on two, side by side\n"
              "  zocalo watch -- PROGRAM…     a program in this terminal, watched in the window\n"
              "  zocalo lessons               which lessons there are\n"
              "  zocalo record SOURCE -o FILE a run without a window, kept as .zocalo\n"
              "  zocalo figure SOURCE -o FILE a picture, as .png, .svg or .pdf\n"
              "  zocalo calls SOURCE          every recorded socket call\n"
              "  zocalo landings SOURCE       every message, and where it landed\n"
              "  zocalo compare A [B]         in what two runs differ\n"
              "  zocalo check FILE.toml…      every fault of a lesson file\n"
              "  zocalo doctor                what works on this machine\n\n"
              "SOURCE is a lesson's id, a lesson file, a recording (.zocalo), or at the end\n"
              "-- PROGRAM ARGUMENT…, which is run and watched.\n"
              "  --lang es|en                 language (otherwise the locale's)\n"
              "  --help, --version            also after a command\n\n"
              "Exit status, but for compare, and for a program of yours, whose own record and watch give:\n"
              "  0 done, 1 it could not be done, 2 wrong usage.\n");
}

} // namespace zocalo::cli
