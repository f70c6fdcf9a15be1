// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/history/pcapng.h"
#include "core/history/recordingreader.h"
#include "core/history/recordingwriter.h"
#include "core/kernel/packet.h"
#include "core/lesson/director.h"
#include "core/lesson/lessonlibrary.h"
#include "core/lesson/lessonreader.h"
#include "core/lesson/recordedlesson.h"
#include "core/run/laboratory.h"
#include "core/run/segmentcapture.h"
#include "core/world/timeline.h"
#include "core/world/world.h"
#include "tests/support/keepingpacer.h"

#include <QDir>
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

#include <netinet/in.h>
#include <sched.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <utility>

using namespace zocalo;
using kernel::Packet;
using lesson::Lesson;
using testing::KeepingPacer;

namespace {

/// Sends so many datagrams on a laboratory's loopback, to nobody.
bool sendFrom(run::Laboratory &laboratory, int count)
{
    const pid_t sender = ::fork();
    if (sender == 0) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        address.sin_port = htons(9);
        bool isGood = ::setns(laboratory.userNamespace(), CLONE_NEWUSER) == 0 &&
                      ::setns(laboratory.networkNamespace(0), CLONE_NEWNET) == 0;
        const int fd = isGood ? ::socket(AF_INET, SOCK_DGRAM, 0) : -1;
        for (int i = 0; i < count; ++i) {
            isGood = ::sendto(fd, "hola", 4, 0, reinterpret_cast<sockaddr *>(&address), sizeof address) == 4 && isGood;
        }
        ::_exit(isGood ? 0 : 1);
    }
    int status = -1;
    return ::waitpid(sender, &status, 0) == sender && status == 0;
}

} // namespace

/// Lessons in real namespaces: their hosts, and the segments between these.
class TestLaboratory : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void threeHosts_haveNetworksOfTheirOwn();
    void handshakeAndEnd_areSeenSegmentBySegment();
    void datagrams_areSeenOnce();
    void withoutHosts_theLoopbackIsCaptured();
    void nothing_isLeft();
    void captureWithoutRoom_tellsHowManyItLost();
    void moreThanIsReadAtOnce_isReadAtTheEnd();
    void pcapng_tellsHowManyWereLost();
    void pcapng_isReadByTshark();
    void recording_keepsTheSegments();

private:
    static Lesson lessonInLaboratory(const char *id, const lesson::Choices &choices = {});
    static QList<world::Segment> segmentsOf(const KeepingPacer &pacer);
    static bool play(const Lesson &lesson, KeepingPacer &pacer);
    static QString told(const world::Segment &segment);
};

void TestLaboratory::init()
{
    const auto laboratory = run::Laboratory::open({"10.0.0.1", "10.0.0.2"}, "@zocalo-test");
    if (!laboratory)
        QSKIP(qPrintable(QStringLiteral("namespaces cannot be made here: %1, errno %2")
                             .arg(laboratory.error().detail)
                             .arg(laboratory.error().errnoValue)));
}

Lesson TestLaboratory::lessonInLaboratory(const char *id, const lesson::Choices &choices)
{
    Lesson lesson = lesson::LessonLibrary::find(QLatin1String(id)).value();
    lesson = lesson::LessonReader().changed(lesson, choices).value();
    lesson.laboratory = true;
    return lesson;
}

bool TestLaboratory::play(const Lesson &lesson, KeepingPacer &pacer)
{
    const Status status = lesson::Director(lesson, lesson.clients, lesson.kind, QStringLiteral("en")).play(pacer);
    if (!status)
        qWarning("%s %s %d", qPrintable(status.error().subject), qPrintable(status.error().detail),
                 status.error().errnoValue);
    return status.ok();
}

QList<world::Segment> TestLaboratory::segmentsOf(const KeepingPacer &pacer)
{
    QList<world::Segment> segments;
    world::SequenceNumbers numbers;
    for (const auto &seen : pacer.all<history::SegmentSeen>()) {
        if (const auto packet = kernel::decodePacket(seen.bytes, seen.length))
            segments.append(numbers.count(*packet, seen.seenNs));
    }
    return segments;
}

/// "10.0.0.2 > 10.0.0.1 SA 0 1 +0"
QString TestLaboratory::told(const world::Segment &segment)
{
    QString flags;
    for (const auto &[flag, letter] : {std::pair{Packet::Syn, u'S'},
                                       {Packet::Fin, u'F'},
                                       {Packet::Rst, u'R'},
                                       {Packet::Psh, u'P'},
                                       {Packet::Ack, u'A'}}) {
        if (segment.packet.has(flag))
            flags += letter;
    }
    return QStringLiteral("%1 > %2 %3 %4 %5 +%6")
        .arg(QString::fromStdString(segment.packet.from.addressString()),
             QString::fromStdString(segment.packet.to.addressString()), flags)
        .arg(segment.sequence)
        .arg(segment.ack)
        .arg(segment.packet.payload);
}

void TestLaboratory::threeHosts_haveNetworksOfTheirOwn()
{
    KeepingPacer pacer;
    const Lesson lesson = lessonInLaboratory("three-hosts");
    // While they live, each process is in a network namespace of its own, and none in ours.
    class Looking final : public lesson::Pacer
    {
    public:
        QSet<quint64> networks;
        world::Timeline timeline;
        void recorded(const history::Event &event) override
        {
            timeline.append(event);
            const auto *started = std::get_if<history::ProcessStarted>(&event.data);
            if (started)
                m_pids.append(started->pid);
        }
        Answer mayGoOn(bool hold) override
        {
            for (const qint64 pid : std::as_const(m_pids)) {
                struct stat facts
                {
                };
                if (hold && ::stat(qPrintable(QStringLiteral("/proc/%1/ns/net").arg(pid)), &facts) == 0)
                    networks.insert(facts.st_ino);
            }
            return Answer::GoOn;
        }

    private:
        QList<qint64> m_pids;
    } looking;
    QVERIFY(lesson::Director(lesson, 2, lesson.kind, QStringLiteral("en")).play(looking).ok());
    struct stat own
    {
    };
    QCOMPARE(::stat("/proc/self/ns/net", &own), 0);
    QCOMPARE(looking.networks.size(), 3);
    QVERIFY(!looking.networks.contains(own.st_ino));
    // The messages landed as without namespaces, and the kernel's tables never spoke against the calls.
    const world::World &end = looking.timeline.world(looking.timeline.stepCount() - 1);
    QCOMPARE(end.contradictions(), 0);
    const int sent = looking.timeline.stepNamed(QStringLiteral("sent-c2"));
    const world::World &world = looking.timeline.world(sent);
    const world::Message *message = world.messageNamed(QStringLiteral("C2"));
    QVERIFY(message);
    const world::Socket *socket = world.socket(message->landed);
    QVERIFY(socket);
    QCOMPARE(QString::fromStdString(socket->local.addressString()), QStringLiteral("10.0.0.1"));
    QCOMPARE(QString::fromStdString(socket->remote.addressString()), QStringLiteral("10.0.0.3"));
    // What was seen with that step: the data, and its acknowledgement.
    QStringList segments;
    for (const world::Segment &segment : world.segments())
        segments << told(segment);
    QCOMPARE(segments, QStringList({"10.0.0.3 > 10.0.0.1 PA 1 1 +5", "10.0.0.1 > 10.0.0.3 A 1 6 +0"}));
}

void TestLaboratory::handshakeAndEnd_areSeenSegmentBySegment()
{
    KeepingPacer pacer;
    QVERIFY(play(lessonInLaboratory("three-hosts"), pacer));
    QStringList ofA;
    for (const world::Segment &segment : segmentsOf(pacer)) {
        const QString text = told(segment);
        if (text.contains(QLatin1String("10.0.0.2")))
            ofA << text;
    }
    QCOMPARE(ofA.mid(0, 5), QStringList({"10.0.0.2 > 10.0.0.1 S 0 0 +0", "10.0.0.1 > 10.0.0.2 SA 0 1 +0",
                                         "10.0.0.2 > 10.0.0.1 A 1 1 +0", "10.0.0.2 > 10.0.0.1 PA 1 1 +3",
                                         "10.0.0.1 > 10.0.0.2 A 1 4 +0"}));
    QVERIFY(ofA.contains(QLatin1String("10.0.0.1 > 10.0.0.2 FA 1 4 +0")));
    QVERIFY(ofA.contains(QLatin1String("10.0.0.2 > 10.0.0.1 FA 4 2 +0")));
    qint64 before = 0;
    for (const world::Segment &segment : segmentsOf(pacer)) {
        QVERIFY(segment.seenNs >= before);
        before = segment.seenNs;
    }
}

void TestLaboratory::datagrams_areSeenOnce()
{
    KeepingPacer pacer;
    QVERIFY(play(lessonInLaboratory("three-hosts", {{"protocol", "udp"}}), pacer));
    const QList<world::Segment> segments = segmentsOf(pacer);
    QCOMPARE(segments.size(), 3);
    QCOMPARE(segments.last().packet.payload, 5U);
    QVERIFY(segments.last().packet.protocol == kernel::PacketProtocol::Udp);
    QCOMPARE(segments.first().packet.from.port, segments.last().packet.from.port);
}

void TestLaboratory::withoutHosts_theLoopbackIsCaptured()
{
    KeepingPacer pacer;
    QVERIFY(play(lessonInLaboratory("sent-is-not-arrived"), pacer));
    // Nobody is at that port: the kernel says so.
    const QList<world::Segment> segments = segmentsOf(pacer);
    QVERIFY(std::any_of(segments.begin(), segments.end(), [](const world::Segment &segment) {
        return segment.packet.protocol == kernel::PacketProtocol::Icmp && segment.packet.icmpType == 3 &&
               segment.packet.icmpCode == 3;
    }));
    QVERIFY(std::any_of(segments.begin(), segments.end(), [](const world::Segment &segment) {
        return segment.packet.protocol == kernel::PacketProtocol::Udp;
    }));
}

void TestLaboratory::nothing_isLeft()
{
    const auto descriptors = [] { return QDir(QStringLiteral("/proc/self/fd")).entryList().size(); };
    const qsizetype before = descriptors();
    {
        const auto laboratory = run::Laboratory::open({"10.0.0.1", "10.0.0.2", "10.0.0.3"}, "@zocalo-test");
        QVERIFY(laboratory.ok());
        QCOMPARE(laboratory.value()->hosts(), 3);
        QVERIFY(descriptors() > before);
    }
    QCOMPARE(descriptors(), before);
}

void TestLaboratory::captureWithoutRoom_tellsHowManyItLost()
{
    constexpr int Sent = 200;
    const auto laboratory = run::Laboratory::open({}, "@zocalo-test");
    QVERIFY(laboratory.ok());
    run::FileDescriptor socket = laboratory.value()->takeCapture();
    const int room = 1; // the least there is
    QCOMPARE(::setsockopt(socket.get(), SOL_SOCKET, SO_RCVBUF, &room, sizeof room), 0);
    QVERIFY(sendFrom(*laboratory.value(), Sent));
    run::SegmentCapture capture;
    capture.adopt(std::move(socket));
    const qsizetype taken = capture.read().size();
    const quint32 lost = capture.takeLost();
    QVERIFY(taken > 0 && taken < Sent);
    QVERIFY(lost > 0);
    QVERIFY(taken + qsizetype{lost} >= Sent); // and some that answer
    QCOMPARE(capture.read().size(), 0);
    QCOMPARE(capture.takeLost(), 0U);
    world::World world;
    world.apply({1, history::SegmentsLost{lost}});
    world.apply({2, history::SegmentsLost{1}});
    QCOMPARE(world.segmentsLost(), quint64{lost} + 1);
}

void TestLaboratory::moreThanIsReadAtOnce_isReadAtTheEnd()
{
    constexpr int Sent = 12'000;
    const auto laboratory = run::Laboratory::open({}, "@zocalo-test");
    QVERIFY(laboratory.ok());
    run::FileDescriptor socket = laboratory.value()->takeCapture();
    const int room = 64 * 1024 * 1024;
    if (::setsockopt(socket.get(), SOL_SOCKET, SO_RCVBUFFORCE, &room, sizeof room) != 0) {
        QSKIP("only a privileged user may have so much room for packets");
    }
    QVERIFY(sendFrom(*laboratory.value(), Sent));
    run::SegmentCapture capture;
    capture.adopt(std::move(socket));
    QVERIFY(capture.readLast().size() >= Sent); // and some that answer
    QCOMPARE(capture.takeLost(), 0U);
}

/// An Interface Statistics Block with isb_ifdrop (draft-ietf-opsawg-pcapng, 4.6).
void TestLaboratory::pcapng_tellsHowManyWereLost()
{
    const QByteArray file = history::pcapng({}, 7, 0);
    QVERIFY(file.endsWith(QByteArray::fromHex("0500000028000000"         // type and length
                                              "000000000000000000000000" // interface, time
                                              "05000800"
                                              "0700000000000000"
                                              "00000000" // options
                                              "28000000")));
}

void TestLaboratory::pcapng_isReadByTshark()
{
    const QString tshark = QStandardPaths::findExecutable(QStringLiteral("tshark"));
    if (tshark.isEmpty())
        QSKIP("tshark is not installed");
    KeepingPacer pacer;
    QVERIFY(play(lessonInLaboratory("three-hosts"), pacer));
    const QList<history::SegmentSeen> seen = pacer.all<history::SegmentSeen>();
    const QTemporaryDir folder;
    QFile file(folder.filePath(QStringLiteral("segments.pcapng")));
    QVERIFY(file.open(QIODevice::WriteOnly));
    const qint64 zero = history::timeOfDayAtZero();
    QVERIFY(file.write(history::pcapng(seen, 0, zero)) > 0);
    file.close();
    QProcess reader;
    reader.start(tshark, {"-r", file.fileName(), "-T", "fields", "-E", "separator=/s", "-e", "ip.src", "-e", "ip.dst",
                          "-e", "tcp.flags", "-e", "tcp.seq", "-e", "tcp.len", "-e", "frame.time_epoch"});
    QVERIFY(reader.waitForFinished());
    QCOMPARE(reader.exitCode(), 0);
    const QList<QByteArray> lines = reader.readAllStandardOutput().trimmed().split('\n');
    const QList<world::Segment> segments = segmentsOf(pacer);
    QCOMPARE(lines.size(), segments.size());
    for (qsizetype i = 0; i < lines.size(); ++i) {
        const QList<QByteArray> fields = lines.at(i).split(' ');
        QCOMPARE(fields.size(), 6);
        const world::Segment &segment = segments.at(i);
        QCOMPARE(QString::fromLatin1(fields.at(0)), QString::fromStdString(segment.packet.from.addressString()));
        QCOMPARE(QString::fromLatin1(fields.at(1)), QString::fromStdString(segment.packet.to.addressString()));
        QCOMPARE(fields.at(2).toUInt(nullptr, 16), segment.packet.flags);
        QCOMPARE(fields.at(3).toUInt(), segment.sequence);
        QCOMPARE(fields.at(4).toUInt(), segment.packet.payload);
        QCOMPARE(fields.at(5).left(fields.at(5).indexOf('.')).toLongLong(), (zero + segment.seenNs) / 1'000'000'000);
    }
}

void TestLaboratory::recording_keepsTheSegments()
{
    KeepingPacer pacer;
    const Lesson lesson = lessonInLaboratory("three-hosts");
    QVERIFY(play(lesson, pacer));
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("run.zocalo"));
    auto writer = history::RecordingWriter::create(path, lesson::recordingInfo(lesson, lesson.kind, 2, "en", "test"));
    QVERIFY(writer.ok());
    for (const history::Event &event : pacer.events())
        writer.value()->append(event);
    QVERIFY(writer.value()->finish());
    const auto reader = history::RecordingReader::open(path);
    QVERIFY(reader.ok());
    QVERIFY(reader.value()->info().isLaboratory);
    QVERIFY(lesson::recordedLesson(reader.value()->info()).lesson.laboratory);
    const QList<history::Event> again = reader.value()->readAll();
    QVERIFY(reader.value()->damage());
    QCOMPARE(again.size(), pacer.events().size());
    int segments = 0;
    for (qsizetype i = 0; i < again.size(); ++i) {
        const auto *was = std::get_if<history::SegmentSeen>(&pacer.events().at(i).data);
        const auto *is = std::get_if<history::SegmentSeen>(&again.at(i).data);
        QCOMPARE(is != nullptr, was != nullptr);
        if (!was)
            continue;
        ++segments;
        QCOMPARE(is->seenNs, was->seenNs);
        QCOMPARE(is->length, was->length);
        QCOMPARE(is->bytes, was->bytes);
    }
    QVERIFY(segments > 0);
}

QTEST_GUILESS_MAIN(TestLaboratory)
#include "tst_laboratory.moc"
