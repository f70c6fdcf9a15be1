// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/view/keyspage.h"

#include <QAction>
#include <QDialogButtonBox>
#include <QEvent>
#include <QMenu>
#include <QTextBrowser>
#include <QTimer>
#include <QVBoxLayout>

namespace zocalo::view {

namespace {

constexpr QSize PageSize(620, 640);

QString withoutMnemonic(QString text)
{
    // "&&" stands for an ampersand, "&x" for an underlined x.
    text.replace(QLatin1String("&&"), QLatin1String("\x01"));
    text.remove(QLatin1Char('&'));
    text.replace(QLatin1String("\x01"), QLatin1String("&"));
    return text;
}

QString keysOf(const QAction *action)
{
    QStringList keys;
    for (const QKeySequence &key : action->shortcuts()) {
        keys += key.toString(QKeySequence::NativeText);
    }
    return keys.join(QLatin1String(", "));
}

/// A disabled entry carries the reason after its text: here only what it is counts.
QString nameOf(const QAction *action)
{
    const QString base = action->property("baseText").toString();
    return withoutMnemonic(base.isEmpty() ? action->text() : base);
}

void collect(const QMenu *menu, const QString &path, QList<QPair<QString, QString>> &rows)
{
    for (const QAction *action : menu->actions()) {
        if (const QMenu *part = action->menu()) {
            collect(part, path + withoutMnemonic(part->title()) + QStringLiteral(" › "), rows);
        } else if (!action->shortcut().isEmpty()) {
            rows.append({keysOf(action), path + nameOf(action)});
        }
    }
}

} // namespace

KeysPage::KeysPage(const QList<QMenu *> &menus, QWidget *parent)
    : QDialog(parent), m_menus(menus), m_page(new QTextBrowser(this)),
      m_buttons(new QDialogButtonBox(QDialogButtonBox::Close, this))
{
    setObjectName(QStringLiteral("keysPage"));
    setAttribute(Qt::WA_DeleteOnClose);
    m_page->setFrameShape(QFrame::NoFrame);
    auto *column = new QVBoxLayout(this);
    column->addWidget(m_page, 1);
    column->addWidget(m_buttons);
    connect(m_buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    resize(PageSize);
    fill();
}

QString KeysPage::text() const { return m_page->toPlainText(); }

QString KeysPage::table(const QString &title, const QList<QPair<QString, QString>> &rows)
{
    if (rows.isEmpty()) {
        return {};
    }
    QString html = QStringLiteral("<h3>%1</h3><table cellpadding='3'>").arg(title.toHtmlEscaped());
    for (const auto &[key, what] : rows) {
        html += QStringLiteral("<tr><td width='190'><b>%1</b></td><td>%2</td></tr>")
                    .arg(key.toHtmlEscaped(), what.toHtmlEscaped());
    }
    return html + QStringLiteral("</table>");
}

QString KeysPage::menuTable(const QMenu *menu)
{
    QList<QPair<QString, QString>> rows;
    collect(menu, {}, rows);
    return table(withoutMnemonic(menu->title()), rows);
}

void KeysPage::fill()
{
    setWindowTitle(tr("Keyboard and mouse"));
    QString html =
        table(tr("In the figure"),
              {{tr("Click, Tab, Up, Down"), tr("Select a process, a socket or a message: all that is known of it")},
               {tr("Double click, right click, Enter"), tr("What can be done with it")},
               {tr("Drag"), tr("Take the picture into another program")},
               {tr("Esc"), tr("Select nothing")}});
    html += table(tr("At the projector"),
                  {{tr("Page Down, Page Up, Space"), tr("One step on, one step back, play or pause")},
                   {tr("B"), tr("Black screen, and back")},
                   {tr("L"), tr("A light around the pointer")},
                   {tr("Esc"), tr("Back to the window")}});
    for (const QMenu *menu : std::as_const(m_menus)) {
        html += menuTable(menu);
    }
    m_page->setHtml(html);
}

void KeysPage::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange) {
        // Later: the menus get their new words in the same turn.
        QTimer::singleShot(0, this, &KeysPage::fill);
    }
    QDialog::changeEvent(event);
}

} // namespace zocalo::view
