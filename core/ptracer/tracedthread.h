// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "core/ptracer/callreader.h"
#include "core/trace/ringwriter.h"

#include <memory>

namespace zocalo::ptracer {

/// A system call of a thread that was entered and has not returned.
struct CallInCourse
{
    long number = -1;
    Arguments arguments{};
    std::uint64_t stack = 0; ///< the stack pointer: a signal handler's calls are made below it
    CallReader reader;
};

/// Why a traced thread is stopped, or what its next stop will be about.
enum class ThreadState {
    Running,   ///< makes no watched call
    InCall,    ///< in the watched call `call`: stops next when the call returns
    Sigreturn, ///< returns from a signal handler that had interrupted a call
    AtEntry,   ///< held at the gate: the kernel has not seen the call
    AtReturn,  ///< held at the gate: the program has not seen the result
};

/// A thread of a traced process.
struct TracedThread
{
    pid_t tid = 0;
    std::shared_ptr<WatchedProcess> process;
    ThreadState state = ThreadState::Running;
    std::unique_ptr<CallInCourse> call;
    /// A call that a signal interrupted: the kernel either makes it again or, after the handler, ends it with EINTR.
    std::unique_ptr<CallInCourse> interrupted;
    trace::GateHold hold;
    bool hasStopped = false; ///< its first stop, which only says that it is there, is past
};

} // namespace zocalo::ptracer
