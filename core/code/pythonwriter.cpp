// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/code/pythonwriter.h"

#include "core/code/pairoption.h"
#include "core/code/variables.h"

#include <algorithm>
#include <array>

#include <sys/socket.h>

namespace zocalo::code {

namespace {

using trace::Call;

/// Keywords that could be a socket's name, and the program's other names.
const QStringList PythonReserved{
    QStringLiteral("socket"),  QStringLiteral("sys"),    QStringLiteral("data"),   QStringLiteral("sender"),
    QStringLiteral("address"), QStringLiteral("port"),   QStringLiteral("error"),  QStringLiteral("print"),
    QStringLiteral("int"),     QStringLiteral("len"),    QStringLiteral("and"),    QStringLiteral("as"),
    QStringLiteral("class"),   QStringLiteral("def"),    QStringLiteral("del"),    QStringLiteral("for"),
    QStringLiteral("from"),    QStringLiteral("global"), QStringLiteral("if"),     QStringLiteral("import"),
    QStringLiteral("in"),      QStringLiteral("is"),     QStringLiteral("lambda"), QStringLiteral("not"),
    QStringLiteral("or"),      QStringLiteral("pass"),   QStringLiteral("try"),    QStringLiteral("with"),
    QStringLiteral("while"),   QStringLiteral("yield"),  QStringLiteral("return"), QStringLiteral("raise"),
    QStringLiteral("os")};

/// A bytes pythonLiteral; beyond ASCII as a string that is encoded, where it is UTF-8, so that it can be read.
QString pythonLiteral(const QByteArray &bytes)
{
    const QString text = QString::fromUtf8(bytes);
    const bool readable = text.toUtf8() == bytes;
    bool ascii = true;
    QString quoted;
    for (const QChar letter : readable ? text : QString::fromLatin1(bytes)) {
        const ushort code = letter.unicode();
        if (code == '"' || code == '\\') {
            quoted += QLatin1Char('\\') + QString(letter);
        } else if (code == '\n') {
            quoted += QLatin1String("\\n");
        } else if (code < 32 || code == 127 || (!readable && code > 126)) {
            quoted += QStringLiteral("\\x%1").arg(code, 2, 16, QLatin1Char('0'));
        } else {
            ascii = ascii && code < 128;
            quoted += letter;
        }
    }
    return ascii ? QStringLiteral("b\"%1\"").arg(quoted) : QStringLiteral("\"%1\".encode()").arg(quoted);
}

QString pythonPortName(int port)
{
    return port == 0 ? QStringLiteral("PORT") : QStringLiteral("PORT_%1").arg(port + 1);
}

class PythonProgramWriter
{
public:
    PythonProgramWriter(const Program &program, const CodeWords &words)
        : m_program(program), m_words(words), m_variables(PythonReserved)
    {
    }

    SourceCode write()
    {
        m_code.fileName = fileStem(m_program.process) + QLatin1String(".py");
        writeHead();
        for (const ProgramCall &call : m_program.calls) {
            writeCall(call);
        }
        return m_code;
    }

private:
    void add(const QString &line) { m_code.lines.append(line); }

    void writeHead()
    {
        const QList<ProgramCall> &calls = m_program.calls;
        if (std::any_of(calls.begin(), calls.end(), [](const auto &call) { return call.call == Call::Dup2; })) {
            add(QStringLiteral("import os"));
        }
        add(QStringLiteral("import socket"));
        if (std::any_of(calls.begin(), calls.end(), [](const auto &call) { return pairOption(call.option); })) {
            add(QStringLiteral("import struct"));
        }
        QStringList constants;
        for (int i = 0; i < m_program.ports.size(); ++i) {
            const ProgramPort &port = m_program.ports.at(i);
            if (!m_program.uses(i)) {
                continue;
            }
            QString line = QStringLiteral("%1 = int(sys.argv[%2]) if len(sys.argv) > %2 else %3")
                               .arg(pythonPortName(i))
                               .arg(i + 1)
                               .arg(port.usual);
            if (port.present != 0 && port.present != port.usual) {
                line += QLatin1String("  # ") + m_words.inThisRun.arg(port.present);
            }
            constants.append(line);
        }
        if (!constants.isEmpty()) {
            add(QStringLiteral("import sys"));
            add({});
            m_code.lines += constants;
        }
        add({});
    }

    QString address(const ProgramAddress &address) const
    {
        switch (address.kind) {
        case ProgramAddress::Kind::Literal:
            return QStringLiteral("(\"%1\", %2)").arg(address.host).arg(address.port);
        case ProgramAddress::Kind::Port:
            return QStringLiteral("(\"%1\", %2)").arg(address.host, pythonPortName(address.port));
        case ProgramAddress::Kind::Sender:
            return QStringLiteral("sender");
        case ProgramAddress::Kind::None:
            break;
        }
        return QStringLiteral("None");
    }

    /// With MSG_TRUNC the result is the datagram's true length, and recv() of Python would show as many bytes as that
    /// (recv(2)).
    static bool givesLength(const ProgramCall &call)
    {
        return trace::isReceive(call.call) && (call.flags & MSG_TRUNC) != 0;
    }

    void writeCall(const ProgramCall &call)
    {
        if (givesLength(call)) {
            add(QStringLiteral("data = bytearray(%1)").arg(call.number));
        }
        const QString more =
            call.total > 0 ? QLatin1String("  # ") + m_words.beginning.arg(call.known).arg(call.total) : QString();
        const QString statement = statementOf(call) + more;
        if (call.fails) {
            add(QStringLiteral("try:"));
        }
        m_code.lineOfCall.append(int(m_code.lines.size()));
        add(call.fails ? QLatin1String("    ") + statement : statement);
        if (call.fails) {
            add(QStringLiteral("except OSError as error:"));
            add(QStringLiteral("    print(error)"));
        } else if (givesLength(call)) {
            add(QStringLiteral("print(length, bytes(data))"));
        } else if (trace::isReceive(call.call)) {
            add(QStringLiteral("print(data)"));
        } else if (call.call == Call::Getsockname || call.call == Call::Getpeername) {
            add(QStringLiteral("print(address)"));
        }
    }

    static QString bytes(const ProgramCall &call)
    {
        const QString literal = pythonLiteral(call.payload);
        const QString whole = call.times > 1 ? QStringLiteral("%1 * %2").arg(literal).arg(call.times) : literal;
        const bool isCut = call.length() < quint64(call.payload.size()) * quint64(call.times);
        return isCut ? QStringLiteral("(%1)[:%2]").arg(whole).arg(call.length()) : whole;
    }

    static QString flags(const ProgramCall &call)
    {
        QStringList names;
        if ((call.flags & MSG_DONTWAIT) != 0) {
            names.append(QStringLiteral("socket.MSG_DONTWAIT"));
        }
        if ((call.flags & MSG_TRUNC) != 0) {
            names.append(QStringLiteral("socket.MSG_TRUNC"));
        }
        return names.isEmpty() ? QString() : QLatin1String(", ") + names.join(QLatin1String(" | "));
    }

    QString statementOf(const ProgramCall &call)
    {
        const QString on = call.on.isEmpty() ? QString() : m_variables.of(call.on);
        const QString as = call.as.isEmpty() ? QStringLiteral("unused") : m_variables.of(call.as);
        switch (call.call) {
        case Call::Socket:
            return QStringLiteral("%1 = socket.socket(socket.%2, socket.SOCK_%3%4)")
                .arg(as, call.isIpv6 ? QStringLiteral("AF_INET6") : QStringLiteral("AF_INET"),
                     call.protocol == QLatin1String("udp") ? QStringLiteral("DGRAM") : QStringLiteral("STREAM"),
                     call.flags != 0 ? QStringLiteral(" | socket.SOCK_NONBLOCK") : QString());
        case Call::Bind:
            return QStringLiteral("%1.bind(%2)").arg(on, address(call.address));
        case Call::Listen:
            return QStringLiteral("%1.listen(%2)").arg(on).arg(call.number);
        case Call::Accept:
            return QStringLiteral("%1, address = %2.accept()").arg(as, on);
        case Call::Connect:
            return QStringLiteral("%1.connect(%2)").arg(on, address(call.address));
        case Call::Send:
            return QStringLiteral("%1.send(%2%3)").arg(on, bytes(call), flags(call));
        case Call::Sendto:
            return call.address.kind == ProgramAddress::Kind::None
                       ? QStringLiteral("%1.send(%2%3)").arg(on, bytes(call), flags(call))
                       : QStringLiteral("%1.sendto(%2%3, %4)").arg(on, bytes(call), flags(call), address(call.address));
        case Call::Recv:
            if (givesLength(call)) {
                return QStringLiteral("length = %1.recv_into(data, %2%3)").arg(on).arg(call.number).arg(flags(call));
            }
            return QStringLiteral("data = %1.recv(%2%3)").arg(on).arg(call.number).arg(flags(call));
        case Call::Recvfrom:
            if (givesLength(call)) {
                return QStringLiteral("length, sender = %1.recvfrom_into(data, %2%3)")
                    .arg(on)
                    .arg(call.number)
                    .arg(flags(call));
            }
            return QStringLiteral("data, sender = %1.recvfrom(%2%3)").arg(on).arg(call.number).arg(flags(call));
        case Call::Dup:
            return QStringLiteral("%1 = %2.dup()").arg(as, on);
        case Call::Dup2:
            return QStringLiteral("os.dup2(%1.fileno(), %2.fileno())").arg(on, as);
        case Call::Setsockopt:
            if (const PairOption *pair = pairOption(call.option)) {
                return QStringLiteral("%1.setsockopt(socket.SOL_SOCKET, socket.%2, struct.pack(\"%3\", %4, %5))")
                    .arg(on, call.option, QLatin1String(pair->numbers))
                    .arg(call.number)
                    .arg(call.second);
            }
            return QStringLiteral("%1.setsockopt(socket.%2, socket.%3, %4)")
                .arg(on,
                     call.option.startsWith(QLatin1String("TCP_")) ? QStringLiteral("IPPROTO_TCP")
                                                                   : QStringLiteral("SOL_SOCKET"),
                     call.option)
                .arg(call.number);
        case Call::Getsockname:
        case Call::Getpeername:
            return QStringLiteral("address = %1.%2()").arg(on, QLatin1String(trace::callName(call.call).data()));
        case Call::Shutdown: {
            constexpr std::array<const char *, 3> how{"RD", "WR", "RDWR"};
            return QStringLiteral("%1.shutdown(socket.SHUT_%2)")
                .arg(on, QLatin1String(how.at(static_cast<size_t>(qBound(0, call.number, 2)))));
        }
        default:
            return QStringLiteral("%1.close()").arg(on);
        }
    }

    const Program &m_program;
    const CodeWords &m_words;
    Variables m_variables;
    SourceCode m_code;
};

} // namespace

SourceCode pythonSource(const Program &program, const CodeWords &words)
{
    return PythonProgramWriter(program, words).write();
}

} // namespace zocalo::code
