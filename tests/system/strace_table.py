#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Zócalo developers
# SPDX-License-Identifier: MIT
"""strace_table.py ZOCALO PROGRAMS SCRIPTS [NAME…]: are the recorded calls those that strace saw?

Runs real programs under zocalo and strace in the same run (zocalo record -- strace PROGRAM), and compares thread by
thread, call by call: name, descriptor, result and errno. What strace sees of the tap itself is told by the address that
made the call. A program that the tap cannot enter is watched by ptrace, so strace has a run of its own: then the calls
are compared as a set, without those that come to nothing (EAGAIN). Prints a table; status 1 if a call is missing,
invented or out of its causal order, or if a program ends or writes otherwise than without zocalo; 77 if there is no
strace.

Compared are the socket calls, and read, write, readv, writev, sendfile, splice, close, dup and fcntl(F_DUPFD) on
sockets; not the calls that wait (poll, select, epoll_wait): strace does not tell on which of them a socket hangs; nor
close_range, for the same reason; nor calls that fail because they are not on a socket (EBADF, ENOTSOCK). Left out as
well is what glibc does inside itself (getaddrinfo's netlink sockets, asking nscd), which the tap cannot see: the column
"inner" counts it.

Causal order: the calls of a thread do not overlap; accept() does not return before its peer has called connect(); and
on a connection both of whose ends were watched, no more bytes have been received at any moment than were handed to the
kernel in calls that had begun by then.
"""
import collections
import contextlib
import difflib
import json
import os
import re
import shutil
import socket
import sqlite3
import subprocess
import sys
import tempfile

SOCKET_CALLS = {
    "socket", "socketpair", "bind", "listen", "accept", "accept4", "connect", "sendto", "recvfrom", "sendmsg",
    "recvmsg", "sendmmsg", "recvmmsg", "shutdown", "setsockopt", "getsockopt", "getsockname", "getpeername",
}
FILE_CALLS = {"read", "write", "readv", "writev", "close", "dup", "dup2", "dup3", "sendfile", "splice", "fcntl"}
SENDS = {"sendto", "sendmsg", "sendmmsg", "write", "writev", "sendfile"}
RECEIVES = {"recvfrom", "recvmsg", "recvmmsg", "read", "readv"}
KERNEL_NAMES = {"send": "sendto", "recv": "recvfrom"}
TRACED = ",".join(sorted(SOCKET_CALLS | FILE_CALLS | {"mmap"}))
LINE = re.compile(r"^(\d+) +\[([0-9a-f?]+)\] (.*)$")
CALL = re.compile(r"^(\w+)\((.*)\) += (0x[0-9a-f]+|-?\d+|\?)(.*)$")
DESCRIPTOR = re.compile(r"^(-?\d+)(?:<(\w+))?")
SPLICE_OUT = re.compile(r"^.*?>, \w+, (-?\d+)(?:<(\w+))?")
NO_SOCKET = ("EBADF", "ENOTSOCK")
SOCKET_KINDS = ("TCP", "UDP", "UNIX", "socket", "NETLINK", "RAW")


def strace_calls(path):
    """{tid: [(name, fd, result, errno)]}, and how many calls were made inside glibc."""
    tap = []
    asking = set()
    open_calls = {}
    calls = {}
    inner = 0
    with open(path, errors="replace") as log:
        for line in log:
            match = LINE.match(line.rstrip("\n"))
            if not match:
                continue
            tid, address, text = int(match[1]), match[2], match[3]
            calls.setdefault(tid, [])
            if text.endswith("<unfinished ...>"):
                open_calls[tid] = (address, text[: -len("<unfinished ...>")])
                continue
            if text.startswith("<... "):
                if tid not in open_calls:
                    continue
                address, start = open_calls.pop(tid)
                text = start + text[text.index("resumed>") + len("resumed>"):]
            call = CALL.match(text)
            if not call:
                continue
            name, arguments, result, rest = call.groups()
            if name == "mmap":
                if "libzocalo-tap.so" in arguments and "PROT_EXEC" in arguments:
                    start = int(result, 16)
                    tap.append((start, start + int(arguments.split(", ")[1])))
                continue
            here = int(address, 16) if "?" not in address else 0
            if any(start <= here < end for start, end in tap) or result == "?":
                continue
            if name == "fcntl" and "F_DUPFD" not in arguments:
                continue
            fd = DESCRIPTOR.match(arguments)
            if name == "splice" and not (fd and (fd[2] or "").startswith(SOCKET_KINDS)):
                fd = SPLICE_OUT.match(arguments)
            kind = fd[2] if fd else None
            if name in FILE_CALLS and not (kind or "").startswith(SOCKET_KINDS):
                continue
            if (kind or "").startswith("NETLINK") or (name == "socket" and arguments.startswith("AF_NETLINK")):
                inner += 1
                continue
            error = re.match(r" (E[A-Z0-9]+)", rest)
            if error and error[1] in NO_SOCKET:
                continue
            if name == "connect" and "/nscd/" in arguments:
                inner += 2
                calls[tid].pop()  # its socket()
                asking.add((tid, fd[1]))
                continue
            if name == "close" and (tid, fd[1]) in asking:
                inner += 1
                asking.discard((tid, fd[1]))
                continue
            number = int(fd[1]) if fd and name not in ("socket", "socketpair") else None
            calls[tid].append((name, number, int(result), error[1] if error else None))
    return calls, inner


def recorded_lines(zocalo, recording):
    output = subprocess.run([zocalo, "calls", recording, "--format", "jsonl"], check=True, capture_output=True)
    with contextlib.closing(sqlite3.connect(f"file:{recording}?mode=ro", uri=True)) as database:
        flags = dict(database.execute("SELECT id, flags FROM call"))
    lines = [json.loads(line) for line in output.stdout.splitlines()]
    for line in lines:
        line["flags"] = flags[line["id"]]
    return lines


def zocalo_calls(lines):
    calls = collections.defaultdict(list)
    # A thread makes one call after the other.
    for line in sorted(lines, key=lambda each: each["enter_ns"]):
        name = KERNEL_NAMES.get(line["call"], line["call"])
        is_compared = name in SOCKET_CALLS or (name in FILE_CALLS and line["socket"])
        if is_compared and line["result"] is not None and line["error"] not in NO_SOCKET:
            fd = line["fd"] if name not in ("socket", "socketpair") else None
            calls[line["tid"]].append((name, fd, line["result"], line["error"]))
    return calls


def differences(ours, theirs):
    missing, invented = [], []
    matcher = difflib.SequenceMatcher(a=theirs, b=ours, autojunk=False)
    for tag, a1, a2, b1, b2 in matcher.get_opcodes():
        if tag != "equal":
            missing += theirs[a1:a2]
            invented += ours[b1:b2]
    return missing, invented


def disorders(lines):
    """What of the order of the lines, which is zocalo's word on the causal order of the entries, cannot be."""
    wrong = []
    ended = {}
    connecting = {}
    for line in lines:
        if line["enter_ns"] < ended.get(line["tid"], 0):
            wrong.append(("overlaps the call before", line["tid"], line["call"]))
        ended[line["tid"]] = line["exit_ns"] or line["enter_ns"]
        if line["call"] == "connect" and line["protocol"] == "tcp" and line["local"]:
            connecting.setdefault(line["local"], line["enter_ns"])
        if line["call"] in ("accept", "accept4") and line["address"] and line["exit_ns"]:
            began = connecting.get(line["address"])
            if began is not None and began > line["exit_ns"]:
                wrong.append(("accepted before it connected", line["tid"], line["address"]))
    flows = collections.defaultdict(lambda: ([], []))
    for line in lines:
        if line["protocol"] != "tcp" or not line["local"] or not line["peer"] or line["result"] is None:
            continue
        name = KERNEL_NAMES.get(line["call"], line["call"])
        if name in SENDS and line["result"] > 0:
            flows[line["local"], line["peer"]][0].append((line["enter_ns"], 0, max(line["result"], line["payload_total"])))
        elif name in RECEIVES and line["result"] > 0 and not line["flags"] & socket.MSG_PEEK:
            flows[line["peer"], line["local"]][1].append((line["exit_ns"], 1, -line["result"]))
    for ends, (sent, received) in flows.items():
        under_way = 0
        for _, _, count in sorted(sent + received) if sent else []:
            under_way += count
            if under_way < 0:
                wrong.append(("received before it was sent", *ends))
                break
    return wrong


def summed(calls):
    """Calls of all threads as a set with counts, without those that came to nothing."""
    every = [call for thread in calls.values() for call in thread if call[3] != "EAGAIN"]
    return sorted(every, key=str)


def same_but_numbers(text):
    """Without what differs from run to run: pids, ports, times."""
    return re.sub(rb"\d{3,}", b"#", text)


def compare(zocalo, command, folder, apart):
    recording = os.path.join(folder, "run.zocalo")
    log = os.path.join(folder, "strace")
    for path in (recording, log):
        if os.path.exists(path):
            os.remove(path)
    strace = ["strace", "-f", "--seccomp-bpf", "-i", "-yy", "-s", "0", "-e", "trace=" + TRACED, "-e", "signal=none",
              "-o", log, *command]
    if apart:
        alone = subprocess.run(strace, capture_output=True, timeout=100)
        watched = subprocess.run([zocalo, "record", "-o", recording, "--", *command], capture_output=True, timeout=200)
    else:
        alone = subprocess.run(command, capture_output=True, timeout=100)
        watched = subprocess.run([zocalo, "record", "-o", recording, "--", *strace], capture_output=True, timeout=200)
    theirs, inner = strace_calls(log)
    lines = recorded_lines(zocalo, recording)
    ours = zocalo_calls(lines)
    if apart:
        theirs, ours = {0: summed(theirs)}, {0: summed(ours)}
    missing, invented = [], []
    for tid, seen in theirs.items():  # strace's own calls were recorded, too
        lost, more = differences(ours.get(tid, []), seen)
        missing += lost
        invented += more
    others = disorders(lines)
    if watched.returncode != alone.returncode:
        others.append(("exit status", alone.returncode, watched.returncode, watched.stderr[-300:]))
    if same_but_numbers(watched.stdout) != same_but_numbers(alone.stdout):
        others.append(("output", alone.stdout[-300:], watched.stdout[-300:]))
    return sum(map(len, theirs.values())), missing, invented, others, inner


def main():
    zocalo, programs, scripts, *wanted = sys.argv[1:]
    if not shutil.which("strace"):
        print("strace is not installed")
        return 77
    script = lambda name: os.path.join(scripts, name)
    kinds = ["plain", "threads", "prefork", "socketserver", "asyncio", "http", "select", "epoll", "udp", "multicast",
             "ipv6", "unix", "failures", "pair", "copies", "options", "descriptors", "spawn"]
    table = [(f"python3: {kind}", ["python3", script("servers.py"), kind]) for kind in kinds]
    table += [
        ("C: every call", [os.path.join(programs, "everycall")]),
        ("C: every call, FORTIFY", [os.path.join(programs, "everycall-fortified")]),
        ("C: sendmmsg, sendfile, splice", [os.path.join(programs, "rarecalls")]),
        ("C: fork, vfork, exec", [os.path.join(programs, "family")]),
        ("node: net", ["node", script("echo.js")]),
        ("perl: Socket", ["perl", script("echo.pl")]),
        ("ruby: TCPServer", ["ruby", script("echo.rb")]),
        ("java: ServerSocket", ["java", script("Echo.java")]),
        ("curl and http.server", ["sh", "-c", "python3 -u -m http.server --bind 127.0.0.1 0 >$0/out 2>/dev/null & "
                                  "p=$!; while [ ! -s $0/out ]; do sleep 0.1; done; "
                                  "port=$(sed 's/.* port \\([0-9]*\\) .*/\\1/' $0/out); rm $0/out; "
                                  "curl -s http://127.0.0.1:$port/ >/dev/null; s=$?; "
                                  # Killed in the middle of a call, it would have one that never returned.
                                  "while [ $(ls -l /proc/$p/fd | grep -c socket:) -gt 1 ]; do sleep 0.1; done; "
                                  "kill $p; exit $s"]),
        ("socat", ["sh", "-c", "socat -T2 UNIX-LISTEN:$0/s EXEC:cat,pipes & while ! [ -S $0/s ]; do sleep 0.1; done; "
                   "echo hello | socat - UNIX-CONNECT:$0/s >/dev/null; wait; rm -f $0/s"]),
        ("nc", ["sh", "-c", "rm -f $0/n; nc -lU $0/n >/dev/null & while ! [ -S $0/n ]; do sleep 0.1; done; "
                "echo hello | nc -NU $0/n; wait; rm -f $0/n"]),
        ("nginx and curl", ["sh", script("nginx.sh")]),
        ("redis-server and redis-cli", ["sh", script("redis.sh")]),
        ("C, static (ptrace)", [os.path.join(programs, "everycall-static")]),
        ("C, static, rare (ptrace)", [os.path.join(programs, "rarecalls-static")]),
        ("Go (ptrace)", [os.path.join(programs, "echo-go")]),
    ]
    needs = {"curl and http.server": "curl", "nginx and curl": "nginx", "redis-server and redis-cli": "redis-cli"}
    bad = False
    print(f"{'program':28} {'calls':>6} {'missing':>8} {'invented':>9} {'other':>6} {'inner':>6}")
    with tempfile.TemporaryDirectory() as folder:
        for name, command in table:
            if wanted and not any(word in name for word in wanted):
                continue
            needed = needs.get(name, name if name in ("socat", "nc") else command[0])
            if not shutil.which(needed, path=os.environ["PATH"] + ":/usr/sbin"):
                print(f"{name:28} skipped: no {os.path.basename(needed)} here")
                continue
            command = command + [folder] if command[0] == "sh" else command
            calls, missing, invented, others, inner = compare(zocalo, command, folder, "ptrace" in name)
            print(f"{name:28} {calls:6} {len(missing):8} {len(invented):9} {len(others):6} {inner:6}", flush=True)
            for title, list_ in (("missing", missing), ("invented", invented), ("other", others)):
                for call in list_[:10]:
                    print(f"    {title}: {call}")
            bad = bad or bool(missing or invented or others) or calls == 0
    return 1 if bad else 0


sys.exit(main())
