#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Zócalo developers
# SPDX-License-Identifier: MIT
"""bench_watch.py BIN [TURNS [ROUNDS]]: what being watched costs a program, recording included.

BIN holds zocalo and pingpong, a program of two processes that send four bytes to and fro and measures one round. It is
pinned to one CPU (taskset), as whatever traces it is; zocalo, which reads what the tap writes, is not: it starts the
program through taskset. A run's time is that of its fastest tenth (pingpong.cpp). Each way is measured once in every
turn, in random order, because what a machine does at one time tells little about what it does at another. Prints the median of each way, the median over the turns of its ratio
to the program alone in the same turn, and what it adds to a round; then what is wanted.
"""
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile

CALLS = "trace=socket,bind,listen,accept,accept4,connect,sendto,recvfrom,sendmsg,recvmsg,read,write,close,shutdown"


def main():
    binaries = sys.argv[1]
    turns = int(sys.argv[2]) if len(sys.argv) > 2 else 21
    rounds = sys.argv[3] if len(sys.argv) > 3 else "5000"
    zocalo = os.path.join(binaries, "zocalo")
    cpu = str(max(os.sched_getaffinity(0)))
    pinned = ["taskset", "-c", cpu]
    for kind in ("tcp", "udp"):
        program = [*pinned, os.path.join(binaries, "pingpong"), kind]
        with tempfile.TemporaryDirectory() as folder:
            recording = os.path.join(folder, "run.zocalo")
            record = [zocalo, "record", "-o", recording]
            ways = {"alone": program, "tap": [*record, "--", *program]}
            if shutil.which("strace"):
                strace = [*pinned, "strace", "-f", "-o", os.path.join(folder, "log"), "-e", CALLS]
                ways["strace --seccomp-bpf"] = [*strace, "--seccomp-bpf", *program]
                ways["strace"] = [*strace, *program]
            # On the program's processor, as strace is: on another that sleeps, either takes twice as long to be woken.
            ways["ptrace"] = [*pinned, *record, "--ptrace", "--", *program]
            took = {way: [] for way in ways}
            for _ in range(turns):
                for way, command in random.sample(list(ways.items()), len(ways)):
                    if os.path.exists(recording):
                        os.remove(recording)
                    ran = subprocess.run([*command, rounds], capture_output=True, text=True, check=True)
                    took[way].append(float(ran.stdout))
        print(f"{kind}: {turns} turns of {rounds} rounds")
        added = {}
        for way, times in took.items():
            ratio = statistics.median(one / alone for one, alone in zip(times, took["alone"]))
            added[way] = statistics.median(one - alone for one, alone in zip(times, took["alone"]))
            print(f"  {way:22} {statistics.median(times):8.2f} µs  {ratio:6.2f} ×  {added[way]:+8.2f} µs")
            if way == "tap":
                tap = ratio
        wanted = 1.25 if kind == "tcp" else 1.30
        print(f"  wanted: tap at most {wanted:.2f} ×: {tap:.2f}")
        if "strace" in added:
            fifth = added["strace --seccomp-bpf"] / added["tap"]
            print(f"  wanted: strace --seccomp-bpf adds at least 5 times as much as the tap: {fifth:.1f}")
            print(f"  wanted: ptrace adds no more than strace: {added['ptrace'] / added['strace']:.2f}")
    return 0


sys.exit(main())
