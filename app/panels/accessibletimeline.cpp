// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/panels/accessibletimeline.h"

namespace zocalo::panels {

void AccessibleTimeline::install()
{
    static const bool installed = [] {
        QAccessible::installFactory([](const QString &, QObject *object) -> QAccessibleInterface * {
            auto *strip = qobject_cast<TimelineStrip *>(object);
            return strip ? new AccessibleTimeline(strip) : nullptr;
        });
        return true;
    }();
    Q_UNUSED(installed)
}

void *AccessibleTimeline::interface_cast(QAccessible::InterfaceType type)
{
    if (type == QAccessible::ValueInterface)
        return static_cast<QAccessibleValueInterface *>(this);
    return QAccessibleWidget::interface_cast(type);
}

QString AccessibleTimeline::text(QAccessible::Text which) const
{
    return which == QAccessible::Value || which == QAccessible::Description ? strip()->valueText()
                                                                            : QAccessibleWidget::text(which);
}

QVariant AccessibleTimeline::currentValue() const { return strip()->playback().step(); }

void AccessibleTimeline::setCurrentValue(const QVariant &value) { strip()->goTo(value.toInt()); }

QVariant AccessibleTimeline::maximumValue() const { return strip()->playback().lastStep(); }

} // namespace zocalo::panels
