// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
// The letters by which the keyboard chooses in the menus, and why an entry is grey.
#include "tests/app/view/windowtest.h"

#include <QLabel>
#include <QMenu>
#include <QMenuBar>

using namespace zocalo;

class TestMenus : public QObject, private WindowTest
{
    Q_OBJECT

private slots:
    void initTestCase() { QVERIFY(prepare()); }
    void cleanup()
    {
        window.reset();
        text::setLanguage(QStringLiteral("en"));
    }
    void letters_chooseOneEntryEach_data();
    void letters_chooseOneEntryEach();
    void greyEntries_sayWhy_data() { letters_chooseOneEntryEach_data(); }
    void greyEntries_sayWhy();
    void keyOfAnActionWithoutAnySocket_saysWhy();

private:
    static QString letterOf(const QAction &entry) { return QKeySequence::mnemonic(entry.text()).toString(); }
    void look(const QString &path, const QList<QAction *> &entries);
    void lookForGrey(const QString &path, const QList<QAction *> &entries);

    QStringList m_faults;
    int m_menus = 0;
    int m_grey = 0;
};

/// A letter for each entry, or for none of them; one letter for one entry. Of a numbered list the first nine have one.
void TestMenus::look(const QString &path, const QList<QAction *> &entries)
{
    ++m_menus;
    QHash<QString, QString> owners;
    QStringList without;
    bool isNumbered = true;
    for (QAction *const entry : entries) {
        if (entry->isSeparator() || !entry->isVisible()) {
            continue;
        }
        const QString letter = letterOf(*entry);
        if (letter.isEmpty()) {
            without.append(entry->text());
        } else if (owners.contains(letter)) {
            m_faults.append(path + owners.value(letter) + QLatin1String(" / ") + entry->text());
        } else {
            owners.insert(letter, entry->text());
            isNumbered = isNumbered && letter.back().isDigit();
        }
        if (QMenu *const menu = entry->menu()) {
            emit menu->aboutToShow(); // some are filled then
            look(path + entry->text() + QLatin1String(" › "), menu->actions());
        }
    }
    if (!owners.isEmpty() && !without.isEmpty() && !(isNumbered && owners.size() == 9)) {
        m_faults.append(path + QLatin1String("no letter: ") + without.join(QLatin1String(", ")));
    }
}

void TestMenus::letters_chooseOneEntryEach_data()
{
    QTest::addColumn<QString>("language");
    QTest::newRow("en") << QStringLiteral("en");
    QTest::newRow("es") << QStringLiteral("es");
}

void TestMenus::letters_chooseOneEntryEach()
{
    QFETCH(QString, language);
    QSettings().clear();
    // With everything that fills a menu: files that were opened, something to undo, something selected.
    QSettings().setValue(QStringLiteral("window/recentFiles"), QStringList{"/no/flight.toml", "/no/other.zocalo"});
    text::setLanguage(language);
    open();
    action("theme2")->trigger();
    window->view().select({figure::Thing::Kind::Process, window->playback().now().processes().constFirst().id});
    m_faults.clear();
    m_menus = 0;
    look(QString(), window->menuBar()->actions());
    QCOMPARE(m_faults, QStringList());
    QVERIFY2(m_menus > 15, qPrintable(QString::number(m_menus)));
}

void TestMenus::lookForGrey(const QString &path, const QList<QAction *> &entries)
{
    for (QAction *const entry : entries) {
        if (entry->isSeparator() || !entry->isVisible()) {
            continue;
        }
        QMenu *const menu = entry->menu();
        if (menu) {
            emit menu->aboutToShow();
        }
        if (!entry->isEnabled()) {
            ++m_grey;
            // In the entry; undo and redo tell it in their tool tips.
            const bool isShort = entry == action("undo") || entry == action("redo");
            if (!(isShort ? entry->toolTip().size() > 20 : entry->text().endsWith(QLatin1Char(')')))) {
                m_faults.append(path + entry->text());
            }
        } else if (menu) {
            lookForGrey(path + entry->text() + QLatin1String(" › "), menu->actions());
        }
    }
}

/// At the start, where there is no socket yet, nothing is selected and no file was opened, much is impossible.
void TestMenus::greyEntries_sayWhy()
{
    QFETCH(QString, language);
    QSettings().clear();
    text::setLanguage(language);
    open();
    m_faults.clear();
    m_grey = 0;
    lookForGrey(QString(), window->menuBar()->actions());
    QCOMPARE(m_faults, QStringList());
    QVERIFY2(m_grey > 15, qPrintable(QString::number(m_grey)));
}

void TestMenus::keyOfAnActionWithoutAnySocket_saysWhy()
{
    QSettings().clear();
    open();
    QTest::keyClick(&window->view(), Qt::Key_M);
    const QString told = window->findChild<QLabel *>(QStringLiteral("status"))->text();
    QVERIFY2(told.contains(QStringLiteral("no socket is open")), qPrintable(told));
    window->view().select({figure::Thing::Kind::Process, window->playback().now().processes().constFirst().id});
    QVERIFY(action("copyDetails")->isEnabled());
    QVERIFY(!action("copyDetails")->text().contains(QLatin1Char('(')));
}

QTEST_MAIN(TestMenus)
#include "tst_menus.moc"
