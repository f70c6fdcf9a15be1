// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "app/figure/kerneltable.h"
#include "app/figure/theme.h"
#include "core/kernel/socketholders.h"

#include <QAbstractTableModel>
#include <QTime>

#include <memory>

namespace zocalo::panels {

/// The kernel's socket table at a step as the rows and columns of a table: first the run's own sockets, in the order of
/// figure::KernelTable, then, where they were asked for, all others of this machine under a heading of their own. Texts
/// are made when they are asked for, so a long table costs as much as what is seen of it.
class KernelModel : public QAbstractTableModel
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(KernelModel)

public:
    /// Beyond Qt's own. Marked: the row of what the step is about. Changed: the cell differs from the step before.
    /// Section: the row is a heading.
    enum Role { MarkedRole = Qt::UserRole, ChangedRole, SectionRole };

    explicit KernelModel(QObject *parent = nullptr);
    ~KernelModel() override;

    /// Shows this world's table. `follows`: it is the step after the one shown before, so what is different has
    /// changed.
    void show(const world::World &world, bool follows);
    /// Shows what else there is on this machine, read at that time; empty: nothing.
    void showOthers(const QList<kernel::SocketRow> &rows, const QHash<quint32, kernel::SocketHolder> &holders,
                    const QTime &readAt);
    void setTheme(figure::Theme theme);
    /// Changes shine, or are only marked.
    void setFlashing(bool flashing);
    /// Writes every text in the current language.
    void retranslate();

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    Qt::ItemFlags flags(const QModelIndex &index) const override;

    /// The run's own rows, in the order shown.
    const QList<const kernel::SocketRow *> &ours() const { return m_rows; }
    /// The socket that a row is about; 0: none of the run.
    world::SocketId socketAt(int row) const;
    /// The row of that socket; -1: none.
    int rowOf(world::SocketId socket) const;
    /// The row that is marked; -1: none.
    int markedRow() const { return m_marked; }
    /// The row that is the heading over the others; -1: none.
    int sectionRow() const { return m_others.isEmpty() ? -1 : static_cast<int>(m_rows.size()); }
    bool hasChanges() const { return !m_changed.isEmpty(); }

private:
    struct Shown;
    const kernel::SocketRow *rowAt(int row) const;
    QString text(int row, figure::KernelColumn column) const;
    QString otherText(const kernel::SocketRow &row, figure::KernelColumn column) const;
    QString spoken(int row, figure::KernelColumn column) const;
    bool isChanged(int row, int column) const;
    void findChanges(const QList<kernel::SocketRow> &before);
    QVariant background(const QModelIndex &index) const;

    std::unique_ptr<Shown> m_shown;
    QList<const kernel::SocketRow *> m_rows;
    QHash<quint64, quint32> m_changed; ///< cookie → a bit for each column
    int m_marked = -1;
    QList<kernel::SocketRow> m_others;
    QHash<quint32, kernel::SocketHolder> m_holders;
    QTime m_readAt;
    figure::Theme m_theme = figure::Theme::Light;
    bool m_flashing = false;
};

} // namespace zocalo::panels
