// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "core/trace/call.h"

#include <span>

namespace zocalo::ptracer {

/// A system call that is of interest, by its number on this machine, and what it is called in a record.
struct Syscall
{
    long number = -1;
    trace::Call call = trace::Call::Unknown;
};

/// All that are watched. fcntl is among them, of which only the commands that make a descriptor are wanted.
std::span<const Syscall> watchedSyscalls();
/// Call::Unknown if that number is not watched.
trace::Call callOf(long number);

} // namespace zocalo::ptracer
