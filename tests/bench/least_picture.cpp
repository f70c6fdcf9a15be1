// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
// The least that `zocalo figure` could cost: starts Qt, draws one rectangle, writes a PNG of the same size, ends.
#include <QGuiApplication>
#include <QImage>
#include <QPainter>

int main(int argc, char **argv)
{
    const QGuiApplication application(argc, argv);
    QImage image(1920, 1080, QImage::Format_RGB32);
    image.fill(Qt::white);
    QPainter painter(&image);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.drawRoundedRect(QRectF(160, 90, 1600, 900), 10, 10);
    painter.end();
    return argc == 2 && image.save(QString::fromLocal8Bit(argv[1])) ? 0 : 1;
}
