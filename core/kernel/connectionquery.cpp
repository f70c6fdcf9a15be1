// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/kernel/connectionquery.h"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <system_error>

namespace zocalo::kernel {
namespace {

/// Waking the helper takes as long as some tens of questions.
constexpr qsizetype kWorthSharing = 256;

} // namespace

ConnectionQuery::~ConnectionQuery()
{
    if (m_helper.joinable()) {
        {
            const std::lock_guard lock(m_mutex);
            m_ending = true;
        }
        m_wake.notify_one();
        m_helper.join();
    }
}

Result<QList<SocketRow>> ConnectionQuery::ask(const QList<Ends> &asked)
{
    QList<SocketRow> rows(asked.size());
    m_asked = &asked;
    m_rows = rows.data();
    m_next = 0;
    m_failure = m_own.open();
    const bool shared = m_failure == 0 && asked.size() >= kWorthSharing && m_helpers.open() == 0;
    if (shared && !m_helper.joinable()) {
        // Signals are the other threads'.
        sigset_t all;
        sigset_t before;
        sigfillset(&all);
        pthread_sigmask(SIG_SETMASK, &all, &before);
        try {
            m_helper = std::thread([this] { help(); });
        } catch (const std::system_error &) {
            // There are too many threads: then it goes without.
        }
        pthread_sigmask(SIG_SETMASK, &before, nullptr);
    }
    if (shared && m_helper.joinable()) {
        {
            const std::lock_guard lock(m_mutex);
            m_offered = true;
        }
        m_wake.notify_one();
        share(m_own);
        std::unique_lock lock(m_mutex);
        m_offered = false; // who has not begun need not
        m_done.wait(lock, [this] { return !m_helping; });
    } else if (m_failure == 0) {
        share(m_own);
    }
    if (const int failure = m_failure; failure != 0) {
        const bool files = failure == EMFILE || failure == ENFILE;
        return Error{files ? ErrorCode::TooManyFiles : ErrorCode::KernelTable, QStringLiteral("netlink"), {}, failure};
    }
    rows.removeIf([](const SocketRow &row) { return row.protocol == Protocol::Other; });
    return rows;
}

void ConnectionQuery::share(QuestionLine &line)
{
    while (m_failure == 0) {
        const qsizetype at = m_next.fetch_add(QuestionLine::kMost);
        const qsizetype left = m_asked->size() - at;
        if (left <= 0) {
            return;
        }
        const int count = static_cast<int>(std::min<qsizetype>(left, QuestionLine::kMost));
        if (const int failure = line.ask(m_asked->constData() + at, count, m_rows + at); failure != 0) {
            m_failure = failure;
        }
    }
}

void ConnectionQuery::help()
{
    std::unique_lock lock(m_mutex);
    for (;;) {
        m_wake.wait(lock, [this] { return m_offered || m_ending; });
        if (m_ending) {
            return;
        }
        m_offered = false;
        m_helping = true;
        lock.unlock();
        share(m_helpers);
        lock.lock();
        m_helping = false;
        m_done.notify_one();
    }
}

} // namespace zocalo::kernel
