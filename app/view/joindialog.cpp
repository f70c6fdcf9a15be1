// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/view/joindialog.h"

#include <QClipboard>
#include <QDialogButtonBox>
#include <QEvent>
#include <QFileInfo>
#include <QFontDatabase>
#include <QGuiApplication>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace zocalo::view {

namespace {

constexpr int JoinWidth = 760;

} // namespace

JoinDialog::JoinDialog(const QString &door, const QString &token, QWidget *parent)
    : QDialog(parent), m_door(door), m_words(new QLabel(this)), m_command(new QLineEdit(this)),
      m_copy(new QPushButton(this))
{
    setObjectName(QStringLiteral("joinDialog"));
    setAttribute(Qt::WA_DeleteOnClose);
    m_words->setWordWrap(true);
    m_words->setTextFormat(Qt::PlainText);
    m_command->setObjectName(QStringLiteral("joinCommand"));
    m_command->setReadOnly(true);
    m_command->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    // In the environment, which other users cannot read, as they can a command line.
    m_command->setText(
        QStringLiteral("ZOCALO_DOOR=%1 ZOCALO_TOKEN=%2 zocalo watch -- python3 server.py").arg(door, token));
    m_command->setCursorPosition(0);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    buttons->addButton(m_copy, QDialogButtonBox::ActionRole);
    auto *column = new QVBoxLayout(this);
    column->addWidget(m_words);
    column->addWidget(m_command);
    column->addWidget(buttons);
    connect(m_copy, &QPushButton::clicked, this, [this] { QGuiApplication::clipboard()->setText(m_command->text()); });
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    resize(JoinWidth, sizeHint().height());
    retranslate();
}

void JoinDialog::retranslate()
{
    setWindowTitle(tr("Watch from a container, or as another user"));
    m_words->setText(
        tr("Your own programs need nothing but \"zocalo watch\". One of another user, such as a container's "
           "root, has to show this window's token, which is good until the window is closed. Start it "
           "there so. A container has to see the folder %1 and zocalo's own files; if it sees the folder "
           "elsewhere, ZOCALO_DOOR says where.")
            .arg(QFileInfo(m_door).path()));
    m_copy->setText(tr("&Copy"));
}

void JoinDialog::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
    }
    QDialog::changeEvent(event);
}

} // namespace zocalo::view
