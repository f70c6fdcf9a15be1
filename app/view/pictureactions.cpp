// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/view/pictureactions.h"

#include "app/export/figurefile.h"
#include "app/text/errortext.h"
#include "app/text/language.h"
#include "app/view/filedates.h"
#include "app/view/picturedata.h"
#include "app/view/picturedialog.h"

#include <QClipboard>
#include <QDir>
#include <QDrag>
#include <QFileDialog>
#include <QGuiApplication>
#include <QSettings>

namespace zocalo::view {

namespace {

constexpr QSizeF PictureSize(1920, 1080);
constexpr int ThumbnailWidth = 240;

} // namespace

PictureActions::PictureActions(play::Playback &playback, FigureView &view, QWidget *window)
    : QObject(window), m_playback(playback), m_view(view), m_window(window)
{
    connect(&view, &FigureView::dragStarted, this, &PictureActions::drag);
}

figure::DisplayList PictureActions::picture(figure::Theme theme) const
{
    return m_picture ? m_picture(PictureSize, theme) : m_view.figureAt(PictureSize, theme);
}

QString PictureActions::fileName(const QString &format) const
{
    return QStringLiteral("%1-%2.%3").arg(m_lesson).arg(m_playback.step()).arg(format);
}

void PictureActions::ask()
{
    m_playback.pause();
    auto *dialog =
        new PictureDialog([this](figure::Theme theme) { return picture(theme); }, m_view.figureStyle().theme, m_window);
    connect(dialog, &QDialog::accepted, this, [this, dialog] {
        const PictureChoice choice = dialog->choice();
        choice.remember();
        askWhere(choice);
    });
    dialog->open();
}

void PictureActions::askWhere(const PictureChoice &choice)
{
    const QString folder = QStringLiteral("picture/folder");
    auto *dialog = new QFileDialog(m_window, tr("Save picture"), QSettings().value(folder).toString());
    FileDates::putInto(*dialog);
    dialog->setObjectName(QStringLiteral("pictureFile"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setNameFilters({choice.format.toUpper() + QStringLiteral(" (*.%1)").arg(choice.format)});
    dialog->setDefaultSuffix(choice.format);
    dialog->selectFile(fileName(choice.format));
    connect(dialog, &QFileDialog::fileSelected, this, [this, choice, folder](const QString &path) {
        if (save(path, choice)) {
            QSettings().setValue(folder, QFileInfo(path).absolutePath());
        }
    });
    dialog->open();
}

bool PictureActions::save(const QString &path, const PictureChoice &choice)
{
    if (exporting::formatOf(path).isEmpty()) {
        emit failed(tr("A picture is written as .png, .svg or .pdf: %1 has another ending.").arg(path));
        return false;
    }
    const exporting::StillStyle style = choice.style(m_view.figureStyle().theme, text::language());
    const Status status = exporting::writeFigure(picture(style.theme), style, path);
    if (!status) {
        emit failed(text::ErrorText::of(status.error()));
    } else {
        emit done(tr("The picture is in %1").arg(QDir::toNativeSeparators(path)));
    }
    return status.ok();
}

QMimeData *PictureActions::data(const QString &file) const
{
    const exporting::StillStyle style = PictureChoice::remembered().style(m_view.figureStyle().theme, text::language());
    return new PictureData(picture(style.theme), style, file);
}

void PictureActions::copy()
{
    QGuiApplication::clipboard()->setMimeData(data());
    emit done(tr("The picture was copied"));
}

void PictureActions::drag()
{
    // A folder for each: two pictures of one step, in two languages, have one name.
    const QDir folder(m_dragged.filePath(QString::number(++m_drags)));
    auto *drag = new QDrag(&m_view);
    drag->setMimeData(
        data(folder.mkpath(QStringLiteral(".")) ? folder.filePath(fileName(QStringLiteral("png"))) : QString()));
    drag->setPixmap(m_view.grab().scaledToWidth(ThumbnailWidth, Qt::SmoothTransformation));
    drag->exec(Qt::CopyAction);
}

} // namespace zocalo::view
