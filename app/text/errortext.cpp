// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/text/errortext.h"

#include "core/trace/call.h"

#include <cerrno>

namespace zocalo::text {

QString ErrorText::of(const Error &error)
{
    switch (error.code) {
    case ErrorCode::None:
        return {};
    case ErrorCode::TapMissing:
        return tr("The tap library is missing: %1. Without it no call can be observed. Build zocalo again with "
                  "script/build, or set ZOCALO_HELPERS to the folder where it is.")
            .arg(error.subject);
    case ErrorCode::PeerMissing:
        return tr("The program that plays the processes of lessons is missing: %1. Build zocalo again with "
                  "script/build, "
                  "or set ZOCALO_HELPERS to the folder where it is.")
            .arg(error.subject);
    case ErrorCode::TooManyFiles:
        return tr("No more files can be opened (%1). Raise the limit with \"ulimit -n 1024\" and start zocalo again.")
            .arg(error.subject);
    case ErrorCode::LessonUnknown:
        return error.detail.isEmpty()
                   ? tr("There is no lesson \"%1\". \"zocalo lessons\" lists them.").arg(error.subject)
                   : tr("There is no lesson \"%1\". Was \"%2\" meant? \"zocalo lessons\" lists them.")
                         .arg(error.subject, error.detail);
    case ErrorCode::NothingToKeep:
        return tr("No call of this run can be made by a lesson: there is nothing to save.");
    case ErrorCode::StepUnknown: {
        bool isNumber = false;
        error.detail.toInt(&isNumber);
        if (isNumber) {
            return tr("The run has no step %1: it has the steps 0 to %2.").arg(error.subject, error.detail);
        }
        return error.detail.isEmpty()
                   ? tr("The run has no step \"%1\".").arg(error.subject)
                   : tr("The run has no step \"%1\". Was \"%2\" meant?").arg(error.subject, error.detail);
    }
    case ErrorCode::KernelTable:
        return tr("The kernel's socket table cannot be read over netlink: %1. Container settings often forbid it; "
                  "\"zocalo doctor\" tells more.")
            .arg(reason(error.errnoValue));
    case ErrorCode::Laboratory:
        return ofLaboratory(error);
    case ErrorCode::Stopped:
        return tr("The run was stopped.");
    case ErrorCode::FileMissing:
    case ErrorCode::FileUnreadable:
    case ErrorCode::FileTooLarge:
    case ErrorCode::FileUnwritable:
    case ErrorCode::LessonFaulty:
    case ErrorCode::FileExists:
    case ErrorCode::RecordingStuck:
    case ErrorCode::NotARecording:
    case ErrorCode::RecordingNewer:
    case ErrorCode::RecordingDamaged:
        return ofFile(error);
    default:
        return ofProcess(error);
    }
}

QString ErrorText::ofLaboratory(const Error &error)
{
    const QString stages[] = {tr("user namespaces"), tr("network interfaces"), tr("the capture of packets"),
                              tr("sockets inside them")};
    const QString &stage = error.detail == QLatin1String("network")   ? stages[1]
                           : error.detail == QLatin1String("capture") ? stages[2]
                           : error.detail == QLatin1String("sockets") ? stages[3]
                                                                      : stages[0];
    // What unshare() means by it (man 2 unshare).
    const QString why = error.errnoValue == ENOSPC || error.errnoValue == EUSERS
                            ? tr("their number is limited (/proc/sys/user)")
                        : error.errnoValue == EPERM || error.errnoValue == EACCES ? tr("the system does not allow it")
                                                                                  : reason(error.errnoValue);
    return tr("The laboratory cannot be made on this machine: %1: %2. Everything else works without it.")
        .arg(stage, why);
}

QString ErrorText::ofProcess(const Error &error)
{
    switch (error.code) {
    case ErrorCode::ProcessNotStarted:
        return tr("%1 could not be started: %2.").arg(error.subject, reason(error.errnoValue));
    case ErrorCode::TapSilent:
        return tr("The process %1 was started but never joined the run, so its calls cannot be observed. Is something "
                  "else preloaded into it (LD_PRELOAD)?")
            .arg(error.subject);
    case ErrorCode::ProcessDied:
        return tr("The process %1 ended in the middle of the run (%2). What was recorded until then is kept; start the "
                  "run again to see the rest.")
            .arg(error.subject, error.detail);
    case ErrorCode::PortInUse:
        return tr("The address %1 is already in use by another program (bind() of %2 gave EADDRINUSE). Stop that "
                  "program, "
                  "or choose another port; \"ss -tulnp\" shows who has it.")
            .arg(error.detail, error.subject);
    case ErrorCode::CallFailed: {
        const std::string_view name = trace::errnoName(error.errnoValue);
        return tr("%1 in the process %2 gave %3 (%4), so the lesson cannot go on.")
            .arg(error.detail, error.subject, QString::fromLatin1(name.data(), qsizetype(name.size())),
                 reason(error.errnoValue));
    }
    case ErrorCode::SharedMemory:
        return tr("The memory shared with %1 could not be used: %2.").arg(error.subject, reason(error.errnoValue));
    case ErrorCode::Timeout:
        return tr("The process %1 did not get to %2 in time. Start the run again.").arg(error.subject, error.detail);
    default:
        return tr("Something failed: %1.").arg(error.subject);
    }
}

QString ErrorText::ofFile(const Error &error)
{
    switch (error.code) {
    case ErrorCode::FileMissing:
        return tr("There is no file %1.").arg(error.subject);
    case ErrorCode::FileTooLarge:
        return tr("The file %1 is too large: at most %2 bytes are read.").arg(error.subject, error.detail);
    case ErrorCode::FileUnwritable:
        return error.errnoValue == ENOSPC
                   ? tr("%1 could not be written: there is no space left on the disk. Nothing was left half-written.")
                         .arg(error.subject)
                   : tr("%1 could not be written: %2. Choose another place.")
                         .arg(error.subject, reason(error.errnoValue));
    case ErrorCode::FileExists:
        return tr("There is a file %1 already, and it was left as it is. Choose another name.").arg(error.subject);
    case ErrorCode::RecordingStuck:
        return tr("The recording %1 cannot grow any more: %2. What was recorded until then is in it.")
            .arg(error.subject, reason(error.errnoValue));
    case ErrorCode::NotARecording:
        return tr("%1 is not a recording of zocalo.").arg(error.subject);
    case ErrorCode::RecordingNewer:
        return tr("The recording %1 was made by a newer zocalo (its format is %2). Update zocalo to open it.")
            .arg(error.subject, error.detail);
    case ErrorCode::RecordingDamaged:
        return error.detail == QLatin1String("0")
                   ? tr("The recording %1 is damaged: nothing of it can be read.").arg(error.subject)
                   : tr("The recording %1 is damaged: what comes after its first %2 events cannot be read.")
                         .arg(error.subject, error.detail);
    case ErrorCode::LessonFaulty:
        return tr("The lesson %1 has faults: %2. \"zocalo check\" lists all of them.").arg(error.subject, error.detail);
    default:
        return tr("%1 cannot be read: %2.").arg(error.subject, reason(error.errnoValue));
    }
}

QString ErrorText::reason(int errnoValue)
{
    switch (errnoValue) {
    case 0:
        return tr("no reason was given");
    case ENOENT:
        return tr("there is no such file or folder");
    case EACCES:
    case EPERM:
        return tr("permission denied");
    case ENOSPC:
        return tr("no space left on the disk");
    case EROFS:
        return tr("the file system is read-only");
    case EISDIR:
        return tr("it is a folder");
    case ENOTDIR:
        return tr("a part of the path is not a folder");
    case EMFILE:
    case ENFILE:
        return tr("too many files are open");
    case EAGAIN:
        return tr("the limit of processes is reached");
    case ENOMEM:
        return tr("not enough memory");
    case EADDRINUSE:
        return tr("the address is in use");
    case EADDRNOTAVAIL:
        return tr("the address is not one of this machine");
    case ECONNREFUSED:
        return tr("nobody listens there");
    default: {
        const std::string_view name = trace::errnoName(errnoValue);
        return QString::fromLatin1(name.data(), qsizetype(name.size()));
    }
    }
}

} // namespace zocalo::text
