// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/result.h"

#include <QCoreApplication>

namespace zocalo::text {

/// Failures of our own as sentences: what could not be done, why, and what to do about it.
class ErrorText
{
    Q_DECLARE_TR_FUNCTIONS(zocalo::text::ErrorText)

public:
    /// One line, in the application's language, without a full stop being needed after it.
    static QString of(const Error &error);

private:
    static QString ofLaboratory(const Error &error);
    static QString ofProcess(const Error &error);
    static QString ofFile(const Error &error);
    static QString reason(int errnoValue);
};

} // namespace zocalo::text
