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

constexpr int LinesHigh = 36;    ///< of a screen's height
constexpr int LeastLetters = 16; ///< pixels
constexpr int SaidMs = 6000;     ///< how long what a key was told stands there

bool goesOn(int key) { return key == Qt::Key_PageDown || key == Qt::Key_Right || key == Qt::Key_Space; }

} // namespace

Projector::Projector(FigureView &view, QBoxLayout *home, QWidget *window, const QList<QMenu *> &menus)
    : QWidget(window, Qt::Window), m_view(view), m_home(home), m_window(window), m_overlay(new ProjectorOverlay(this)),
      m_question(new QLabel(this)), m_said(new QLabel(this)), m_away(new QLabel(window))
{
    setObjectName(QStringLiteral("projectorWindow"));
    m_away->setObjectName(QStringLiteral("figureAway"));
    m_away->setAlignment(Qt::AlignCenter);
    m_away->setWordWrap(true);
    m_away->hide();
    m_question->setObjectName(QStringLiteral("projectorQuestion"));
    m_question->setWordWrap(true);
    m_said->setObjectName(QStringLiteral("projectorSaid"));
    for (QLabel *words : {m_question, m_said}) {
        words->setTextFormat(Qt::PlainText);
        words->setFrameShape(QFrame::Box);
        words->setLineWidth(3);
        words->setAutoFillBackground(true);
        words->setBackgroundRole(QPalette::Base);
        words->setForegroundRole(QPalette::Text);
        words->hide();
    }
    m_question->installEventFilter(this); // where it stands
    m_saidLong.setSingleShot(true);
    m_saidLong.setInterval(SaidMs);
    connect(&m_saidLong, &QTimer::timeout, m_said, &QWidget::hide);
    connect(&view.playback(), &play::Playback::stepChanged, m_said, &QWidget::hide);
    // Beneath the figure, which makes room for it: what is asked about stays in sight.
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_question);
    for (const QMenu *menu : menus) {
        adoptKeys(menu);
    }
    connect(qGuiApp, &QGuiApplication::screenRemoved, this, &Projector::screenLost);
    retranslate();
}

void Projector::showQuestion(const QString &words, bool open)
{
    m_asks = open;
    m_isPutAway = m_isPutAway && words == m_words;
    m_words = words;
    m_question->setText(words + QLatin1Char('\n') +
                        (open ? tr("Page Down: go on, the run answers.") : tr("Page Down: go on.")));
    fitQuestion();
}

/// In letters for a whole room, as far as the figure keeps the larger part of the screen.
void Projector::fitQuestion()
{
    constexpr double MostOfHeight = 0.4;
    m_question->setVisible(m_on && !m_words.isEmpty() && !m_isPutAway);
    if (m_question->isHidden()) {
        return;
    }
    QFont font = m_question->font();
    font.setWeight(QFont::Medium);
    int size = std::max(LeastLetters, height() / LinesHigh);
    do {
        font.setPixelSize(size);
        m_question->setFont(font);
        m_question->setMargin(size / 2);
    } while (m_question->heightForWidth(width()) > height() * MostOfHeight && --size >= LeastLetters);
}

void Projector::tell(const QString &text)
{
    if (!m_on || screen() != m_window->screen() || m_overlay->mode() == Mode::Black) {
        return; // the window says it, and is in sight; or the key brings the picture back, and asks for nothing
    }
    QFont font = m_said->font();
    font.setPixelSize(std::max(LeastLetters, height() / LinesHigh));
    m_said->setFont(font);
    m_said->setMargin(font.pixelSize() / 2);
    m_said->setText(text);
    m_said->setWordWrap(m_said->sizeHint().width() > width());
    m_said->resize(m_said->wordWrap() ? QSize(width(), m_said->heightForWidth(width())) : m_said->sizeHint());
    m_said->move((width() - m_said->width()) / 2, m_view.geometry().bottom() - m_said->height());
    m_said->raise();
    m_said->show();
    m_saidLong.start();
}

void Projector::takeBack(const QString &text)
{
    if (m_said->text() == text) {
        m_said->hide();
    }
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
    static_cast<QBoxLayout *>(layout())->insertWidget(0, &m_view, 1);
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
    fitQuestion();
    emit changed(true);
}

void Projector::end()
{
    if (!m_on) {
        return;
    }
    m_on = false;
    m_overlay->setMode(Mode::None);
    m_said->hide();
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
    if (watched == m_question) {
        m_overlay->setKeptBright(m_question->isVisible() ? m_question->geometry() : QRect());
        return QWidget::eventFilter(watched, event);
    }
    switch (event->type()) {
    case QEvent::ShortcutOverride: {
        const auto *key = static_cast<QKeyEvent *>(event);
        const bool goes = isPlain(*key) && goesOn(key->key()) && m_question->isVisible();
        // While all is black each key is ours, also those that are shortcuts; while something is asked, some are.
        if (m_overlay->mode() == Mode::Black || (goes && (m_asks || key->isAutoRepeat()))) {
            event->accept();
            return true;
        }
        if (goes) {
            // The verdict was read. At the end of a run the key does nothing else.
            m_isPutAway = true;
            fitQuestion();
        }
        break;
    }
    case QEvent::KeyPress: {
        const auto *key = static_cast<QKeyEvent *>(event);
        if (m_question->isVisible() && isPlain(*key) && goesOn(key->key()) && key->isAutoRepeat()) {
            return true; // a key that is still held from before was not meant for the question, nor for the verdict
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
    fitQuestion();
    m_said->hide();
    QWidget::resizeEvent(event);
}

void Projector::closeEvent(QCloseEvent *event)
{
    end();
    QWidget::closeEvent(event);
}

} // namespace zocalo::view
