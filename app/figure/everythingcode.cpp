// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
// The panel with the code: the calls that a process has made so far, as a program.
#include "app/figure/everything.h"

#include "app/figure/callstate.h"
#include "app/figure/shapes.h"
#include "app/figure/textlayout.h"
#include "core/code/pythonwriter.h"

#include <QRegularExpression>

#include <algorithm>

namespace zocalo::figure {

namespace {

constexpr double CodeSize = 19;
constexpr double LineHeight = 29;
constexpr double LeastNumberWidth = 48;
constexpr double CodeHeadHeight = 54;
constexpr double StateHeight = 48;

TextStyle codeStyle()
{
    TextStyle style;
    style.size = CodeSize;
    style.weight = 500;
    style.face = Face::Mono;
    return style;
}

/// A line of the panel: one of the program, or the rest of a long one.
struct Shown
{
    int number = 0; ///< 0: it goes on
    QString text;
    bool marked = false;
};

/// Cuts a line where it is too long, at a space, and indents what goes on.
QStringList wrapped(QString line, qsizetype most)
{
    QStringList parts;
    while (line.size() > most) {
        const qsizetype space = line.lastIndexOf(QLatin1Char(' '), most);
        const bool found = space > 8;
        parts << line.left(found ? space : most);
        line = QStringLiteral("    ") + line.mid(found ? space + 1 : most);
    }
    return parts << line;
}

QList<Shown> shownLines(const code::SourceCode &source, qsizetype most, bool marksLast)
{
    QList<Shown> shown;
    const int marked = source.lineOfCall.isEmpty() || !marksLast ? -1 : source.lineOfCall.last();
    for (int i = 0; i < source.lines.size(); ++i) {
        int number = i + 1;
        for (const QString &part : wrapped(source.lines.at(i), most)) {
            shown.append({number, part, i == marked});
            number = 0;
        }
    }
    return shown;
}

} // namespace

void Everything::drawCode(const QRectF &place)
{
    const world::Process *process = m_input.now.processNamed(m_facts.process);
    code::Program program = m_facts.program;
    // With stable numbers the program shows them, too.
    const bool udp = process && process->group == QLatin1String("udp");
    const auto protocol = udp ? kernel::Protocol::Udp : kernel::Protocol::Tcp;
    for (code::ProgramPort &port : program.ports)
        port.usual = port.present = m_names.portNumber(static_cast<quint16>(port.present), protocol);
    for (code::ProgramCall &call : program.calls)
        call.address.port = call.address.kind == code::ProgramAddress::Kind::Literal
                                ? m_names.portNumber(static_cast<quint16>(call.address.port), protocol)
                                : call.address.port;
    const code::SourceCode source =
        code::pythonSource(program, {tr("in this run: %1"), tr("the first %1 bytes of %2 are known")});
    m_list.beginNode(NodeKind::Label, 1, tr("Its calls so far, in Python"));
    drawPanel(place, process ? m_names.process(process->id) : tr("Code"), tr("its calls so far, in Python"));

    const double advance = textWidth(QStringLiteral("0000000000"), codeStyle()) / 10;
    // The column of the numbers is as wide as that of the last line.
    const double number =
        std::max(LeastNumberWidth, advance * static_cast<double>(QString::number(source.lines.size()).size()) + 12);
    const double room = place.width() - number - 34;
    const QList<Shown> lines =
        process ? shownLines(source, static_cast<qsizetype>(room / advance), m_facts.isWritten) : QList<Shown>();
    const auto fit = static_cast<qsizetype>((place.height() - CodeHeadHeight - StateHeight) / LineHeight);
    // The last lines that find room, the marked ones among them: what was called last stands near the end.
    const qsizetype first = std::max<qsizetype>(0, lines.size() - fit);
    double y = place.top() + CodeHeadHeight;
    for (qsizetype i = first; i < lines.size(); ++i) {
        const Shown &line = lines.at(i);
        const QRectF row(place.left() + 8, y, place.width() - 16, LineHeight);
        if (line.marked) {
            const bool opens = i == first || !lines.at(i - 1).marked;
            qsizetype count = 1;
            while (opens && i + count < lines.size() && lines.at(i + count).marked)
                ++count;
            if (opens)
                m_list.box({row.topLeft(), QSizeF(row.width(), LineHeight * static_cast<double>(count))}, 6,
                           Tone::Match, Tone::MatchBorder, 3);
        }
        if (line.number > 0)
            code(QString::number(line.number), {row.left(), y, number - 12, LineHeight}, CodeSize - 1, 500,
                 Tone::Secondary, Qt::AlignRight | Qt::AlignVCenter);
        drawCodeLine(line.text, {row.left() + number, y, room + 4, LineHeight});
        y += LineHeight;
    }
    if (process) {
        const CallState state(m_input.now, *process);
        double left = place.left() + 18;
        if (state.mark()) {
            drawCallMark(m_list, *state.mark(), {left + 10, place.bottom() - 25}, 20);
            left += 30;
        }
        word(state.sentence(), {left, place.bottom() - 43, place.right() - 16 - left, 36}, 21, 600);
    }
    m_list.endNode();
}

/// A line with the names of socket calls in the colour of calls.
void Everything::drawCodeLine(const QString &line, const QRectF &place)
{
    static const QRegularExpression calls(QStringLiteral(
        "\\.(socket|bind|listen|accept|connect|send|sendto|recv|recvfrom|shutdown|close|setsockopt)(?=\\()"));
    const double advance = textWidth(QStringLiteral("0000000000"), codeStyle()) / 10;
    double hair = 0; // between the parts: advances are rounded
    const auto part = [&](qsizetype from, qsizetype to, int weight, Colour colour) {
        const QString text = line.mid(from, to - from);
        const qsizetype spaces = std::distance(
            text.begin(), std::find_if(text.begin(), text.end(), [](QChar letter) { return letter != u' '; }));
        const double x = advance * static_cast<double>(from + spaces) + hair;
        hair += 0.2;
        if (spaces < text.size())
            code(text.trimmed(), place.adjusted(x, 0, 0, 0), CodeSize, weight, colour);
    };
    const QRegularExpressionMatch match = calls.match(line);
    if (!match.hasMatch())
        return part(0, line.size(), 500, line.startsWith(QLatin1Char('#')) ? Tone::Secondary : Tone::Ink);
    part(0, match.capturedStart(1), 500, Tone::Ink);
    part(match.capturedStart(1), match.capturedEnd(1), 700, Tone::Call);
    part(match.capturedEnd(1), line.size(), 500, Tone::Ink);
}

} // namespace zocalo::figure
