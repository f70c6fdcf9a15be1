// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/play/watchsource.h"

#include "core/run/run.h"
#include "core/trace/hello.h"

namespace zocalo::play {

namespace {

constexpr run::Run::Patience Busy{2000};
/// While nobody is watched: whoever joins ends the wait.
constexpr run::Run::Patience Idle{1'000'000};
/// Batches that may wait to be taken: a program that is faster than the window waits at its full ring.
constexpr int MostBatchesWaiting = 8;

} // namespace

WatchSource::WatchSource() : m_room(MostBatchesWaiting) {}

WatchSource::~WatchSource()
{
    m_stop = true;
    wake();
    m_room.release(MostBatchesWaiting);
    if (m_thread) {
        m_thread->wait();
    }
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
    while (!m_stop) {
        if (const Status passed = run.pass(run.isAlive() ? Busy : Idle); !passed) {
            return passed;
        }
        if (const Status taken = run.watchTable(); !taken) {
            return taken;
        }
        giveBatch();
    }
    return {};
}

} // namespace zocalo::play
