// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/text/language.h"
#include "tests/app/view/programroom.h"

#include <QFile>
#include <QScopeGuard>
#include <QSettings>
#include <QStandardPaths>
#include <QTemporaryDir>

#include <algorithm>

#include <linux/io_uring.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

using namespace zocalo;
using namespace zocalo::testing;

/// Programs that are started from the window, and of which not everything is seen.
class TestUnseenPrograms : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase()
    {
        qputenv("XDG_RUNTIME_DIR", m_folder.path().toLocal8Bit());
        qputenv("ZOCALO_HELPERS", ZOCALO_HELPER_DIR);
        QStandardPaths::setTestModeEnabled(true);
        QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, m_folder.path());
        QCoreApplication::setOrganizationName(QStringLiteral("zocalo-test"));
        QCoreApplication::setApplicationName(QStringLiteral("tst_unseenprograms"));
    }
    void init() { QSettings().clear(); }

    void partThatIsNotSeen_isToldInThePanel_data()
    {
        QTest::addColumn<QString>("language");
        QTest::addColumn<QString>("command");
        QTest::addColumn<QString>("told");
        const QString folder = QStringLiteral(ZOCALO_PROGRAM_DIR "/");
        const QString child = QStringLiteral("sh -c '%1waiting-static; env -i %1waiting; true'").arg(folder);
        const QString ring = QStringLiteral("sh -c '%1iouring raw; env -i %1waiting; true'").arg(folder);
        QTest::newRow("static child") << QStringLiteral("en") << child
                                      << QStringLiteral("started by a watched program, does not load the C library");
        QTest::newRow("static child, es") << QStringLiteral("es") << child
                                          << QStringLiteral("que inició un programa observado, no carga la biblioteca");
        QTest::newRow("io_uring") << QStringLiteral("en") << ring << QStringLiteral("has an io_uring");
    }

    /// Once, in the console of the program that it is of, and nowhere else.
    void partThatIsNotSeen_isToldInThePanel()
    {
        QFETCH(QString, language);
        QFETCH(QString, command);
        QFETCH(QString, told);
        if (io_uring_params parameters{}; command.contains(QLatin1String("iouring"))) {
            const int ring = static_cast<int>(::syscall(SYS_io_uring_setup, 4, &parameters));
            if (ring < 0) {
                QSKIP("io_uring is not allowed here");
            }
            ::close(ring);
        }
        text::setLanguage(language);
        const auto english = qScopeGuard([] { text::setLanguage(QStringLiteral("en")); });
        Room room;
        room.start(command);
        QTRY_VERIFY2_WITH_TIMEOUT(room.text().contains(told), qPrintable(room.text()), kPatience);
        // What comes later is told after all that the first gave cause to tell in its second of life.
        QTRY_VERIFY2_WITH_TIMEOUT(room.text().contains(QLatin1String("waiting (")), qPrintable(room.text()), kPatience);
        QCOMPARE(room.text().count(told), 1);
        for (const QLabel *const banner : room.window.findChildren<QLabel *>(QStringLiteral("bannerText"))) {
            QVERIFY(!banner->isVisible() || !banner->text().contains(told));
        }
    }

    void programThatNeverJoined_isKeptInTheRun_data()
    {
        QTest::addColumn<bool>("isPrivileged");
        QTest::newRow("of another group, so it is given no tap") << true;
        QTest::newRow("with a tap that ld.so cannot load") << false;
    }
    /// What the console tells is in the recording that is saved, too, once.
    void programThatNeverJoined_isKeptInTheRun()
    {
        QFETCH(bool, isPrivileged);
        QTemporaryDir folder;
        const QString copy = folder.filePath(QStringLiteral("unseen"));
        QVERIFY(QFile::copy(QStringLiteral(ZOCALO_PROGRAM_DIR "/waiting"), copy));
        constexpr gid_t kNoGroup = 65534;
        const QByteArray file = QFile::encodeName(copy);
        if (isPrivileged && (::chown(file.constData(), static_cast<uid_t>(-1), kNoGroup) != 0 ||
                             ::chmod(file.constData(), 02755) != 0)) {
            QSKIP("only root can give a file to another group");
        }
        const QByteArray helpers = qgetenv("ZOCALO_HELPERS");
        const auto back = qScopeGuard([&helpers] { qputenv("ZOCALO_HELPERS", helpers); });
        if (!isPrivileged) {
            QVERIFY(QFile::copy(QFile::decodeName(helpers) + QStringLiteral("/zocalo-peer"),
                                folder.filePath(QStringLiteral("zocalo-peer"))));
            QVERIFY(QFile(folder.filePath(QStringLiteral("libzocalo-tap.so"))).open(QIODevice::WriteOnly));
            qputenv("ZOCALO_HELPERS", QFile::encodeName(folder.path()));
        }
        Room room;
        room.start(copy);
        QVERIFY2(room.fault().isEmpty(), qPrintable(room.fault()));
        QTRY_COMPARE_WITH_TIMEOUT(room.last().unseen().size(), 1, kPatience);
        const history::Unseen kept = room.last().unseen().first();
        QCOMPARE(kept.why, history::Unseen::Why::NeverJoined);
        QCOMPARE(kept.pid, qint64{room.console()->program().pid()});
        QCOMPARE(kept.name, QStringLiteral("unseen"));
        QTRY_VERIFY_WITH_TIMEOUT(!room.console()->program().isRunning(), kPatience);
        const QString path = m_folder.filePath(QStringLiteral("unseen.zocalo"));
        QVERIFY(room.window.saveRun(path) && room.window.openRecording(path));
        QTRY_COMPARE_WITH_TIMEOUT(room.last().unseen(), QList<history::Unseen>{kept}, kPatience);
        const auto isTold = [&room] {
            const QList<QLabel *> banners = room.window.findChildren<QLabel *>(QStringLiteral("bannerText"));
            return std::any_of(banners.begin(), banners.end(), [](const QLabel *banner) {
                return banner->isVisible() && banner->text().startsWith(QLatin1String("unseen (")) &&
                       banner->text().contains(QLatin1String("never joined"));
            });
        };
        QTRY_VERIFY_WITH_TIMEOUT(isTold(), kPatience);
    }

private:
    QTemporaryDir m_folder;
};

QTEST_MAIN(TestUnseenPrograms)
#include "tst_unseenprograms.moc"
