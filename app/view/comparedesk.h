// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "app/beside/besidewords.h"
#include "app/play/comparer.h"
#include "app/play/playback.h"
#include "app/play/recordingsource.h"
#include "app/view/controlbar.h"
#include "app/view/figureview.h"
#include "core/world/half.h"

#include <QObject>
#include <QTimer>

#include <functional>
#include <memory>
#include <optional>

class QBoxLayout;

namespace zocalo::view {

class CompareView;

/// Two runs side by side in place of the window's figure: the window's own run beside a recording or beside the run of
/// its lesson as it was at first; or the halves of a twin. What moves one moves the other to the like of its moment.
class CompareDesk : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(CompareDesk)

public:
    enum Place { Left = 0, Right = 1 };
    /// How a run is called and drawn. `title` is asked again when the language changes.
    struct Shown
    {
        std::function<beside::RunHeading()> title;
        lesson::Kind kind = lesson::Kind::Twin;
        lesson::Text headline;
        QHash<QString, lesson::Host> hosts; ///< FigureInput::hosts
    };

    /// `playback` is the window's own run, `view` its figure and `bar` moves it, both of which step aside meanwhile;
    /// they stand in `column`.
    CompareDesk(play::Playback &playback, FigureView &view, ControlBar &bar, QBoxLayout *column, QWidget *window);
    ~CompareDesk() override;

    bool isOn() const { return m_view != nullptr; }
    /// What the window's keys move: the run whose figure has, or had last, the keyboard's focus.
    play::Playback &lead();
    /// That run is the window's own, or a half of it.
    bool isLeadOwn() { return !isOn() || (lead(), m_panes[m_lead].isOwn); }
    CompareView *view() { return m_view; }
    /// Where the two stand.
    QWidget *home() { return m_home; }
    /// Null until the runs were compared, and when nothing is.
    const world::Comparison *comparison() const { return m_comparison.get(); }
    play::Playback &playback(Place place) { return m_panes[place].playback; }

    /// Own run left, a recording right, which was not started yet.
    void beginRecording(const Shown &own, std::unique_ptr<play::RecordingSource> recording, const Shown &other);
    /// The run of before left, own run right.
    void beginBefore(const Shown &before, const std::shared_ptr<const world::Timeline> &run, const Shown &own);
    /// The TCP half left, the UDP half right.
    void beginHalves(const Shown &tcp, const Shown &udp);
    /// Back to the window's own figure.
    void end();

    void toFirstDifference();
    void toDifference(int by);
    void setLinked(bool linked);
    bool isLinked() const { return m_linked; }
    /// Whether there is a difference before (-1) or after (+1) where the runs stand.
    bool hasDifference(int by) const { return nextDifference(by) >= 0; }
    /// As the window's own run would move.
    void setReducedMotion(bool reduced);
    /// Both runs as one picture, as they are shown.
    figure::DisplayList picture(const QSizeF &size, figure::Theme theme) const;
    /// What was said in place of the summary, if it still stands there, is no longer so.
    void takeBack(const QString &text);
    /// Writes every text in the current language.
    void retranslate();

signals:
    void changed(bool on);
    /// Where the runs stand, or what is known of them, has changed.
    void moved();
    /// The recording could not be read to its end.
    void failed(const zocalo::Error &error);

private:
    struct Pane
    {
        play::Playback playback;
        Shown shown;
        std::optional<world::Half> half; ///< of the window's run
        bool isOwn = false;              ///< grows as the window's run does
        int expected = -1;               ///< the step that it is moved to, not by the user
    };

    void begin();
    void feed();
    void fitSources();
    int ownStep(const Pane &pane) const;
    int wholeStep(const Pane &pane) const;
    void connectPane(Place place);
    void paneMoves(Place place);
    void paneMoved(Place place);
    void follow(Place leader, int step, bool animated);
    void moreWanted(Place place, bool playing);
    void ownMoved();
    void haveMore();
    bool isMomentOf(const Pane &pane, int wholeStep) const;
    void compareSoon();
    void compared(const std::shared_ptr<const world::Comparison> &comparison);
    void showHeadings();
    void fitStyle();
    void select(Place place, const figure::Thing &thing);
    QString summary() const;
    int nextDifference(int by) const;
    void showDifference(int index);
    beside::BesideWords words() const;
    beside::BesideWords::Steps steps() const;
    static world::Comparison::Side sideOf(Place place);
    static Place other(Place place) { return place == Left ? Right : Left; }

    play::Playback &m_own;
    FigureView &m_ownView;
    ControlBar &m_ownBar;
    QWidget *m_home;
    Pane m_panes[2];
    play::Comparer m_comparer;
    std::shared_ptr<const world::Comparison> m_comparison;
    std::unique_ptr<play::RecordingSource> m_recording;
    QTimer m_feed;    ///< many events may come at once
    QTimer m_compare; ///< the same
    CompareView *m_view = nullptr;
    qsizetype m_fed = 0; ///< events of the window's run that the panes have
    Place m_lead = Left;
    bool m_linked = true;
    bool m_isCalm = false;                           ///< the window's own run had reduced motion
    bool m_syncing = false;                          ///< what moves now is not moved by the user
    bool m_selecting = false;                        ///< the same of what is selected
    bool m_showFirst = false;                        ///< once they were compared, the first difference is shown
    std::optional<std::pair<Place, bool>> m_wanting; ///< who waits for more of the window's run, and whether it plays
};

} // namespace zocalo::view
