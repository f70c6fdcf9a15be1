// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "app/figure/figureinput.h"
#include "app/figure/names.h"
#include "app/figure/narrator.h"

#include <QCoreApplication>

namespace zocalo::figure {

/// The sentences of the figure of one process and its sockets, in the application's language: what each call does to a
/// socket, and on which side of the border. It tells only what the world holds; what is the same in every figure it
/// leaves to the Narrator.
class OneProcessNarrator
{
    Q_DECLARE_TR_FUNCTIONS(zocalo::figure::OneProcessNarrator)

public:
    explicit OneProcessNarrator(const FigureInput &input);

    /// What happened at this step, and why: one or two sentences.
    QString caption() const;
    /// The text alternative of the whole picture.
    QString description() const;

private:
    QString ofReturn(const world::Moment &moment) const;
    QString ofMade(const world::Moment &moment) const;
    QString ofClosed(const world::Moment &moment) const;
    QString describe(const world::Socket &socket) const;
    QString endpoint(const world::Socket &socket) const;

    const world::World &m_world;
    Narrator m_usual;
    Names m_names;
};

} // namespace zocalo::figure
