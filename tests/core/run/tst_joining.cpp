// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
// Who joins a run from elsewhere: another user, another network namespace. Needs root, who may become either.
#include "core/run/run.h"
#include "core/world/world.h"

#include <QElapsedTimer>
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

#include <unistd.h>

#include <algorithm>
#include <functional>

using namespace zocalo;
using run::Run;

namespace {

constexpr int kPatienceMs = 60000;
const QString kToken = QStringLiteral("00112233445566778899aabbccddeeff");

bool hasTool(const char *name) { return !QStandardPaths::findExecutable(QLatin1String(name)).isEmpty(); }

int runTool(const QStringList &words)
{
    QProcess tool;
    tool.setProcessChannelMode(QProcess::MergedChannels);
    tool.start(words.first(), words.mid(1));
    tool.waitForFinished(kPatienceMs);
    return tool.exitStatus() == QProcess::NormalExit ? tool.exitCode() : -1;
}

/// A run that others join, and those that do.
class Open
{
public:
    Open() : m_run(run::HelperPaths::find().value(), [this](const history::Event &event) { take(event); })
    {
        trace::Token token;
        for (unsigned i = 0; i < sizeof token.bytes; ++i) {
            token.bytes[i] = static_cast<std::uint8_t>(i * 0x11);
        }
        m_run.setToken(token);
        const auto invitation = m_run.invitation();
        m_environment = QProcessEnvironment::systemEnvironment();
        for (const auto &[name, value] : invitation.value()) {
            m_environment.insert(QString::fromLatin1(name), QString::fromLatin1(value));
        }
    }
    Q_DISABLE_COPY_MOVE(Open)

    void start(QProcess &process, const QStringList &words, const QString &token = {})
    {
        QProcessEnvironment environment = m_environment;
        if (!token.isEmpty()) {
            environment.insert(QStringLiteral("ZOCALO_TOKEN"), token);
        }
        process.setProcessEnvironment(environment);
        process.start(words.first(), words.mid(1));
    }
    bool until(const std::function<bool()> &isSo)
    {
        QElapsedTimer clock;
        clock.start();
        while (!isSo()) {
            if (clock.hasExpired(kPatienceMs) || !m_run.pass(Run::Patience(1000)) || !m_run.watchTable()) {
                return false;
            }
            QCoreApplication::processEvents();
        }
        return true;
    }
    bool untilEnd(QProcess &process)
    {
        return until([&] { return process.state() == QProcess::NotRunning; }) &&
               until([this] { return !m_run.isAlive(); });
    }
    QString line(QProcess &process)
    {
        const bool isThere = until([&] { return process.canReadLine() || process.state() == QProcess::NotRunning; });
        return isThere ? QString::fromLatin1(process.readLine()).trimmed() : QString();
    }

    world::World world;
    int calls = 0;
    int tables = 0; ///< that were read after the last call

private:
    void take(const history::Event &event)
    {
        tables += std::holds_alternative<history::KernelSnapshot>(event.data);
        world.apply(event);
        calls += std::holds_alternative<history::CallEntered>(event.data);
    }

    Run m_run;
    QProcessEnvironment m_environment;
};

/// Two hosts with a cable between them: 10.99.0.1 and 10.99.0.2.
class TwoHosts
{
public:
    TwoHosts()
    {
        m_made = runTool({QStringLiteral("ip"), QStringLiteral("netns"), QStringLiteral("add"), name(1)}) == 0 &&
                 runTool({QStringLiteral("ip"), QStringLiteral("netns"), QStringLiteral("add"), name(2)}) == 0 &&
                 runTool(QStringLiteral("ip -n %1 link add name cable type veth peer name cable netns %2")
                             .arg(name(1), name(2))
                             .split(QLatin1Char(' '))) == 0;
        for (int host = 1; m_made && host <= 2; ++host) {
            for (const char *command : {"ip -n %1 addr add 10.99.0.%2/24 dev cable", "ip -n %1 link set cable up"}) {
                QString line = QLatin1String(command);
                line.replace(QLatin1String("%1"), name(host)).replace(QLatin1String("%2"), QString::number(host));
                m_made = m_made && runTool(line.split(QLatin1Char(' '))) == 0;
            }
        }
    }
    ~TwoHosts()
    {
        for (int host = 1; host <= 2; ++host) {
            runTool({QStringLiteral("ip"), QStringLiteral("netns"), QStringLiteral("del"), name(host)});
        }
    }
    Q_DISABLE_COPY_MOVE(TwoHosts)

    bool areThere() const { return m_made; }
    static QString name(int host) { return QStringLiteral("zocalo%1h%2").arg(::getpid()).arg(host); }
    static QStringList on(int host, const QStringList &words)
    {
        return QStringList{QStringLiteral("ip"), QStringLiteral("netns"), QStringLiteral("exec"), name(host)} + words;
    }

private:
    bool m_made = false;
};

} // namespace

class TestJoining : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase()
    {
        qputenv("ZOCALO_HELPERS", ZOCALO_HELPER_DIR);
        qputenv("XDG_RUNTIME_DIR", m_folder.path().toLocal8Bit());
        if (::geteuid() != 0) {
            QSKIP("only root can become another user, or make a network namespace");
        }
    }
    void otherUser_needsTheToken_data();
    void otherUser_needsTheToken();
    void hosts_areToldByTheirNamespaces_data();
    void hosts_areToldByTheirNamespaces();
    void loopbackOfAnotherNamespace_isAnotherNetwork();
    void folder_isLeftAsItWas();

private:
    QTemporaryDir m_folder;
};

void TestJoining::otherUser_needsTheToken_data()
{
    QTest::addColumn<QString>("token");
    QTest::addColumn<bool>("joins");
    QTest::newRow("none") << QString() << false;
    QTest::newRow("another") << QString(32, QLatin1Char('0')) << false;
    QTest::newRow("no token at all") << QStringLiteral("open, please") << false;
    QTest::newRow("the token") << kToken << true;
}

void TestJoining::otherUser_needsTheToken()
{
    QFETCH(QString, token);
    QFETCH(bool, joins);
    if (!hasTool("setpriv")) {
        QSKIP("setpriv (util-linux) is not installed");
    }
    Open open;
    QProcess program;
    open.start(program,
               {QStringLiteral("setpriv"), QStringLiteral("--reuid=65534"), QStringLiteral("--regid=65534"),
                QStringLiteral("--clear-groups"), QStringLiteral(ZOCALO_PROGRAM_DIR "/family")},
               token);
    QVERIFY(open.untilEnd(program));
    QCOMPARE(program.exitCode(), 3); // it runs, whoever sees it
    QCOMPARE(open.calls > 0, joins);
}

void TestJoining::hosts_areToldByTheirNamespaces_data()
{
    QTest::addColumn<bool>("ownPids");
    QTest::newRow("network") << false;
    QTest::newRow("network and PIDs") << true;
}

void TestJoining::hosts_areToldByTheirNamespaces()
{
    QFETCH(bool, ownPids);
    if (!hasTool("ip") || !hasTool("python3") || !hasTool("unshare")) {
        QSKIP("ip (iproute2), unshare (util-linux) or python3 is not installed");
    }
    const TwoHosts hosts;
    if (!hosts.areThere()) {
        QSKIP("network namespaces cannot be made here");
    }
    const QString script = QStringLiteral(ZOCALO_SOURCE_DIR "/tests/programs/hosts.py");
    const QStringList python =
        (ownPids ? QStringList{QStringLiteral("unshare"), QStringLiteral("--pid"), QStringLiteral("--fork")}
                 : QStringList()) +
        QStringList{QStringLiteral("python3"), script};
    Open open;
    QProcess server;
    open.start(server, TwoHosts::on(1, python + QStringList{QStringLiteral("serve"), QStringLiteral("10.99.0.1")}));
    const QString port = open.line(server);
    QVERIFY(port.toInt() > 0);
    QProcess client;
    open.start(client, TwoHosts::on(2, python + QStringList{QStringLiteral("ask"), QStringLiteral("10.99.0.1"), port,
                                                            QStringLiteral("word")}));
    QCOMPARE(open.line(client), QStringLiteral("WORD"));
    QVERIFY(open.untilEnd(server));

    const world::Process *const serving = open.world.processNamed(QStringLiteral("hosts.py@") + TwoHosts::name(1));
    const world::Process *const asking = open.world.processNamed(QStringLiteral("hosts.py@") + TwoHosts::name(2));
    QStringList names;
    for (const world::Process &process : open.world.processes()) {
        names.append(process.name);
        QVERIFY(!process.outside);
    }
    QVERIFY2(serving && asking, qPrintable(names.join(QLatin1Char(' '))));
    QCOMPARE(serving->role, world::Role::Server);
    QCOMPARE(asking->role, world::Role::Client);
    QCOMPARE(open.world.messages().size(), 2);
    for (const world::Message &message : open.world.messages()) {
        QCOMPARE(message.outcome, world::Outcome::Received);
        QVERIFY(message.agrees == std::optional(true));
    }
    // The two ends are one connection, and the table of each host has told its states.
    bool isMatched = false;
    for (const world::Socket &socket : open.world.sockets()) {
        const world::Socket *const peer = open.world.socket(socket.peerSocket);
        isMatched = isMatched || (socket.creator == asking->id && peer && peer->creator == serving->id);
    }
    QVERIFY(isMatched);
    const auto isObserved = [&](world::ProcessId process) {
        return std::any_of(open.world.sockets().begin(), open.world.sockets().end(), [&](const world::Socket &socket) {
            return socket.creator == process && std::any_of(socket.states.begin(), socket.states.end(),
                                                            [](const auto &state) { return state.observed; });
        });
    };
    QVERIFY(isObserved(serving->id));
}

// Here and there are the same addresses and ports. The programs that are watched talk with themselves.
void TestJoining::loopbackOfAnotherNamespace_isAnotherNetwork()
{
    if (!hasTool("ip") || !hasTool("python3") || !hasTool("unshare")) {
        QSKIP("ip (iproute2), unshare (util-linux) or python3 is not installed");
    }
    const QString script = QStringLiteral(ZOCALO_SOURCE_DIR "/tests/programs/alone.py");
    QProcess stranger;
    stranger.start(QStringLiteral("python3"), {script});
    QVERIFY(stranger.waitForStarted());
    QTRY_VERIFY_WITH_TIMEOUT(stranger.canReadLine(), kPatienceMs);
    const QString ports = QString::fromLatin1(stranger.readLine()).trimmed();
    Open open;
    QProcess program;
    open.start(program, {QStringLiteral("unshare"), QStringLiteral("--net"), QStringLiteral("sh"), QStringLiteral("-c"),
                         QStringLiteral("ip link set lo up; exec python3 '%1' %2").arg(script, ports)});
    const QString printed = open.line(program);
    QVERIFY2(printed == ports, program.readAllStandardError().constData());
    // Each line makes it call again, and so the table be read again.
    for (int i = 0; i < 3; ++i) {
        const int before = open.tables;
        program.write("again\n");
        QVERIFY(open.until([&] { return open.tables > before; }));
    }
    program.closeWriteChannel();
    QVERIFY(open.untilEnd(program));
    QCOMPARE(program.exitCode(), 0);
    const auto &processes = open.world.processes();
    QVERIFY(std::any_of(processes.begin(), processes.end(), [](const world::Process &process) {
        return process.name.startsWith(QLatin1String("alone.py@"));
    }));
    QStringList names;
    for (const world::Process &process : processes) {
        names.append(process.outside ? process.name : QString());
    }
    names.removeAll(QString());
    QCOMPARE(names, QStringList());
    stranger.closeWriteChannel();
    QVERIFY(stranger.waitForFinished(kPatienceMs));
}

void TestJoining::folder_isLeftAsItWas()
{
    {
        const Open open;
        QCOMPARE(
            QDir(m_folder.filePath(QStringLiteral("zocalo"))).entryList({QStringLiteral("tap-*")}, QDir::System).size(),
            1);
    }
    QVERIFY(
        QDir(m_folder.filePath(QStringLiteral("zocalo"))).entryList({QStringLiteral("tap-*")}, QDir::System).isEmpty());
}

QTEST_GUILESS_MAIN(TestJoining)
#include "tst_joining.moc"
