// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "app/panels/panel.h"
#include "app/play/playback.h"
#include "core/base/result.h"
#include "core/lesson/lesson.h"
#include "core/lesson/observer.h"

class QButtonGroup;
class QCheckBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QSpinBox;
class QVBoxLayout;

namespace zocalo::lesson {
class Progress;
}

namespace zocalo::panels {

class OrderList;

/// A lesson's questions. When the playback comes to the step at which one is asked, what follows is locked until it is
/// answered or skipped; then the run goes on to the moment that decides, and the verdict is given from what happened.
class QuestionPanel : public Panel
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(QuestionPanel)

public:
    /// `playback` and `progress` must outlive the panel.
    QuestionPanel(play::Playback &playback, lesson::Progress &progress, QWidget *parent = nullptr);
    ~QuestionPanel() override;

    /// A run of this lesson begins: none of its questions was asked.
    void setLesson(const lesson::Lesson &lesson, const lesson::Script &script);

    /// Whether questions are asked, and lock what follows. Turned off while one is open, it is taken back. At first
    /// they are not.
    void setAsking(bool asking);

    enum class Phase {
        Idle,    ///< no question was asked
        Open,    ///< waits for an answer; the playback is locked
        Waiting, ///< answered: the run goes on to what decides
        Decided, ///< the verdict is shown
    };
    Phase phase() const { return m_phase; }
    /// Which question is the present one: 0, 1…; -1: none was asked.
    int current() const { return m_current; }

    /// What is asked, with the answers that are offered, or how it was decided: as text for a whole room. Empty while
    /// neither is so.
    QString words() const;
    /// Goes on without an answer to the question that is open, if one is.
    void skip();

    /// Gives the keyboard's focus to where the answer is given. Does nothing unless a question is open.
    void focusAnswer();

    QString title() const override;
    void setTheme(figure::Theme theme) override;
    /// Picks a socket of the figure as the answer, where the question is for one.
    void setSelection(const figure::Thing &thing) override;

signals:
    /// words() has changed.
    void wordsChanged();
    /// A question is open: it has to be seen.
    void asked();
    /// It was answered or skipped, or its verdict was read: the run goes on.
    void goesOn();
    /// An answer was kept, or forgotten.
    void progressChanged();
    /// The user wants questions, or wants none.
    void askingChanged(bool asking);
    /// An answer could not be kept.
    void failed(const zocalo::Error &error);

protected:
    bool event(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    struct Offer
    {
        QString answer; ///< as lesson::isRight() takes it
        QString text;
        world::SocketId socket = 0;
    };

    void makeRows();
    void look();
    void open(int question, int step);
    void answer();
    void decide(const lesson::Observed &observed);
    figure::Thing evidenceOf(const lesson::Observed &observed) const;
    void keep(const lesson::Observed &observed, bool skipped);
    void showQuestion();
    void fillOffers();
    void showVerdict();
    void clearOffers();
    QList<Offer> socketsToClick() const;
    QString givenAnswer() const;
    QString offerText(const QString &answer) const;
    QString valueText(const lesson::Observed &observed) const;
    QString verdictText() const;
    QString whyNot() const;
    const lesson::Question &question() const { return m_lesson.questions.at(m_current); }

    play::Playback &m_playback;
    lesson::Progress &m_progress;
    lesson::Lesson m_lesson;
    lesson::Script m_script;
    Phase m_phase = Phase::Idle;
    int m_current = -1;
    int m_askedAt = 0;
    int m_decidedAt = 0;
    QList<Offer> m_offers; ///< in the order shown, which is random
    QString m_given;
    QList<int> m_tally; ///< in class: how many chose each of the offers
    lesson::Observed m_observed;
    figure::Theme m_theme = figure::Theme::Light;

    QLabel *m_belief;
    QLabel *m_ask;
    QWidget *m_answers;
    QVBoxLayout *m_answerRows;
    QButtonGroup *m_choices;
    QList<QSpinBox *> m_hands; ///< in class: how many chose each
    QLineEdit *m_number;
    OrderList *m_order;
    QPushButton *m_answer;
    QPushButton *m_skip;
    QPushButton *m_go;
    QCheckBox *m_class;
    QCheckBox *m_asks;
    QLabel *m_verdict;
    QLabel *m_explain;
    QLabel *m_more;
};

} // namespace zocalo::panels
