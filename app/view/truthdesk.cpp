// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/view/truthdesk.h"

#include <QAction>
#include <QEvent>
#include <QKeyEvent>
#include <QMenu>

namespace zocalo::view {

TruthDesk::TruthDesk(play::Playback &playback, FigureView &view, QMenu *menu, QObject *parent)
    : QObject(parent), m_playback(playback), m_view(view), m_card(new panels::TruthCard(&view)),
      m_shown(new QAction(this)), m_copy(new QAction(this))
{
    m_shown->setObjectName(QStringLiteral("showTruth"));
    m_shown->setCheckable(true);
    m_shown->setChecked(true);
    m_shown->setShortcut(Qt::Key_D);
    m_copy->setObjectName(QStringLiteral("copyDetails"));
    m_copy->setShortcut(Qt::CTRL | Qt::SHIFT | Qt::Key_C);
    menu->addSeparator();
    menu->addAction(m_shown);
    menu->addAction(m_copy);
    view.installEventFilter(this);
    connect(m_shown, &QAction::toggled, this, &TruthDesk::showAgain);
    connect(m_copy, &QAction::triggered, m_card, &panels::TruthCard::copy);
    connect(m_card, &panels::TruthCard::actionsAsked, &view,
            [&view](const QPoint &at) { emit view.menuRequested(view.selection(), at); });
    connect(&view, &FigureView::selectionChanged, this, &TruthDesk::showAgain);
    connect(&view, &FigureView::pressedAgain, this, &TruthDesk::showAgain);
    connect(&playback, &play::Playback::stepChanged, this, &TruthDesk::refresh);
    retranslate();
}

bool TruthDesk::isShown() const { return m_shown->isChecked(); }

void TruthDesk::setShown(bool shown) { m_shown->setChecked(shown); }

void TruthDesk::retranslate()
{
    m_shown->setText(tr("Show the de&tails of what is selected"));
    refresh();
}

bool TruthDesk::putAway()
{
    const bool wasThere = m_card->isVisible();
    m_away = true;
    m_card->hide();
    return wasThere;
}

void TruthDesk::showAgain()
{
    m_away = false;
    refresh();
}

bool TruthDesk::eventFilter(QObject *watched, QEvent *event)
{
    // Esc puts the card away first; what is selected stays so, and Esc once more lets it go.
    if (watched == &m_view && event->type() == QEvent::KeyPress &&
        static_cast<QKeyEvent *>(event)->key() == Qt::Key_Escape && m_card->isVisible())
        return putAway();
    if (watched == &m_view && event->type() == QEvent::Resize && m_card->isVisible()) {
        QMetaObject::invokeMethod(this, &TruthDesk::refresh, Qt::QueuedConnection);
    }
    return QObject::eventFilter(watched, event);
}

void TruthDesk::refresh()
{
    // The figure may have stepped aside for two others.
    const figure::Thing thing = m_view.isHidden() ? figure::Thing() : m_view.selection();
    const panels::Truth truth = panels::TruthText(m_playback.timeline(), m_playback.step()).of(thing);
    const bool isThere = !truth.title.isEmpty();
    m_copy->setEnabled(isThere);
    m_copy->setText(isThere ? tr("Cop&y these details") : tr("Cop&y these details  (nothing is selected)"));
    const bool isSeen = m_shown->isChecked() && !m_away && thing;
    m_card->showTruth(truth, isSeen ? m_view.placeOf(thing) : QRect(), isSeen ? queuesOf(thing) : QList<QRect>());
}

/// Where the queues of a thing are shown: those of its sockets, or the one that it lies in.
QList<QRect> TruthDesk::queuesOf(const figure::Thing &thing)
{
    using figure::NodeKind;
    using Kind = figure::Thing::Kind;
    const world::World &now = m_playback.now();
    const world::Message *const message =
        thing.kind == Kind::Message ? now.message(static_cast<world::MessageId>(thing.id)) : nullptr;
    const world::SocketId socket = message ? message->landed : thing.kind == Kind::Socket ? thing.id : 0;
    const world::Process *const process = thing.kind == Kind::Process ? figure::processOf(thing, now) : nullptr;
    QList<QRect> queues;
    for (const figure::Node &node : m_view.shownFigure().nodes()) {
        if (node.kind != NodeKind::Queue && node.kind != NodeKind::SendQueue && node.kind != NodeKind::AcceptQueue) {
            continue;
        }
        const bool isOfProcess = process && figure::processOf(figure::thingOf(node), now) == process;
        if (isOfProcess || (socket != 0 && node.id == socket)) {
            queues.append(m_view.inPixels(node.rect));
        }
    }
    return queues;
}

} // namespace zocalo::view
