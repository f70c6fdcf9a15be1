// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/run/watchinvitation.h"

#include <QTemporaryDir>
#include <QTest>

#include <sys/stat.h>

using namespace zocalo::run;

class TestWatchInvitation : public QObject
{
    Q_OBJECT

private slots:
    void request_comesBackAsItWas()
    {
        const WatchRequest sent{QStringLiteral("Ana"), {QStringLiteral("python3"), QStringLiteral("señal.py")}, true};
        const auto read = WatchRequest::fromMessage(sent.toMessage());
        QVERIFY(read.has_value());
        QCOMPARE(read->name, sent.name);
        QCOMPARE(read->command, sent.command);
        QVERIFY(read->ptraced);
        QCOMPARE(read->pid, 0);
        QCOMPARE(listenerFromAnswer(watchAnswer("@zocalo-1"), "/run"), QByteArray("@zocalo-1"));
        // Where the folder is called otherwise, in a container.
        QCOMPARE(listenerFromAnswer(watchAnswer("@zocalo-1/run/user/7/zocalo/tap-1"), "/mnt"),
                 QByteArray("@zocalo-1/mnt/tap-1"));
    }

    void longCommand_fitsIntoAMessage()
    {
        WatchRequest request;
        request.command = QStringList(5000, QString(5000, QLatin1Char('"')));
        const QByteArray message = request.toMessage();
        QVERIFY(message.size() < kLongestWatchMessage);
        QVERIFY(WatchRequest::fromMessage(message).has_value());
    }

    void rubbish_isNoRequestAndNoAnswer_data()
    {
        QTest::addColumn<QByteArray>("message");
        QTest::newRow("nothing") << QByteArray();
        QTest::newRow("bytes") << QByteArray("\x00\xff\xfe{", 4);
        QTest::newRow("cut") << WatchRequest{{}, {QStringLiteral("x")}}.toMessage().chopped(1);
        QTest::newRow("array") << QByteArray("[1,2]");
        QTest::newRow("no version") << QByteArray(R"({"command":["x"],"tap":"@x"})");
        QTest::newRow("newer") << QByteArray(R"({"zocalo":2,"command":["x"],"tap":"@x"})");
        QTest::newRow("other types") << QByteArray(R"({"zocalo":1,"command":"x","tap":["@x"]})");
        QTest::newRow("empty") << QByteArray(R"({"zocalo":1,"command":[],"tap":""})");
        QTest::newRow("a path") << QByteArray(R"({"zocalo":1,"tap":"/tmp/x"})");
        QTest::newRow("a path in the name") << QByteArray(R"({"zocalo":1,"tap":"@x/tmp/x"})");
        QTest::newRow("deep") << QByteArray(R"({"zocalo":1,"command":)") + QByteArray(20000, '[');
    }
    void rubbish_isNoRequestAndNoAnswer()
    {
        QFETCH(QByteArray, message);
        QVERIFY(!WatchRequest::fromMessage(message).has_value());
        QVERIFY(listenerFromAnswer(message, "/run").isEmpty());
    }

    void fileElsewhere_isNotTaken()
    {
        for (const char *file : {"../tap-1", "tap-/../x", "x", ""}) {
            const QByteArray message = QByteArray(R"({"zocalo":1,"tap":"@x","file":")") + file + "\"}";
            QCOMPARE(listenerFromAnswer(message, "/run"), QByteArray("@x"));
        }
    }

    void longTexts_areCut()
    {
        const QByteArray name(10000, 'n');
        const auto read =
            WatchRequest::fromMessage(R"({"zocalo":1,"name":")" + name + R"(","command":[")" + name + R"("]})");
        QVERIFY(read.has_value());
        QVERIFY(read->name.size() <= 200 && read->command.first().size() <= 200);
    }

    void folder_isTheUsersAlone()
    {
        const QTemporaryDir folder;
        qputenv("XDG_RUNTIME_DIR", folder.path().toLocal8Bit());
        QCOMPARE(watchSocketPath(), folder.path().toLocal8Bit() + "/zocalo/watch");
        const QByteArray ours = folder.path().toLocal8Bit() + "/zocalo";
        struct stat about = {};
        QCOMPARE(::stat(ours.constData(), &about), 0);
        QCOMPARE(about.st_mode & 0777U, 0700U);
        QCOMPARE(::chmod(ours.constData(), 0777), 0);
        QVERIFY(watchSocketPath().isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestWatchInvitation)
#include "tst_watchinvitation.moc"
