// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "app/panels/timelinestrip.h"

#include <QAccessibleWidget>

namespace zocalo::panels {

/// The timeline for assistive technology: a slider whose value is the step, told in words.
class AccessibleTimeline : public QAccessibleWidget, public QAccessibleValueInterface
{
public:
    explicit AccessibleTimeline(TimelineStrip *strip) : QAccessibleWidget(strip, QAccessible::Slider) {}

    /// Makes these for every strip from now on. Does nothing the second time.
    static void install();

    void *interface_cast(QAccessible::InterfaceType type) override;
    QString text(QAccessible::Text which) const override;
    QVariant currentValue() const override;
    void setCurrentValue(const QVariant &value) override;
    QVariant maximumValue() const override;
    QVariant minimumValue() const override { return 0; }
    QVariant minimumStepSize() const override { return 1; }

private:
    TimelineStrip *strip() const { return static_cast<TimelineStrip *>(widget()); }
};

} // namespace zocalo::panels
