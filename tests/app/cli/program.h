// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include <QHash>
#include <QProcess>
#include <QProcessEnvironment>
#include <QStringList>

namespace zocalo::testing {

/// What came of running the program as a user would.
struct Outcome
{
    int status = -1;
    QString out;
    QString err;
    bool crashed = true;
};

/// Runs `program` to its end; `settings` are added to the environment, an empty value takes the variable out.
inline Outcome runProgram(const QString &program, const QStringList &arguments,
                          const QHash<QString, QString> &settings = {})
{
    QProcess process;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("LC_ALL"), QStringLiteral("C.UTF-8"));
    for (auto it = settings.cbegin(); it != settings.cend(); ++it) {
        if (it.value().isEmpty()) {
            environment.remove(it.key());
        } else {
            environment.insert(it.key(), it.value());
        }
    }
    process.setProcessEnvironment(environment);
    process.start(program, arguments);
    Outcome outcome;
    if (!process.waitForFinished(120000)) {
        process.kill();
        process.waitForFinished();
        return outcome;
    }
    outcome.crashed = process.exitStatus() != QProcess::NormalExit;
    outcome.status = process.exitCode();
    outcome.out = QString::fromUtf8(process.readAllStandardOutput());
    outcome.err = QString::fromUtf8(process.readAllStandardError());
    return outcome;
}

/// The zocalo that was built.
inline QString zocaloProgram() { return QStringLiteral(ZOCALO_BIN_DIR "/zocalo"); }

} // namespace zocalo::testing
