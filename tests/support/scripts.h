// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "core/lesson/lesson.h"

#include <sys/socket.h>

/// Small scripts written by hand, for tests that need a run and no lesson.
namespace zocalo::testing {

inline lesson::CallPlan plan(const char *process, trace::Call call, const char *on = "", const char *as = "")
{
    lesson::CallPlan result;
    result.process = QString::fromLatin1(process);
    result.call = call;
    result.on = QString::fromLatin1(on);
    result.as = QString::fromLatin1(as);
    return result;
}

inline lesson::CallPlan socketPlan(const char *process, const char *as, const char *protocol)
{
    lesson::CallPlan result = plan(process, trace::Call::Socket, "", as);
    result.protocol = QString::fromLatin1(protocol);
    return result;
}

inline lesson::CallPlan addressPlan(const char *process, trace::Call call, const char *on, const char *address)
{
    lesson::CallPlan result = plan(process, call, on);
    result.address = QString::fromLatin1(address);
    return result;
}

inline lesson::CallPlan numberPlan(const char *process, trace::Call call, const char *on, int number)
{
    lesson::CallPlan result = plan(process, call, on);
    result.number = number;
    return result;
}

inline lesson::CallPlan sendPlan(const char *process, const char *on, const char *text, const char *name = "")
{
    lesson::CallPlan result = plan(process, trace::Call::Send, on);
    result.payload = {QString::fromUtf8(text), QString::fromUtf8(text)};
    result.name = QString::fromLatin1(name);
    return result;
}

inline lesson::CallPlan blocking(lesson::CallPlan call)
{
    call.blocks = true;
    return call;
}

inline lesson::ProcessPlan server(const char *name)
{
    return {QString::fromLatin1(name), {}, QStringLiteral("S"), history::Role::Server, 0};
}

inline lesson::ProcessPlan client(const char *name, int ordinal)
{
    return {QString::fromLatin1(name), {}, QChar(u'A' + ordinal), history::Role::Client, ordinal};
}

/// A server and a client on TCP: a connection waits with data in it, is accepted, read, answered, and closed by both.
inline lesson::Script tcpScript(const char *address = "127.0.0.1:0")
{
    using trace::Call;
    lesson::CallPlan lastHeld = numberPlan("server", Call::Recv, "A", 64);
    lastHeld.hold = true;
    return {{server("server"), client("A", 0)},
            {socketPlan("server", "listener", "tcp"), addressPlan("server", Call::Bind, "listener", address),
             numberPlan("server", Call::Listen, "listener", 5), socketPlan("A", "s", "tcp"),
             addressPlan("A", Call::Connect, "s", "@server.listener"), sendPlan("A", "s", "hola", "a1-sent"),
             plan("server", Call::Accept, "listener", "A"), numberPlan("server", Call::Recv, "A", 64),
             sendPlan("server", "A", "adiós"), numberPlan("A", Call::Recv, "s", 64), plan("A", Call::Close, "s"),
             lastHeld, plan("server", Call::Close, "A"), plan("server", Call::Close, "listener")}};
}

/// A server that is asleep in recvfrom() before the client sends, and answers whoever sent.
inline lesson::Script udpScript()
{
    using trace::Call;
    lesson::CallPlan question = addressPlan("A", Call::Sendto, "s", "@server.door");
    question.payload = {QStringLiteral("hello"), QStringLiteral("hola")};
    lesson::CallPlan answer = addressPlan("server", Call::Sendto, "door", "@sender");
    answer.payload = {QStringLiteral("bye"), QStringLiteral("adiós")};
    lesson::CallPlan asleep = blocking(numberPlan("server", Call::Recvfrom, "door", 64));
    asleep.returnName = QStringLiteral("read");
    return {{server("server"), client("A", 0)},
            {socketPlan("server", "door", "udp"), addressPlan("server", Call::Bind, "door", "127.0.0.1:0"),
             socketPlan("A", "s", "udp"), asleep, question, answer, numberPlan("A", Call::Recvfrom, "s", 64),
             plan("A", Call::Close, "s"), plan("server", Call::Close, "door")}};
}

} // namespace zocalo::testing
