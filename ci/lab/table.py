#!/usr/bin/python3
"""Writes the page of `ci/lab/bench`: table.py LAB_HOME REPEATS STACK...  (the first stack is what the others are compared to)"""
import os
import sys

FIGURES = [
    ("failover", "started_s", "node killed until its resource runs elsewhere", "2.3"),
    ("failover", "membership_s", "of that, until the view", ""),
    ("failover", "view_to_request_s", "of that, from the view to the fence request", "0.1"),
    ("failover-dc", "started_s", "the same, the DC killed", "2.4"),
    ("failover-dc", "view_to_request_s", "of that, from the view to the fence request", "0.1"),
    ("fence", "command_s", "manual reboot of an online node", "0.3"),
    ("off", "command_s", "manual off of an online node", "0.3"),
    ("on", "command_s", "unfence (on)", "0.09"),
    ("move", "started_s", "move until started", "0.12"),
    ("ban", "started_s", "ban until started", "0.10"),
    ("move", "settled_s", "move and wait until settled", "0.3"),
    ("join", "online_s", "daemon start on a stopped node until online", "1.5 / 1.0"),
    ("join", "clone_started_s", "the same until its clone instance has started", "1.8 / 1.3"),
    ("first-start", "online_s", "first start of the whole cluster", "5"),
    ("idle", "dc_pss_kb", "idle DC, proportional memory (MB)", "350 / 120"),
    ("idle", "other_pss_kb", "idle other node, proportional memory (MB)", "350 / 120"),
    ("idle", "dc_cpu_s", "idle DC, own CPU in 60 s", "0.3"),
    ("idle", "other_cpu_s", "idle other node, own CPU in 60 s", "0.3"),
    ("idle", "dc_child_cpu_s", "idle DC, its agents' CPU in 60 s", "0.14"),
]


def summary(folder):
    figures = {}
    try:
        for line in open(f"{folder}/summary.tsv"):
            experiment, key, count, median, least, most = line.rstrip("\n").split("\t")
            figures[experiment, key] = tuple(map(float, (median, least, most))) + (int(count),)
    except OSError:
        pass
    for experiment in ("failover", "failover-dc"):
        spans = []
        try:
            rows = [line.rstrip("\n").split("\t") for line in open(f"{folder}/{experiment}.tsv")]
            view, request = rows[0].index("membership_s"), rows[0].index("fence_req_s")
            spans = sorted(float(row[request]) - float(row[view]) for row in rows[1:])
        except OSError:
            pass
        if spans:
            figures[experiment, "view_to_request_s"] = (
                spans[len(spans) // 2], spans[0], spans[-1], len(spans))
    return figures


def profile(path):
    """What profile.py has printed: of each part, how long it took."""
    parts = {}
    try:
        for line in open(path):
            part, _, median, least, most = line.rstrip("\n").split("\t")
            parts[part] = f"**{median}** ({least} to {most})"
    except OSError:
        pass
    return parts


def cell(figure, key):
    if figure is None:
        return "not measured"
    scale = 1024 if key.endswith("_kb") else 1
    digits = 0 if scale > 1 else 2
    median, least, most = (f"{value / scale:.{digits}f}" for value in figure[:3])
    return f"**{median}** ({least} to {most})"


def main():
    home, repeats, stacks = sys.argv[1], sys.argv[2], sys.argv[3:]
    known = {stack: summary(f"{home}/{stack}") for stack in stacks}
    idle = [value[0] for figures in known.values() for (e, k), value in figures.items() if k == "host_idle"]
    print("# Clusters, side by side\n")
    print(f"Made by `ci/bench cluster` in one run on {os.cpu_count()} processors: the lab's three nodes, the same corosync.conf")
    print("(knet, token 1000 ms), the same resources and fence agent, one stack after the other. Medians in seconds (least to")
    print(f"most) of up to {repeats} repeats. *systole* is a process a role, *compact* one process a node, *pacemaker*")
    print("Debian's 2.1.5.")
    if idle:
        print(f"The machine was idle for {100 * min(idle):.0f} to {100 * max(idle):.0f} % of the second before a measurement (medians);")
        print("where that is little, others worked on it, and the figures are too large for all stacks.")
    print("\n| figure | " + " | ".join(stacks) + " | ratio | to reach |")
    print("| --- |" + " --- |" * (len(stacks) + 2))
    for experiment, key, what, goal in FIGURES:
        cells = [known[stack].get((experiment, key)) for stack in stacks]
        if not any(cells):
            continue
        base, ours = cells[0], [c for c in cells[1:] if c]
        ratio = ", ".join(f"{c[0] / base[0]:.2f}" for c in ours) if base and base[0] > 0 else ""
        print(f"| {what} | " + " | ".join(cell(c, key) for c in cells) + f" | {ratio} | {goal} |")
    profiles = {stack: profile(f"{home}/{stack}/profile.tsv") for stack in stacks}
    profiles = {stack: parts for stack, parts in profiles.items() if parts}
    print("\nThe ratio is that of the others to the first stack; below 1 is quicker or smaller. Two goals are for separate processes and")
    print("compact mode.")
    if profiles:
        print("\n## Where the time of a failover goes\n")
        print("From Corosync's ring without the lost node to its resource's start, by what the daemons logged; medians in milliseconds")
        print("(least to most). Before it Corosync takes its token and consensus times to form the ring, which is the same for all.")
        print("\n| until | " + " | ".join(profiles) + " |")
        print("| --- |" + " --- |" * len(profiles))
        for part in next(iter(profiles.values())):
            print(f"| {part} | " + " | ".join(parts.get(part, "not seen") for parts in profiles.values()) + " |")


main()
