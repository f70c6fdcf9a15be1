// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
// What a question does: when it is asked, what locks it, and how it is decided. Its looks are in questionrows.cpp.
#include "app/panels/questionpanel.h"

#include "app/figure/names.h"
#include "app/panels/orderlist.h"
#include "app/text/language.h"
#include "core/lesson/progress.h"

#include <QButtonGroup>
#include <QCheckBox>
#include <QEvent>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QRandomGenerator>
#include <QSpinBox>

#include <algorithm>

namespace zocalo::panels {

using lesson::Observed;
using lesson::QuestionKind;

QuestionPanel::QuestionPanel(play::Playback &playback, lesson::Progress &progress, QWidget *parent)
    : Panel(parent), m_playback(playback), m_progress(progress)
{
    makeRows();
    connect(&playback, &play::Playback::stepChanged, this, [this] { look(); });
    showQuestion();
}

QuestionPanel::~QuestionPanel() = default;

void QuestionPanel::setLesson(const lesson::Lesson &lesson, const lesson::Script &script)
{
    m_lesson = lesson;
    m_script = script;
    m_phase = Phase::Idle;
    m_current = -1;
    m_offers.clear();
    showQuestion();
}

void QuestionPanel::setAsking(bool asking)
{
    m_asks->setChecked(asking);
    if (!asking && m_phase == Phase::Open) {
        m_phase = Phase::Idle;
        --m_current; // may be asked another time
        m_playback.setLock(-1);
    } else if (asking) {
        look();
    }
    if (m_phase == Phase::Idle) {
        showQuestion(); // it says whether questions are asked
    }
}

/// Another step is shown: is a question asked there, or the one that was answered decided?
void QuestionPanel::look()
{
    if (m_phase == Phase::Decided) {
        emit wordsChanged();
    }
    if (m_playback.isFreePlay()) {
        // The user does what the script does not: what was to be asked, or decided, does not come.
        if (m_phase == Phase::Open || m_phase == Phase::Waiting) {
            m_phase = Phase::Idle;
            m_playback.setLock(-1);
            showQuestion();
        }
        return;
    }
    if (m_phase == Phase::Waiting) {
        const Observed observed = lesson::Observer(m_script, m_playback.timeline()).observe(question().answer);
        const int step = lesson::decidedAt(question(), observed, m_playback.timeline());
        if (step > m_askedAt && step <= m_playback.step()) {
            m_decidedAt = step;
            decide(observed);
            return; // the verdict is read before the next question is asked
        }
    }
    if (m_phase == Phase::Open || m_phase == Phase::Waiting || !m_asks->isChecked()) {
        return;
    }
    for (int next = m_current + 1; next < m_lesson.questions.size(); ++next) {
        const int at = m_playback.timeline().stepNamed(m_lesson.questions.at(next).at);
        if (at >= 0 && at <= m_playback.step()) {
            open(next, at);
            return;
        }
    }
}

void QuestionPanel::open(int question, int step)
{
    m_current = question;
    m_askedAt = step;
    m_phase = Phase::Open;
    m_given.clear();
    m_tally.clear();
    m_observed = {};
    fillOffers();
    showQuestion();
    m_playback.setLock(step);
    emit asked();
}

void QuestionPanel::focusAnswer()
{
    if (m_phase != Phase::Open) {
        return;
    }
    switch (question().kind) {
    case QuestionKind::Number:
        m_number->setFocus(Qt::ShortcutFocusReason);
        break;
    case QuestionKind::Order:
        m_order->setCurrentRow(0);
        m_order->setFocus(Qt::ShortcutFocusReason);
        break;
    default:
        if (QAbstractButton *first = m_choices->button(0)) {
            first->setFocus(Qt::ShortcutFocusReason);
        }
    }
}

void QuestionPanel::fillOffers()
{
    m_offers.clear();
    if (question().kind == QuestionKind::Landing) {
        m_offers = socketsToClick();
    }
    for (const lesson::AnswerOption &option : question().options) {
        m_offers.append({option.is, {}, 0});
    }
    for (const QString &message : question().answer.subjects) {
        if (question().kind == QuestionKind::Order) {
            m_offers.append({message, message, 0});
        }
    }
    std::shuffle(m_offers.begin(), m_offers.end(), *QRandomGenerator::global());
}

/// The sockets in which the message could land, for all that a learner knows: those of the servers of its half.
QList<QuestionPanel::Offer> QuestionPanel::socketsToClick() const
{
    const world::World &world = m_playback.timeline().world(m_askedAt);
    const QString message = question().answer.subject;
    const QString group = message.contains(u'.') ? message.section(u'.', 0, 0) : QString();
    QList<Offer> offers;
    for (const world::Socket &socket : world.sockets()) {
        const world::Process *const process = world.process(socket.creator);
        if (socket.closed || process == nullptr || process->group != group || process->role != world::Role::Server) {
            continue;
        }
        offers.append({QString::number(socket.id), {}, socket.id});
    }
    return offers;
}

void QuestionPanel::setSelection(const figure::Thing &thing)
{
    if (m_phase != Phase::Open || question().kind != QuestionKind::Landing ||
        thing.kind != figure::Thing::Kind::Socket) {
        return;
    }
    for (int i = 0; i < m_offers.size(); ++i) {
        if (m_offers.at(i).socket == thing.id) {
            m_choices->button(i)->setChecked(true);
            m_answer->setEnabled(true);
        }
    }
}

QString QuestionPanel::givenAnswer() const
{
    switch (question().kind) {
    case QuestionKind::Number:
        return m_number->text().trimmed();
    case QuestionKind::Order:
        return m_order->texts().join(u',');
    default:
        break;
    }
    const int chosen = m_choices->checkedId();
    return chosen < 0 ? QString() : m_offers.at(chosen).answer;
}

void QuestionPanel::answer()
{
    if (m_phase != Phase::Open || givenAnswer().isEmpty()) {
        return;
    }
    m_given = givenAnswer();
    for (const QSpinBox *hands : std::as_const(m_hands)) {
        m_tally.append(hands->value());
    }
    m_phase = Phase::Waiting;
    emit goesOn(); // the focus is taken away before what has it is
    showQuestion();
    m_playback.setLock(-1);
    m_playback.play();
}

void QuestionPanel::skip()
{
    if (m_phase != Phase::Open) {
        return;
    }
    m_given.clear();
    keep({}, true);
    m_phase = Phase::Waiting;
    emit goesOn(); // the focus is taken away before what has it is
    showQuestion();
    m_playback.setLock(-1);
    m_playback.play();
}

void QuestionPanel::decide(const Observed &observed)
{
    m_observed = observed;
    m_phase = Phase::Decided;
    m_playback.pause();
    if (!m_given.isEmpty()) {
        keep(observed, false);
    }
    showQuestion();
    emit asked();
    // What decided is marked wherever it is shown: in the figure, the kernel's table, the code.
    if (const figure::Thing evidence = evidenceOf(observed)) {
        emit thingChosen(evidence);
    }
}

figure::Thing QuestionPanel::evidenceOf(const Observed &observed) const
{
    if (!observed.known) {
        return {};
    }
    if (question().kind == QuestionKind::Landing) {
        return {figure::Thing::Kind::Socket, observed.value.toULongLong()};
    }
    if (observed.socket != 0) {
        return {figure::Thing::Kind::Socket, observed.socket};
    }
    const lesson::Probe &probe = question().answer;
    const QString named = question().kind == QuestionKind::Order ? probe.subjects.value(0) : probe.subject;
    const world::Message *const message = m_playback.timeline().world(m_decidedAt).messageNamed(named);
    return message == nullptr ? figure::Thing{} : figure::Thing{figure::Thing::Kind::Message, message->id};
}

void QuestionPanel::keep(const Observed &observed, bool skipped)
{
    lesson::GivenAnswer kept;
    kept.lesson = m_lesson.id;
    kept.question = m_current + 1;
    kept.observed = question().kind == QuestionKind::Landing ? valueText(observed) : observed.value;
    kept.skipped = skipped;
    kept.when = QDateTime::currentDateTimeUtc();
    kept.inClass = m_class->isChecked();
    const auto add = [&](const QString &given, int people) {
        kept.answer = question().kind == QuestionKind::Landing ? offerText(given) : given;
        kept.right = !skipped && lesson::isRight(question(), observed, given);
        kept.people = people;
        if (const Status added = m_progress.add(kept); !added) {
            emit failed(added.error());
        }
    };
    bool counted = false;
    for (int i = 0; kept.inClass && !skipped && i < m_tally.size(); ++i) {
        if (m_tally.at(i) > 0) {
            add(m_offers.at(i).answer, m_tally.at(i));
            counted = true;
        }
    }
    if (!counted) {
        add(m_given, 1);
    }
    emit progressChanged();
}

QString QuestionPanel::offerText(const QString &answer) const
{
    for (const lesson::AnswerOption &option : question().options) {
        if (option.is == answer) {
            return option.text.in(text::language());
        }
    }
    if (question().kind != QuestionKind::Landing) {
        return answer;
    }
    const world::World &world = m_playback.timeline().world(m_askedAt);
    const world::Socket *const socket = world.socket(answer.toULongLong());
    if (socket == nullptr) {
        return {};
    }
    const figure::Names names{figure::FigureInput{world}};
    const world::Process *const process = world.process(socket->creator);
    const QString who = names.process(process->id);
    if (socket->owners.isEmpty()) {
        return tr("%1: the socket without fd, in the accept queue").arg(who);
    }
    const int fd = socket->owners.first().fd;
    if (socket->listening) {
        return tr("%1: fd %2, the listening socket").arg(who).arg(fd);
    }
    if (socket->remote.port != 0) {
        return tr("%1: fd %2, remote %3").arg(who).arg(fd).arg(names.endpoint(socket->remote, socket->protocol));
    }
    return tr("%1: fd %2, no fixed remote").arg(who).arg(fd);
}

QString QuestionPanel::valueText(const Observed &observed) const
{
    if (!observed.known) {
        return {};
    }
    if (question().kind == QuestionKind::Landing) {
        const QString known = offerText(observed.value);
        return known.isEmpty() ? tr("nowhere") : known;
    }
    for (const lesson::AnswerOption &option : question().options) {
        if (lesson::isRight(question(), observed, option.is)) {
            return option.text.in(text::language());
        }
    }
    return observed.value;
}

QString QuestionPanel::verdictText() const
{
    const QString truth = valueText(m_observed);
    if (m_given.isEmpty()) {
        return tr("Skipped. In this run: %1").arg(truth);
    }
    if (lesson::isRight(question(), m_observed, m_given)) {
        return tr("Right: %1").arg(truth);
    }
    const QString why = whyNot();
    const QString verdict = tr("In this run: %1. The answer was: %2").arg(truth, offerText(m_given));
    return why.isEmpty() ? verdict : verdict + QLatin1Char('\n') + why;
}

/// Why the socket that was predicted is not the one: from its own addresses, as the kernel has them.
QString QuestionPanel::whyNot() const
{
    const world::World &world = m_playback.timeline().world(m_observed.step);
    const world::Socket *const predicted =
        question().kind == QuestionKind::Landing ? world.socket(m_given.toULongLong()) : nullptr;
    const world::Message *const message = world.messageNamed(question().answer.subject);
    if (predicted == nullptr || message == nullptr) {
        return {};
    }
    const figure::Names names{figure::FigureInput{world}};
    if (predicted->listening) {
        return tr("The predicted socket listens: it only receives new connections.");
    }
    if (predicted->remote.port != 0 && !(predicted->remote == message->from)) {
        return tr("The predicted socket has the remote address %1, and the message comes from %2.")
            .arg(names.endpoint(predicted->remote, predicted->protocol),
                 names.endpoint(message->from, message->protocol));
    }
    if (predicted->local.port != message->to.port) {
        return tr("The predicted socket has another local port.");
    }
    return {};
}

/// The space bar and the arrows belong to the answer while the focus is here, not to the window's shortcuts.
bool QuestionPanel::event(QEvent *event)
{
    if (event->type() == QEvent::ShortcutOverride) {
        const int key = static_cast<QKeyEvent *>(event)->key();
        if (key == Qt::Key_Space || key == Qt::Key_Up || key == Qt::Key_Down) {
            event->accept();
            return true;
        }
    }
    return Panel::event(event);
}

/// Enter, that nobody below has taken: presses the button that has the focus, or gives the answer.
void QuestionPanel::keyPressEvent(QKeyEvent *event)
{
    if (event->key() != Qt::Key_Return && event->key() != Qt::Key_Enter) {
        Panel::keyPressEvent(event);
        return;
    }
    for (QPushButton *button : {m_answer, m_skip, m_go}) {
        if (button->hasFocus()) {
            button->click();
            return;
        }
    }
    answer();
}

void QuestionPanel::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange) {
        showQuestion();
    }
    Panel::changeEvent(event);
}

} // namespace zocalo::panels
