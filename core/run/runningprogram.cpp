// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/run/runningprogram.h"

#include <QFile>
#include <QString>

namespace zocalo::run {
namespace {

constexpr qint64 kMostOfProcFile = 4096;

QByteArray procFile(pid_t pid, const char *name)
{
    QFile file(QStringLiteral("/proc/%1/%2").arg(pid).arg(QLatin1String(name)));
    return file.open(QIODevice::ReadOnly) ? file.read(kMostOfProcFile) : QByteArray();
}

} // namespace

RunningProgram RunningProgram::of(pid_t pid)
{
    RunningProgram program;
    program.m_auxiliary = procFile(pid, "auxv");
    program.m_name = procFile(pid, "comm");
    return program;
}

bool RunningProgram::isReplacedIn(pid_t pid) const
{
    const RunningProgram now = of(pid);
    if (now.m_name.isEmpty()) {
        return false;
    }
    // A process that is not dumpable (prctl(2), PR_SET_DUMPABLE) and one with rights of its own show only their name.
    const bool areKnown = !m_auxiliary.isEmpty() && !now.m_auxiliary.isEmpty();
    return areKnown ? m_auxiliary != now.m_auxiliary : m_name != now.m_name;
}

} // namespace zocalo::run
