// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/lesson/names.h"

#include "core/lesson/limits.h"

#include <QRegularExpression>

#include <algorithm>

#include <arpa/inet.h>
#include <netinet/in.h>

namespace zocalo::lesson {

namespace {

constexpr qsizetype kMaxSocketName = 32;

bool isLower(QChar c) { return c >= u'a' && c <= u'z'; }

bool isLetter(QChar c) { return isLower(c) || (c >= u'A' && c <= u'Z'); }

bool isDigit(QChar c) { return c >= u'0' && c <= u'9'; }

/// A letter, then letters, digits and hyphens. No regular expression: a lesson is checked at every start of the window,
/// and has thousands of names once it is expanded.
bool isName(const QString &name, bool (*isOneOfItsLetters)(QChar))
{
    return !name.isEmpty() && name.size() <= kMaxName && isOneOfItsLetters(name.front()) &&
           std::all_of(name.cbegin(), name.cend(),
                       [=](QChar c) { return isOneOfItsLetters(c) || isDigit(c) || c == u'-'; });
}

QString withClient(QString name, const char *client)
{
    if (name.contains(u'{'))
        name.replace(kClientPlaceholder, QLatin1String(client)).replace(kNumberPlaceholder, QLatin1String("1"));
    return name;
}

/// "127.0.0.2:", "[::1]:".
bool isNumericAddress(const QString &before)
{
    in6_addr parsed = {};
    const QString host = before.chopped(1);
    if (!before.endsWith(u':') || before.size() > kMaxName)
        return false;
    if (host.startsWith(u'[') && host.endsWith(u']'))
        return ::inet_pton(AF_INET6, host.mid(1, host.size() - 2).toUtf8().constData(), &parsed) == 1;
    return ::inet_pton(AF_INET, host.toUtf8().constData(), &parsed) == 1;
}

} // namespace

bool isLessonId(const QString &name) { return isName(name, isLower); }

bool isSocketName(const QString &name)
{
    const QString filled = withClient(name, "A");
    return filled.size() <= kMaxSocketName && isName(filled, isLetter);
}

bool isStepName(const QString &name) { return name != QLatin1String("last") && isName(withClient(name, "a"), isLower); }

bool isLiteralAddress(const QString &address)
{
    const qsizetype colon = address.lastIndexOf(u':');
    if (colon < 0 || address.size() > kMaxName)
        return false;
    static const QRegularExpression digits(QStringLiteral("^[0-9]{1,5}$"));
    const QString port = address.mid(colon + 1);
    if (!digits.match(port).hasMatch() || port.toInt() > 65'535)
        return false;
    const QString host = address.left(colon);
    if (host.startsWith(u'[') && host.endsWith(u']')) {
        in6_addr parsed = {};
        return ::inet_pton(AF_INET6, host.mid(1, host.size() - 2).toUtf8().constData(), &parsed) == 1 &&
               (IN6_IS_ADDR_LOOPBACK(&parsed) || IN6_IS_ADDR_UNSPECIFIED(&parsed));
    }
    in_addr parsed = {};
    if (::inet_pton(AF_INET, host.toUtf8().constData(), &parsed) != 1)
        return false;
    const quint32 number = ntohl(parsed.s_addr);
    return number >> 24 == IN_LOOPBACKNET || number == INADDR_ANY;
}

bool isHostAddress(const QString &address)
{
    return !address.contains(u':') && isLiteralAddress(address + QLatin1String(":0")) &&
           address != QLatin1String("0.0.0.0");
}

SocketReference parseReference(const QString &address)
{
    const qsizetype at = address.indexOf(u'@');
    const qsizetype dot = address.lastIndexOf(u'.');
    if (at < 0 || dot < at + 2)
        return {};
    const QString before = address.left(at);
    if (!before.isEmpty() && !isNumericAddress(before))
        return {};
    const SocketReference reference{address.mid(at + 1, dot - at - 1), address.mid(dot + 1),
                                    before.chopped(before.isEmpty() ? 0 : 1)};
    return isSocketName(reference.socket) ? reference : SocketReference{};
}

} // namespace zocalo::lesson
