// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/code/cwriter.h"

#include "core/code/variables.h"

#include <algorithm>
#include <array>
#include <utility>

#include <sys/socket.h>

namespace zocalo::code {

namespace {

using trace::Call;

const QStringList CReserved{
    QStringLiteral("address"), QStringLiteral("check"),  QStringLiteral("data"),    QStringLiteral("length"),
    QStringLiteral("main"),    QStringLiteral("argc"),   QStringLiteral("argv"),    QStringLiteral("result"),
    QStringLiteral("sender"),  QStringLiteral("port"),   QStringLiteral("at"),      QStringLiteral("auto"),
    QStringLiteral("break"),   QStringLiteral("case"),   QStringLiteral("char"),    QStringLiteral("const"),
    QStringLiteral("do"),      QStringLiteral("else"),   QStringLiteral("for"),     QStringLiteral("if"),
    QStringLiteral("int"),     QStringLiteral("long"),   QStringLiteral("return"),  QStringLiteral("short"),
    QStringLiteral("void"),    QStringLiteral("while"),  QStringLiteral("read"),    QStringLiteral("write"),
    QStringLiteral("close"),   QStringLiteral("send"),   QStringLiteral("recv"),    QStringLiteral("bind"),
    QStringLiteral("listen"),  QStringLiteral("accept"), QStringLiteral("connect"), QStringLiteral("shutdown"),
    QStringLiteral("exit"),    QStringLiteral("perror"), QStringLiteral("printf"),  QStringLiteral("times")};

/// A string cLiteral: bytes beyond ASCII in octal, which, unlike hexadecimal, ends after three digits; question marks
/// marked, for two of them begin a trigraph.
QString cLiteral(const QByteArray &bytes)
{
    QString quoted;
    for (const char byte : bytes) {
        const auto code = static_cast<uchar>(byte);
        if (code == '"' || code == '\\' || code == '?') {
            quoted += QLatin1Char('\\') + QString(QLatin1Char(byte));
        } else if (code == '\n') {
            quoted += QLatin1String("\\n");
        } else if (code < 32 || code > 126) {
            quoted += QStringLiteral("\\%1").arg(code, 3, 8, QLatin1Char('0'));
        } else {
            quoted += QLatin1Char(byte);
        }
    }
    return QLatin1Char('"') + quoted + QLatin1Char('"');
}

QString cPortName(int port) { return port == 0 ? QStringLiteral("port") : QStringLiteral("port_%1").arg(port + 1); }

class CProgramWriter
{
public:
    CProgramWriter(const Program &program, const CodeWords &words)
        : m_program(program), m_words(words), m_variables(CReserved)
    {
    }

    SourceCode write()
    {
        m_code.fileName = fileStem(m_program.process) + QLatin1String(".c");
        const bool receives = makes([](const ProgramCall &call) { return trace::isReceive(call.call); });
        const bool addresses = makes([](const ProgramCall &call) {
            return call.address.kind == ProgramAddress::Kind::Literal ||
                   call.address.kind == ProgramAddress::Kind::Port;
        });
        const bool tunes = makes([](const ProgramCall &call) { return call.option.startsWith(QLatin1String("TCP_")); });
        const bool repeats = makes([](const ProgramCall &call) { return call.times > 1; });
        const std::array<std::pair<const char *, bool>, 8> headers{{{"arpa/inet.h", true},
                                                                    {"netinet/tcp.h", tunes},
                                                                    {"signal.h", mayBreakPipe()},
                                                                    {"stdio.h", true},
                                                                    {"stdlib.h", true},
                                                                    {"string.h", repeats},
                                                                    {"sys/socket.h", true},
                                                                    {"unistd.h", true}}};
        for (const auto &[header, isNeeded] : headers) {
            if (isNeeded) {
                add(QStringLiteral("#include <%1>").arg(QLatin1String(header)));
            }
        }
        writeHelpers(addresses, repeats);
        writeHead(receives, addresses);
        for (const ProgramCall &call : m_program.calls) {
            writeCall(call);
        }
        add(QStringLiteral("    return 0;"));
        add(QStringLiteral("}"));
        return m_code;
    }

private:
    template <typename Condition>
    bool makes(Condition condition) const
    {
        return std::any_of(m_program.calls.begin(), m_program.calls.end(), condition);
    }

    /// A send that is to fail with EPIPE would end the program, which is not what the run has shown. send(2), signal(7)
    bool mayBreakPipe() const
    {
        return makes([](const ProgramCall &call) { return trace::isSend(call.call) && call.fails; });
    }

    void add(const QString &line) { m_code.lines.append(line); }
    void addAll(std::initializer_list<const char *> lines)
    {
        for (const char *line : lines) {
            add(QLatin1String(line));
        }
    }

    void writeHelpers(bool addresses, bool repeats)
    {
        addAll({"", "static int check(int result, const char *call)", "{", "    if (result < 0) {",
                "        perror(call);", "        exit(1);", "    }", "    return result;", "}"});
        if (addresses) {
            addAll({"", "static const struct sockaddr *at(const char *host, int port)", "{",
                    "    static struct sockaddr_in address;", "    address.sin_family = AF_INET;",
                    "    address.sin_port = htons((unsigned short)port);",
                    "    inet_pton(AF_INET, host, &address.sin_addr);", "    return (const struct sockaddr *)&address;",
                    "}"});
        }
        if (repeats) {
            addAll({"", "static const char *times(const char *text, int size, int count)", "{",
                    "    char *all = malloc((size_t)size * (size_t)count);",
                    "    for (int i = 0; all != NULL && i < count; i++)",
                    "        memcpy(all + (size_t)i * (size_t)size, text, (size_t)size);", "    return all;", "}"});
        }
    }

    void writeHead(bool receives, bool addresses)
    {
        addAll({"", "int main(int argc, char **argv)", "{"});
        bool usesArguments = false;
        for (int i = 0; i < m_program.ports.size(); ++i) {
            const ProgramPort &port = m_program.ports.at(i);
            if (!m_program.uses(i)) {
                continue;
            }
            usesArguments = true;
            QString line = QStringLiteral("    int %1 = argc > %2 ? atoi(argv[%2]) : %3;")
                               .arg(cPortName(i))
                               .arg(i + 1)
                               .arg(port.usual);
            if (port.present != 0 && port.present != port.usual) {
                line += QStringLiteral(" // ") + m_words.inThisRun.arg(port.present);
            }
            add(line);
        }
        if (!usesArguments) {
            add(QStringLiteral("    (void)argc, (void)argv;"));
        }
        const bool asksSender = makes([](const ProgramCall &call) { return call.call == Call::Recvfrom; });
        const bool asksName = makes([](const ProgramCall &call) { return isName(call.call); });
        if (addresses || asksSender || asksName) {
            add(QStringLiteral("    socklen_t length = sizeof(struct sockaddr_in);"));
        }
        if (asksSender) {
            add(QStringLiteral("    struct sockaddr_in sender;"));
        }
        if (asksName) {
            add(QStringLiteral("    struct sockaddr_in name;"));
        }
        if (receives) {
            int most = 1;
            for (const ProgramCall &call : m_program.calls) {
                most = trace::isReceive(call.call) ? std::max(most, call.number) : most;
            }
            add(QStringLiteral("    static char data[%1];").arg(most));
            if (makes([](const ProgramCall &call) { return trace::isReceive(call.call) && !call.fails; })) {
                add(QStringLiteral("    int result;"));
            }
        }
        add({});
        if (mayBreakPipe()) {
            add(QStringLiteral("    signal(SIGPIPE, SIG_IGN);"));
        }
    }

    void writeCall(const ProgramCall &call)
    {
        const QString expression = expressionOf(call);
        const QString name = QLatin1String(trace::callName(call.call).data());
        const QString more =
            call.total > 0 ? QLatin1String(" // ") + m_words.beginning.arg(call.known).arg(call.total) : QString();
        m_code.lineOfCall.append(int(m_code.lines.size()));
        if (call.fails) {
            add(QStringLiteral("    if (%1 < 0)").arg(expression) + more);
            add(QStringLiteral("        perror(\"%1\");").arg(name));
            return;
        }
        QString kept;
        if (trace::isReceive(call.call)) {
            kept = QStringLiteral("result = ");
        } else if (call.call == Call::Socket || call.call == Call::Accept || call.call == Call::Dup) {
            kept = QStringLiteral("int %1 = ").arg(m_variables.of(call.as));
        }
        const QString cast =
            trace::isReceive(call.call) || trace::isSend(call.call) ? QStringLiteral("(int)") : QString();
        add(QStringLiteral("    %1check(%2%3, \"%4\");").arg(kept, cast, expression, name) + more);
        if (trace::isReceive(call.call)) {
            add(QStringLiteral("    printf(\"%.*s\\n\", result, data);"));
        } else if (isName(call.call)) {
            add(QStringLiteral("    printf(\"%s:%d\\n\", inet_ntoa(name.sin_addr), ntohs(name.sin_port));"));
        }
    }

    static bool isName(Call call) { return call == Call::Getsockname || call == Call::Getpeername; }

    static QString flags(const ProgramCall &call)
    {
        QStringList names;
        if ((call.flags & MSG_DONTWAIT) != 0) {
            names.append(QStringLiteral("MSG_DONTWAIT"));
        }
        if ((call.flags & MSG_TRUNC) != 0) {
            names.append(QStringLiteral("MSG_TRUNC"));
        }
        return names.isEmpty() ? QStringLiteral("0") : names.join(QLatin1String(" | "));
    }

    static QString textOf(const ProgramCall &call)
    {
        const QString literal = cLiteral(call.payload);
        return call.times > 1
                   ? QStringLiteral("times(%1, %2, %3)").arg(literal).arg(call.payload.size()).arg(call.times)
                   : literal;
    }

    QString address(const ProgramAddress &address) const
    {
        return QStringLiteral("at(\"%1\", %2)")
            .arg(address.host,
                 address.kind == ProgramAddress::Kind::Port ? cPortName(address.port) : QString::number(address.port));
    }

    QString expressionOf(const ProgramCall &call)
    {
        const QString on = call.on.isEmpty() ? QString() : m_variables.of(call.on);
        const QString bytes = QStringLiteral("%1, %2").arg(textOf(call)).arg(call.length());
        switch (call.call) {
        case Call::Socket:
            return QStringLiteral("socket(AF_INET, SOCK_%1%2, 0)")
                .arg(call.protocol == QLatin1String("udp") ? QStringLiteral("DGRAM") : QStringLiteral("STREAM"),
                     call.flags != 0 ? QStringLiteral(" | SOCK_NONBLOCK") : QString());
        case Call::Bind:
            return QStringLiteral("bind(%1, %2, length)").arg(on, address(call.address));
        case Call::Listen:
            return QStringLiteral("listen(%1, %2)").arg(on).arg(call.number);
        case Call::Accept:
            return QStringLiteral("accept(%1, NULL, NULL)").arg(on);
        case Call::Connect:
            return QStringLiteral("connect(%1, %2, length)").arg(on, address(call.address));
        case Call::Send:
            return QStringLiteral("send(%1, %2, %3)").arg(on, bytes, flags(call));
        case Call::Sendto:
            return sendto(on, bytes, call);
        case Call::Recv:
            return QStringLiteral("recv(%1, data, %2, %3)").arg(on).arg(call.number).arg(flags(call));
        case Call::Recvfrom:
            return QStringLiteral("recvfrom(%1, data, %2, %3, (struct sockaddr *)&sender, &length)")
                .arg(on)
                .arg(call.number)
                .arg(flags(call));
        case Call::Dup:
            return QStringLiteral("dup(%1)").arg(on);
        case Call::Setsockopt:
            return QStringLiteral("setsockopt(%1, %2, %3, &(int){%4}, sizeof(int))")
                .arg(on,
                     call.option.startsWith(QLatin1String("TCP_")) ? QStringLiteral("IPPROTO_TCP")
                                                                   : QStringLiteral("SOL_SOCKET"),
                     call.option)
                .arg(call.number);
        case Call::Getsockname:
        case Call::Getpeername:
            return QStringLiteral("%1(%2, (struct sockaddr *)&name, &length)")
                .arg(QLatin1String(trace::callName(call.call).data()), on);
        case Call::Shutdown: {
            constexpr std::array<const char *, 3> how{"RD", "WR", "RDWR"};
            return QStringLiteral("shutdown(%1, SHUT_%2)")
                .arg(on, QLatin1String(how.at(static_cast<size_t>(qBound(0, call.number, 2)))));
        }
        default:
            return QStringLiteral("close(%1)").arg(on);
        }
    }

    QString sendto(const QString &on, const QString &bytes, const ProgramCall &call) const
    {
        const ProgramAddress &to = call.address;
        if (to.kind == ProgramAddress::Kind::None) {
            return QStringLiteral("send(%1, %2, %3)").arg(on, bytes, flags(call));
        }
        const QString where = to.kind == ProgramAddress::Kind::Sender
                                  ? QStringLiteral("(struct sockaddr *)&sender, length")
                                  : address(to) + QLatin1String(", length");
        return QStringLiteral("sendto(%1, %2, %3, %4)").arg(on, bytes, flags(call), where);
    }

    const Program &m_program;
    const CodeWords &m_words;
    Variables m_variables;
    SourceCode m_code;
};

} // namespace

SourceCode cSource(const Program &program, const CodeWords &words) { return CProgramWriter(program, words).write(); }

} // namespace zocalo::code
