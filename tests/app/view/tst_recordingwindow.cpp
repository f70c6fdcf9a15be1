// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/play/recordingsource.h"
#include "app/view/banner.h"
#include "app/view/loadingbar.h"
#include "core/history/recordingreader.h"
#include "core/history/recordingwriter.h"
#include "tests/app/view/windowtest.h"
#include "tests/core/history/recordings.h"
#include "tests/support/historybuilder.h"

#include <QDir>
#include <QFile>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>

#include <sys/mount.h>

using namespace zocalo;

namespace {

/// A small disk: a file system in memory, mounted there for as long as this lives.
class SmallDisk
{
    Q_DISABLE_COPY_MOVE(SmallDisk)

public:
    SmallDisk(const QString &place, const char *size) : m_place(QFile::encodeName(place))
    {
        QDir().mkpath(place);
        const QByteArray options = QByteArray("size=") + size;
        m_isMounted = ::mount("zocalo-test", m_place.constData(), "tmpfs", 0, options.constData()) == 0;
    }
    ~SmallDisk()
    {
        if (m_isMounted)
            ::umount2(m_place.constData(), MNT_DETACH);
    }
    bool isMounted() const { return m_isMounted; }

private:
    QByteArray m_place;
    bool m_isMounted = false;
};

/// Longer than what may be read ahead of the window.
QList<history::Event> longTalk()
{
    test::HistoryBuilder build;
    const test::ProcessId server = build.start("server", test::Role::Server, "S");
    const test::SocketId listener = build.socket(server, kernel::Protocol::Tcp);
    build.bind(listener, "127.0.0.1:9000");
    build.listen(listener);
    const test::ProcessId client = build.start("A", test::Role::Client, "A");
    const test::SocketId socket = build.socket(client, kernel::Protocol::Tcp);
    build.connect(socket, "127.0.0.1:9000");
    const test::SocketId accepted = build.accept(listener);
    for (int i = 0; i < 12'000; ++i) {
        build.send(socket, "hello");
        build.recv(accepted);
    }
    return build.events();
}

} // namespace

/// Recordings in the window: reading a long one, and a disk that is full.
class TestRecordingWindow : public QObject, private WindowTest
{
    Q_OBJECT

private slots:
    void initTestCase()
    {
        QVERIFY(prepare());
        m_path = folder().filePath(QStringLiteral("long.zocalo"));
        const auto writer = history::RecordingWriter::create(m_path, {});
        QVERIFY(writer.ok());
        const QList<history::Event> events = longTalk();
        for (const history::Event &event : events)
            writer.value()->append(event);
        QVERIFY(writer.value()->finish().ok());
        m_events = events.size();
    }
    void init() { openAfresh(); }
    void cleanup() { window.reset(); }

    void longReading_isTold()
    {
        auto source = play::RecordingSource::open(m_path);
        QVERIFY(source.ok());
        QWidget parent;
        view::LoadingBar bar(&parent);
        bar.follow(source.value().get());
        const auto *progress = bar.findChild<QProgressBar *>(QStringLiteral("loadingProgress"));
        QVERIFY(!bar.isVisibleTo(&parent)); // it may be over in no time
        QTRY_VERIFY(bar.isVisibleTo(&parent));
        QCOMPARE(progress->value(), 0);
        source.value()->start();
        QTRY_VERIFY(source.value()->isFinished());
        QCOMPARE(progress->value(), progress->maximum());
        QVERIFY(!bar.isVisibleTo(&parent));
    }

    void stoppedReading_keepsWhatWasRead()
    {
        auto source = play::RecordingSource::open(m_path);
        QVERIFY(source.ok());
        play::RecordingSource &reading = *source.value();
        auto *stop = child<QPushButton>("loadingStop");
        qsizetype read = 0;
        // In the middle: after the first events, and before the others.
        connect(&reading, &play::RecordingSource::eventsRead, this, [&](const QList<history::Event> &events) {
            read += events.size();
            stop->click();
        });
        window->showRecording(std::move(source.value()));
        QTRY_VERIFY(reading.isFinished());
        QCOMPARE(reading.error().code, ErrorCode::Stopped);
        QVERIFY(read > 0 && read < m_events);
        QVERIFY(window->playback().lastStep() > 0);
        const QString told = child<view::Banner>("banner")->text();
        QVERIFY2(told.contains(QString::number(window->playback().lastStep())), qPrintable(told));
        window->playback().toEnd();
        QCOMPARE(window->playback().step(), window->playback().lastStep());
        QVERIFY2(status().startsWith(QLatin1String("The recording stops here")), qPrintable(status()));
    }

    void recordingWithoutItsEnd_isNotSaidToHaveEnded()
    {
        test::HistoryBuilder build;
        build.socket(build.start("server", test::Role::Server, "S"), kernel::Protocol::Tcp);
        const QList<history::Event> events = build.events();
        for (const bool isWhole : {false, true}) {
            const QString path = folder().filePath(isWhole ? QStringLiteral("whole") : QStringLiteral("cut")) +
                                 QStringLiteral(".zocalo");
            const auto writer = history::RecordingWriter::create(path, {});
            QVERIFY(writer.ok());
            for (const history::Event &event : events)
                writer.value()->append(event);
            QVERIFY(isWhole ? writer.value()->finish().ok() : writer.value()->flush().ok());
            QVERIFY(window->openRecording(path));
            QTRY_VERIFY(window->playback().lastStep() > 0);
            window->playback().toEnd();
            const QString told = isWhole ? QStringLiteral("The run has ended.")
                                         : QStringLiteral("The recording stops here: the run may have gone on.");
            QTRY_COMPARE(status(), told);
        }
    }

    void whatWasNotSeen_isToldOfARecording()
    {
        using Why = history::Unseen::Why;
        test::HistoryBuilder build;
        build.socket(build.start("server", test::Role::Server, "S"), kernel::Protocol::Tcp);
        QList<history::Event> events = build.events();
        for (qint64 pid = 101; pid <= 106; ++pid)
            events.append({events.last().timeNs, history::Unseen{pid, QStringLiteral("<b>x"), Why::WithoutTap, 100}});
        history::RecordingInfo info;
        info.command = {QStringLiteral("sh")};
        const QString path = folder().filePath(QStringLiteral("unseen.zocalo"));
        QVERIFY(test::writeRecording(path, events, info));
        const auto *const banner = child<view::Banner>("banner");
        QVERIFY(window->openRecording(path));
        QTRY_VERIFY(banner->isVisible());
        const QStringList told = banner->text().split(QLatin1Char('\n'));
        QCOMPARE(told.size(), 5); // the figure keeps its room
        QVERIFY2(told.first().startsWith(QLatin1String("<b>x (101) was started by the program")), qPrintable(told[0]));
        QVERIFY2(told.last().startsWith(QLatin1String("There are more processes")), qPrintable(told.last()));
        QVERIFY(window->openRecording(m_path));
        QVERIFY(!banner->isVisible());
    }

    // A picture waits for the first of it only: it is of the right kind, or claims none.
    void programs_haveTheirKindFromTheFirstPictureOn()
    {
        test::HistoryBuilder build;
        const auto process = build.start("many.py");
        const auto door = build.socket(process, kernel::Protocol::Udp);
        build.bind(door, "127.0.0.1:9000");
        const auto own = build.socket(process, kernel::Protocol::Udp);
        for (int i = 0; i < 4000; ++i) {
            build.sendto(own, "hello", "127.0.0.1:9000");
            build.recvfrom(door);
        }
        const QString path = folder().filePath(QStringLiteral("program.zocalo"));
        history::RecordingInfo info;
        info.command = {QStringLiteral("many.py")};
        QVERIFY(test::writeRecording(path, build.events(), info));
        auto source = play::RecordingSource::open(path);
        QVERIFY(source.ok());
        play::RecordingSource &reading = *source.value();
        const auto saysTcp = [this] {
            const figure::DisplayList list = window->view().figureAt({1920, 1080}, figure::Theme::Light);
            return std::any_of(list.items().begin(), list.items().end(), [](const figure::Item &item) {
                const auto *text = std::get_if<figure::Text>(&item.data);
                return text && text->plain().contains(QLatin1String("TCP"));
            });
        };
        window->showRecording(std::move(source.value()));
        QVERIFY(!saysTcp()); // nothing is read
        int batches = 0;
        connect(&reading, &play::RecordingSource::eventsRead, this, [&] {
            ++batches;
            QVERIFY(!saysTcp());
            QCOMPARE(window->view().figureStyle().kind, lesson::Kind::Pair);
        });
        QTRY_VERIFY(reading.isFinished());
        QVERIFY(batches > 1);
    }

    void fullDisk_isToldAndTheRunGoesOn()
    {
        const QString place = folder().filePath(QStringLiteral("disk"));
        const SmallDisk disk(place, "300k");
        if (!disk.isMounted())
            QSKIP("only root can mount a small disk");
        const QString path = place + QStringLiteral("/run.zocalo");
        stepTo(2);
        QVERIFY(window->saveRun(path));
        const auto *banner = child<view::Banner>("banner");
        int shown = 2;
        while (!banner->isVisible() && shown < 60)
            stepTo(++shown);
        QVERIFY(banner->isVisible());
        QVERIFY2(banner->text().contains(QLatin1String("no space left on the disk")), qPrintable(banner->text()));
        auto reader = history::RecordingReader::open(path);
        QVERIFY(reader.ok());
        QVERIFY(reader.value()->readAll().size() > 20);
        QVERIFY(reader.value()->damage().ok());
        stepTo(shown + 2); // the run goes on
        // There is room elsewhere: all of it.
        const QString other = folder().filePath(QStringLiteral("whole.zocalo"));
        QVERIFY(window->saveRun(other));
        QCOMPARE(status(), QStringLiteral("Saved as whole.zocalo."));
        const int last = window->playback().lastStep();
        QVERIFY(window->openRecording(other));
        QTRY_VERIFY(window->playback().lastStep() >= last);
    }

    void diskWithoutRoom_isToldAtOnce()
    {
        const QString place = folder().filePath(QStringLiteral("fulldisk"));
        const SmallDisk disk(place, "16k");
        if (!disk.isMounted())
            QSKIP("only root can mount a small disk");
        stepTo(2);
        QVERIFY(!window->saveRun(place + QStringLiteral("/run.zocalo")));
        const QString told = child<view::Banner>("banner")->text();
        QVERIFY2(told.contains(QLatin1String("no space left on the disk")), qPrintable(told));
        QVERIFY(QDir(place).entryList(QDir::Files).isEmpty());
        stepTo(4);
    }

private:
    QString status() { return child<QLabel>("status")->text(); }

    QString m_path;
    qsizetype m_events = 0;
};

QTEST_MAIN(TestRecordingWindow)
#include "tst_recordingwindow.moc"
