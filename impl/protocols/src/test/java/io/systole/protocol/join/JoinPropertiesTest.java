package io.systole.protocol.join;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import io.systole.cib.Cib;
import io.systole.cib.CibVersion;
import io.systole.kernel.Cause;
import io.systole.kernel.Epoch;
import io.systole.kernel.NodeName;
import io.systole.kernel.Runner;
import io.systole.kernel.Trace;
import io.systole.kernel.View;
import io.systole.kernel.ViewId;
import io.systole.protocol.cib.CibSummary;
import io.systole.protocol.weakbus.WeakBus;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Join sequences under crashes, partitions, late answers and replicas that come and go. */
class JoinPropertiesTest {

  private static final ImmutableList<NodeName> NODES =
      ImmutableList.of(new NodeName("a"), new NodeName("b"), new NodeName("c"));
  private static final int MOVES = 250;

  private final TreeMap<NodeName, Runner<JoinState, JoinEvent, JoinEffect>> nodes = new TreeMap<>();
  private final WeakBus<JoinMessage> bus = new WeakBus<>();
  private final TreeMap<NodeName, ViewId> replicas = new TreeMap<>();
  private final TreeMap<NodeName, Epoch> synchronisedUnder = new TreeMap<>();
  private final List<Runnable> answers = new ArrayList<>();
  private final TreeSet<String> opened = new TreeSet<>();
  private final TreeMap<NodeName, Long> started = new TreeMap<>();
  private long incarnations;
  private long replicaViews;

  @Property(tries = 300)
  void nobodyIsConfirmedWithoutTheChosenCibAndTheSequenceEnds(@ForAll long seed) {
    Random random = new Random(seed);
    nodes.clear();
    answers.clear();
    opened.clear();
    synchronisedUnder.clear();
    NODES.forEach(this::boot);
    view(ImmutableSortedSet.copyOf(NODES), random);
    for (int i = 0; i < MOVES; i++) {
      move(random);
    }
    heal(random);
  }

  private void move(Random random) {
    NodeName node = NODES.get(random.nextInt(NODES.size()));
    int what = random.nextInt(100);
    if (what < 65) {
      hear(node);
    } else if (what < 85 && !answers.isEmpty()) {
      answers.remove(random.nextInt(answers.size())).run();
    } else if (what < 90) {
      JoinTimer[] timers = JoinTimer.values();
      event(node, new JoinEvent.TimerFired(timers[random.nextInt(timers.length)]));
    } else if (what < 93) {
      newReplicas(nodes.keySet());
    } else if (what < 94) {
      event(node, new JoinEvent.EpochSeen(new Epoch(random.nextInt(40), node)));
    } else if (what < 96 && nodes.size() > 1) {
      nodes.remove(node);
      bus.crash(node);
    } else {
      split(random);
    }
  }

  private void split(Random random) {
    NODES.stream().filter(n -> !nodes.containsKey(n) && random.nextBoolean()).forEach(this::boot);
    ImmutableSortedSet.Builder<NodeName> left = ImmutableSortedSet.naturalOrder();
    ImmutableSortedSet.Builder<NodeName> right = ImmutableSortedSet.naturalOrder();
    boolean whole = random.nextInt(2) == 0;
    for (NodeName node : nodes.keySet()) {
      (whole || random.nextBoolean() ? left : right).add(node);
    }
    view(left.build(), random);
    view(right.build(), random);
  }

  /** In a core without faults the sequence comes to its end with all. */
  private void heal(Random random) {
    NODES.stream().filter(node -> !nodes.containsKey(node)).forEach(this::boot);
    answers.clear();
    view(ImmutableSortedSet.copyOf(NODES), random);
    boolean more = true;
    while (more) {
      more = false;
      for (NodeName node : NODES) {
        more |= hear(node);
      }
      if (!answers.isEmpty()) {
        answers.remove(0).run();
        more = true;
      }
    }
    ImmutableList<JoinRound> rounds =
        nodes.values().stream()
            .flatMap(runner -> runner.state().round().stream())
            .collect(ImmutableList.toImmutableList());
    assertEquals(1, rounds.size());
    assertEquals(JoinStage.COMPLETE, rounds.get(0).stage());
    assertEquals(ImmutableSortedSet.copyOf(NODES), rounds.get(0).in(JoinPhase.CONFIRMED));
  }

  private void boot(NodeName node) {
    started.put(node, incarnations + 1);
    nodes.put(
        node,
        new Runner<>(
            "join",
            node,
            ++incarnations,
            new Join(new JoinConstants(node, 1)),
            JoinState.initial(node),
            JoinInvariants.of(node),
            Trace.NONE));
    replicas.put(node, new ViewId(++replicaViews, node));
    event(node, new JoinEvent.CibTold(held(node)));
  }

  /** A view with an election that all members hear the end of before anything else. */
  private void view(ImmutableSortedSet<NodeName> members, Random random) {
    if (members.isEmpty()) {
      return;
    }
    View view = bus.view(members);
    NodeName dc = members.asList().get(random.nextInt(members.size()));
    Epoch greatest =
        nodes.entrySet().stream()
            .filter(entry -> members.contains(entry.getKey()))
            .map(entry -> entry.getValue().state().seen())
            .max(Comparator.naturalOrder())
            .orElseThrow();
    members.forEach(member -> event(member, new JoinEvent.ViewChanged(view)));
    members.forEach(member -> event(member, new JoinEvent.DcElected(dc, greatest)));
    newReplicas(members);
  }

  private void newReplicas(Iterable<NodeName> members) {
    replicaViews++;
    for (NodeName member : ImmutableList.copyOf(members)) {
      replicas.put(member, new ViewId(replicaViews, NODES.get(0)));
      synchronisedUnder.remove(member);
      answers.add(() -> event(member, new JoinEvent.CibTold(held(member))));
    }
  }

  private HeldCib held(NodeName node) {
    ViewId view = replicas.getOrDefault(node, new ViewId(0, node));
    return new HeldCib(
        new CibSummary(new Epoch(0, node), new CibVersion(0, 0, 0), true, Cib.empty().digest()),
        view);
  }

  private long incarnation(NodeName node) {
    return started.getOrDefault(node, 0L);
  }

  private boolean hear(NodeName node) {
    if (!nodes.containsKey(node) || !bus.canHear(node)) {
      return false;
    }
    WeakBus.Said<JoinMessage> said = bus.hear(node);
    event(node, new JoinEvent.MessageDelivered(said.sender(), said.message()));
    return true;
  }

  private void event(NodeName node, JoinEvent event) {
    Runner<JoinState, JoinEvent, JoinEffect> runner = nodes.get(node);
    if (runner == null) {
      return;
    }
    for (JoinEffect effect : runner.step(event, new Cause.Local("test")).step().effects()) {
      carryOut(node, effect);
    }
  }

  private void carryOut(NodeName node, JoinEffect effect) {
    switch (effect) {
      case JoinEffect.Say say -> bus.say(node, say.message());
      case JoinEffect.OpenEpoch open ->
          assertTrue(
              opened.add(open.epoch() + " by " + incarnation(node)),
              () -> open.epoch() + " was opened twice");
      case JoinEffect.Synchronise synchronise -> answers.add(() -> synchronise(node, synchronise));
      case JoinEffect.WriteHistory write ->
          answers.add(() -> event(node, new JoinEvent.HistoryWritten(write.epoch())));
      case JoinEffect.CompleteJoin complete -> {
        for (NodeName member : complete.confirmed()) {
          boolean moved = !synchronisedUnder.containsKey(member);
          assertTrue(
              moved || synchronisedUnder(member).compareTo(complete.epoch()) >= 0,
              () -> member + " is confirmed in " + complete.epoch() + " with an older CIB");
        }
      }
      case JoinEffect.CallElection _ -> {
        // The next view brings an election; that is enough here.
      }
      case JoinEffect.StartTimer _, JoinEffect.CancelTimer _ -> {}
    }
  }

  private Epoch synchronisedUnder(NodeName node) {
    return synchronisedUnder.getOrDefault(node, new Epoch(0, node));
  }

  /** As a CIB manager does: it refuses an old epoch, and a choice of another view. */
  private void synchronise(NodeName node, JoinEffect.Synchronise wanted) {
    boolean stale = synchronisedUnder(node).compareTo(wanted.epoch()) >= 0;
    if (stale || !wanted.replicas().equals(replicas.get(node))) {
      event(node, new JoinEvent.SynchroniseFailed(wanted.epoch()));
      return;
    }
    replicas.forEach((member, view) -> {
      if (view.equals(wanted.replicas())) {
        synchronisedUnder.put(member, wanted.epoch());
      }
    });
    event(node, new JoinEvent.Synchronised(wanted.epoch()));
  }
}
