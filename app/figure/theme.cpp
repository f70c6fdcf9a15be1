// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/figure/theme.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace zocalo::figure {

namespace {

/// The tones that are no sender's.
struct Palette
{
    QRgb background, panel, lane, laneDeep, ink, secondary, rule, wire, listening, listeningTint, match, matchBorder,
        danger, dangerTint, paper, paperInk;
};

constexpr Palette LightPalette{0xF4F1EA, 0xFFFFFF, 0xEAEFF5, 0xE1E9F1, 0x14181D, 0x444C57, 0xAEB6C0, 0x78828F,
                               0xA0437A, 0xF6E8F1, 0xFBF3A6, 0x8A7400, 0xB3261E, 0xFBE9E7, 0xFFFFFF, 0x14181D};
constexpr Palette NotesPalette{0xFFFFFF, 0xFFFFFF, 0xF1F4F8, 0xE4EAF1, 0x14181D, 0x444C57, 0xAEB6C0, 0x78828F,
                               0xA0437A, 0xF6E8F1, 0xFBF3A6, 0x8A7400, 0xB3261E, 0xFBE9E7, 0xFFFFFF, 0x14181D};
constexpr Palette DarkPalette{0x0E1217, 0x171D25, 0x1E2630, 0x293340, 0xF3F5F8, 0xBAC4D0, 0x465262, 0x738092,
                              0xE29AC4, 0x3A2633, 0x3A350C, 0xF0E442, 0xFF9A8F, 0x40201D, 0xF3F5F8, 0x14181D};
constexpr Palette ContrastPalette{0x000000, 0x000000, 0x000000, 0x000000, 0xFFFFFF, 0xFFFFFF, 0xFFFFFF, 0xFFFFFF,
                                  0xFFA8DC, 0x000000, 0x4A4400, 0xFFF34D, 0xFFB0A8, 0x000000, 0xFFFFFF, 0x000000};

/// There every line is white: a leaf of that colour would outshine all that is open.
constexpr QRgb ContrastShut = 0x4A4A4A;

/// A sender: its colour, and the same for texts and for lines on a tint.
struct SenderColours
{
    QRgb colour, text;
};

// A to C are Okabe and Ito's blue, vermilion and bluish green (a shade darker: 3:1 on every ground). On white the
// others of their set are too pale, so D to H are darker hues between them; the glyph and the letter tell senders apart
// where the hue does not.
constexpr std::array<SenderColours, SenderCount> OnWhite{{{0x0072B2, 0x005A8E},
                                                          {0xD55E00, 0x9C4400},
                                                          {0x009970, 0x00694C},
                                                          {0x6F4FC0, 0x503394},
                                                          {0x8A6400, 0x6B4D00},
                                                          {0x00808F, 0x00606C},
                                                          {0xC2334D, 0x94203A},
                                                          {0x5F7000, 0x4A5800}}};
constexpr std::array<SenderColours, SenderCount> OnBlack{{{0x56B4E9, 0x7CC6F2},
                                                          {0xE69F00, 0xF5BC45},
                                                          {0x1FB88B, 0x4FD9AF},
                                                          {0xAB94F2, 0xC4B3FA},
                                                          {0xD1A96A, 0xE3C594},
                                                          {0x4CC9D8, 0x86DEE8},
                                                          {0xF2788C, 0xF9A3B1},
                                                          {0xB5C552, 0xCDDA80}}};

const Palette &palette(Theme theme)
{
    switch (theme) {
    case Theme::Light:
        return LightPalette;
    case Theme::Dark:
        return DarkPalette;
    case Theme::Notes:
        return NotesPalette;
    case Theme::Contrast:
        return ContrastPalette;
    }
    return NotesPalette;
}

bool isDark(Theme theme) { return theme == Theme::Dark || theme == Theme::Contrast; }

/// `amount` of the first colour over the second.
QColor mix(const QColor &over, const QColor &ground, double amount)
{
    const auto part = [=](int a, int b) { return static_cast<int>(std::lround(a * amount + b * (1 - amount))); };
    return {part(over.red(), ground.red()), part(over.green(), ground.green()), part(over.blue(), ground.blue())};
}

QColor quietColour(const Palette &tones, Tone tone)
{
    const QColor wire = QColor::fromRgb(tones.wire);
    const QColor panel = QColor::fromRgb(tones.panel);
    switch (tone) {
    case Tone::SenderText:
        return QColor::fromRgb(tones.secondary);
    case Tone::SenderTint:
        return mix(wire, panel, 0.16);
    case Tone::SenderEdge:
        return QColor::fromRgb(tones.wire);
    default:
        return mix(wire, panel, 0.42);
    }
}

QColor senderColour(Theme theme, Colour colour)
{
    const Palette &tones = palette(theme);
    if (colour.sender == QuietSender)
        return quietColour(tones, colour.tone);
    const bool server = colour.sender < 0;
    const SenderColours own = server ? SenderColours{tones.secondary, tones.ink}
                                     : (isDark(theme) ? OnBlack : OnWhite).at(colour.sender % SenderCount);
    const QColor base = QColor::fromRgb(own.colour);
    switch (colour.tone) {
    case Tone::SenderText:
        return QColor::fromRgb(own.text);
    case Tone::SenderTint:
        return mix(base, QColor::fromRgb(tones.panel), isDark(theme) ? (server ? 0.32 : 0.34) : 0.265);
    case Tone::SenderPattern:
        return isDark(theme) ? base.darker(125) : base.lighter(135);
    case Tone::SenderEdge:
        return isDark(theme) ? base.lighter(130) : base.darker(165);
    default:
        return base;
    }
}

} // namespace

QColor resolve(Theme theme, Colour colour)
{
    const Palette &tones = palette(theme);
    switch (colour.tone) {
    case Tone::None:
        return {};
    case Tone::Background:
        return QColor::fromRgb(tones.background);
    case Tone::Panel:
        return QColor::fromRgb(tones.panel);
    case Tone::Lane:
        return QColor::fromRgb(tones.lane);
    case Tone::LaneDeep:
        return QColor::fromRgb(tones.laneDeep);
    case Tone::Ink:
        return QColor::fromRgb(tones.ink);
    case Tone::Secondary:
        return QColor::fromRgb(tones.secondary);
    case Tone::Rule:
        return QColor::fromRgb(tones.rule);
    case Tone::Wire:
        return QColor::fromRgb(tones.wire);
    case Tone::Listening:
    case Tone::Call:
        return QColor::fromRgb(tones.listening);
    case Tone::ListeningTint:
        return QColor::fromRgb(tones.listeningTint);
    case Tone::Match:
        return QColor::fromRgb(tones.match);
    case Tone::MatchBorder:
        return QColor::fromRgb(tones.matchBorder);
    case Tone::Danger:
        return QColor::fromRgb(tones.danger);
    case Tone::DangerTint:
        return QColor::fromRgb(tones.dangerTint);
    case Tone::Paper:
        return QColor::fromRgb(tones.paper);
    case Tone::PaperInk:
        return QColor::fromRgb(tones.paperInk);
    case Tone::Shut:
        return QColor::fromRgb(theme == Theme::Contrast ? ContrastShut : tones.rule);
    case Tone::Sender:
    case Tone::SenderText:
    case Tone::SenderTint:
    case Tone::SenderPattern:
    case Tone::SenderEdge:
        return senderColour(theme, colour);
    }
    return {};
}

double contrastRatio(const QColor &a, const QColor &b)
{
    const auto luminance = [](const QColor &colour) {
        const auto linear = [](double part) {
            return part <= 0.04045 ? part / 12.92 : std::pow((part + 0.055) / 1.055, 2.4);
        };
        return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF()) + 0.0722 * linear(colour.blueF());
    };
    const double first = luminance(a) + 0.05;
    const double second = luminance(b) + 0.05;
    return std::max(first, second) / std::min(first, second);
}

} // namespace zocalo::figure
