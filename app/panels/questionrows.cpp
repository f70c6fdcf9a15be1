// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
// What the panel of questions looks like.
#include "app/panels/orderlist.h"
#include "app/panels/questionpanel.h"
#include "app/panels/wrappedchoice.h"

#include "app/text/language.h"

#include <QButtonGroup>
#include <QCheckBox>
#include <QHBoxLayout>
#include <QIntValidator>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QSpinBox>
#include <QToolButton>
#include <QVBoxLayout>

namespace zocalo::panels {

using lesson::QuestionKind;

namespace {

constexpr int Narrowest = 300;
constexpr int MostHands = 999;

QLabel *paragraph(QWidget *parent, const char *name)
{
    auto *label = new QLabel(parent);
    label->setObjectName(QLatin1String(name));
    label->setWordWrap(true);
    label->setTextFormat(Qt::PlainText);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    return label;
}

} // namespace

void QuestionPanel::makeRows()
{
    auto *scroll = new QScrollArea(this);
    auto *page = new QWidget(scroll);
    m_belief = paragraph(page, "questionBelief");
    m_ask = paragraph(page, "questionAsk");
    m_verdict = paragraph(page, "questionVerdict");
    m_explain = paragraph(page, "questionExplain");
    m_more = paragraph(page, "questionMore");
    m_answers = new QWidget(page);
    m_answerRows = new QVBoxLayout(m_answers);
    m_answerRows->setContentsMargins(0, 0, 0, 0);
    m_choices = new QButtonGroup(this);
    m_number = new QLineEdit(page);
    m_number->setObjectName(QStringLiteral("questionNumber"));
    m_number->setValidator(new QIntValidator(-1, 1'000'000, m_number));
    m_order = new OrderList(page);
    m_order->setObjectName(QStringLiteral("questionOrder"));
    m_answer = new QPushButton(page);
    m_skip = new QPushButton(page);
    m_go = new QPushButton(page);
    m_class = new QCheckBox(page);
    m_answer->setObjectName(QStringLiteral("questionAnswer"));
    m_skip->setObjectName(QStringLiteral("questionSkip"));
    m_go->setObjectName(QStringLiteral("questionGo"));
    m_class->setObjectName(QStringLiteral("questionClass"));
    m_asks = new QCheckBox(page);
    m_asks->setObjectName(QStringLiteral("questionAsks"));
    // A click leaves the focus where it was: Space plays on.
    m_class->setFocusPolicy(Qt::TabFocus);
    m_asks->setFocusPolicy(Qt::TabFocus);
    auto *buttons = new QHBoxLayout;
    for (QPushButton *button : {m_answer, m_skip, m_go}) {
        buttons->addWidget(button);
    }
    buttons->addStretch();
    auto *rows = new QVBoxLayout(page);
    rows->setSpacing(12);
    rows->addWidget(m_belief);
    rows->addWidget(m_ask);
    rows->addWidget(m_answers);
    rows->addWidget(m_number);
    rows->addWidget(m_order);
    rows->addLayout(buttons);
    rows->addWidget(m_verdict);
    rows->addWidget(m_explain);
    rows->addWidget(m_more);
    rows->addStretch();
    rows->addWidget(m_class);
    rows->addWidget(m_asks);
    scroll->setAccessibleName(tr("Question"));
    scroll->setWidget(page);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(scroll);
    setMinimumWidth(Narrowest);
    connect(m_answer, &QPushButton::clicked, this, [this] { answer(); });
    connect(m_skip, &QPushButton::clicked, this, [this] { skip(); });
    connect(m_go, &QPushButton::clicked, this, [this] {
        emit goesOn();
        m_playback.play();
    });
    connect(m_number, &QLineEdit::returnPressed, this, [this] { answer(); });
    connect(m_number, &QLineEdit::textChanged, this, [this] { m_answer->setEnabled(m_number->hasAcceptableInput()); });
    connect(m_choices, &QButtonGroup::idClicked, this, [this] { m_answer->setEnabled(true); });
    connect(m_asks, &QCheckBox::clicked, this, [this](bool asking) {
        setAsking(asking);
        emit askingChanged(asking);
    });
    connect(m_class, &QCheckBox::toggled, this, [this] {
        for (QSpinBox *hands : std::as_const(m_hands)) {
            hands->setVisible(m_class->isChecked());
        }
    });
}

QString QuestionPanel::title() const { return tr("Question"); }

void QuestionPanel::setTheme(figure::Theme theme)
{
    m_theme = theme;
    QPalette colours = palette();
    colours.setColor(QPalette::WindowText, figure::resolve(theme, figure::Tone::Ink));
    for (QLabel *label : {m_ask, m_verdict, m_explain}) {
        label->setPalette(colours);
    }
    QFont strong = font();
    strong.setBold(true);
    m_ask->setFont(strong);
    m_verdict->setFont(strong);
}

void QuestionPanel::clearOffers()
{
    for (QAbstractButton *button : m_choices->buttons()) {
        m_choices->removeButton(button);
    }
    m_hands.clear();
    while (QLayoutItem *item = m_answerRows->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    m_order->clear();
}

void QuestionPanel::showQuestion()
{
    const QString language = text::language();
    const bool any = m_current >= 0 && m_phase != Phase::Idle;
    const bool open = m_phase == Phase::Open;
    const int chosen = m_choices->checkedId();
    clearOffers();
    m_belief->setText(m_lesson.belief.isEmpty() ? tr("This lesson asks nothing.")
                                                : tr("Many believe: “%1”").arg(m_lesson.belief.in(language)));
    m_answer->setText(tr("Answer"));
    m_skip->setText(tr("Skip"));
    m_go->setText(tr("Go on"));
    m_class->setText(tr("Count the hands of a class"));
    m_asks->setText(tr("Ask the lessons' questions"));
    m_number->setAccessibleName(tr("Number"));
    m_order->setAccessibleName(tr("Messages, to be put in order"));
    m_order->setToolTip(tr("Drag them, or move them with Alt and an arrow."));
    m_order->setAccessibleDescription(m_order->toolTip());
    const lesson::Observer observer(m_script, m_playback.timeline());
    m_ask->setText(any                            ? observer.filled(question().ask.in(language), m_askedAt)
                   : m_lesson.questions.isEmpty() ? QString()
                   : m_playback.isFreePlay()      ? tr("The lesson is set aside: its questions are not asked.")
                   : !m_asks->isChecked()         ? tr("The questions are not asked.")
                                                  : tr("Play: the question comes by itself."));
    const bool choice = any && (question().kind == QuestionKind::Choice || question().kind == QuestionKind::Landing);
    for (int i = 0; choice && i < m_offers.size(); ++i) {
        auto *row = new QWidget(m_answers);
        auto *line = new QHBoxLayout(row);
        line->setContentsMargins(0, 0, 0, 0);
        auto *button = new WrappedChoice(offerText(m_offers.at(i).answer), row);
        button->setObjectName(QStringLiteral("questionOffer%1").arg(i));
        button->setEnabled(open);
        auto *hands = new QSpinBox(row);
        hands->setRange(0, MostHands);
        hands->setAccessibleName(tr("How many chose this"));
        hands->setVisible(m_class->isChecked());
        hands->setEnabled(open);
        hands->setValue(m_tally.value(i));
        line->addWidget(button, 1);
        line->addWidget(hands);
        m_choices->addButton(button, i);
        m_hands.append(hands);
        m_answerRows->addWidget(row);
    }
    if (choice && chosen >= 0 && m_choices->button(chosen) != nullptr && !open) {
        m_choices->button(chosen)->setChecked(true);
    }
    m_number->setVisible(any && question().kind == QuestionKind::Number);
    m_number->setEnabled(open);
    m_order->setVisible(any && question().kind == QuestionKind::Order);
    m_order->setEnabled(open);
    if (any && question().kind == QuestionKind::Order) {
        for (const Offer &offer : std::as_const(m_offers)) {
            m_order->addItem(offer.text);
        }
    }
    if (open && m_given.isEmpty()) {
        m_number->clear();
    }
    m_answer->setVisible(open);
    m_skip->setVisible(open);
    m_answer->setEnabled(open && question().kind == QuestionKind::Order);
    m_go->setVisible(m_phase == Phase::Decided);
    showVerdict();
    emit wordsChanged();
}

QString QuestionPanel::words() const
{
    if (m_phase == Phase::Decided) {
        // For as long as the step is shown that decided it.
        if (m_playback.step() != m_decidedAt || m_playback.isFreePlay()) {
            return {};
        }
        return m_verdict->text() + QStringLiteral("\n") + m_explain->text();
    }
    if (m_phase != Phase::Open) {
        return {};
    }
    QStringList lines{m_ask->text()};
    for (int i = 0; i < m_offers.size(); ++i) {
        const QString text =
            question().kind == QuestionKind::Order ? m_offers.at(i).text : offerText(m_offers.at(i).answer);
        lines.append(QStringLiteral("%1)  %2").arg(QChar(u'a' + i)).arg(text));
    }
    return lines.join(u'\n');
}

void QuestionPanel::showVerdict()
{
    const QString language = text::language();
    const bool decided = m_phase == Phase::Decided;
    m_verdict->setVisible(m_phase == Phase::Waiting || decided);
    m_explain->setVisible(decided);
    m_more->setVisible(decided);
    m_verdict->setText(m_phase == Phase::Waiting ? tr("The run goes on: the kernel answers.") : QString());
    if (!decided) {
        return;
    }
    const lesson::Observer observer(m_script, m_playback.timeline());
    m_verdict->setText(verdictText());
    m_explain->setText(observer.filled(question().explain.in(language), m_decidedAt));
    QStringList more;
    if (!m_lesson.tryOut.isEmpty() && m_current == m_lesson.questions.size() - 1) {
        more.append(tr("Try changing: %1").arg(m_lesson.tryOut.in(language)));
    }
    if (!m_lesson.readings.isEmpty()) {
        more.append(tr("Read on: %1").arg(m_lesson.readings.join(QStringLiteral(" · "))));
    }
    m_more->setText(more.join(QStringLiteral("\n\n")));
}

} // namespace zocalo::panels
