// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/result.h"
#include "core/kernel/questionline.h"

#include <QList>

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>

namespace zocalo::kernel {

/// Asks the kernel about TCP connections that are known by their two ends, however many others there are.
///
/// Many are shared out between the caller and one thread that helps, which is started when it is first needed and
/// sleeps otherwise; each takes the next few until all are asked, so a helper that gets no processor delays nothing.
/// The netlink sockets are opened when they are first needed. Not for use by two threads at once.
class ConnectionQuery
{
    Q_DISABLE_COPY_MOVE(ConnectionQuery)

public:
    ConnectionQuery() = default;
    ~ConnectionQuery();

    /// The rows of the sockets with these ends, in the order asked for; what is not there has none. In whatever state
    /// but LISTEN, children in an accept queue and TIME-WAIT among them. Errors: KernelTable, TooManyFiles.
    Result<QList<SocketRow>> ask(const QList<Ends> &asked);

private:
    void share(QuestionLine &line);
    void help();

    QuestionLine m_own;
    QuestionLine m_helpers;
    std::thread m_helper;
    // Of the questions that are being asked. Written by the caller while nobody helps.
    const QList<Ends> *m_asked = nullptr;
    SocketRow *m_rows = nullptr;
    std::atomic<qsizetype> m_next{0};
    std::atomic<int> m_failure{0};

    std::mutex m_mutex; ///< guards what follows
    std::condition_variable m_wake;
    std::condition_variable m_done;
    bool m_offered = false; ///< there are questions, and nobody helps yet
    bool m_helping = false;
    bool m_ending = false;
};

} // namespace zocalo::kernel
