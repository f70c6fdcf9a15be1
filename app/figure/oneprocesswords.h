// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include <QCoreApplication>

namespace zocalo::figure {

/// The words inside the figure of one process and its sockets, in the application's language.
class OneProcessWords
{
    Q_DECLARE_TR_FUNCTIONS(zocalo::figure::OneProcessWords)
public:
    static QString title();
    static QString subtitle();
    static QString subtitleOfProgram();
    static QString interface();
    static QString descriptorMeaning();
    static QString notShown(qsizetype count);
    static QString numberFree();
    static QString socket(bool tcp);
    static QString shape(bool tcp);
    /// "Process echo.py".
    static QString program(const QString &name);
    static QString keptByKernel();
    static QString protocol();
    static QString localAddress();
    static QString remoteAddress();
    static QString state();
    static QString notListed();
    static QString cookie();
    static QString stable();
};

} // namespace zocalo::figure
