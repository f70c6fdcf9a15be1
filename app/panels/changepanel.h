// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "app/panels/panel.h"
#include "app/play/playback.h"
#include "core/lesson/lesson.h"
#include "core/world/comparison.h"

#include <QTimer>

#include <array>

class QComboBox;
class QFormLayout;
class QLabel;
class QPushButton;
class QSpinBox;
class QListWidget;

namespace zocalo::panels {

/// What a run of a lesson is started with.
struct RunSetting
{
    lesson::Choices choices;
    int clients = 1;
    lesson::Kind kind = lesson::Kind::Twin;
    bool operator==(const RunSetting &) const = default;
};

/// The switches of a lesson: what can be changed before it runs again, and in what that run then differs from the first
/// one.
class ChangePanel : public Panel
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ChangePanel)

public:
    /// `playback` must outlive the panel.
    explicit ChangePanel(play::Playback &playback, QWidget *parent = nullptr);
    ~ChangePanel() override;

    /// A run of this lesson begins, with this setting. A lesson without an id has nothing to change.
    void setLesson(const lesson::Lesson &lesson, const RunSetting &setting);
    /// The run that this one is compared with from now on; null: none.
    void setBefore(std::shared_ptr<const world::Timeline> before, const RunSetting &setting);

    QString title() const override;

    const QList<world::RunDifference> &differences() const { return m_differences; }

signals:
    /// The lesson is to run again with this.
    void runAsked(const zocalo::panels::RunSetting &setting);
    /// This run and the one it is compared with are to be shown side by side.
    void besideAsked();
    /// The steps of this run at which something differs.
    void differencesChanged(const QList<int> &steps);

protected:
    void changeEvent(QEvent *event) override;
    void showEvent(QShowEvent *event) override;

private:
    void layOut();
    void fillSwitches();
    QComboBox *addChoice(const QString &label, const QString &name);
    void pick(const RunSetting &setting);
    RunSetting chosen() const;
    void chosenChanged();
    bool isStale() const;
    bool isCompared() const { return m_compared >= 0; }
    void compareSoon();
    void compare();
    void fillDifferences();
    void markStep(int step);
    QString beforeText() const;
    QString aheadText() const;
    void forget();

    play::Playback &m_playback;
    lesson::Lesson m_lesson;
    RunSetting m_setting;
    RunSetting m_beforeSetting;
    std::shared_ptr<const world::Timeline> m_before;
    QList<world::RunDifference> m_differences;
    qsizetype m_compared = -1;          ///< how many events of the present run were compared last; -1: none yet
    qsizetype m_common = 0;             ///< calls that both have
    std::array<QStringList, 2> m_ahead; ///< by side: processes that are no difference yet
    QTimer m_soon;                      ///< many steps may come at once: they are compared together

    QLabel *m_intro;
    QWidget *m_form;
    QFormLayout *m_rows;
    QList<QComboBox *> m_switches; ///< one for each of the lesson's
    QSpinBox *m_clients = nullptr;
    QComboBox *m_kinds = nullptr;
    QPushButton *m_run;
    QPushButton *m_back;
    QPushButton *m_beside;
    QLabel *m_against;
    QListWidget *m_list;
};

} // namespace zocalo::panels
