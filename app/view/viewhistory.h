// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "app/figure/theme.h"
#include "core/lesson/lesson.h"

#include <QByteArray>
#include <QObject>
#include <QUndoStack>

class QAction;

namespace zocalo::view {

/// How the run is looked at: all that can be undone. What was done in the run cannot: a kernel takes nothing back.
struct ViewState
{
    lesson::Detail detail = lesson::Detail::Idea;
    figure::Theme theme = figure::Theme::Light;
    QString language;
    QByteArray panels; ///< QMainWindow::saveState()
    bool operator==(const ViewState &) const = default;
};

/// What was changed of a view, to be undone and done again.
class ViewHistory : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ViewHistory)

public:
    enum class Change { Detail, Theme, Language, Panels };

    /// Enables and names `undo` and `redo`.
    ViewHistory(QAction *undo, QAction *redo, QObject *parent);

    /// The view was changed. Does nothing if it was not.
    void changed(Change what, const ViewState &before, const ViewState &after);
    /// Forgets everything: nothing was chosen yet.
    void clear();
    /// Something was done that cannot be taken back: what was chosen before it is not undone in its place.
    void passBarrier();
    /// Writes every text in the current language.
    void retranslate();

signals:
    /// The view is to be as it was then. What changed: `what`.
    void wanted(zocalo::view::ViewHistory::Change what, const zocalo::view::ViewState &state);
    /// What was undone, or done again, in words.
    void told(const QString &text);

private:
    static QString changeText(Change change);
    void step(bool back);

    QUndoStack m_stack;
    QAction *m_undo;
    QAction *m_redo;
    bool m_isAfterBarrier = false; ///< and nothing was chosen since
};

} // namespace zocalo::view
