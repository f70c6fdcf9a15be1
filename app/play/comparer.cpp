// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/play/comparer.h"

namespace zocalo::play {

Comparer::Comparer(QObject *parent) : QObject(parent) {}

Comparer::~Comparer() { cancel(); }

void Comparer::cancel()
{
    ++m_asked;
    if (m_thread) {
        m_cancelled->store(true);
        m_thread->wait();
        m_thread.reset();
    }
}

void Comparer::compare(const world::Timeline &before, const world::Timeline &now)
{
    cancel();
    if (before.events().size() + now.events().size() <= AtOnce) {
        emit done(std::make_shared<const world::Comparison>(before, now));
        return;
    }
    m_cancelled = std::make_shared<std::atomic_bool>(false);
    // Copies share what does not change, and nothing that the other thread writes.
    m_thread.reset(QThread::create([this, before, now, asked = m_asked, cancelled = m_cancelled] {
        auto comparison = std::make_shared<const world::Comparison>(before, now, cancelled.get());
        QMetaObject::invokeMethod(
            this,
            [this, asked, comparison] {
                if (asked != m_asked) {
                    return;
                }
                m_thread->wait();
                m_thread.reset();
                emit done(comparison);
            },
            Qt::QueuedConnection);
    }));
    m_thread->setObjectName(QStringLiteral("comparison"));
    m_thread->start();
}

} // namespace zocalo::play
