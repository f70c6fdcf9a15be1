// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "tests/core/lesson/lessontext.h"

#include <QList>
#include <QString>

namespace zocalo::lesson::test {

namespace {

const QByteArray kMark = "§";

QList<QByteArray> head(const QByteArray &kind)
{
    const bool isTwin = kind == "twin";
    return {"format = 1",
            "id = \"x\"",
            "kind = \"" + kind + "\"",
            "clients = 2",
            "max-clients = 3",
            "title = { en = \"T\", es = \"T\" }",
            "summary = { en = \"S\", es = \"S\" }",
            isTwin ? "processes = [ { role = \"server\", half = \"tcp\" }, { role = \"client\", half = \"tcp\" }, "
                     "{ role = \"server\", half = \"udp\" }, { role = \"client\", half = \"udp\" } ]"
                   : "processes = [ { role = \"server\" }, { role = \"client\" } ]"};
}

QByteArray joined(const QList<QByteArray> &lines, const QByteArray &items)
{
    QByteArray text;
    for (const QByteArray &line : lines)
        text += line + '\n';
    return text + "script = [\n" + items + "]\n";
}

} // namespace

MarkedText takeMark(const QByteArray &marked)
{
    const qsizetype at = marked.indexOf(kMark);
    if (at < 0)
        return {marked, {}};
    const QString before = QString::fromUtf8(marked.left(at));
    const auto line = static_cast<int>(before.count(u'\n')) + 1;
    const auto column = static_cast<int>(before.size() - before.lastIndexOf(u'\n'));
    QByteArray text = marked;
    text.remove(at, kMark.size());
    return {text, {line, column}};
}

QByteArray withScript(const QByteArray &items) { return joined(head("tcp"), items); }

QByteArray twinWithScript(const QByteArray &items) { return joined(head("twin"), items); }

QByteArray withLine(const QByteArray &field, const QByteArray &line)
{
    QList<QByteArray> lines = head("tcp");
    bool isReplaced = false;
    for (QByteArray &each : lines) {
        if (each.startsWith(field + " =")) {
            each = line;
            isReplaced = true;
        }
    }
    if (!isReplaced)
        lines.append(line);
    return joined(lines, listening());
}

QByteArray listening()
{
    return R"(
  { process = "server", call = "socket", protocol = "tcp", as = "L" },
  { process = "server", call = "bind", on = "L", address = "127.0.0.1:0" },
  { process = "server", call = "listen", on = "L", backlog = 5 },
)";
}

QByteArray connected()
{
    return listening() + R"(
  { process = "A", call = "socket", protocol = "tcp", as = "S" },
  { process = "A", call = "connect", on = "S", address = "@server.L" },
)";
}

QByteArray accepted()
{
    return connected() + R"(
  { process = "server", call = "accept", on = "L", as = "A" },
)";
}

QByteArray datagrams()
{
    return R"(
  { process = "server", call = "socket", protocol = "udp", as = "S" },
  { process = "server", call = "bind", on = "S", address = "127.0.0.1:0" },
  { process = "A", call = "socket", protocol = "udp", as = "S" },
)";
}

} // namespace zocalo::lesson::test
