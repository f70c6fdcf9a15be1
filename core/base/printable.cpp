// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/base/printable.h"

namespace zocalo {

QString printable(QString text)
{
    for (QChar &c : text) {
        const bool endsLine = c.category() == QChar::Separator_Line || c.category() == QChar::Separator_Paragraph;
        if (endsLine || (!c.isPrint() && !c.isSurrogate()))
            c = QChar::ReplacementCharacter;
    }
    return text;
}

} // namespace zocalo
