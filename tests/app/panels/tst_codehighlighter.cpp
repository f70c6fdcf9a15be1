// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/panels/codehighlighter.h"

#include <QTest>
#include <QTextBlock>
#include <QTextDocument>
#include <QTextLayout>

using namespace zocalo;
using figure::Tone;

namespace {

/// Each letter of the text as what it is coloured as: c a call, t a text, # a comment, k a keyword, . nothing.
QString colours(const QTextDocument &document)
{
    const auto letterOf = [](const QTextCharFormat &format) {
        const QColor colour = format.foreground().color();
        return colour == figure::resolve(figure::Theme::Light, Tone::Call)        ? QLatin1Char('c')
               : colour == figure::resolve(figure::Theme::Light, Tone::Secondary) ? QLatin1Char('#')
               : colour == figure::resolve(figure::Theme::Light, Tone::Ink)       ? QLatin1Char('k')
                                                                                  : QLatin1Char('t');
    };
    QStringList lines;
    for (QTextBlock block = document.begin(); block.isValid(); block = block.next()) {
        QString line(block.text().size(), QLatin1Char('.'));
        for (const QTextLayout::FormatRange &range : block.layout()->formats()) {
            line.replace(range.start, range.length, QString(range.length, letterOf(range.format)));
        }
        lines.append(line);
    }
    return lines.join(QLatin1Char('\n'));
}

} // namespace

class TestCodeHighlighter : public QObject
{
    Q_OBJECT

private slots:
    void source_isColouredAsWhatItsNameSays_data();
    void source_isColouredAsWhatItsNameSays();
};

void TestCodeHighlighter::source_isColouredAsWhatItsNameSays_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char *name, const char *file, const char *text, const char *expected) {
        QTest::newRow(name) << QString::fromLatin1(file) << QString::fromUtf8(text) << QString::fromUtf8(expected);
    };
    row("a call", "server.py", "x = s.accept()", "......cccccc..");
    row("a name that only begins like one", "server.py", "acceptor()", "..........");
    row("comment without blanks", "server.py", "a#b 'c'", ".######");
    row("no comment in a text", "server.py", "f('#', \"//\")", "..ttt..tttt.");
    row("no text in a comment", "server.py", "# it's\nx", "######\n.");
    row("// divides in Python", "server.py", "a // b", "......");
    row("keywords", "server.py", "while True: pass", "kkkkk.kkkk..kkkk");
    row("an escaped quote", "server.py", "x = b'a\\'b' # c", "....ttttttt.###");
    row("docstring", "server.py", "'''one\n# two\n''' # c", "tttttt\nttttt\nttt.###");
    row("quotes of the other kind in it", "server.py", "\"\"\"a\n''' \"\nb\"\"\"; x", "tttt\nttttt\ntttt...");
    row("block comment", "a.c", "x /* one\n\"two\" // */ y", "..######\n###########..");
    row("two on a line", "a.c", "/*a*/ b /*c*/", "#####...#####");
    row("text and line comment", "a.c", "send(fd, \"/*\", 2); // 'x'", "cccc.....tttt......######");
    row("# is not a comment in C", "a.h", "#include <x>\nint a;", "kkkkkkkk....\nkkk...");
    row("C has no classes", "a.c", "class x", ".......");
    row("C++ has", "a.hpp", "class x", "kkkkk..");
    row("separated digits", "a.cc", "1'000'000; 'a'", "...........ttt");
    row("raw string", "a.cpp", "f(R\"x(a\n)\" // b\n)x\") // c", "..ttttt\nttttttt\nttt..####");
    row("plain", "notes.txt", "# if 'x' accept()", ".................");
    row("no ending", "<string>", "# if", "....");
}

void TestCodeHighlighter::source_isColouredAsWhatItsNameSays()
{
    QFETCH(QString, name);
    QFETCH(QString, text);
    QFETCH(QString, expected);
    QTextDocument document;
    panels::CodeHighlighter highlighter(&document);
    highlighter.setKind(history::sourceKindOf(name));
    document.setPlainText(text);
    highlighter.rehighlight();
    QCOMPARE(colours(document), expected);
}

QTEST_MAIN(TestCodeHighlighter)
#include "tst_codehighlighter.moc"
