// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/history/sourcekind.h"

#include <QStringList>

namespace zocalo::history {

SourceKind sourceKindOf(const QString &path)
{
    static const QStringList python{"py", "pyw"};
    static const QStringList c{"c", "h"};
    static const QStringList cpp{"cc", "cpp", "cxx", "c++", "hh", "hpp", "hxx", "inl", "ipp"};
    const QString ending = path.section(QLatin1Char('.'), -1).toLower();
    return python.contains(ending) ? SourceKind::Python
           : c.contains(ending)    ? SourceKind::C
           : cpp.contains(ending)  ? SourceKind::Cpp
                                   : SourceKind::Other;
}

} // namespace zocalo::history
