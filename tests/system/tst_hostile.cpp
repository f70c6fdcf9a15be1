// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
// A program that attacks who watches it: zocalo records on, as if nothing were, and so do its other programs.
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <fcntl.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>

namespace {

constexpr int kPatienceMs = 60000;
constexpr int kHonestSends = 200; // tests/programs/hostile.cpp
/// Two rings, a Qt application without a window, and what is recorded on its way to the disk.
constexpr long kMostKilobytes = 300 * 1024;
constexpr int kTimedOut = -1;

const QString kZocalo = QStringLiteral(ZOCALO_BIN_DIR "/zocalo");

struct Ran
{
    int status = kTimedOut; ///< of waitpid()
    long kilobytes = 0;     ///< the most that it, or what it waited for, had in memory
};

/// Runs a command, its output into a file, and waits.
Ran runInto(const QByteArrayList &words, const QByteArray &file)
{
    std::vector<char *> arguments;
    for (const QByteArray &word : words)
        arguments.push_back(const_cast<char *>(word.constData()));
    arguments.push_back(nullptr);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, 1, file.constData(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
    pid_t pid = -1;
    const int failure = posix_spawn(&pid, arguments[0], &actions, nullptr, arguments.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    Ran ran;
    rusage used{};
    const bool ended =
        failure == 0 && QTest::qWaitFor([&] { return ::wait4(pid, &ran.status, WNOHANG, &used) == pid; }, kPatienceMs);
    if (failure == 0 && !ended) {
        ::kill(pid, SIGKILL);
        ::waitpid(pid, nullptr, 0);
        ran.status = kTimedOut;
    }
    ran.kilobytes = used.ru_maxrss;
    return ran;
}

} // namespace

class TestHostile : public QObject
{
    Q_OBJECT

private slots:
    void attack_harmsNobody_data();
    void attack_harmsNobody();
};

void TestHostile::attack_harmsNobody_data()
{
    QTest::addColumn<QByteArray>("attack");
    for (const char *attack : {"nothing", "ring", "claims", "records", "gate", "socket"})
        QTest::addRow("%s", attack) << QByteArray(attack);
}

void TestHostile::attack_harmsNobody()
{
    QFETCH(QByteArray, attack);
    const QTemporaryDir folder;
    const QByteArray recording = QFile::encodeName(folder.filePath(QStringLiteral("run.zocalo")));
    const QByteArray output = QFile::encodeName(folder.filePath(QStringLiteral("output")));
    const Ran ran = runInto(
        {QFile::encodeName(kZocalo), "record", "-o", recording, "--", ZOCALO_PROGRAM_DIR "/hostile", attack}, output);
    QVERIFY(WIFEXITED(ran.status));
    QCOMPARE(WEXITSTATUS(ran.status), 7);
#ifndef __SANITIZE_ADDRESS__ // which takes several times as much
    QVERIFY2(ran.kilobytes < kMostKilobytes, qPrintable(QString::number(ran.kilobytes)));
#endif
    QFile printed(QFile::decodeName(output));
    QVERIFY(printed.open(QIODevice::ReadOnly));
    const qint64 honest = printed.readAll().trimmed().toLongLong();
    QVERIFY(honest > 0);

    QProcess calls;
    calls.start(kZocalo, {QStringLiteral("calls"), QFile::decodeName(recording), QStringLiteral("--format"),
                          QStringLiteral("jsonl")});
    QVERIFY(calls.waitForFinished(kPatienceMs));
    QCOMPARE(calls.exitStatus(), QProcess::NormalExit);
    QCOMPARE(calls.exitCode(), 0);
    int sent = 0;
    int received = 0;
    for (const QByteArray &line : calls.readAllStandardOutput().split('\n')) {
        const QJsonObject call = QJsonDocument::fromJson(line).object();
        if (call.value(QLatin1String("tid")).toInteger() != honest)
            continue;
        const QString name = call.value(QLatin1String("call")).toString();
        const bool isWhole = call.value(QLatin1String("result")).toInteger() == 6;
        sent += name == QLatin1String("sendto") && isWhole ? 1 : 0;
        received += name == QLatin1String("recv") && isWhole ? 1 : 0;
    }
    QCOMPARE(sent, kHonestSends);
    QCOMPARE(received, kHonestSends);
}

QTEST_GUILESS_MAIN(TestHostile)
#include "tst_hostile.moc"
