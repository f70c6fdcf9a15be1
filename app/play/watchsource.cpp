// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/play/watchsource.h"

#include "core/run/gatekeeper.h"
#include "core/run/run.h"
#include "core/run/watchlimits.h"
#include "core/trace/hello.h"

#include <QCoreApplication>
#include <QEvent>

namespace zocalo::play {

namespace {

constexpr run::Run::Patience Busy{2000};
/// While nobody is watched: whoever joins ends the wait.
constexpr run::Run::Patience Idle{1'000'000};
/// Batches that may wait to be taken: a program that is faster than the window waits at its full ring.
constexpr int MostBatchesWaiting = 8;
/// Between two that go on slowly, at the pace of a first reading: about what the picture takes for a step.
constexpr double SlowPauseNs = 1.5e9;

} // namespace

WatchSource::WatchSource() : m_room(MostBatchesWaiting) {}

WatchSource::~WatchSource() { join(); }

void WatchSource::join()
{
    if (!m_thread || m_stop) {
        return;
    }
    m_stop = true;
    wake();
    m_room.release(MostBatchesWaiting);
    m_thread->wait();
}

void WatchSource::stop()
{
    join();
    QCoreApplication::sendPostedEvents(this, QEvent::MetaCall);
    m_held.clear();
    emit heldChanged();
}

Result<QByteArray> WatchSource::start()
{
    if (!m_thread) {
        m_thread.reset(QThread::create([this] { watch(); }));
        m_thread->setObjectName(QStringLiteral("watch"));
        m_thread->start();
        m_started.acquire();
    }
    return m_listener;
}

void WatchSource::expect(const run::WatchRequest &request)
{
    const QMutexLocker lock(&m_mutex);
    if (!m_run) {
        return;
    }
    if (request.ptraced) {
        m_run->expectTracer(request.pid, request.name);
    } else if (!request.name.isEmpty()) {
        m_run->expect(request.pid, request.name);
    }
}

void WatchSource::keepNeverJoined(pid_t pid, const QString &name)
{
    {
        const QMutexLocker lock(&m_mutex);
        m_neverJoined.append({pid, name, run::Unseen::Why::NeverJoined, pid});
    }
    wake();
}

void WatchSource::setPace(run::Pace pace, double speed)
{
    m_pace = pace;
    {
        const QMutexLocker lock(&m_mutex);
        m_newPace = true;
        m_wantedPace = pace;
        m_pauseNs = static_cast<qint64>(SlowPauseNs / speed);
    }
    wake();
}

void WatchSource::letGo(const run::HeldThread &thread)
{
    {
        const QMutexLocker lock(&m_mutex);
        m_goers.append(thread);
    }
    wake();
}

void WatchSource::wake()
{
    const QMutexLocker lock(&m_mutex);
    if (m_run) {
        m_run->wake();
    }
}

void WatchSource::setRun(run::Run *run)
{
    const QMutexLocker lock(&m_mutex);
    m_run = run;
}

void WatchSource::takeOrders(run::GateKeeper &gate)
{
    const QMutexLocker lock(&m_mutex);
    if (m_newPace) {
        m_newPace = false;
        gate.setPace(m_wantedPace, m_pauseNs);
    }
    for (const run::HeldThread &thread : m_goers) {
        gate.letGo(thread);
    }
    m_goers.clear();
}

void WatchSource::keepUnseen(run::Run &run)
{
    const QMutexLocker lock(&m_mutex);
    for (const run::Unseen &part : std::exchange(m_neverJoined, {})) {
        run.keepUnseen(part);
    }
}

void WatchSource::giveHeld(const QList<run::HeldThread> &held)
{
    QMetaObject::invokeMethod(
        this,
        [this, held] {
            m_held = held;
            emit heldChanged();
        },
        Qt::QueuedConnection);
}

void WatchSource::giveUnseen(const QList<run::Unseen> &parts)
{
    if (!parts.isEmpty()) {
        QMetaObject::invokeMethod(
            this, [this, parts] { emit unseenFound(parts); }, Qt::QueuedConnection);
    }
}

void WatchSource::giveBatch()
{
    if (m_batch.isEmpty()) {
        return;
    }
    m_room.acquire();
    QMetaObject::invokeMethod(
        this,
        [this, batch = std::exchange(m_batch, {})] {
            m_room.release();
            emit eventsRead(batch);
        },
        Qt::QueuedConnection);
}

void WatchSource::watch()
{
    const Result<run::HelperPaths> helpers = run::HelperPaths::find();
    if (!helpers) {
        m_listener = helpers.error();
        m_started.release();
        return;
    }
    run::Run run(helpers.value(), [this](const history::Event &event) { m_batch.append(event); });
    if (m_token) {
        run.setToken(*m_token);
    }
    if (const auto invitation = run.invitation(); invitation) {
        for (const auto &[name, value] : invitation.value()) {
            if (name == trace::kTapVariable) {
                m_listener = value;
            }
        }
        setRun(&run);
    } else {
        m_listener = invitation.error();
    }
    m_started.release();
    if (!m_listener) {
        return;
    }
    if (const Status status = watchOn(run); !status) {
        QMetaObject::invokeMethod(
            this, [this, error = status.error()] { emit failed(error); }, Qt::QueuedConnection);
    }
    setRun(nullptr);
}

Status WatchSource::watchOn(run::Run &run)
{
    run::GateKeeper gate(run);
    run::WatchLimits limits;
    run.setJoinSink([&] { takeOrders(gate); });
    while (!m_stop) {
        takeOrders(gate);
        keepUnseen(run);
        if (const Status passed = run.pass(run.isAlive() ? Busy : Idle); !passed) {
            return passed;
        }
        if (const Status taken = run.watchTable(); !taken) {
            return taken;
        }
        const bool isOther = gate.turn();
        giveBatch();
        giveUnseen(limits.look(run));
        if (isOther) {
            giveHeld(gate.held());
        }
    }
    keepUnseen(run);
    giveBatch();
    return {};
}

} // namespace zocalo::play
