// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "app/figure/thing.h"
#include "core/lesson/action.h"

#include <QCoreApplication>

namespace zocalo::view {

/// Why an action is none of what is selected: a UDP socket has no connections to accept, a client does not listen.
class SelectionObstacle
{
    Q_DECLARE_TR_FUNCTIONS(zocalo::view::SelectionObstacle)

public:
    /// `world` must outlive this.
    SelectionObstacle(const figure::Thing &selected, const world::World &world);

    /// The reason, as the end of a menu's entry. Only for an action that lesson::possibleActions() does not have for
    /// what is selected.
    QString reason(lesson::ActionKind kind) const;

private:
    QString onSocket(lesson::ActionKind kind, const world::Socket &socket) const;
    QString byProcess(lesson::ActionKind kind, const world::Process &process) const;
    bool hasOpen(const world::Process &process, kernel::Protocol protocol) const;

    const world::World &m_world;
    const world::Process *m_process;
    const world::Socket *m_socket = nullptr; ///< null: a process is selected
};

} // namespace zocalo::view
