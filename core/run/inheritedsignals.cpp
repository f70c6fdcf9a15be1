// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/run/inheritedsignals.h"

#include <csignal>

#include <pthread.h>

namespace zocalo::run {
namespace {

bool s_isRemembered = false;
bool s_isIgnored[NSIG] = {};
sigset_t s_blocked;

} // namespace

void InheritedSignals::remember()
{
    for (int number = 1; number < NSIG; ++number) {
        struct sigaction action
        {
        };
        s_isIgnored[number] = ::sigaction(number, nullptr, &action) == 0 && action.sa_handler == SIG_IGN;
    }
    ::pthread_sigmask(SIG_SETMASK, nullptr, &s_blocked);
    s_isRemembered = true;
}

bool InheritedSignals::wasIgnored(int number) { return number > 0 && number < NSIG && s_isIgnored[number]; }

void InheritedSignals::restore()
{
    if (!s_isRemembered) {
        return;
    }
    for (int number = 1; number < NSIG; ++number) {
        struct sigaction action
        {
        };
        action.sa_handler = s_isIgnored[number] ? SIG_IGN : SIG_DFL;
        ::sigaction(number, &action, nullptr);
    }
    ::pthread_sigmask(SIG_SETMASK, &s_blocked, nullptr);
}

} // namespace zocalo::run
