// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
// The least that a window could cost: one empty widget of the same size. Says when its first frame was painted, ends.
#include <QApplication>
#include <QElapsedTimer>
#include <QPainter>
#include <QTimer>
#include <QWidget>

#include <cstdio>

namespace {

class Window : public QWidget
{
public:
    explicit Window(const QElapsedTimer &clock) : m_clock(clock) { resize(1280, 720); }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter(this).fillRect(rect(), Qt::white);
        // After this event the frame has been handed to the screen.
        QTimer::singleShot(0, this, [this] {
            std::fprintf(stderr, "first-frame-ms: %.1f\n", double(m_clock.nsecsElapsed()) / 1e6);
            QCoreApplication::quit();
        });
    }

private:
    QElapsedTimer m_clock;
};

} // namespace

int main(int argc, char **argv)
{
    QElapsedTimer clock;
    clock.start();
    const QApplication application(argc, argv);
    Window window(clock);
    window.show();
    return QApplication::exec();
}
