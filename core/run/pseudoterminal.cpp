// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/run/pseudoterminal.h"

#include <cerrno>
#include <cstdlib>

#include <fcntl.h>
#include <sys/ioctl.h>
#include <termios.h>

namespace zocalo::run {

Status PseudoTerminal::open()
{
    const auto failure = [] { return Error{ErrorCode::TooManyFiles, QStringLiteral("pty"), {}, errno}; };
    ours.reset(::posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK));
    if (!ours || ::grantpt(ours.get()) != 0 || ::unlockpt(ours.get()) != 0) {
        return failure();
    }
    theirs.reset(::ioctl(ours.get(), TIOCGPTPEER, O_RDWR | O_NOCTTY | O_CLOEXEC));
    termios mode{};
    if (!theirs || ::tcgetattr(theirs.get(), &mode) != 0) {
        return failure();
    }
    mode.c_lflag &= ~static_cast<tcflag_t>(ECHO | ECHOE | ECHOK | ECHONL | ECHOCTL);
    mode.c_oflag &= ~static_cast<tcflag_t>(OPOST);
    mode.c_iflag |= IUTF8;
    return ::tcsetattr(theirs.get(), TCSANOW, &mode) == 0 ? Status() : Status(failure());
}

} // namespace zocalo::run
