// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/lesson/fault.h"

#include "core/lesson/limits.h"

#include <algorithm>

namespace zocalo::lesson {

void FaultList::add(FaultCode code, Place place, const QStringList &args)
{
    ++m_attempts;
    // The same line of a script is looked at for each number of clients: what is wrong there is told once. Only of what
    // is missing may there be several in one place, the beginning of the table.
    const bool isMissing = code == FaultCode::FieldMissing || code == FaultCode::LanguageMissing;
    const bool isKnown = std::any_of(m_faults.cbegin(), m_faults.cend(), [&](const Fault &fault) {
        return fault.code == code && fault.place == place && (!isMissing || fault.args == args);
    });
    if (!isKnown && m_faults.size() < kMaxFaults)
        m_faults.append({m_file, place, code, args});
}

bool FaultList::wants(FaultCode code, Place place) const
{
    return m_faults.size() < kMaxFaults && std::none_of(m_faults.cbegin(), m_faults.cend(), [&](const Fault &fault) {
               return fault.code == code && fault.place == place;
           });
}

QList<Fault> FaultList::sorted() const
{
    QList<Fault> faults = m_faults;
    std::stable_sort(faults.begin(), faults.end(), [](const Fault &a, const Fault &b) { return a.place < b.place; });
    return faults;
}

} // namespace zocalo::lesson
