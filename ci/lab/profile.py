#!/usr/bin/python3
"""Where the time of a failover goes, by what daemons and Corosync logged: profile.py FOLDER, with power.log and node*/*.log in it.
Prints for each part its name, how often it was seen, and its median, least and most in milliseconds, with tabs between."""
import calendar
import re
import statistics
import sys
import time
from pathlib import Path

# What the DC says when it orders the fencing.
ORDER = r": has {node} fenced"

# In order: the name of each part, and the line of which log ends it.
STEPS = [
    ("the controllers hear of the view", "controller", r": view \S+: \[(?!.*\b{node}\b.* of )"),
    ("the DC is settled and opens an epoch", "controller", r": opens epoch "),
    ("members join, the CIB is the same, a transition is planned", "controller", ORDER),
    ("the fencer is asked", "fencer", r" of {node} is asked for by controller"),
    ("a device is chosen", "fencer", r" does (reboot|off) of {node} "),
    ("its agent has started and fenced", "power", ""),
    ("the controller hears of it", "controller", r": fencing of {node} succeeded"),
    ("the first resource has started", "executor", r"_start_0: rc 0"),
]


def lines(folder, role):
    """Of all nodes, in order: seconds, text. A process of its own logs twice where its output is logged, too."""
    seen = set()
    for log in [*folder.glob(f"node*/{role}.log"), *folder.glob("node*/compact.log")]:
        for line in open(log, errors="replace"):
            at = re.match(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)\.(\d{3})Z \S+ +" + role + "@", line)
            if at:
                seen.add((calendar.timegm(time.strptime(at[1], "%Y-%m-%dT%H:%M:%S")) + int(at[2]) / 1e3, line.rstrip("\n")))
    return sorted(seen)


def rings(folder):
    """When Corosync formed a ring that a node had left."""
    found = []
    for log in folder.glob("node*/corosync.log"):
        for line in open(log, errors="replace"):
            at = re.match(r"(\w{3} \d\d \d\d:\d\d:\d\d)\.(\d{3}) .*A new membership .*Members left", line)
            if at:
                year = time.localtime(log.stat().st_mtime).tm_year
                found.append(time.mktime(time.strptime(f"{year} {at[1]}", "%Y %b %d %H:%M:%S")) + int(at[2]) / 1e3)
    return sorted(found)


def failovers(folder):
    """Of each node that was fenced for being lost: the node, and when the agent had fenced it."""
    for line in open(folder / "power.log"):
        at, what, node, took, answer = line.rstrip("\n").split("\t")
        if what in ("reboot", "off") and answer.startswith("OK"):
            yield node, float(at) + float(took) / 1e3


def first(events, pattern, begin, end):
    return next((at for at, text in events if begin <= at <= end and re.search(pattern, text)), None)


def main():
    folder = Path(sys.argv[1])
    logs = {role: lines(folder, role) for role in ("controller", "fencer", "executor")}
    formed = rings(folder)
    parts = {name: [] for name, _, _ in STEPS}
    whole = []
    for node, fenced in failovers(folder):
        ring = max((at for at in formed if fenced - 3 < at < fenced), default=None)
        order = ring and first(logs["controller"], ORDER.format(node=node), ring, fenced)
        if not order:
            continue  # an administrator asked for it
        at, spans = ring, []
        for name, role, pattern in STEPS:
            then = fenced if role == "power" else first(logs[role], pattern.format(node=node), at, fenced + 3)
            if then is None:
                break
            spans.append((name, 1e3 * (then - at)))
            at = then
        else:
            for name, span in spans:
                parts[name].append(span)
            whole.append(1e3 * (at - ring))
    for name, spans in [*parts.items(), ("all", whole)]:
        if spans:
            print(f"{name}\t{len(spans)}\t{statistics.median(spans):.0f}\t{min(spans):.0f}\t{max(spans):.0f}")


main()
