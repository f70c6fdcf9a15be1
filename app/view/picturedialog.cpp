// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/view/picturedialog.h"

#include "app/figure/painter.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLabel>
#include <QSettings>
#include <QVBoxLayout>

#include <algorithm>

namespace zocalo::view {

namespace {

constexpr double PreviewScale = 0.25; ///< of 1920×1080
const QString FormatKey = QStringLiteral("picture/format");
const QString TextKey = QStringLiteral("picture/editableText");
const QString ScaleKey = QStringLiteral("picture/scale");
const QString NotesKey = QStringLiteral("picture/notes");

} // namespace

PictureChoice PictureChoice::remembered()
{
    const QSettings settings;
    PictureChoice choice;
    const QString format = settings.value(FormatKey).toString();
    if (format == QLatin1String("svg") || format == QLatin1String("pdf")) {
        choice.format = format;
    }
    choice.editableText = settings.value(TextKey, false).toBool();
    choice.scale = settings.value(ScaleKey, 1).toInt() == 2 ? 2 : 1;
    choice.notes = settings.value(NotesKey, false).toBool();
    return choice;
}

void PictureChoice::remember() const
{
    QSettings settings;
    settings.setValue(FormatKey, format);
    settings.setValue(TextKey, editableText);
    settings.setValue(ScaleKey, scale);
    settings.setValue(NotesKey, notes);
}

exporting::StillStyle PictureChoice::style(figure::Theme shown, const QString &language) const
{
    exporting::StillStyle style;
    style.theme = notes ? figure::Theme::Notes : shown;
    style.language = language;
    style.svgText = editableText ? figure::TextMode::Glyphs : figure::TextMode::Outlines;
    style.pixelRatio = scale;
    return style;
}

PictureDialog::PictureDialog(Picture picture, figure::Theme shown, QWidget *parent)
    : QDialog(parent), m_picture(std::move(picture)), m_shown(shown), m_preview(new QLabel(this)),
      m_format(new QComboBox(this)), m_scale(new QComboBox(this)), m_colours(new QComboBox(this))
{
    setObjectName(QStringLiteral("pictureDialog"));
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Save picture"));
    m_format->setObjectName(QStringLiteral("pictureFormat"));
    m_scale->setObjectName(QStringLiteral("pictureScale"));
    m_colours->setObjectName(QStringLiteral("pictureColours"));
    m_preview->setFrameShape(QFrame::Box);
    m_format->addItem(tr("PNG picture"), QStringLiteral("png"));
    m_format->addItem(tr("SVG drawing, looks the same everywhere"), QStringLiteral("svg"));
    m_format->addItem(tr("SVG drawing, its text can be edited"), QStringLiteral("svg+text"));
    m_format->addItem(tr("PDF page"), QStringLiteral("pdf"));
    m_scale->addItem(tr("1920 × 1080"), 1);
    m_scale->addItem(tr("3840 × 2160"), 2);
    m_colours->addItem(tr("As shown"), false);
    m_colours->addItem(tr("Notes (white, for print)"), true);
    const PictureChoice last = PictureChoice::remembered();
    m_format->setCurrentIndex(
        m_format->findData(last.format + (last.editableText ? QStringLiteral("+text") : QString())));
    m_format->setCurrentIndex(std::max(0, m_format->currentIndex()));
    m_scale->setCurrentIndex(last.scale - 1);
    m_colours->setCurrentIndex(last.notes ? 1 : 0);

    auto *form = new QFormLayout;
    form->addRow(tr("&Kind of file"), m_format);
    form->addRow(tr("&Pixels"), m_scale);
    form->addRow(tr("&Colours"), m_colours);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Save | QDialogButtonBox::Cancel, this);
    buttons->setObjectName(QStringLiteral("pictureButtons"));
    auto *column = new QVBoxLayout(this);
    column->setSpacing(14);
    column->setSizeConstraint(QLayout::SetFixedSize);
    column->addWidget(m_preview);
    column->addLayout(form);
    column->addWidget(buttons);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(m_format, &QComboBox::currentIndexChanged, this, &PictureDialog::refresh);
    connect(m_colours, &QComboBox::currentIndexChanged, this, &PictureDialog::refresh);
    refresh();
}

PictureChoice PictureDialog::choice() const
{
    PictureChoice choice;
    const QStringList format = m_format->currentData().toString().split(QLatin1Char('+'));
    choice.format = format.first();
    choice.editableText = format.size() > 1;
    choice.scale = m_scale->currentData().toInt();
    choice.notes = m_colours->currentData().toBool();
    return choice;
}

void PictureDialog::refresh()
{
    const bool pixels = choice().format == QLatin1String("png");
    m_scale->setEnabled(pixels);
    m_scale->setToolTip(pixels ? QString() : tr("A drawing has no pixels: it is sharp in every size"));
    const figure::Theme theme = choice().notes ? figure::Theme::Notes : m_shown;
    QImage image = figure::render(m_picture(theme), theme, PreviewScale * devicePixelRatioF());
    image.setDevicePixelRatio(devicePixelRatioF());
    m_preview->setPixmap(QPixmap::fromImage(image));
}

} // namespace zocalo::view
