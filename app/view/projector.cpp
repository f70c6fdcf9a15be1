// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/view/projector.h"

#include <QAction>
#include <QBoxLayout>
#include <QGuiApplication>
#include <QKeyEvent>
#include <QLabel>
#include <QMenu>
#include <QMouseEvent>
#include <QScreen>

#include <algorithm>

namespace zocalo::view {

using Mode = ProjectorOverlay::Mode;

namespace {

bool isPlain(const QKeyEvent &key) { return (key.modifiers() & ~Qt::KeypadModifier) == Qt::NoModifier; }

bool goesOn(int key) { return key == Qt::Key_PageDown || key == Qt::Key_Right || key == Qt::Key_Space; }

} // namespace

Projector::Projector(FigureView &view, QBoxLayout *home, QWidget *window, const QList<QMenu *> &menus)
    : QWidget(window, Qt::Window), m_view(view), m_home(home), m_window(window), m_overlay(new ProjectorOverlay(this)),
      m_question(new QLabel(this)), m_away(new QLabel(window))
{
    setObjectName(QStringLiteral("projectorWindow"));
    m_away->setObjectName(QStringLiteral("figureAway"));
    m_away->setAlignment(Qt::AlignCenter);
    m_away->setWordWrap(true);
    m_away->hide();
    m_question->setObjectName(QStringLiteral("projectorQuestion"));
    m_question->setWordWrap(true);
    m_question->setTextFormat(Qt::PlainText);
    m_question->setFrameShape(QFrame::Box);
    m_question->setLineWidth(3);
    m_question->setAutoFillBackground(true);
    m_question->setBackgroundRole(QPalette::Base);
    m_question->setForegroundRole(QPalette::Text);
    m_question->hide();
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    for (const QMenu *menu : menus) {
        adoptKeys(menu);
    }
    connect(qGuiApp, &QGuiApplication::screenRemoved, this, &Projector::screenLost);
    retranslate();
}

void Projector::showQuestion(const QString &words, bool open)
{
    m_asks = open;
    m_words = words;
    m_question->setText(open ? words + QStringLiteral("\n\n") + tr("Page Down: go on, the run answers.") : words);
    placeQuestion();
}

/// As large as its words need, over the middle of the figure: below are the caption and above the headline.
void Projector::placeQuestion()
{
    constexpr double Wide = 0.56; // of the screen
    constexpr int LinesHigh = 34; // of a screen's height
    m_question->setVisible(m_on && !m_words.isEmpty());
    if (m_question->isHidden()) {
        return;
    }
    QFont font = m_question->font();
    font.setPixelSize(std::max(16, height() / LinesHigh));
    font.setWeight(QFont::Medium);
    m_question->setFont(font);
    m_question->setMargin(font.pixelSize());
    const int wide = static_cast<int>(width() * Wide);
    const int high = std::min(m_question->heightForWidth(wide), height());
    m_question->setGeometry((width() - wide) / 2, (height() - high) / 2, wide, high);
    m_question->raise();
    m_overlay->raise();
}

void Projector::adoptKeys(const QMenu *menu)
{
    for (QAction *action : menu->actions()) {
        if (action->menu()) {
            adoptKeys(action->menu());
        } else if (!action->shortcut().isEmpty()) {
            addAction(action); // a key works in each window that has its action
        }
    }
}

QScreen *Projector::otherScreen() const
{
    for (QScreen *screen : QGuiApplication::screens()) {
        if (screen != m_window->screen()) {
            return screen;
        }
    }
    return m_window->screen();
}

void Projector::begin()
{
    if (m_on) {
        return;
    }
    m_on = true;
    m_place = m_home->indexOf(&m_view);
    m_home->insertWidget(m_place, m_away, 1);
    m_away->show();
    m_view.clearFocus(); // or Qt moves the focus on, as Tab does, when the figure changes its window
    layout()->addWidget(&m_view);
    m_view.setProjected(true);
    m_view.setMouseTracking(true);
    m_view.installEventFilter(this);
    QScreen *const screen = otherScreen();
    setScreen(screen);
    setGeometry(screen->geometry());
    showFullScreen();
    activateWindow();
    m_view.show();
    m_view.setFocus(Qt::OtherFocusReason);
    placeQuestion();
    emit changed(true);
}

void Projector::end()
{
    if (!m_on) {
        return;
    }
    m_on = false;
    m_overlay->setMode(Mode::None);
    m_view.clearFocus(); // or Qt moves the focus on, as Tab does, when the figure changes its window
    m_view.removeEventFilter(this);
    m_view.setMouseTracking(false);
    m_view.setProjected(false);
    m_home->removeWidget(m_away);
    m_away->hide();
    m_home->insertWidget(m_place, &m_view, 1);
    m_view.show();
    hide();
    m_window->activateWindow();
    m_view.setFocus(Qt::OtherFocusReason);
    emit changed(false);
}

void Projector::screenLost(QScreen *lost)
{
    if (m_on && (screen() == lost || !screen())) {
        end();
    }
    // Later: Qt moves what was on it to another screen first.
    QMetaObject::invokeMethod(this, &Projector::keepWindowInSight, Qt::QueuedConnection);
}

void Projector::keepWindowInSight()
{
    QScreen *const remaining = QGuiApplication::primaryScreen();
    if (!remaining) {
        return;
    }
    for (const QScreen *screen : QGuiApplication::screens()) {
        if (screen->availableGeometry().intersects(m_window->frameGeometry())) {
            return;
        }
    }
    const QRect room = remaining->availableGeometry();
    m_window->resize(m_window->size().boundedTo(room.size()));
    m_window->move(room.topLeft());
}

void Projector::retranslate()
{
    setWindowTitle(tr("Zócalo at the projector"));
    m_away->setText(tr("The figure is at the projector. F5 brings it back."));
}

bool Projector::takesKey(int key)
{
    if (m_overlay->mode() == Mode::Black) {
        m_overlay->setMode(Mode::None); // any key brings the picture back, and does nothing else
        return true;
    }
    if (m_asks && goesOn(key)) {
        emit skipAsked();
        return true;
    }
    switch (key) {
    case Qt::Key_B:
    case Qt::Key_Period: // some clickers send it in place of B
        m_overlay->setMode(Mode::Black);
        return true;
    case Qt::Key_L:
        m_overlay->setMode(m_overlay->mode() == Mode::Spotlight ? Mode::None : Mode::Spotlight);
        m_overlay->setPointer(m_overlay->mapFromGlobal(QCursor::pos()));
        return true;
    case Qt::Key_Escape:
        if (!m_putAway || !m_putAway())
            end();
        return true;
    default:
        return false;
    }
}

bool Projector::eventFilter(QObject *watched, QEvent *event)
{
    switch (event->type()) {
    case QEvent::ShortcutOverride: {
        const auto *key = static_cast<QKeyEvent *>(event);
        // While all is black each key is ours, also those that are shortcuts; while something is asked, some are.
        if (m_overlay->mode() == Mode::Black || (m_asks && isPlain(*key) && goesOn(key->key()))) {
            event->accept();
            return true;
        }
        break;
    }
    case QEvent::KeyPress: {
        const auto *key = static_cast<QKeyEvent *>(event);
        if (m_asks && isPlain(*key) && goesOn(key->key()) && key->isAutoRepeat()) {
            return true; // a key that is still held from before was not meant for the question
        }
        if ((isPlain(*key) || m_overlay->mode() == Mode::Black) && takesKey(key->key())) {
            return true;
        }
        break;
    }
    case QEvent::MouseButtonPress:
        if (m_overlay->mode() == Mode::Black) {
            m_overlay->setMode(Mode::None);
            return true;
        }
        break;
    case QEvent::MouseMove:
        m_overlay->setPointer(static_cast<QMouseEvent *>(event)->position().toPoint());
        break;
    default:
        break;
    }
    return QWidget::eventFilter(watched, event);
}

void Projector::resizeEvent(QResizeEvent *event)
{
    m_overlay->resize(size());
    placeQuestion();
    QWidget::resizeEvent(event);
}

void Projector::closeEvent(QCloseEvent *event)
{
    end();
    QWidget::closeEvent(event);
}

} // namespace zocalo::view
