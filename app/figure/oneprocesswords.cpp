// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/figure/oneprocesswords.h"

namespace zocalo::figure {

QString OneProcessWords::title() { return tr("What a socket is"); }
QString OneProcessWords::subtitle() { return tr("a door between a process and the transport layer"); }
QString OneProcessWords::subtitleOfProgram() { return tr("a process, and its doors to the transport layer"); }
QString OneProcessWords::interface() { return tr("the sockets are the interface"); }
QString OneProcessWords::descriptorMeaning()
{
    return tr("fd, file descriptor: the number by which this process, and no other, calls its socket");
}
QString OneProcessWords::notShown(qsizetype count)
{
    return tr("%n more descriptors of this process are not shown", nullptr, static_cast<int>(count));
}
QString OneProcessWords::numberFree() { return tr("a free number again"); }
QString OneProcessWords::socket(bool tcp) { return tcp ? tr("TCP socket") : tr("UDP socket"); }
QString OneProcessWords::shape(bool tcp) { return tcp ? tr("arched door") : tr("square door"); }
QString OneProcessWords::program(const QString &name) { return tr("Process %1").arg(name); }
QString OneProcessWords::keptByKernel() { return tr("What the kernel keeps of it"); }
QString OneProcessWords::protocol() { return tr("protocol"); }
QString OneProcessWords::localAddress() { return tr("local address"); }
QString OneProcessWords::remoteAddress() { return tr("remote address"); }
QString OneProcessWords::state() { return tr("state"); }
QString OneProcessWords::notListed() { return tr("not listed yet"); }
QString OneProcessWords::cookie() { return tr("identity (cookie)"); }
QString OneProcessWords::stable() { return tr("PID, ports and cookies as the lesson names them"); }

} // namespace zocalo::figure
