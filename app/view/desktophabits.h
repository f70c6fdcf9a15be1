// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

namespace zocalo::view {

/// Whether the desktop asks for no animation: KDE's AnimationDurationFactor of 0, or gtk-enable-animations=false in
/// GTK's settings.ini. What a desktop keeps elsewhere is not known here (Qt 6.4 does not tell): then false.
bool desktopReducesMotion();

} // namespace zocalo::view
