// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/lesson/question.h"

#include <QRegularExpression>

#include <algorithm>
#include <array>

namespace zocalo::lesson {

namespace {

struct Named
{
    const char *name;
    Observe what;
};
constexpr std::array<Named, 18> kNamed{{{"errno", Observe::Errno},
                                        {"result", Observe::Result},
                                        {"data", Observe::Data},
                                        {"call", Observe::CallText},
                                        {"state", Observe::State},
                                        {"fd", Observe::Fd},
                                        {"port", Observe::Port},
                                        {"local", Observe::Local},
                                        {"remote", Observe::Remote},
                                        {"queue", Observe::Queue},
                                        {"unsent", Observe::Unsent},
                                        {"waiting", Observe::Waiting},
                                        {"drops", Observe::Drops},
                                        {"landed", Observe::Landed},
                                        {"sockets", Observe::Sockets},
                                        {"receivers", Observe::Receivers},
                                        {"in-state", Observe::InState},
                                        {"pid", Observe::Pid}}};

} // namespace

Observe placeholderNamed(const QString &name)
{
    const auto found =
        std::find_if(kNamed.begin(), kNamed.end(), [&](const Named &each) { return name == QLatin1String(each.name); });
    return found == kNamed.end() ? Observe::None : found->what;
}

QList<Probe> placeholdersOf(const QString &text)
{
    static const QRegularExpression braces(QStringLiteral("\\{([^{}]*)\\}"));
    QList<Probe> probes;
    for (QRegularExpressionMatchIterator found = braces.globalMatch(text); found.hasNext();) {
        const QString inside = found.next().captured(1);
        Probe probe;
        probe.what = placeholderNamed(inside.section(u' ', 0, 0));
        probe.subject = probe.what == Observe::None ? inside : inside.section(u' ', 1);
        probes.append(probe);
    }
    return probes;
}

bool isOfStep(Observe what)
{
    return what == Observe::Errno || what == Observe::Result || what == Observe::Data || what == Observe::CallText;
}

bool isOfSocket(Observe what)
{
    switch (what) {
    case Observe::State:
    case Observe::Fd:
    case Observe::Port:
    case Observe::Local:
    case Observe::Remote:
    case Observe::Queue:
    case Observe::Unsent:
    case Observe::Waiting:
    case Observe::Drops:
    case Observe::Landed:
        return true;
    default:
        return false;
    }
}

} // namespace zocalo::lesson
