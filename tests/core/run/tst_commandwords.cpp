// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/run/commandwords.h"

#include <QDir>
#include <QProcess>
#include <QTest>

using zocalo::run::CommandWords;

/// Command lines as a student writes them into the dialogue.
class TestCommandWords : public QObject
{
    Q_OBJECT

private slots:
    /// What a real shell makes of the same line.
    void line_isCutAsAShellCutsIt_data()
    {
        QTest::addColumn<QString>("line");
        QTest::newRow("plain") << QStringLiteral("python3 server.py 9000");
        QTest::newRow("blanks") << QStringLiteral("  a \t b  ");
        QTest::newRow("double") << QStringLiteral("say \"two words\" \"a \\\"b\\\" \\\\ \\n\"");
        QTest::newRow("single") << QStringLiteral("say 'two words' 'a \"b\" \\ c'");
        QTest::newRow("escaped") << QStringLiteral("my\\ server.py a\\\\b");
        QTest::newRow("joined") << QStringLiteral("a'b c'\"d e\"f");
        QTest::newRow("empty words") << QStringLiteral("a '' \"\" b");
        QTest::newRow("home") << QStringLiteral("~/server.py ~ a~b ~x 'a'~");
        QTest::newRow("accents") << QStringLiteral("echo añó");
    }
    void line_isCutAsAShellCutsIt()
    {
        QFETCH(QString, line);
        QProcess shell;
        shell.start(QStringLiteral("sh"),
                    {"-c", QStringLiteral("for w in %1; do printf '%s\\0' \"$w\"; done").arg(line)});
        QVERIFY(shell.waitForFinished());
        QStringList expected = QString::fromUtf8(shell.readAllStandardOutput()).split(QChar(u'\0'));
        expected.removeLast();
        const CommandWords cut = CommandWords::of(line);
        QCOMPARE(cut.fault, CommandWords::Fault::None);
        QCOMPARE(cut.words, expected);
    }

    void shellWords_areRefused()
    {
        for (const char *line : {"a | b", "a > b", "a && b", "a; b", "echo $HOME", "echo `ls`", "ls *.py", "(a)"}) {
            QCOMPARE(CommandWords::of(QLatin1String(line)).fault, CommandWords::Fault::ShellOnly);
        }
        QCOMPARE(CommandWords::of(QStringLiteral("sh -c 'a | b > $c'")).words, (QStringList{"sh", "-c", "a | b > $c"}));
        QCOMPARE(CommandWords::of(QStringLiteral("curl http://127.0.0.1/?a=1")).fault, CommandWords::Fault::None);
    }

    void openQuote_isAFault()
    {
        for (const char *line : {"a 'b", "a \"b", "a \\"}) {
            QCOMPARE(CommandWords::of(QLatin1String(line)).fault, CommandWords::Fault::OpenQuote);
        }
    }

    void join_isTheWayBack()
    {
        const QStringList words{"a", "two words", "", "it's", "~/x", "$x", "a\\b", "\"q\"", "ñ"};
        QCOMPARE(CommandWords::of(CommandWords::join(words)).words, words);
    }
};

QTEST_GUILESS_MAIN(TestCommandWords)
#include "tst_commandwords.moc"
