// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/lesson/names.h"

#include "core/lesson/limits.h"

#include <QRegularExpression>

#include <arpa/inet.h>

namespace zocalo::lesson {

namespace {

bool matches(const char *pattern, QString name, const char *client)
{
    name.replace(kClientPlaceholder, QLatin1String(client));
    if (name.size() > kMaxName)
        return false;
    const QRegularExpression expression(QRegularExpression::anchoredPattern(QLatin1String(pattern)));
    return expression.match(name).hasMatch();
}

} // namespace

bool isLessonId(const QString &name) { return !name.contains(u'{') && matches("[a-z][a-z0-9-]*", name, "a"); }

bool isSocketName(const QString &name) { return matches("[A-Za-z][A-Za-z0-9-]{0,31}", name, "A"); }

bool isStepName(const QString &name) { return name != QLatin1String("last") && matches("[a-z][a-z0-9-]*", name, "a"); }

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
    in6_addr parsed = {};
    if (host.startsWith(u'[') && host.endsWith(u']'))
        return ::inet_pton(AF_INET6, host.mid(1, host.size() - 2).toUtf8().constData(), &parsed) == 1;
    return ::inet_pton(AF_INET, host.toUtf8().constData(), &parsed) == 1;
}

SocketReference parseReference(const QString &address)
{
    const qsizetype dot = address.lastIndexOf(u'.');
    if (!address.startsWith(u'@') || dot < 2)
        return {};
    const SocketReference reference{address.mid(1, dot - 1), address.mid(dot + 1)};
    return isSocketName(reference.socket) ? reference : SocketReference{};
}

} // namespace zocalo::lesson
