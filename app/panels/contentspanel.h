// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "app/panels/panel.h"
#include "core/lesson/lesson.h"

class QPushButton;
class QTreeWidget;

namespace zocalo::lesson {
class Progress;
}

namespace zocalo::panels {

/// The lessons in the order of the path: what each builds on, and which of their questions were answered.
class ContentsPanel : public Panel
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ContentsPanel)

public:
    /// `progress` must outlive the panel.
    ContentsPanel(const QList<lesson::Lesson> &lessons, lesson::Progress &progress, QWidget *parent = nullptr);

    QString title() const override;
    /// Marks the lesson that is open.
    void setCurrent(const QString &id);
    /// Looks again what was answered, if it is shown.
    void refresh();

signals:
    void lessonChosen(const QString &id);
    void exportAsked();
    void resetAsked();

protected:
    void changeEvent(QEvent *event) override;
    void showEvent(QShowEvent *event) override;

private:
    void markCurrent();

    QList<lesson::Lesson> m_lessons;
    lesson::Progress &m_progress;
    QString m_current;
    QTreeWidget *m_list;
    QPushButton *m_export;
    QPushButton *m_reset;
};

} // namespace zocalo::panels
