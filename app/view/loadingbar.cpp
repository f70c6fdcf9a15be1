// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/view/loadingbar.h"

#include "app/play/recordingsource.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>

#include <algorithm>
#include <chrono>

namespace zocalo::view {

namespace {

constexpr std::chrono::milliseconds Patience{300};
constexpr int Fine = 1000; ///< what the bar's whole length is divided into

} // namespace

LoadingBar::LoadingBar(QWidget *parent)
    : QFrame(parent), m_text(new QLabel(this)), m_progress(new QProgressBar(this)), m_stop(new QPushButton(this))
{
    setObjectName(QStringLiteral("loading"));
    m_progress->setObjectName(QStringLiteral("loadingProgress"));
    m_stop->setObjectName(QStringLiteral("loadingStop"));
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(16, 6, 16, 6);
    row->setSpacing(12);
    row->addWidget(m_text);
    row->addWidget(m_progress, 1);
    row->addWidget(m_stop);
    m_appear.setSingleShot(true);
    m_appear.setInterval(Patience);
    connect(&m_appear, &QTimer::timeout, this, &QWidget::show);
    connect(m_stop, &QPushButton::clicked, this, [this] {
        if (m_recording) {
            m_recording->cancel();
        }
    });
    hide();
    retranslate();
}

void LoadingBar::follow(play::RecordingSource *recording)
{
    m_recording = recording;
    m_read = 0;
    m_appear.stop();
    hide();
    if (!recording) {
        return;
    }
    // Of a file that does not say how long it is, only that it is being read.
    m_progress->setRange(0, recording->total() > 0 ? Fine : 0);
    m_progress->setValue(0);
    connect(recording, &play::RecordingSource::eventsRead, this, [this](const QList<history::Event> &events) {
        m_read += static_cast<quint64>(events.size());
        if (const quint64 total = m_recording ? m_recording->total() : 0) {
            const double share = static_cast<double>(m_read) / static_cast<double>(total);
            m_progress->setValue(static_cast<int>(std::min(share, 1.0) * Fine));
        }
    });
    connect(recording, &play::RecordingSource::finished, this, [this] { follow(nullptr); });
    m_appear.start();
}

void LoadingBar::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
    }
    QFrame::changeEvent(event);
}

void LoadingBar::retranslate()
{
    m_text->setText(tr("Reading the recording…"));
    m_progress->setAccessibleName(tr("How much of the recording was read"));
    m_stop->setText(tr("Stop reading"));
    m_stop->setToolTip(tr("What was read until then can be looked at"));
}

} // namespace zocalo::view
