// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "app/cli/arguments.h"
#include "core/base/result.h"
#include "core/lesson/lesson.h"
#include "core/world/missedbytes.h"
#include "core/world/timeline.h"

#include <QSize>

namespace zocalo::cli {

/// Exit statuses of the command line's contract.
enum ExitStatus { Done = 0, Failed = 1, WrongUsage = 2 };

/// A lesson that was played to its end, or a recording that was read.
struct PlayedLesson
{
    lesson::Lesson lesson;
    lesson::Kind kind = lesson::Kind::Twin;
    world::Timeline timeline;
    bool isProgram = false; ///< the run of a program of the user's, not of a lesson
    int clients = 0;        ///< that it was run with; 0: not known
    QString path;           ///< of the recording; empty: it was run
    bool isCut = false;     ///< the rest of the recording could not be read, which was complained of
};

/// True if a word of the command line means a recording: it ends in ".zocalo".
bool isRecording(const QString &word);

/// Every command but the window's. Each prints its result on standard output, its one error on standard error, and
/// returns an exit status.
class Commands
{
    Q_DECLARE_TR_FUNCTIONS(zocalo::cli::Commands)

public:
    static int lessons(const Request &request);
    static int check(const Request &request);
    static int calls(const Request &request);
    static int landings(const Request &request);
    /// Exit status as diff's: 0 the same, 1 they differ, 2 trouble.
    static int compare(const Request &request);
    static int record(const Request &request);
    static int doctor();
    /// Becomes the program, and does not return then. `canOpenWindow` is asked, and complains, if none is open.
    static int watch(const Request &request, bool (*canOpenWindow)());
    /// Needs a QGuiApplication.
    static int figure(const Request &request);

    /// Writes out what was printed on standard output; complains, and returns Failed, if it cannot: a full disk behind
    /// it is a failure, too.
    static int flushed();
    /// Prints "zocalo: …" on standard error.
    static void complain(const QString &sentence);
    /// Finds the lesson that a command's word means; complains if it cannot.
    static Result<lesson::Lesson> findLesson(const QString &word);
    /// The same with its switches as the request's --set wants them; complains if that cannot be.
    static Result<lesson::Lesson> findLesson(const Request &request);
    /// False, with a complaint, if this process may open fewer files than a run needs even after raising its own limit.
    static bool enoughFiles();

private:
    /// False, with a complaint, for a kind of figure that cannot show what the lesson does.
    static bool fitsKind(const lesson::Lesson &lesson, lesson::Kind kind);
    /// Finds the lesson and how many clients it is to have; complains if it cannot.
    static bool findSource(const Request &request, PlayedLesson &played, int &clients);
    static bool play(const Request &request, PlayedLesson &played);
    static bool read(const Request &request, PlayedLesson &played);
    /// Plays the request's lesson, or reads its recording, and `other`, which the options are of; without an `other`
    /// the halves of a twin, or the lesson as it is and as it was changed. Complains if that cannot be.
    static bool playTwo(const Request &request, const QString &other, PlayedLesson &before, PlayedLesson &now);
    /// figure() with two runs; whatever is wrong with the request but for its sources was complained of.
    static int figureBeside(const Request &request, const QSize &size);
    /// figure() of a socket's way through the states of TCP; complains if there is no such socket.
    static int figureStates(const Request &request, const PlayedLesson &played, int step, const QSize &size);
    static int recordLesson(const Request &request, const QString &path);
    static bool playProgram(const Request &request, PlayedLesson &played);
    static int recordProgram(const Request &request, const QString &path);
    /// Tells, in one line, if a program's run has moved bytes by calls that were not seen.
    static void tellMissed(const world::MissedBytes &bytes);
    /// The kind that was asked for; else, of a program's run, the one that shows what it did.
    static lesson::Kind kindOf(const Request &request, world::Timeline &timeline);
    /// Whether what was asked for can be asked of a program's run; complains if it is for lessons alone.
    static bool fitsProgram(const Request &request);
    /// Whether a program's run has a socket of the protocol that --kind asks for; complains if it has none.
    static bool fitsSockets(const Request &request, PlayedLesson &played);
};

} // namespace zocalo::cli
