// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/run/watchinvitation.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <sys/stat.h>
#include <unistd.h>

namespace zocalo::run {
namespace {

constexpr int kVersion = 1;
constexpr qsizetype kLongestText = 200;
constexpr qsizetype kMostWords = 64;
constexpr qsizetype kLongestListener = 100; // of sockaddr_un's 108

QString paceName(Pace pace)
{
    return pace == Pace::Step   ? QStringLiteral("step")
           : pace == Pace::Slow ? QStringLiteral("slow")
                                : QStringLiteral("free");
}

QJsonObject objectOf(const QByteArray &message)
{
    const QJsonObject object = QJsonDocument::fromJson(message).object();
    return object.value(QLatin1String("zocalo")).toInt() == kVersion ? object : QJsonObject();
}

QByteArray messageOf(QJsonObject object)
{
    object.insert(QStringLiteral("zocalo"), kVersion);
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

} // namespace

QByteArray WatchRequest::toMessage() const
{
    QJsonArray words;
    for (const QString &word : command.mid(0, kMostWords)) {
        words.append(word.left(kLongestText));
    }
    QJsonObject object{{QStringLiteral("name"), name.left(kLongestText)},
                       {QStringLiteral("command"), words},
                       {QStringLiteral("ptraced"), ptraced}};
    if (pace) {
        object.insert(QStringLiteral("pace"), paceName(*pace));
    }
    if (!token.isEmpty()) {
        object.insert(QStringLiteral("token"), QString::fromLatin1(token));
    }
    return messageOf(object);
}

std::optional<WatchRequest> WatchRequest::fromMessage(const QByteArray &message)
{
    const QJsonObject object = objectOf(message);
    const QJsonArray words = object.value(QLatin1String("command")).toArray();
    if (words.isEmpty() || words.size() > kMostWords) {
        return std::nullopt;
    }
    WatchRequest request;
    request.name = object.value(QLatin1String("name")).toString().left(kLongestText).simplified();
    request.token = object.value(QLatin1String("token")).toString().left(kLongestText).toLatin1();
    request.ptraced = object.value(QLatin1String("ptraced")).toBool();
    for (const Pace pace : {Pace::Free, Pace::Slow, Pace::Step}) {
        if (object.value(QLatin1String("pace")).toString() == paceName(pace)) {
            request.pace = pace;
        }
    }
    for (const QJsonValueConstRef word : words) {
        request.command.append(word.toString().left(kLongestText));
    }
    return request;
}

QByteArray watchAnswer(const QByteArray &listener)
{
    const qsizetype slash = listener.indexOf('/');
    QJsonObject object{{QStringLiteral("tap"), QString::fromLatin1(slash < 0 ? listener : listener.left(slash))}};
    if (slash >= 0) {
        object.insert(QStringLiteral("file"), QString::fromLatin1(listener.mid(listener.lastIndexOf('/') + 1)));
    }
    return messageOf(object);
}

QByteArray listenerFromAnswer(const QByteArray &message, const QByteArray &folder)
{
    const QJsonObject object = objectOf(message);
    const QByteArray listener = object.value(QLatin1String("tap")).toString().toLatin1();
    if (!listener.startsWith('@') || listener.size() > kLongestListener || listener.contains('/')) {
        return {};
    }
    const QByteArray file = object.value(QLatin1String("file")).toString().toLatin1();
    const QByteArray path = folder + '/' + file;
    const bool isThere =
        file.startsWith("tap-") && !file.contains('/') && folder.startsWith('/') && path.size() <= kLongestListener;
    return isThere ? listener + path : listener;
}

QByteArray watchSocketPath()
{
    QByteArray folder = qgetenv("XDG_RUNTIME_DIR");
    if (!folder.startsWith('/')) {
        folder = QFile::encodeName(QDir::tempPath()) + "/zocalo-" + QByteArray::number(::getuid());
    } else {
        folder += "/zocalo";
    }
    ::mkdir(folder.constData(), S_IRWXU);
    struct stat about = {};
    const bool isOurs = ::lstat(folder.constData(), &about) == 0 && S_ISDIR(about.st_mode) &&
                        about.st_uid == ::geteuid() && (about.st_mode & (S_IRWXG | S_IRWXO)) == 0;
    return isOurs ? folder + "/watch" : QByteArray();
}

} // namespace zocalo::run
