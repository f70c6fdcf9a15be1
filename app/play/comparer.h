// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "core/world/comparison.h"

#include <QObject>
#include <QThread>

#include <atomic>
#include <memory>

namespace zocalo::play {

/// Compares two runs without keeping the window waiting: long ones on a thread of its own. Signals are emitted on the
/// thread that the object lives on.
class Comparer : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Comparer)

public:
    explicit Comparer(QObject *parent = nullptr);
    /// Gives up what is being compared.
    ~Comparer() override;

    /// Compares these, as they are now, in place of what is being compared.
    void compare(const world::Timeline &before, const world::Timeline &now);
    /// Compares nothing any more.
    void cancel();
    bool isBusy() const { return m_thread != nullptr; }

    /// Up to so many events of both runs together are compared at once, before compare() returns.
    static constexpr qsizetype AtOnce = 4000;

signals:
    void done(const std::shared_ptr<const zocalo::world::Comparison> &comparison);

private:
    std::unique_ptr<QThread> m_thread;
    std::shared_ptr<std::atomic_bool> m_cancelled;
    int m_asked = 0; ///< what comes of an earlier question is of no interest any more
};

} // namespace zocalo::play
