// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/code/cwriter.h"

#include "core/code/pairoption.h"
#include "core/code/variables.h"

#include <QSet>

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
    QStringLiteral("exit"),    QStringLiteral("perror"), QStringLiteral("printf"),  QStringLiteral("times"),
    QStringLiteral("dup"),     QStringLiteral("dup2")};

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
        : m_program(program), m_words(words), m_variables(CReserved),
          m_hasIpv6(makes([](const ProgramCall &call) { return call.isIpv6 || isIpv6(call.address); }))
    {
    }

    SourceCode write()
    {
        m_code.fileName = fileStem(m_program.process) + QLatin1String(".c");
        const bool receives = makes([](const ProgramCall &call) { return trace::isReceive(call.call); });
        const bool addresses = makes([](const ProgramCall &call) { return isGiven(call.address); });
        const bool tunes = makes([](const ProgramCall &call) { return call.option.startsWith(QLatin1String("TCP_")); });
        const bool repeats = makes([](const ProgramCall &call) { return call.times > 1; });
        const bool times = makes([](const ProgramCall &call) { return call.option.endsWith(QLatin1String("TIMEO")); });
        const std::array<std::pair<const char *, bool>, 10> headers{{{"arpa/inet.h", true},
                                                                     {"netdb.h", m_hasIpv6 && asksName()},
                                                                     {"netinet/tcp.h", tunes},
                                                                     {"signal.h", mayBreakPipe()},
                                                                     {"stdio.h", true},
                                                                     {"stdlib.h", true},
                                                                     {"string.h", repeats},
                                                                     {"sys/socket.h", true},
                                                                     {"sys/time.h", times},
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
        writeUnused();
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
        if (m_hasIpv6) {
            writeIpv6Helpers();
        }
        if (addresses &&
            makes([](const ProgramCall &call) { return isGiven(call.address) && !isIpv6(call.address); })) {
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

    void writeIpv6Helpers()
    {
        if (makes([](const ProgramCall &call) { return isIpv6(call.address); })) {
            addAll({"", "static const struct sockaddr *at6(const char *host, int port)", "{",
                    "    static struct sockaddr_in6 address;", "    address.sin6_family = AF_INET6;",
                    "    address.sin6_port = htons((unsigned short)port);",
                    "    inet_pton(AF_INET6, host, &address.sin6_addr);",
                    "    return (const struct sockaddr *)&address;", "}"});
        }
        if (asksName()) {
            addAll({"", "static void show(const struct sockaddr_storage *name, socklen_t length)", "{",
                    "    char host[64] = \"\", port[8] = \"\";",
                    "    getnameinfo((const struct sockaddr *)name, length, host, sizeof host, port, sizeof port,",
                    "                NI_NUMERICHOST | NI_NUMERICSERV);", "    printf(\"%s:%s\\n\", host, port);", "}"});
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
        const QString holder = m_hasIpv6 ? QStringLiteral("sockaddr_storage") : QStringLiteral("sockaddr_in");
        if ((addresses && !m_hasIpv6) || asksSender || asksName()) {
            add(QStringLiteral("    socklen_t length = sizeof(struct %1);").arg(holder));
        }
        if (asksSender) {
            add(QStringLiteral("    struct %1 sender;").arg(holder));
        }
        if (asksName()) {
            add(QStringLiteral("    struct %1 name;").arg(holder));
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
        } else if (makesVariable(call)) {
            kept = QStringLiteral("int %1 = ").arg(m_variables.of(call.as));
        }
        const QString cast =
            trace::isReceive(call.call) || trace::isSend(call.call) ? QStringLiteral("(int)") : QString();
        add(QStringLiteral("    %1check(%2%3, \"%4\");").arg(kept, cast, expression, name) + more);
        if (trace::isReceive(call.call)) {
            add(QStringLiteral("    printf(\"%.*s\\n\", result, data);"));
        } else if (isName(call.call)) {
            add(m_hasIpv6
                    ? QStringLiteral("    show(&name, length);")
                    : QStringLiteral("    printf(\"%s:%d\\n\", inet_ntoa(name.sin_addr), ntohs(name.sin_port));"));
        }
    }

    static bool makesVariable(const ProgramCall &call)
    {
        return (call.call == Call::Socket || call.call == Call::Accept || call.call == Call::Dup) && !call.as.isEmpty();
    }

    /// A variable that nothing uses is none that the compiler is to warn of.
    void writeUnused()
    {
        QSet<QString> used;
        for (const ProgramCall &call : m_program.calls) {
            used.insert(call.on);
            if (call.call == Call::Dup2) {
                used.insert(call.as);
            }
        }
        QStringList unused;
        for (const ProgramCall &call : m_program.calls) {
            if (makesVariable(call) && !call.fails && !used.contains(call.as)) {
                unused.append(QStringLiteral("(void)") + m_variables.of(call.as));
            }
        }
        if (!unused.isEmpty()) {
            add(QStringLiteral("    %1;").arg(unused.join(QLatin1String(", "))));
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

    bool asksName() const
    {
        return makes([](const ProgramCall &call) { return isName(call.call); });
    }

    static bool isGiven(const ProgramAddress &address)
    {
        return address.kind == ProgramAddress::Kind::Literal || address.kind == ProgramAddress::Kind::Port;
    }

    static bool isIpv6(const ProgramAddress &address)
    {
        return isGiven(address) && address.host.contains(QLatin1Char(':'));
    }

    /// With its length: of one kind of address that is a variable of its own.
    QString address(const ProgramAddress &address) const
    {
        const QString length = !m_hasIpv6        ? QStringLiteral("length")
                               : isIpv6(address) ? QStringLiteral("sizeof(struct sockaddr_in6)")
                                                 : QStringLiteral("sizeof(struct sockaddr_in)");
        return QStringLiteral("%1(\"%2\", %3), %4")
            .arg(isIpv6(address) ? QStringLiteral("at6") : QStringLiteral("at"), address.host,
                 address.kind == ProgramAddress::Kind::Port ? cPortName(address.port) : QString::number(address.port),
                 length);
    }

    QString expressionOf(const ProgramCall &call)
    {
        const QString on = call.on.isEmpty() ? QString() : m_variables.of(call.on);
        const QString bytes = QStringLiteral("%1, %2").arg(textOf(call)).arg(call.length());
        switch (call.call) {
        case Call::Socket:
            return QStringLiteral("socket(%1, SOCK_%2%3, 0)")
                .arg(call.isIpv6 ? QStringLiteral("AF_INET6") : QStringLiteral("AF_INET"),
                     call.protocol == QLatin1String("udp") ? QStringLiteral("DGRAM") : QStringLiteral("STREAM"),
                     call.flags != 0 ? QStringLiteral(" | SOCK_NONBLOCK") : QString());
        case Call::Bind:
            return QStringLiteral("bind(%1, %2)").arg(on, address(call.address));
        case Call::Listen:
            return QStringLiteral("listen(%1, %2)").arg(on).arg(call.number);
        case Call::Accept:
            return QStringLiteral("accept(%1, NULL, NULL)").arg(on);
        case Call::Connect:
            return QStringLiteral("connect(%1, %2)").arg(on, address(call.address));
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
        case Call::Dup2:
            return QStringLiteral("dup2(%1, %2)").arg(on, m_variables.of(call.as));
        case Call::Setsockopt:
            if (const PairOption *pair = pairOption(call.option)) {
                return QStringLiteral("setsockopt(%1, SOL_SOCKET, %2, &(%3){%4, %5}, sizeof(%3))")
                    .arg(on, call.option, QLatin1String(pair->structure))
                    .arg(call.number)
                    .arg(call.second);
            }
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
                                  : address(to);
        return QStringLiteral("sendto(%1, %2, %3, %4)").arg(on, bytes, flags(call), where);
    }

    const Program &m_program;
    const CodeWords &m_words;
    Variables m_variables;
    const bool m_hasIpv6;
    SourceCode m_code;
};

} // namespace

SourceCode cSource(const Program &program, const CodeWords &words) { return CProgramWriter(program, words).write(); }

} // namespace zocalo::code
