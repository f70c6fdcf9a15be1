// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/panels/truthcard.h"

#include "app/figure/fonts.h"

#include <QClipboard>
#include <QEvent>
#include <QFontInfo>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QMouseEvent>
#include <QTextDocument>
#include <QToolButton>

#include <algorithm>
#include <utility>

namespace zocalo::panels {

namespace {

constexpr int Gap = 12;      ///< between the card and its thing
constexpr int MostWide = 31; ///< of the text, in the size of its letters

} // namespace

TruthCard::TruthCard(QWidget *figure)
    : QFrame(figure), m_text(new QLabel(this)), m_copy(new QToolButton(this)), m_actions(new QToolButton(this))
{
    setObjectName(QStringLiteral("truthCard"));
    setAutoFillBackground(true);
    setCursor(Qt::SizeAllCursor); // but for its text and buttons
    setFrameShape(QFrame::Box);
    setLineWidth(2);
    m_text->setObjectName(QStringLiteral("truth"));
    m_text->setTextFormat(Qt::RichText);
    m_text->setWordWrap(true);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_text->setFocusPolicy(Qt::ClickFocus);
    m_text->setCursor(Qt::IBeamCursor);
    m_copy->setObjectName(QStringLiteral("copyTruth"));
    m_actions->setObjectName(QStringLiteral("truthActions"));
    for (QToolButton *button : {m_copy, m_actions}) {
        button->setFocusPolicy(Qt::NoFocus);
        button->setCursor(Qt::ArrowCursor);
    }
    auto *buttons = new QHBoxLayout;
    buttons->addWidget(m_actions);
    buttons->addWidget(m_copy);
    buttons->addStretch();
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(14, 10, 14, 10);
    column->setSpacing(8);
    column->addWidget(m_text);
    column->addLayout(buttons);
    connect(m_copy, &QToolButton::clicked, this, &TruthCard::copy);
    connect(m_actions, &QToolButton::clicked, this,
            [this] { emit actionsAsked(m_actions->mapToGlobal(QPoint(0, m_actions->height()))); });
    hide();
    retranslate();
}

void TruthCard::showTruth(const Truth &truth, const QRect &place, const QList<QRect> &queues)
{
    m_isFilled = m_isFilled && truth == m_truth;
    m_truth = truth;
    if (truth.title.isEmpty() || place.isEmpty()) {
        hide();
        return;
    }
    if (!m_isFilled) {
        fill();
    }
    placeBeside(place, queues);
    show();
    raise();
}

QString TruthCard::text() const { return TruthText::plain(m_truth); }

void TruthCard::copy() const { QGuiApplication::clipboard()->setText(text()); }

void TruthCard::setTheme(figure::Theme theme)
{
    m_theme = theme;
    QPalette colours = palette();
    colours.setColor(QPalette::Window, figure::resolve(theme, figure::Tone::Panel));
    colours.setColor(QPalette::WindowText, figure::resolve(theme, figure::Tone::Ink));
    setPalette(colours);
    m_isFilled = false;
    if (!m_truth.title.isEmpty() && isVisible()) {
        fill();
    }
}

void TruthCard::fill()
{
    const QString mono = figure::font(figure::Face::Mono, 14, 400).family();
    const QString faint = figure::resolve(m_theme, figure::Tone::Secondary).name();
    // In the size of the application's texts, which follows that of the system.
    const int size = QFontInfo(font()).pixelSize();
    QString html = QStringLiteral("<div style='font-size:%1px; font-weight:600; margin-bottom:4px'>%2</div><table>")
                       .arg(size + 2)
                       .arg(m_truth.title.toHtmlEscaped());
    const auto addRow = [&](const QString &label, const QString &value) {
        html +=
            QStringLiteral("<tr><td style='color:%3; padding-right:12px; white-space:nowrap; font-size:%1px'>%4</td>"
                           "<td style='font-family:%5; font-size:%2px'>%6</td></tr>")
                .arg(size - 1)
                .arg(size - 2)
                .arg(faint, label.toHtmlEscaped(), mono, value);
    };
    for (const Fact &fact : m_truth.facts) {
        addRow(fact.label, fact.value.toHtmlEscaped());
    }
    if (!m_truth.calls.isEmpty()) {
        QStringList calls;
        for (const QString &call : m_truth.calls) {
            calls += call.toHtmlEscaped();
        }
        addRow(TruthText::callsHeading(), calls.join(QStringLiteral("<br>")));
    }
    m_text->setText(html + QStringLiteral("</table>"));
    m_text->setAccessibleName(m_truth.title);
    m_text->setAccessibleDescription(TruthText::plain(m_truth));
    m_isFilled = true;
    m_roomWidth = 0;
}

/// As wide as its longest row where there is room. Laying out texts of this kind takes long: only what is new is.
void TruthCard::fitWidth()
{
    const int room = parentWidget()->width();
    if (m_roomWidth == room) {
        return;
    }
    m_roomWidth = room;
    QTextDocument unbroken;
    unbroken.setDefaultFont(m_text->font());
    unbroken.setDocumentMargin(0);
    unbroken.setHtml(m_text->text());
    const int ideal = static_cast<int>(unbroken.idealWidth()) + 2;
    const int most = std::min(MostWide * QFontInfo(font()).pixelSize(), std::max(120, room - 2 * Gap));
    m_text->setWordWrap(ideal > most);
    m_text->setFixedWidth(std::min(ideal, most));
    layout()->activate();
}

void TruthCard::placeBeside(const QRect &place, const QList<QRect> &queues)
{
    const QSize room = parentWidget()->size();
    fitWidth();
    const QSize size = sizeHint().boundedTo(room);
    if (m_moved) {
        setGeometry(QRect(
            QPoint(std::clamp(x(), 0, room.width() - size.width()), std::clamp(y(), 0, room.height() - size.height())),
            size));
        return;
    }
    setGeometry(freePlace(size, place, queues));
}

/// Beside the thing where there is room, so that it and its row stay in sight, and beside its queues; else where the
/// least of them is covered.
QRect TruthCard::freePlace(const QSize &size, const QRect &place, const QList<QRect> &queues) const
{
    const QSize room = parentWidget()->size() - size;
    QList<int> across;
    QList<int> down{place.center().y() - size.height() / 3};
    for (const QRect &each : QList<QRect>{place} + queues) {
        across << each.right() + Gap << each.left() - Gap - size.width();
        down << each.bottom() + Gap << each.top() - Gap - size.height();
    }
    across << room.width() << place.center().x() - size.width() / 2;
    const auto covered = [&](const QRect &card) {
        const auto area = [&card](const QRect &each) {
            const QRect common = card & each;
            return qint64(common.width()) * common.height();
        };
        qint64 sum = 2 * area(place); // the thing before its queues
        for (const QRect &queue : queues) {
            sum += area(queue);
        }
        return sum;
    };
    QRect best;
    qint64 least = -1;
    for (const int y : std::as_const(down)) {
        for (const int x : std::as_const(across)) {
            const QRect card(QPoint(x, std::clamp(y, 0, room.height())), size);
            if (x >= 0 && x <= room.width() && (least < 0 || covered(card) < least)) {
                best = card;
                least = covered(card);
            }
        }
    }
    return best;
}

void TruthCard::mousePressEvent(QMouseEvent *event) { m_grip = event->pos(); }

void TruthCard::mouseMoveEvent(QMouseEvent *event)
{
    if ((event->buttons() & Qt::LeftButton) == 0) {
        return;
    }
    const QSize room = parentWidget()->size();
    const QPoint to = mapToParent(event->pos() - m_grip);
    move(std::clamp(to.x(), 0, std::max(0, room.width() - width())),
         std::clamp(to.y(), 0, std::max(0, room.height() - height())));
    m_moved = true;
}

void TruthCard::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
    }
    if (event->type() == QEvent::LanguageChange || event->type() == QEvent::FontChange) {
        m_isFilled = false;
    }
    QFrame::changeEvent(event);
}

void TruthCard::retranslate()
{
    m_copy->setText(tr("Copy"));
    m_copy->setToolTip(tr("Copy these details as text"));
    m_actions->setText(tr("Actions"));
    m_actions->setToolTip(tr("What can be done with it now"));
}

} // namespace zocalo::panels
