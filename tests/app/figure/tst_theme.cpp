// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/figure/theme.h"

#include <QTest>

using namespace zocalo::figure;

class ThemeTest : public QObject
{
    Q_OBJECT
private slots:
    void contrastRatio_ofKnownPairs();
    void text_isReadableOnEveryGround_data();
    void text_isReadableOnEveryGround();
    void senders_areSeenOnEveryGround_data();
    void senders_areSeenOnEveryGround();
    void senders_differFromEachOther_data();
    void senders_differFromEachOther();
};

namespace {

void addThemes()
{
    QTest::addColumn<Theme>("theme");
    QTest::newRow("light") << Theme::Light;
    QTest::newRow("dark") << Theme::Dark;
    QTest::newRow("notes") << Theme::Notes;
    QTest::newRow("contrast") << Theme::Contrast;
}

double ratio(Theme theme, Colour a, Colour b) { return contrastRatio(resolve(theme, a), resolve(theme, b)); }

QByteArray say(const char *what, int number, double value)
{
    return QStringLiteral("%1 %2: %3").arg(QLatin1String(what)).arg(number).arg(value).toUtf8();
}

constexpr Tone Grounds[] = {Tone::Background, Tone::Panel, Tone::Lane};

} // namespace

void ThemeTest::contrastRatio_ofKnownPairs()
{
    QCOMPARE(contrastRatio(Qt::black, Qt::white), 21.0);
    QCOMPARE(contrastRatio(Qt::white, Qt::white), 1.0);
    // figure.md: AEB6C0 is 2.05:1 on white.
    QVERIFY(qAbs(contrastRatio(QColor(0xAE, 0xB6, 0xC0), Qt::white) - 2.05) < 0.01);
}

void ThemeTest::text_isReadableOnEveryGround_data() { addThemes(); }

void ThemeTest::text_isReadableOnEveryGround()
{
    QFETCH(Theme, theme);
    for (const Tone ground : {Tone::Background, Tone::Panel, Tone::Lane, Tone::LaneDeep, Tone::Match}) {
        const int number = static_cast<int>(ground);
        QVERIFY2(ratio(theme, Tone::Ink, ground) >= 7, say("ink on", number, ratio(theme, Tone::Ink, ground)));
        if (ground != Tone::Match && ground != Tone::LaneDeep)
            QVERIFY2(ratio(theme, Tone::Secondary, ground) >= 7,
                     say("secondary on", number, ratio(theme, Tone::Secondary, ground)));
    }
    for (const Tone ground : Grounds) {
        const int number = static_cast<int>(ground);
        QVERIFY2(ratio(theme, Tone::Call, ground) >= 4.5, say("call on", number, ratio(theme, Tone::Call, ground)));
        QVERIFY2(ratio(theme, Tone::Danger, ground) >= 4.5,
                 say("danger on", number, ratio(theme, Tone::Danger, ground)));
        for (int sender = 0; sender < SenderCount; ++sender) {
            const double value = ratio(theme, {Tone::SenderText, sender}, ground);
            QVERIFY2(value >= 4.5, say("sender's text", sender, value));
        }
    }
    QVERIFY(ratio(theme, Tone::PaperInk, Tone::Paper) >= 7);
}

void ThemeTest::senders_areSeenOnEveryGround_data() { addThemes(); }

void ThemeTest::senders_areSeenOnEveryGround()
{
    QFETCH(Theme, theme);
    for (int sender = ServerSender; sender < SenderCount; ++sender) {
        for (const Tone ground : Grounds) {
            const double value = ratio(theme, {Tone::Sender, sender}, ground);
            QVERIFY2(value >= 3, say("sender", sender, value));
        }
        const double onTint = ratio(theme, {Tone::SenderText, sender}, {Tone::SenderTint, sender});
        QVERIFY2(onTint >= 3, say("a line on its tint", sender, onTint));
    }
    // The grey of those among many that a step is not about: outlines of a meaning, and names.
    for (const Tone ground : {Tone::Background, Tone::Panel, Tone::Lane, Tone::LaneDeep}) {
        const double edge = ratio(theme, {Tone::SenderEdge, QuietSender}, ground);
        QVERIFY2(edge >= 3, say("a quiet edge", static_cast<int>(ground), edge));
        const double text = ratio(theme, {Tone::SenderText, QuietSender}, ground);
        QVERIFY2(text >= 4.5, say("a quiet text", static_cast<int>(ground), text));
    }
    for (const Tone ground : Grounds)
        QVERIFY2(ratio(theme, Tone::Wire, ground) >= 3, say("wire", 0, ratio(theme, Tone::Wire, ground)));
    QVERIFY(ratio(theme, Tone::MatchBorder, Tone::Match) >= 3);
}

void ThemeTest::senders_differFromEachOther_data() { addThemes(); }

void ThemeTest::senders_differFromEachOther()
{
    QFETCH(Theme, theme);
    for (int a = ServerSender; a < SenderCount; ++a) {
        for (int b = a + 1; b < SenderCount; ++b)
            QVERIFY(resolve(theme, {Tone::Sender, a}) != resolve(theme, {Tone::Sender, b}));
    }
}

QTEST_GUILESS_MAIN(ThemeTest)
#include "tst_theme.moc"
