// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
// zocalo watch: asks the open window for a place in its picture, and becomes the program.
#include "app/cli/commands.h"

#include "app/text/errortext.h"
#include "app/text/watchtext.h"
#include "core/run/filedescriptor.h"
#include "core/run/inheritedsignals.h"
#include "core/run/programrun.h"
#include "core/run/tapenvironment.h"
#include "core/run/watchinvitation.h"
#include "core/trace/hello.h"

#include <QElapsedTimer>
#include <QFile>
#include <QFileInfo>
#include <QThread>

#include <cerrno>
#include <cstring>
#include <vector>

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

namespace zocalo::cli {
namespace {

constexpr qint64 WindowPatienceMs = 20000;
constexpr unsigned long LookRoundMs = 50;
constexpr timeval AnswerPatience{10, 0};

/// Where the window is; as the environment says, where it is not the usual place.
QByteArray doorOf(const Request &request)
{
    const QByteArray asked = request.has(QStringLiteral("door"))
                                 ? QFile::encodeName(request.value(QStringLiteral("door")))
                                 : qgetenv("ZOCALO_DOOR");
    return asked.isEmpty() ? run::watchSocketPath() : asked;
}

/// Connected with the open window's door; empty: there is none.
run::FileDescriptor knock(const QByteArray &path)
{
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    run::FileDescriptor fd(::socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0));
    if (path.isEmpty() || static_cast<std::size_t>(path.size()) >= sizeof address.sun_path || !fd) {
        return run::FileDescriptor();
    }
    std::memcpy(address.sun_path, path.constData(), static_cast<std::size_t>(path.size()) + 1);
    ::setsockopt(fd.get(), SOL_SOCKET, SO_RCVTIMEO, &AnswerPatience, sizeof AnswerPatience);
    const bool isOpen = ::connect(fd.get(), reinterpret_cast<const sockaddr *>(&address), sizeof address) == 0;
    return isOpen ? std::move(fd) : run::FileDescriptor();
}

/// Starts the window as nobody's child, so that the program has none that it does not know, and apart from the
/// terminal.
void startWindow(const Request &request)
{
    const QByteArray lang = "--lang=" + request.value(QStringLiteral("lang")).toLatin1();
    const bool hasLang = request.has(QStringLiteral("lang"));
    const char *const words[] = {"zocalo", "watch", "--window", hasLang ? lang.constData() : nullptr, nullptr};
    const pid_t child = ::fork();
    if (child == 0) {
        ::setsid();
        if (::fork() != 0) {
            ::_exit(0);
        }
        const int nothing = ::open("/dev/null", O_RDWR | O_CLOEXEC);
        for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
            ::dup2(nothing, stream);
        }
        ::execv("/proc/self/exe", const_cast<char *const *>(words));
        ::_exit(1);
    }
    while (child > 0 && ::waitpid(child, nullptr, 0) < 0 && errno == EINTR) {
    }
}

run::FileDescriptor findWindow(const Request &request, const QByteArray &path, bool (*canOpenWindow)())
{
    run::FileDescriptor door = knock(path);
    if (!door && path != run::watchSocketPath()) {
        Commands::complain(QCoreApplication::translate("zocalo::cli::Commands", "There is no open window at %1.")
                               .arg(QFile::decodeName(path)));
        return door;
    }
    if (door || !canOpenWindow()) {
        return door;
    }
    startWindow(request);
    QElapsedTimer clock;
    clock.start();
    while (!door && !clock.hasExpired(WindowPatienceMs)) {
        QThread::msleep(LookRoundMs);
        door = knock(path);
    }
    if (!door) {
        Commands::complain(QCoreApplication::translate("zocalo::cli::Commands",
                                                       "The window did not open. \"zocalo\" alone tells why."));
    }
    return door;
}

std::optional<run::Pace> paceOf(const Request &request)
{
    return request.has(QStringLiteral("step"))   ? std::optional(run::Pace::Step)
           : request.has(QStringLiteral("slow")) ? std::optional(run::Pace::Slow)
           : request.has(QStringLiteral("free")) ? std::optional(run::Pace::Free)
                                                 : std::nullopt;
}

QByteArray askForPlace(int door, const QByteArray &path, const run::WatchRequest &request)
{
    const QByteArray message = request.toMessage();
    QByteArray answer(run::kLongestWatchMessage, Qt::Uninitialized);
    if (::send(door, message.constData(), static_cast<std::size_t>(message.size()), MSG_NOSIGNAL) < 0) {
        return {};
    }
    const ssize_t size = ::recv(door, answer.data(), static_cast<std::size_t>(answer.size()), 0);
    answer.truncate(std::max<ssize_t>(size, 0));
    return run::listenerFromAnswer(answer, path.left(path.lastIndexOf('/')));
}

/// The window is not our own user's.
bool isOthers(int door)
{
    ucred window{};
    socklen_t length = sizeof window;
    return ::getsockopt(door, SOL_SOCKET, SO_PEERCRED, &window, &length) == 0 && window.uid != ::geteuid();
}

/// Returns only if it cannot be.
int become(const QStringList &command)
{
    QList<QByteArray> texts;
    std::vector<char *> words;
    for (const QString &word : command) {
        texts.append(word.toLocal8Bit());
    }
    for (QByteArray &text : texts) {
        words.push_back(text.data());
    }
    words.push_back(nullptr);
    run::InheritedSignals::restore();
    ::execvp(words.front(), words.data());
    return errno;
}

} // namespace

int Commands::watch(const Request &request, bool (*canOpenWindow)())
{
    run::Program program{request.program.first(), request.program.mid(1)};
    program.underPtrace = request.has(QStringLiteral("ptrace"));
    const run::ProgramKind kind = run::ProgramRun::kindOf(program);
    const Result<run::HelperPaths> helpers = run::HelperPaths::find();
    if (!helpers) {
        complain(text::ErrorText::of(helpers.error()));
        return Failed;
    }
    if (kind.reason == run::WatchReason::NotRunnable && !QFileInfo(kind.file).isExecutable()) {
        const int number = QFileInfo::exists(kind.file) ? EACCES : ENOENT;
        complain(text::ErrorText::of({ErrorCode::ProcessNotStarted, program.file, {}, number}));
        return Failed;
    }
    const QByteArray path = doorOf(request);
    const run::FileDescriptor door = findWindow(request, path, canOpenWindow);
    if (!door) {
        return Failed;
    }
    const bool byPtrace = kind.method == run::WatchMethod::Ptrace;
    const QByteArray token = request.has(QStringLiteral("token")) ? request.value(QStringLiteral("token")).toLatin1()
                                                                  : qgetenv(trace::kTokenVariable);
    const QByteArray listener = askForPlace(
        door.get(), path, {request.value(QStringLiteral("name")), request.program, byPtrace, paceOf(request), token});
    if (listener.isEmpty()) {
        complain(isOthers(door.get())
                     ? tr("The window that is open is another user's, and wants to see its token: \"Run\", \"Watched "
                          "programs\", \"From a container, or as another user\" tells it.")
                     : tr("The window that is open cannot watch a program. Close it, and try again."));
        return Failed;
    }
    if (!token.isEmpty()) {
        qputenv(trace::kTokenVariable, token);
    }
    if (const QString notice = text::WatchText::before(kind, program.file); !notice.isEmpty()) {
        complain(notice);
    }
    if (request.has(QStringLiteral("no-lines"))) {
        qputenv(trace::kLinesVariable, "0");
    }
    QStringList command = request.program;
    if (byPtrace) {
        command.prepend(helpers.value().ptracer);
        qputenv(trace::kTapVariable, listener);
    } else {
        for (const auto &[name, value] : run::tapEnvironment(helpers.value().tap, listener)) {
            qputenv(name.constData(), value);
        }
    }
    const int failure = become(command);
    complain(text::ErrorText::of({ErrorCode::ProcessNotStarted, program.file, {}, failure}));
    return Failed;
}

} // namespace zocalo::cli
