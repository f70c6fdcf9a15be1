// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/view/firstframe.h"

#include "app/play/recordingsource.h"
#include "app/view/mainwindow.h"

#include <QEvent>

#include <cstdio>

namespace zocalo::view {

FirstFrame::FirstFrame(MainWindow &window, const play::RecordingSource *recording,
                       std::chrono::steady_clock::time_point start)
    : QObject(&window), m_window(window), m_start(start)
{
    const auto close = [this] { QMetaObject::invokeMethod(&m_window, &QWidget::close, Qt::QueuedConnection); };
    if (!recording) {
        connect(&window.view(), &FigureView::firstPainted, this, [this, close] {
            tell("first-frame-ms");
            close();
        });
        return;
    }
    // A window that has no step yet is no picture of the recording.
    connect(&window.playback(), &play::Playback::grown, this, [this] { m_window.view().installEventFilter(this); });
    connect(recording, &play::RecordingSource::finished, this, [this, close] {
        tell("all-read-ms");
        close();
    });
}

bool FirstFrame::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::Paint) {
        m_window.playback().disconnect(this);
        watched->removeEventFilter(this);
        // After the painting that begins now.
        QMetaObject::invokeMethod(
            this, [this] { tell("first-frame-ms"); }, Qt::QueuedConnection);
    }
    return false;
}

void FirstFrame::tell(const char *what) const
{
    const std::chrono::duration<double, std::milli> spent = std::chrono::steady_clock::now() - m_start;
    std::fprintf(stderr, "%s: %.1f\n", what, spent.count());
}

} // namespace zocalo::view
