#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Zócalo developers
# SPDX-License-Identifier: MIT
"""assistive.py ZOCALO: uses the real window as a screen reader does, by AT-SPI alone: no mouse, no picture.

Needs a display and a session bus of its own (xvfb-run, dbus-run-session); exits with 77 where something is missing.
"""
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time

try:
    import pyatspi
    from gi.repository import GLib
except ImportError as missing:
    print(f"skipped: {missing}")
    sys.exit(77)
for tool in ("openbox", "xdotool"):
    if not shutil.which(tool):
        print(f"skipped: {tool} is missing")
        sys.exit(77)

PATIENCE = 60  # seconds, for anything: it is waited for, and never slept
announced = []  # what a screen reader would say of its own accord
focused = []  # names, as the focus came to them
renamed = []
created = []


def pump():
    context = GLib.MainContext.default()
    while context.iteration(False):
        pass


def wait_for(what, found):
    """The first true value of found()."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        pump()
        try:
            value = found()
        except (GLib.Error, LookupError, NotImplementedError):
            value = None  # gone between two questions
        if value:
            return value
        time.sleep(0.02)
    raise AssertionError(f"not within {PATIENCE} s: {what}")


def check(condition, what):
    if not condition:
        raise AssertionError(what)
    print(f"  {what}", flush=True)


def heard(event):
    try:
        if event.type.startswith("object:state-changed:showing") and event.detail1:
            if event.source.getRole() == pyatspi.ROLE_NOTIFICATION:
                announced.append(event.source.name)
        elif event.type.startswith("object:state-changed:focused") and event.detail1:
            focused.append(event.source.name)
        elif event.type.startswith("object:property-change:accessible-name"):
            renamed.append(event.source.name)
        elif event.type.startswith("object:children-changed:add"):
            created.append(event.source.name)
    except (GLib.Error, LookupError, AttributeError):
        pass  # a thing that is gone already


def children(item):
    return [child for child in (item.getChildAtIndex(i) for i in range(item.childCount)) if child]


def walk(item):
    yield item
    for child in children(item):
        yield from walk(child)


def named(items, pattern):
    return [item for item in items if re.search(pattern, item.name)]


def act(item, name):
    actions = item.queryAction()
    for i in range(actions.nActions):
        if actions.getName(i) == name:
            actions.doAction(i)
            return
    raise AssertionError(f"{item.name} has no action {name}")


def has(item, state):
    return item.getState().contains(state)


def key(name):
    subprocess.run(["xdotool", "key", name], check=True)


def manages():
    """Only a window manager says which desktop is the present one."""
    return subprocess.run(["xdotool", "get_desktop"], capture_output=True).returncode == 0


class Window:
    """The window as found through AT-SPI."""

    def __init__(self):
        self.app = wait_for("the application", self.find_application)
        self.figure = wait_for("the figure", lambda: [
            item for item in walk(self.app) if item.getRole() == pyatspi.ROLE_LIST and item.name == "Figure"])[0]

    @staticmethod
    def find_application():
        return next((app for app in children(pyatspi.Registry.getDesktop(0)) if app.name == "zocalo"), None)

    def one(self, pattern):
        return wait_for(pattern, lambda: named(children(self.figure), pattern))[0]

    def caption(self):
        return self.figure.getChildAtIndex(0).name

    def control(self, pattern):
        return wait_for(pattern, lambda: named(walk(self.app), pattern))[0]

    def step(self, button):
        """One step on, by the button; returns what was announced."""
        before = len(announced)
        act(button, "Press")
        wait_for("the step's caption is announced", lambda: len(announced) > before)
        return announced[-1]


def use(window):
    wait_for("the processes", lambda: len(named(children(window.figure), "^Client [ABC]:")) == 6)
    # What lies over the figure, and is hidden, may wait for its name.
    things = [thing for thing in children(window.figure) if has(thing, pyatspi.STATE_SHOWING)]
    for thing in things:
        check(thing.name, f"{thing.getRoleName()}: {thing.name}")
    pressable = [item for item in walk(window.app)
                 if has(item, pyatspi.STATE_FOCUSABLE) and has(item, pyatspi.STATE_SHOWING)]
    nameless = [item for item in pressable if not item.name]
    for item in nameless:
        print(f"  nameless: {item.getRoleName()} in {item.parent.getRoleName()} {item.parent.name}")
    check(len(pressable) > 10 and not nameless,
          f"each of the {len(pressable)} things that take the focus has a name")

    forward = window.control("^One step on$")
    steps = 0
    while not named(children(window.figure), r"from accept\(\) no. 1, with Client A, ESTABLISHED"):
        said = window.step(forward)
        check(said == window.caption(), f"announced: {said}")
        steps += 1
        check(steps < 40, f"step {steps}")
    check(len(created) > 3 and len(renamed) > 3, "what comes, and what changes, is told")

    accepted = window.one(r"^TCP server, fd \d+: TCP socket from accept")
    facts = accepted.description
    check(re.search(r"local address: 127\.0\.0\.1:\d+; remote address: 127\.0\.0\.1:\d+", facts), f"its tuple: {facts}")
    check(re.search(r"owners \(PID/fd\): \d+/fd \d+ \(TCP server\)", facts), "its owner")

    client = window.one("^Client A:")
    pid = int(re.search(r"PID: (\d+)", client.description).group(1))
    check(os.path.exists(f"/proc/{pid}"), f"Client A is a process of the system: {pid}")
    act(client, "Press")
    wait_for("selected", lambda: has(client, pyatspi.STATE_SELECTED))
    client.queryComponent().grabFocus()
    wait_for("the focus is told", lambda: any(name.startswith("Client A") for name in focused))
    check(has(client, pyatspi.STATE_FOCUSED), "Client A has the focus")
    before = len(focused)
    key("Down")
    wait_for("the focus follows the arrow", lambda: len(focused) > before)
    check("Client A, fd" in focused[-1] or "Client A" not in focused[-1], f"Down goes to: {focused[-1]}")

    act(client, "ShowMenu")
    # A menu that pops up is told by its focus, as its entries are gone through.
    end = time.monotonic() + PATIENCE
    while not focused[-1].startswith("Kill the process Client A") and time.monotonic() < end:
        before = len(focused)
        key("Down")
        wait_for("the entry is told", lambda: len(focused) > before)
    key("Return")
    wait_for("the process dies", lambda: not os.path.exists(f"/proc/{pid}"))
    wait_for("the figure tells it", lambda: "killed by signal 9" in window.one("^Client A:").name)
    wait_for("it is disabled", lambda: not has(window.one("^Client A:"), pyatspi.STATE_ENABLED))
    check(True, f"killed by its menu: {window.one('^Client A:').name}")

    before = len(announced)
    act(window.control("^Español$"), "Press")
    wait_for("the caption is announced in Spanish", lambda: len(announced) > before)
    window.one("^Cliente A: ")
    window.one(r"^Servidor TCP, fd \d+: .*con Cliente A, ")
    check(not named(children(window.figure), "Client A"), f"in Spanish: {announced[-1]}")
    check(window.control("^Un paso adelante$"), "the buttons too")


def main():
    with tempfile.TemporaryDirectory() as home:
        for name in ("XDG_CONFIG_HOME", "XDG_RUNTIME_DIR", "XDG_CACHE_HOME"):
            os.environ[name] = os.path.join(home, name)
            os.mkdir(os.environ[name], 0o700)
        settings = os.path.join(home, "XDG_CONFIG_HOME", "zocalo")
        os.mkdir(settings)
        with open(os.path.join(settings, "zocalo.conf"), "w", encoding="utf-8") as file:
            file.write("[window]\nreducedMotion=true\n")
        os.environ.pop("QT_QPA_PLATFORM", None)
        for event in ("object:state-changed", "object:property-change", "object:children-changed"):
            pyatspi.Registry.registerEventListener(heard, event)
        manager = subprocess.Popen(["openbox"], stderr=subprocess.DEVNULL)
        # A window that is there before its manager is not given the focus.
        wait_for("the window manager", manages)
        program = subprocess.Popen([sys.argv[1], "lesson", "accept-vs-recvfrom", "--lang", "en"],
                                   env={**os.environ, "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1"})
        try:
            window = Window()
            use(window)
            try:
                act(window.control("^Salir$"), "Press")
            except GLib.Error:
                pass  # the answer comes when the question is answered that closing asks: whether to save what was done
            act(window.control("^No guardar$"), "Press")
            check(program.wait(timeout=PATIENCE) == 0, "it closes well")
        except AssertionError as failure:
            print(f"FAILED: {failure}")
            print("last announced:", announced[-3:])
            return 1
        finally:
            for process in (program, manager):
                process.terminate()
                process.wait()
    print("passed")
    return 0


sys.exit(main())
