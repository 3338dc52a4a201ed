#!/usr/bin/python3
"""Attacks a cluster on the lab's nodes. Called by ci/faults, which has put the stack there.

An observer outside of the cluster sees what agents tell of starts and stops, what the power switch did, and which changes were
acknowledged to clients. After each fault the cluster has to heal by itself within a bound, and these promises have to hold:
  once       a resource that may run once never ran on two nodes; what runs ends with a stop or with the node's power
  kept       each change that was acknowledged is in the CIB of every node
  alike      all nodes have the same CIB
  history    all nodes tell the same of fencings that have ended
  recovered  all nodes are online and everything runs
"""
import argparse
import collections
import importlib.util
import json
import os
import random
import resource
import shutil
import subprocess
import sys
import threading
import time
import xml.etree.ElementTree as ET

LAB = "/tmp/lab"
WITNESS = f"{LAB}/witness"
ROLES = ["cib", "scheduler", "executor", "fencer", "attributes", "controller", "supervisor"]
RESOURCES = ["w1", "w2", "w3", "w4"]
CONFIG = "/var/lib/pacemaker/systole.xml"


class Failure(Exception):
    pass


def run(*command, timeout=60):
    try:
        return subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=timeout)
    except subprocess.TimeoutExpired:
        return subprocess.CompletedProcess(command, 124, "", "")


def lab(*verb, timeout=60):
    return run(f"{LAB}/cluster.sh", *verb, timeout=timeout)


sys.dont_write_bytecode = True  # nothing is left beside the client that is loaded


def client():
    """The client of docs/clients, which needs nothing of ours."""
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../docs/clients/ask.py")
    spec = importlib.util.spec_from_file_location("ask", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


ask = client()


class Nodes:
    def __init__(self, count):
        self.names = [f"node{i + 1}" for i in range(count)]
        self.refusal = "none"  # what was refused last

    def pid(self, node):
        """The node's first process, or None if the node is off."""
        try:
            pid = int(open(f"{LAB}/nodes/{node}/pid").read())
            return pid if open(f"/proc/{pid}/root/proc/1/comm").read().strip() in ("tini", "systemd") else None
        except (OSError, ValueError):
            return None

    def exec(self, node, *command, timeout=60):
        return lab("exec", node, *command, timeout=timeout)

    def up(self):
        return [node for node in self.names if self.pid(node)]

    def ask(self, node, role, body, timeout=10):
        """What a role of a node answers, or None. A socket is reached from outside of the node by its first process's root."""
        pid = self.pid(node)
        if pid is None:
            return None
        conversation = None
        try:
            conversation = ask.Daemon(f"/proc/{pid}/root/run/systole/{role}.sock", timeout)
            return conversation.ask(body)
        except ask.Refused as refusal:
            self.refusal = f"{node} {role}: {refusal}"
            return None
        except (OSError, ET.ParseError):
            return None
        finally:
            if conversation:
                conversation.socket.close()


class Witness:
    """Who saw what run where, and when."""

    def __init__(self):
        self.events = []

    def read(self):
        events = []
        for line in open(f"{WITNESS}/log"):
            at, node, what, resource = line.split()
            events.append((float(at), node, what, resource))
        for line in open(f"{LAB}/run/power.log"):
            at, what, node, took, answer = line.rstrip("\n").split("\t")
            if what in ("off", "reboot") and answer.startswith("OK"):
                events.append((float(at) + float(took) / 1e3, node, "power", ""))
        for line in open(f"{WITNESS}/kills"):
            at, node = line.split()
            events.append((float(at), node, "power", ""))
        self.events = sorted(events)
        return self.events

    def spans(self):
        """Of each resource: node, from, to."""
        spans, open_ = [], {}
        for at, node, what, resource in self.read():
            if what == "start":
                open_.setdefault((resource, node), at)
            elif what == "stop" and (resource, node) in open_:
                spans.append((resource, node, open_.pop((resource, node)), at))
            elif what == "power":
                for key in [key for key in open_ if key[1] == node]:
                    spans.append((key[0], node, open_.pop(key), at))
        now = time.time()
        return spans + [(resource, node, begin, now) for (resource, node), begin in open_.items()]

    def check_once(self):
        by_resource = collections.defaultdict(list)
        for resource, node, begin, end in self.spans():
            if resource in RESOURCES:
                by_resource[resource].append((begin, end, node))
        for resource, all_ in by_resource.items():
            all_.sort()
            for one, other in zip(all_, all_[1:]):
                # The power switch tells when it has answered, which is after the node died.
                if other[0] < one[1] - 0.6 and one[2] != other[2]:
                    raise Failure(f"once: {resource} ran on {one[2]} until {one[1]:.3f} and on {other[2]} from {other[0]:.3f}")


class Client(threading.Thread):
    """Changes the CIB and remembers what was acknowledged."""

    def __init__(self, nodes, draw):
        super().__init__(daemon=True)
        self.nodes, self.draw = nodes, draw
        self.acknowledged, self.asked = {}, 0
        self.turn, self.end = threading.Lock(), False  # who holds the turn keeps the client still

    def run(self):
        while not self.end:
            with self.turn:
                up = self.nodes.up()
                if up:
                    self.write(self.draw.choice(up))
            time.sleep(0.2)

    def write(self, node):
        self.asked += 1
        name = f"c{self.asked}"
        change = (f"<change><modify section='crm_config' create='true'><cluster_property_set id='faults'>"
                  f"<nvpair id='faults-{name}' name='{name}' value='{node}'/></cluster_property_set></modify></change>")
        answer = self.nodes.ask(node, "cib", change, timeout=45)
        if answer is not None and answer.tag == "changed":
            self.acknowledged[f"faults-{name}"] = node


class Campaign:
    def __init__(self, options):
        self.options = options
        self.nodes = Nodes(options.nodes)
        self.witness = Witness()
        self.marks, self.healing, self.kinds = [], [], collections.Counter()
        self.client = None
        self.missing = ""  # what of that which was acknowledged a node did not have when it was asked last
        self.lost = {}  # of each node that lost its power, the process that was its first
        self.faults = {
            name[6:]: getattr(self, name) for name in sorted(dir(self)) if name.startswith("fault_")
        }
        if options.mode == "compact":
            self.leave_out("kill_role", "stop_role")
        if options.links < 2:
            self.leave_out("cut_link")
        if not options.clock:
            self.leave_out("clock_step")
        if options.nodes < 3:
            # With two nodes the one that fences first goes on; both gone at once is for the administrator.
            self.leave_out("power_two")
        if options.kinds:
            unknown = sorted(set(options.kinds) - set(self.faults))
            if unknown:
                sys.exit(f"there is no fault {', '.join(unknown)} here; there are {', '.join(self.faults)}")
            self.faults = {kind: self.faults[kind] for kind in options.kinds}

    def leave_out(self, *kinds):
        self.faults = {kind: fault for kind, fault in self.faults.items() if kind not in kinds}

    # What can be done to a cluster. Each returns what undoes it.

    def fault_kill_role(self, draw):
        return self.signal(draw.choice(self.nodes.names), draw.choice(ROLES), "KILL", draw)

    def fault_stop_role(self, draw):
        return self.signal(draw.choice(self.nodes.names), draw.choice(ROLES[:-1]), "STOP", draw)

    def fault_kill_corosync(self, draw):
        node = draw.choice(self.nodes.names)
        self.mark(f"kill corosync on {node}")
        self.nodes.exec(node, "sh", "-c", "kill -9 $(pidof corosync)")
        return lambda: self.nodes.pid(node) and self.restart(node)

    def fault_stop_corosync(self, draw):
        node, seconds = draw.choice(self.nodes.names), draw.uniform(0.5, 6)
        self.mark(f"stop corosync on {node} for {seconds:.1f} s")
        self.nodes.exec(node, "sh", "-c", "kill -STOP $(pidof corosync)")
        time.sleep(seconds)
        return lambda: self.nodes.pid(node) and self.nodes.exec(node, "sh", "-c", "kill -CONT $(pidof corosync)")

    def fault_power(self, draw):
        return self.power(draw.choice(self.nodes.names))

    def fault_power_dc(self, draw):
        return self.power(self.dc() or draw.choice(self.nodes.names))

    def fault_cut(self, draw):
        return self.cut(draw.choice(self.nodes.names), draw)

    def fault_cut_dc(self, draw):
        return self.cut(self.dc() or draw.choice(self.nodes.names), draw)

    def fault_cut_all(self, draw):
        self.mark("cut all cables")
        for node in self.nodes.names:
            lab("cut", node)
        time.sleep(draw.uniform(0.5, 4))
        return lambda: [lab("heal", node) for node in self.nodes.names]

    def fault_one_direction(self, draw):
        node = draw.choice(self.nodes.names)
        self.mark(f"{node} is heard by nobody")
        self.tc(node, "add", "bfifo", "limit", "1")
        time.sleep(draw.uniform(0.5, 6))
        return lambda: self.tc(node, "del")

    def fault_slow_network(self, draw):
        node = draw.choice(self.nodes.names)
        self.mark(f"{node} sends slowly")
        self.tc(node, "add", "tbf", "rate", f"{draw.choice([200, 500, 2000])}kbit", "burst", "3kb", "latency", "100ms")
        time.sleep(draw.uniform(1, 5))
        return lambda: self.tc(node, "del")

    def fault_lossy_network(self, draw):
        node = draw.choice(self.nodes.names)
        self.mark(f"what {node} sends in bursts is lost in part")
        self.tc(node, "add", "tbf", "rate", f"{draw.choice([300, 1000])}kbit", "burst", "2kb", "limit", "3000")
        time.sleep(draw.uniform(1, 5))
        return lambda: self.tc(node, "del")

    def fault_cut_link(self, draw):
        """One of two links, which the others should hardly notice."""
        node, link = draw.choice(self.nodes.names), draw.randrange(2)
        self.mark(f"cut link {link} of {node}")
        self.link(node, link, "down")
        time.sleep(draw.uniform(1, 8))
        return lambda: self.link(node, link, "up")

    def fault_clock_step(self, draw):
        """The day's clock of a node's daemons is set, and later set right: no promise may hang on it."""
        node, step = draw.choice(self.nodes.names), draw.choice([-86400, -3600, -5, 5, 3600, 86400])
        self.mark(f"the clock of {node} is set by {step:+d} s")
        self.set_clock(node, step)
        if draw.random() < 0.5:
            undo = self.power(draw.choice(self.nodes.names))
        else:
            time.sleep(draw.uniform(2, 6))
            undo = lambda: None
        return lambda: (undo(), self.set_clock(node, 0))

    def fault_full_disk(self, draw):
        """No file of the node's daemons may get longer, as if there were no room."""
        node = draw.choice(self.nodes.names)
        self.mark(f"the disk of {node} is full")
        self.limit_files(node, 0)
        time.sleep(draw.uniform(1, 6))
        return lambda: self.limit_files(node, resource.RLIM_INFINITY)

    def fault_read_only_disk(self, draw):
        node = draw.choice(self.nodes.names)
        self.mark(f"the disk of {node} is read-only")
        self.nodes.exec(node, "mount", "-o", "remount,bind,ro", "/var/lib/pacemaker")
        time.sleep(draw.uniform(1, 5))
        return lambda: self.nodes.pid(node) and self.nodes.exec(node, "mount", "-o", "remount,bind,rw", "/var/lib/pacemaker")

    def fault_fence_fails_first(self, draw):
        self.mark("the first fencing fails")
        open(f"{WITNESS}/fence-fails", "w").write("1")
        return self.power(draw.choice(self.nodes.names))

    def fault_slow_fence(self, draw):
        self.mark("fencing is slow")
        open(f"{WITNESS}/fence-sleeps", "w").write(f"{draw.uniform(1, 5):.1f}")
        undo = self.power(draw.choice(self.nodes.names))
        return lambda: (undo(), os.path.exists(f"{WITNESS}/fence-sleeps") and os.unlink(f"{WITNESS}/fence-sleeps"))

    def fault_monitor_fails(self, draw):
        return self.monitor("fail", draw.choice(RESOURCES), draw.uniform(4, 8))

    def fault_monitor_hangs(self, draw):
        return self.monitor("hang", draw.choice(RESOURCES), draw.uniform(4, 14))

    def fault_configuration(self, draw):
        """The configuration changes while a node loses its power: a resource is to move, another to rest."""
        moved, resting = draw.sample(RESOURCES, 2)
        home = draw.choice(self.nodes.names)
        self.mark(f"{moved} is to be on {home}, {resting} is to rest")
        self.change(f"<modify section='constraints' create='true'><rsc_location id='faults-l' rsc='{moved}' node='{home}' score='500'/></modify>")
        self.change(f"<modify section='resources' create='true'><primitive id='{resting}'><meta_attributes id='{resting}-faults'>"
                    f"<nvpair id='{resting}-role' name='target-role' value='Stopped'/></meta_attributes></primitive></modify>")
        time.sleep(draw.uniform(0, 2))
        undo = self.power(draw.choice(self.nodes.names))
        time.sleep(draw.uniform(0, 3))
        return lambda: (undo(), self.change(f"<delete section='resources'><meta_attributes id='{resting}-faults'/></delete>"),
                        self.change("<delete section='constraints'><rsc_location id='faults-l'/></delete>"))

    def fault_power_two(self, draw):
        first, second = draw.sample(self.nodes.names, 2)
        undo = self.power(first)
        time.sleep(draw.uniform(0, 4))
        also = self.power(second)
        # Two of three are gone: nobody may fence, so the administrator switches on.
        return lambda: (undo(), also(), [self.switch_on(node) for node in (first, second)])

    # How it is done.

    def change(self, edits):
        """A change that has to be made, whoever makes it."""
        def made():
            answers = (self.nodes.ask(node, "cib", f"<change>{edits}</change>", timeout=30) for node in self.nodes.up())
            return any(answer is not None and answer.tag == "changed" for answer in answers)

        try:
            self.await_(made, self.options.bound, f"the CIB to take {edits}")
        except Failure as failure:
            raise Failure(f"{failure}; the last refusal: {self.nodes.refusal}") from None

    def monitor(self, trouble, witnessed, seconds):
        """The agent fails or hangs for so long wherever the resource is looked at."""
        path = f"{WITNESS}/{trouble}-monitor-{witnessed}"
        self.mark(f"the monitor of {witnessed} {trouble}s")
        open(path, "w").close()
        time.sleep(seconds)
        return lambda: (os.unlink(path), self.nodes.exec(self.nodes.up()[0], "systole", "resource", "cleanup", witnessed))

    def set_clock(self, node, step):
        if self.nodes.pid(node):
            self.nodes.exec(node, "sh", "-c", f"echo {step:+d} >/run/systole/clock")

    def link(self, node, link, state):
        run("ip", "-n", "lab-sw", "link", "set", f"n{node.removeprefix('node')}l{link}", state)

    def limit_files(self, node, size):
        """Of all daemons that the node has now; what they start has their limits."""
        space = os.readlink(f"/proc/{self.nodes.pid(node)}/ns/pid") if self.nodes.pid(node) else None
        for entry in os.listdir("/proc"):
            try:
                if entry.isdigit() and os.readlink(f"/proc/{entry}/ns/pid") == space \
                        and b"Systoled" in open(f"/proc/{entry}/cmdline", "rb").read():
                    resource.prlimit(int(entry), resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))
            except OSError:
                pass  # it ended meanwhile

    def restart(self, node):
        """systemd's part, which the lab's nodes do not have: a Corosync that ended is started again."""
        self.nodes.exec(node, "sh", "-c", "pidof corosync || corosync")

    def signal(self, node, role, name, draw):
        seconds = draw.uniform(0.5, 8) if name == "STOP" else 0
        self.mark(f"{name} {role} on {node}" + (f" for {seconds:.1f} s" if seconds else ""))
        pattern = f"Systoled {role} "
        find = f"for p in /proc/[0-9]*; do tr '\\0' ' ' <$p/cmdline 2>/dev/null | grep -q '{pattern}' && echo ${{p#/proc/}}; done"
        self.nodes.exec(node, "sh", "-c", f"kill -{name} $({find})")
        time.sleep(seconds)

        def undo():
            if self.nodes.pid(node):
                if name == "STOP":
                    self.nodes.exec(node, "sh", "-c", f"kill -CONT $({find})")

        return undo

    def power(self, node):
        self.mark(f"{node} loses its power")
        self.lost[node] = self.nodes.pid(node)
        lab("kill", node)
        with open(f"{WITNESS}/kills", "a") as log:
            log.write(f"{time.time():.6f} {node}\n")
        return lambda: None

    def switch_on(self, node):
        """The switch takes a node that is still dying for one that is on."""
        def on():
            lab("on", node)
            return self.nodes.pid(node) not in (None, self.lost.get(node))

        self.await_(on, self.options.bound, f"{node} to be switched on")

    def cut(self, node, draw):
        self.mark(f"cut {node}")
        lab("cut", node)
        time.sleep(draw.uniform(0.5, 8))
        return lambda: lab("heal", node)

    def tc(self, node, verb, *kind):
        run("ip", "netns", "exec", f"lab-{node}", "tc", "qdisc", verb, "dev", "eth0", "root", *kind)

    def mark(self, text):
        self.marks.append((time.time(), text))
        print(f"    {text}", flush=True)

    def dc(self):
        for node in self.nodes.up():
            state = self.nodes.ask(node, "controller", "<controller-state/>")
            if state is not None and state.get("dc"):
                return state.get("dc")
        return None

    # The course of things.

    def begin(self):
        shutil.rmtree(WITNESS, ignore_errors=True)
        os.makedirs(WITNESS)
        for name in ("log", "kills"):
            open(f"{WITNESS}/{name}", "w").close()
        self.write_helpers()
        subprocess.run(
            [os.environ["LAB_FOLDER"] + "/cluster.sh", "up", str(self.options.nodes)], check=True, stdout=subprocess.DEVNULL,
            env=dict(os.environ, LAB_TOKEN=str(self.options.token), LAB_LINKS=str(self.options.links)))
        self.await_(self.all_online, 180, "the first start")
        first = self.nodes.names[0]
        pair = "<nvpair id='o-{0}' name='{0}' value='{1}'/>".format
        options = "".join(pair(*x) for x in (("stonith-enabled", "true"), ("stonith-timeout", "60s"), ("no-quorum-policy", "stop")))
        self.configure(first, "crm_config", f"<cluster_property_set id='o'>{options}</cluster_property_set>")
        hosts = " ".join(self.nodes.names)
        self.configure(
            first, "resources",
            "<resources><primitive id='st' class='stonith' type='fence_witness'><instance_attributes id='st-a'>"
            f"<nvpair id='st-h' name='pcmk_host_list' value='{hosts}'/>"
            # Of two nodes that fence each other one has to be faster.
            + ("<nvpair id='st-d' name='pcmk_delay_max' value='2s'/>" if self.options.nodes == 2 else "")
            + "</instance_attributes></primitive>"
            + "".join(self.primitive(r) for r in RESOURCES)
            + f"<clone id='wc-clone'>{self.primitive('wc')}</clone></resources>", "--replace")
        self.await_(self.all_running, 60, "the first start of resources")
        self.client = Client(self.nodes, random.Random(f"{self.options.seed} client"))
        self.client.start()

    def write_helpers(self):
        here = os.path.dirname(os.path.abspath(__file__))
        os.makedirs(f"{LAB}/stack/fence", exist_ok=True)
        shutil.copy(f"{here}/fence_witness", f"{LAB}/stack/fence/fence_witness")

    @staticmethod
    def primitive(name):
        return (f"<primitive id='{name}' class='ocf' provider='lab' type='Witness'><operations>"
                f"<op id='{name}-m' name='monitor' interval='2s' timeout='10s'/>"
                f"<op id='{name}-s' name='start' interval='0' timeout='15s'/>"
                f"<op id='{name}-t' name='stop' interval='0' timeout='15s'/></operations></primitive>")

    def configure(self, node, section, text, verb="--modify"):
        out = self.nodes.exec(node, "cibadmin", verb, *(["--allow-create"] if verb == "--modify" else []), "-o", section, "-X", text)
        if out.returncode != 0:
            raise Failure(f"the configuration was refused: {out.stdout}")

    def status(self):
        """What the first node that answers has of the nodes' states."""
        for node in self.nodes.up():
            answer = self.nodes.ask(node, "cib", "<query section='status'/>")
            if answer is not None:
                return answer
        return None

    def all_online(self):
        status = self.status()
        gone = ("", "0", "false", "offline", None)
        online = set() if status is None else {
            x.get("uname") for x in status.iter("node_state")
            if x.get("in_ccm") not in gone and x.get("crmd") not in gone and x.get("join") == "member"}
        return online == set(self.nodes.names)

    def all_running(self):
        """By the observer's eyes: the files are there, each where it should."""
        places = {r: [n for n in self.nodes.names if os.path.exists(f"{LAB}/nodes/{n}/state/{r}.state")] for r in RESOURCES + ["wc"]}
        return all(len(places[r]) == 1 for r in RESOURCES) and len(places["wc"]) == len(self.nodes.names)

    def await_(self, condition, limit, what):
        end = time.time() + limit
        while not condition():
            if time.time() > end:
                raise Failure(f"recovered: waited {limit:.0f} s in vain for {what}")
            time.sleep(0.1)

    def all_rebooted(self):
        """Whoever lost its power is fenced by the others, or was switched on by hand."""
        self.lost = {node: pid for node, pid in self.lost.items() if self.nodes.pid(node) in (None, pid)}
        return not self.lost

    def await_lasting(self, end):
        """When the cluster has begun to be whole, and stayed so for longer than it takes to notice a loss."""
        lasting = self.options.token / 1000 + 1
        since = None
        while since is None or time.time() - since < lasting:
            missing = [what for what, condition in (("all nodes to be online", self.all_online), ("all resources to run", self.all_running))
                       if not condition()]
            since = None if missing else since or time.time()
            if missing and time.time() > end:
                raise Failure(f"recovered: waited {self.options.bound:.0f} s in vain for {missing[0]}")
            time.sleep(0.1)
        return since

    def attack(self, number):
        draw = random.Random(f"{self.options.seed} {number}")
        kind = draw.choice(list(self.faults))
        self.kinds[kind] += 1
        print(f"fault {number}: {kind}", flush=True)
        undo = self.faults[kind](draw)
        undo()
        begin = time.time()
        limit = self.options.bound
        self.await_(self.all_rebooted, limit, "the nodes without power to be switched on")
        self.healing.append((self.await_lasting(begin + limit) - begin, number, kind))
        self.check()
        print(f"    healed in {self.healing[-1][0]:.1f} s, {len(self.client.acknowledged)} changes acknowledged", flush=True)

    def check(self):
        self.witness.check_once()
        with self.client.turn:
            try:
                self.await_(self.cibs_are_alike, 30, "the same CIB on all nodes")
            except Failure as failure:
                # A node that has been away may be behind for a moment; what is lost does not come back.
                raise Failure(f"kept: {self.missing}, which had been acknowledged") if self.missing else failure from None
        self.await_(self.histories_are_alike, 10, "the same fencing history on all nodes")

    def cibs_are_alike(self):
        remembered = set(self.client.acknowledged)
        digests = set()
        self.missing = ""
        for node in self.nodes.names:
            root = self.nodes.ask(node, "cib", "<query section='configuration'/>")
            if root is None:
                return False
            pairs = {x.get("id"): x.get("value") for x in root.iter("nvpair")}
            lost = sorted(key for key in remembered if key not in pairs)
            if lost:
                self.missing = f"{node} has lost {', '.join(lost[:5])}"
                return False
            digests.add(ET.canonicalize(ET.tostring(root), strip_text=True))
        return len(digests) == 1

    def histories_are_alike(self):
        told = set()
        for node in self.nodes.names:
            answer = self.nodes.ask(node, "fencer", "<fence-history/>")
            if answer is None:
                return False
            ended = [(x.get("id"), x.get("target"), x.get("action"), x.get("status")) for x in answer.iter()
                     if x.get("target") and x.get("status") in ("ok", "failed")]
            told.add(tuple(sorted(ended, key=str)))
        return len(told) == 1

    def check_traces(self):
        """All that any machine of any node did has to be one good trace, but for what is still under way."""
        folders = [f"{LAB}/nodes/{node}/var/lib/pacemaker/systole/trace" for node in self.nodes.names]
        self.client.join()
        out = run(f"{LAB}/stack/systole/bin/systole", "trace", "record", "-o", f"{WITNESS}/trace.ndjson", *folders, timeout=1800)
        print(f"    {out.stdout.strip()}", flush=True)
        if out.returncode != 0:
            raise Failure(f"traces: {out.stdout.strip()}")

    def share(self):
        """What this campaign has to tell, or one that others add to."""
        return {
            "seed": self.options.seed,
            "kinds": dict(self.kinds),
            "worst": max(self.healing, default=(0, 0, "none")),
            "asked": self.client.asked if self.client else 0,
            "acknowledged": len(self.client.acknowledged) if self.client else 0,
        }

    def again(self, number):
        """The commands that attack in the same way, with this fault alone and with all up to it."""
        o = self.options
        options = [f"--mode {o.mode}", f"--nodes {o.nodes}", f"--links {o.links}", f"--token {o.token}"]
        options += [f"--kinds {','.join(o.kinds)}"] if o.kinds else []
        options += [f"--{name}" for name in ("clock", "traced") if getattr(o, name)]
        command = f"ci/faults --seed {o.seed} {' '.join(options)}"
        return f"again: {command} --only {number}\nall up to it: {command} --count {number}"

    def leave_evidence(self, number, why):
        out = f"{self.options.out}/{self.options.seed}-{number}"
        shutil.rmtree(out, ignore_errors=True)
        os.makedirs(out)
        for node in self.nodes.names:
            shutil.copytree(f"{LAB}/nodes/{node}/var/log", f"{out}/{node}", dirs_exist_ok=True)
        with open(f"{out}/states", "w") as page:
            for node in self.nodes.up():
                for role, question in (("controller", "<controller-state/>"), ("cib", "<state/>"), ("fencer", "<fence-history/>")):
                    answer = self.nodes.ask(node, role, question)
                    page.write(f"{node} {role}: {'no answer' if answer is None else ET.tostring(answer, encoding='unicode')}\n")
        for name in (f"{WITNESS}/log", f"{WITNESS}/kills", f"{LAB}/run/power.log"):
            shutil.copy(name, out)
        with open(f"{out}/why", "w") as page:
            page.write(f"{why}\n" + json.dumps(self.marks, indent=1) + "\n")
        with open(f"{out}/timeline.svg", "w") as picture:
            picture.write(self.picture())
        return out

    def picture(self):
        spans = self.witness.spans()
        begin = max(self.marks[0][0] - 5 if self.marks else 0, time.time() - 300)
        scale, lane = 1000 / max(1, time.time() - begin), 20
        lanes = [(node, r) for node in self.nodes.names for r in RESOURCES + ["wc"]]
        x = lambda at: 120 + (max(at, begin) - begin) * scale
        out = [f'<svg xmlns="http://www.w3.org/2000/svg" width="1140" height="{lane * (len(lanes) + 3)}" font-family="sans-serif" font-size="11">']
        for i, (node, resource) in enumerate(lanes):
            out.append(f'<text x="4" y="{i * lane + 14}">{node} {resource}</text>')
            for r, n, a, b in spans:
                if (n, r) == (node, resource) and b > begin:
                    out.append(f'<rect x="{x(a):.1f}" y="{i * lane + 3}" width="{max(1, x(b) - x(a)):.1f}" height="14" fill="#4a8"/>')
        for at, text in self.marks:
            if at >= begin:
                out.append(f'<line x1="{x(at):.1f}" x2="{x(at):.1f}" y1="0" y2="{lane * len(lanes)}" stroke="#c33"/>'
                           f'<text x="{x(at):.1f}" y="{lane * (len(lanes) + 1) + 14 * (int(at) % 3)}" fill="#c33">{text}</text>')
        return "\n".join(out + ["</svg>"]) + "\n"


def report(shares):
    kinds = sum((collections.Counter(share["kinds"]) for share in shares), collections.Counter())
    seconds, number, kind = max(share["worst"] for share in shares)
    return "\n".join([
        f"{kinds.total()} faults, seed {shares[0]['seed']}: " + ", ".join(f"{k} {n}" for k, n in sorted(kinds.items())),
        f"longest time to heal: {seconds:.1f} s (fault {number}, {kind})",
        f"changes: {sum(share['asked'] for share in shares)} asked for, {sum(share['acknowledged'] for share in shares)} acknowledged,"
        " none of these lost",
    ])


def lane(text):
    """K/N: the K-th of N clusters that share the faults."""
    turn, of = map(int, text.split("/"))
    if not 1 <= turn <= of:
        raise ValueError
    return turn, of


def main():
    parser = argparse.ArgumentParser(prog="ci/faults")
    parser.add_argument("--count", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", type=int, help="run one fault of the campaign")
    parser.add_argument("--first", type=int, default=1, help="leave out the faults before this one")
    parser.add_argument("--nodes", type=int, default=3)
    parser.add_argument("--links", type=int, choices=[1, 2], default=1, help="how many cables a node has")
    parser.add_argument("--kinds", type=lambda text: text.split(","), help="only these kinds of faults: power,cut,...")
    parser.add_argument("--token", type=int, default=1000, help="Corosync's, in milliseconds")
    parser.add_argument("--bound", type=float, default=90, help="seconds in which the cluster has to heal")
    parser.add_argument("--mode", default="supervisor")
    parser.add_argument("--clock", action="store_true", help="the nodes' daemons have clocks that can be set")
    parser.add_argument("--traced", action="store_true", help="the nodes' daemons write traces, which are checked at the end")
    parser.add_argument("--out", default="target/faults")
    parser.add_argument("--lane", type=lane, default=(1, 1), help="K/N: every Nth fault, from the Kth on")
    parser.add_argument("--share", help="where to write what was seen, for --sum")
    parser.add_argument("--sum", nargs="+", metavar="SHARE", help="attack nothing, add up what lanes saw")
    options = parser.parse_args()
    if options.sum:
        print("\nall lanes:\n" + report([json.load(open(path)) for path in options.sum]))
        return
    campaign = Campaign(options)
    number = 0
    try:
        campaign.begin()
        turn, of = options.lane
        share = (n for n in range(turn, options.count + 1, of) if n >= options.first)
        for number in [options.only] if options.only else share:
            campaign.attack(number)
        campaign.client.end = True
        if options.traced:
            campaign.check_traces()
    except Failure as failure:
        out = campaign.leave_evidence(number, failure)
        print(f"\nFAILED at fault {number}: {failure}\nwhat there is to see: {out}\n{campaign.again(number)}")
        failed = True
    else:
        print("\nnone failed")
        failed = False
    if options.share:
        with open(options.share, "w") as share:
            json.dump(campaign.share(), share)
    print(report([campaign.share()]))
    sys.exit(failed)


main()
