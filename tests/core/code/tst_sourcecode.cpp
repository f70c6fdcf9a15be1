// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/code/cwriter.h"
#include "core/code/pythonwriter.h"
#include "core/code/variables.h"

#include <QFile>
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

using namespace zocalo::code;
using zocalo::trace::Call;

namespace {

const CodeWords Words{QStringLiteral("in this run: %1"), QStringLiteral("the first %1 bytes of %2 are known")};

ProgramCall call(Call which, const QString &on)
{
    ProgramCall made;
    made.call = which;
    made.on = on;
    return made;
}

QByteArray outputOf(const QString &program, const QStringList &arguments)
{
    QProcess process;
    process.start(program, arguments);
    process.waitForFinished();
    return process.readAllStandardOutput();
}

/// What stands between a text and another at the end; nothing if they are not there.
QString between(const QString &line, const QString &before, const QString &after)
{
    const qsizetype from = line.indexOf(before);
    return from < 0 || !line.endsWith(after)
               ? QString()
               : line.mid(from + before.size(), line.size() - from - before.size() - after.size());
}

Program server()
{
    ProgramCall socket = call(Call::Socket, {});
    socket.as = QStringLiteral("listener");
    socket.protocol = QStringLiteral("tcp");
    ProgramCall bind = call(Call::Bind, QStringLiteral("listener"));
    bind.address = {ProgramAddress::Kind::Port, QStringLiteral("127.0.0.1"), 0};
    return {QStringLiteral("tcp.server"), {{QStringLiteral("tcp.server.listener"), 9000, 57371}}, {socket, bind}};
}

} // namespace

class SourceCodeTest : public QObject
{
    Q_OBJECT
private slots:
    void python_takesThePortAndTellsThisRuns();
    void c_takesThePortAndTellsThisRuns();
    void lineOfCall_isTheLineThatMakesIt();
    void payload_comesBackAsItWas_data();
    void payload_comesBackAsItWas();
    void longMessage_isRepeated();
    void messageOfWhichTheBeginningIsKnown_isSentInItsWholeLength();
    void failingCall_doesNotEndTheProgram();
    void names_areGoodAndOfTheirOwn();
};

void SourceCodeTest::python_takesThePortAndTellsThisRuns()
{
    const SourceCode source = pythonSource(server(), Words);
    QCOMPARE(source.fileName, QStringLiteral("tcp_server.py"));
    QVERIFY(source.text().contains(
        QLatin1String("PORT = int(sys.argv[1]) if len(sys.argv) > 1 else 9000  # in this run: 57371\n")));
    QVERIFY(source.text().contains(QLatin1String("listener.bind((\"127.0.0.1\", PORT))\n")));
}

void SourceCodeTest::c_takesThePortAndTellsThisRuns()
{
    const SourceCode source = cSource(server(), Words);
    QCOMPARE(source.fileName, QStringLiteral("tcp_server.c"));
    QVERIFY(source.text().contains(QLatin1String("argc > 1 ? atoi(argv[1]) : 9000; // in this run: 57371\n")));
}

void SourceCodeTest::lineOfCall_isTheLineThatMakesIt()
{
    const Program program = server();
    for (const SourceCode &source : {pythonSource(program, Words), cSource(program, Words)}) {
        QCOMPARE(source.lineOfCall.size(), 2);
        QVERIFY(source.lines.at(source.lineOfCall.at(0)).contains(QLatin1String("socket(")));
        QVERIFY(source.lines.at(source.lineOfCall.at(1)).contains(QLatin1String("bind(")));
    }
}

void SourceCodeTest::payload_comesBackAsItWas_data()
{
    QTest::addColumn<QByteArray>("payload");
    QTest::newRow("plain") << QByteArray("hola");
    QTest::newRow("quotes") << QByteArray("say \"hi\" \\ 'you'");
    QTest::newRow("lines") << QByteArray("a\nb\tc");
    QTest::newRow("Spanish") << QByteArray("¿mañana? 1");
    QTest::newRow("not UTF-8") << QByteArray("\xff\x00\x80"
                                             "9",
                                             4);
    QTest::newRow("trigraph") << QByteArray("what?\?/");
    QTest::newRow("nothing") << QByteArray();
}

void SourceCodeTest::payload_comesBackAsItWas()
{
    QFETCH(QByteArray, payload);
    const QString python = QStandardPaths::findExecutable(QStringLiteral("python3"));
    if (python.isEmpty()) {
        QSKIP("python3 is not installed");
    }
    ProgramCall send = call(Call::Send, QStringLiteral("sock"));
    send.payload = payload;
    const Program program{QStringLiteral("p"), {}, {send}};
    const QString line = pythonSource(program, Words).lines.last();
    QCOMPARE(QByteArray::fromHex(
                 outputOf(python, {QStringLiteral("-c"),
                                   QStringLiteral("import sys; sys.stdout.write((%1).hex())")
                                       .arg(between(line, QStringLiteral("sock.send("), QStringLiteral(")")))})),
             payload);

    const SourceCode c = cSource(program, Words);
    const QString literal = between(c.lines.at(c.lineOfCall.first()), QStringLiteral("send(sock, "),
                                    QStringLiteral(", %1, 0), \"send\");").arg(payload.size()));
    const QTemporaryDir folder;
    QFile file(folder.filePath(QStringLiteral("x.c")));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(QStringLiteral("#include <stdio.h>\nint main(void) { return fwrite(%1, 1, %2, stdout) != %2; }\n")
                   .arg(literal)
                   .arg(payload.size())
                   .toUtf8());
    file.close();
    const QString built = folder.filePath(QStringLiteral("x"));
    QCOMPARE(QProcess::execute(QStringLiteral("cc"), {QStringLiteral("-Wall"), QStringLiteral("-Werror"),
                                                      file.fileName(), QStringLiteral("-o"), built}),
             0);
    QCOMPARE(outputOf(built, {}), payload);
}

void SourceCodeTest::longMessage_isRepeated()
{
    ProgramCall send = call(Call::Send, QStringLiteral("sock"));
    send.payload = "ab?";
    send.times = 2000;
    const Program program{QStringLiteral("p"), {}, {send}};
    QCOMPARE(pythonSource(program, Words).lines.last(), QStringLiteral("sock.send(b\"ab?\" * 2000)"));

    const SourceCode c = cSource(program, Words);
    const QString bytes = between(c.lines.at(c.lineOfCall.first()), QStringLiteral("send(sock, "),
                                  QStringLiteral(", 6000, 0), \"send\");"));
    const qsizetype begins =
        c.lines.indexOf(QLatin1String("static const char *times(const char *text, int size, int count)"));
    const qsizetype ends = c.lines.indexOf(QLatin1String("}"), begins);
    QVERIFY(begins > 0 && ends > begins);
    const QTemporaryDir folder;
    QFile file(folder.filePath(QStringLiteral("x.c")));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(QStringLiteral("#include <stdio.h>\n#include <stdlib.h>\n#include <string.h>\n%1\n"
                              "int main(void) { return fwrite(%2, 1, 6000, stdout) != 6000; }\n")
                   .arg(QStringList(c.lines.mid(begins, ends - begins + 1)).join(QLatin1Char('\n')), bytes)
                   .toUtf8());
    file.close();
    const QString built = folder.filePath(QStringLiteral("x"));
    QCOMPARE(QProcess::execute(QStringLiteral("cc"), {QStringLiteral("-Wall"), QStringLiteral("-Werror"),
                                                      file.fileName(), QStringLiteral("-o"), built}),
             0);
    QCOMPARE(outputOf(built, {}), QByteArray("ab?").repeated(2000));
}

void SourceCodeTest::messageOfWhichTheBeginningIsKnown_isSentInItsWholeLength()
{
    ProgramCall send = call(Call::Send, QStringLiteral("sock"));
    send.payload = "abc";
    send.times = 3;
    send.total = 8;
    send.known = 6;
    const Program program{QStringLiteral("p"), {}, {send}};
    QCOMPARE(pythonSource(program, Words).lines.last(),
             QStringLiteral("sock.send((b\"abc\" * 3)[:8])  # the first 6 bytes of 8 are known"));
    const SourceCode c = cSource(program, Words);
    QCOMPARE(
        c.lines.at(c.lineOfCall.first()),
        QStringLiteral("    check((int)send(sock, times(\"abc\", 3, 3), 8, 0), \"send\"); // the first 6 bytes of 8 "
                       "are known"));
}

void SourceCodeTest::failingCall_doesNotEndTheProgram()
{
    ProgramCall send = call(Call::Send, QStringLiteral("sock"));
    send.fails = true;
    const Program program{QStringLiteral("p"), {}, {send}};
    QVERIFY(pythonSource(program, Words).text().contains(QLatin1String("except OSError")));
    QVERIFY(cSource(program, Words).text().contains(QLatin1String("perror(\"send\")")));
}

void SourceCodeTest::names_areGoodAndOfTheirOwn()
{
    Variables variables({QStringLiteral("data"), QStringLiteral("if")});
    QCOMPARE(variables.of(QStringLiteral("A")), QStringLiteral("a"));
    QCOMPARE(variables.of(QStringLiteral("socket")), QStringLiteral("sock"));
    QCOMPARE(variables.of(QStringLiteral("32")), QStringLiteral("client_32"));
    QCOMPARE(variables.of(QStringLiteral("data")), QStringLiteral("data_2"));
    QCOMPARE(variables.of(QStringLiteral("a")), QStringLiteral("a_2"));
    QCOMPARE(variables.of(QStringLiteral("A")), QStringLiteral("a"));
    QCOMPARE(variables.of(QStringLiteral("if")), QStringLiteral("if_2"));
    QCOMPARE(variables.of(QStringLiteral("ñ; x")), QStringLiteral("___x"));
}

QTEST_GUILESS_MAIN(SourceCodeTest)
#include "tst_sourcecode.moc"
