// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
// A recording from anybody. Input: how a sound one is changed, (where: 3 bytes, how many: 1, the bytes) again and
// again.
#include "core/history/recordingreader.h"
#include "core/history/recordingwriter.h"
#include "core/world/landings.h"
#include "core/world/timeline.h"
#include "tests/core/history/recordings.h"
#include "tests/fuzz/input.h"
#include "tests/support/historybuilder.h"

#include <QFile>
#include <QTemporaryDir>

#include <cstdlib>

using namespace zocalo;

namespace {

constexpr int kBatch = 512;

QTemporaryDir &folder()
{
    static QTemporaryDir made;
    return made;
}

QByteArray soundRecording()
{
    const QString path = folder().filePath(QStringLiteral("sound.zocalo"));
    auto writer = history::RecordingWriter::create(path, test::watchedInfo());
    if (!writer)
        std::abort();
    const QList<history::Event> events = test::pairRun(kernel::Protocol::Tcp) + test::pairRun(kernel::Protocol::Udp);
    for (const history::Event &event : test::withLines(events, QStringLiteral("import socket\n")))
        writer.value()->append(event);
    if (!writer.value()->finish())
        std::abort();
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

QByteArray changed(const QByteArray &sound, fuzz::Input input)
{
    QByteArray bytes = sound;
    while (input.left() > 0) {
        const std::size_t where = input.number<std::uint16_t>() | std::size_t{input.number<std::uint8_t>()} << 16;
        const std::size_t at = where % static_cast<std::size_t>(bytes.size());
        const std::size_t room = static_cast<std::size_t>(bytes.size()) - at;
        const std::size_t length = std::min<std::size_t>(input.number<std::uint8_t>(), room);
        input.copyTo(bytes.data() + at, length);
    }
    return bytes;
}

} // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    static const QByteArray sound = soundRecording();
    const QString path = folder().filePath(QStringLiteral("changed.zocalo"));
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly | QIODevice::Truncate) ||
        file.write(changed(sound, {data, size})) != sound.size())
        std::abort();
    file.close();
    const auto reader = history::RecordingReader::open(path);
    if (!reader)
        return 0;
    world::Timeline timeline;
    for (auto batch = reader.value()->next(kBatch); !batch.isEmpty(); batch = reader.value()->next(kBatch)) {
        for (const history::Event &event : std::as_const(batch))
            timeline.append(event);
    }
    (void)world::landings(timeline.world(timeline.stepCount() - 1));
    return 0;
}
