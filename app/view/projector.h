// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "app/view/figureview.h"
#include "app/view/projectoroverlay.h"

#include <QPointer>
#include <QTimer>

#include <functional>
#include <utility>

class QBoxLayout;
class QLabel;
class QMenu;
class QScreen;

namespace zocalo::view {

/// The figure alone over a whole screen, its caption in larger type, for a class: takes the window's figure as long as
/// it is on, so that everything that can be done with it stays possible, and gives it back. With a second screen it
/// takes that one, and the window stays where it is with its controls and panels.
class Projector : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Projector)

public:
    /// `view` stands in `home`, the layout of `window`. The keys of `menus` work here, too.
    Projector(FigureView &view, QBoxLayout *home, QWidget *window, const QList<QMenu *> &menus);

    bool isOn() const { return m_on; }
    ProjectorOverlay::Mode overlay() const { return m_overlay->mode(); }
    void begin();
    /// Gives the figure back. Also done when the screen goes away.
    void end();
    void toggle() { m_on ? end() : begin(); }
    /// Writes every text in the current language.
    void retranslate();

    /// What Esc does before it ends the projector's picture, where there is something: false if there was nothing.
    void setBeforeEnd(std::function<bool()> putAway) { m_putAway = std::move(putAway); }
    /// What is asked of the room, or how it was decided, beneath the figure; empty: nothing. While something is asked,
    /// the keys that go on ask for going on without an answer; they put away how it was decided, and go on.
    void showQuestion(const QString &words, bool open);
    /// Says something for a while where the window, that would say it, is not in sight.
    void tell(const QString &text);
    /// What was told, if it is still this, is no longer so.
    void takeBack(const QString &text);

signals:
    void skipAsked();
    /// It was begun or has ended.
    void changed(bool on);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void closeEvent(QCloseEvent *event) override;

private:
    void adoptKeys(const QMenu *menu);
    void fitQuestion();
    bool takesKey(int key);
    QScreen *otherScreen() const;
    void screenLost(QScreen *screen);
    void keepWindowInSight();

    FigureView &m_view;
    std::function<bool()> m_putAway;
    QBoxLayout *m_home;
    QWidget *m_window;
    ProjectorOverlay *m_overlay;
    QLabel *m_question;
    QLabel *m_said;
    QTimer m_saidLong;
    QString m_words;
    bool m_asks = false;      ///< a question is open
    bool m_isPutAway = false; ///< the words were read, and are shown no more
    QLabel *m_away;           ///< stands in the figure's place meanwhile
    int m_place = 0;
    bool m_on = false;
};

} // namespace zocalo::view
