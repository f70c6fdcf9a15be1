// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "app/export/stills.h"

#include <QDialog>

#include <functional>

class QComboBox;
class QLabel;

namespace zocalo::view {

/// How a picture leaves the window. Remembered from one time to the next.
struct PictureChoice
{
    QString format = QStringLiteral("png"); ///< one of exporting::figureFormats()
    bool editableText = false;              ///< of an SVG
    int scale = 1;                          ///< of a PNG: 1 or 2 pixels for one of 1920×1080
    bool notes = false;                     ///< in the colours for notes instead of those on the screen
    bool operator==(const PictureChoice &) const = default;

    static PictureChoice remembered();
    void remember() const;
    exporting::StillStyle style(figure::Theme shown, const QString &language) const;
};

/// Asks what kind of file a picture becomes, with a preview.
class PictureDialog : public QDialog
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(PictureDialog)

public:
    /// `picture` gives the figure in a theme, in the size of files.
    using Picture = std::function<figure::DisplayList(figure::Theme)>;
    PictureDialog(Picture picture, figure::Theme shown, QWidget *parent);

    PictureChoice choice() const;

private:
    void refresh();

    Picture m_picture;
    figure::Theme m_shown;
    QLabel *m_preview;
    QComboBox *m_format;
    QComboBox *m_scale;
    QComboBox *m_colours;
};

} // namespace zocalo::view
