// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "app/view/figureview.h"

#include <QTemporaryDir>

#include <functional>

class QMimeData;

namespace zocalo::view {

struct PictureChoice;

/// The ways of the picture out of the window: into a file, the clipboard, or dragged into another program.
class PictureActions : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(PictureActions)

public:
    /// `playback` and `view` must outlive it.
    PictureActions(play::Playback &playback, FigureView &view, QWidget *window);

    /// What files are called after.
    void setLesson(const QString &id) { m_lesson = id; }
    /// What the picture is of, from now on; empty: the view's figure.
    void setPicture(const std::function<figure::DisplayList(const QSizeF &size, figure::Theme theme)> &picture)
    {
        m_picture = picture;
    }
    /// Asks for the kind of file and for its place, and writes it.
    void ask();
    /// Writes the figure as it is shown, in the format of the path's ending; false if that was not possible, which
    /// failed() tells.
    bool save(const QString &path, const PictureChoice &choice);
    /// The figure for the clipboard: pixels, drawing and description. `file`: with a file of this name.
    QMimeData *data(const QString &file = {}) const;
    void copy();
    /// Lets the pointer take the picture out of the window. Returns when it was let go.
    void drag();

signals:
    /// Something was done that cannot be seen otherwise.
    void done(const QString &what);
    /// Why a picture could not be written.
    void failed(const QString &why);

private:
    figure::DisplayList picture(figure::Theme theme) const;
    void askWhere(const PictureChoice &choice);
    /// "lesson-12.png"
    QString fileName(const QString &format) const;

    play::Playback &m_playback;
    FigureView &m_view;
    QWidget *m_window;
    std::function<figure::DisplayList(const QSizeF &, figure::Theme)> m_picture;
    QString m_lesson;
    QTemporaryDir m_dragged; ///< files that were dragged out: whoever took one may read it later
    int m_drags = 0;
};

} // namespace zocalo::view
