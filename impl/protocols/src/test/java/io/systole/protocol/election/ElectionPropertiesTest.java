package io.systole.protocol.election;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import io.systole.kernel.Cause;
import io.systole.kernel.Epoch;
import io.systole.kernel.NodeName;
import io.systole.kernel.Runner;
import io.systole.kernel.Trace;
import io.systole.kernel.View;
import io.systole.protocol.weakbus.WeakBus;
import java.util.Comparator;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Elections on a bus that is as weak as an engine may be. */
class ElectionPropertiesTest {

  private static final ImmutableList<NodeName> NODES =
      ImmutableList.of(new NodeName("a"), new NodeName("b"), new NodeName("c"), new NodeName("d"));
  private static final int MOVES = 200;

  private final TreeMap<NodeName, Runner<ElectionState, ElectionEvent, ElectionEffect>> nodes =
      new TreeMap<>();
  private final WeakBus<Vote> bus = new WeakBus<>();
  private final TreeMap<Round, NodeName> winners = new TreeMap<>();
  private long incarnations;

  @Property(tries = 300)
  void aViewHasOneWinnerAndAHealedClusterHasOne(@ForAll long seed) {
    Random random = new Random(seed);
    nodes.clear();
    winners.clear();
    NODES.forEach(this::boot);
    view(ImmutableSortedSet.copyOf(NODES));
    for (int i = 0; i < MOVES; i++) {
      move(random);
    }
    NODES.stream().filter(node -> !nodes.containsKey(node)).forEach(this::boot);
    view(ImmutableSortedSet.copyOf(NODES));
    boolean heard = true;
    while (heard) {
      heard = false;
      for (NodeName node : NODES) {
        heard |= hear(node);
      }
    }
    ImmutableSortedSet<NodeName> elected =
        nodes.values().stream()
            .map(runner -> runner.state().winner().orElseThrow())
            .collect(ImmutableSortedSet.toImmutableSortedSet(Comparator.naturalOrder()));
    assertEquals(1, elected.size(), elected::toString);
  }

  private void move(Random random) {
    NodeName node = NODES.get(random.nextInt(NODES.size()));
    int what = random.nextInt(100);
    if (what < 70) {
      hear(node);
    } else if (what < 80) {
      event(node, new ElectionEvent.VotesOverdue());
    } else if (what < 85) {
      event(node, new ElectionEvent.DeadtimePassed());
    } else if (what < 88) {
      event(node, new ElectionEvent.ElectionCalled());
    } else if (what < 92) {
      event(node, new ElectionEvent.EpochSeen(new Epoch(random.nextInt(50), node)));
    } else if (what < 95 && nodes.size() > 1) {
      nodes.remove(node);
      bus.crash(node);
    } else {
      split(random);
    }
  }

  /** Parts those who are there into two views, or brings them together. */
  private void split(Random random) {
    NODES.stream()
        .filter(node -> !nodes.containsKey(node) && random.nextBoolean())
        .forEach(this::boot);
    ImmutableSortedSet.Builder<NodeName> left = ImmutableSortedSet.naturalOrder();
    ImmutableSortedSet.Builder<NodeName> right = ImmutableSortedSet.naturalOrder();
    boolean whole = random.nextInt(3) == 0;
    for (NodeName node : nodes.keySet()) {
      (whole || random.nextBoolean() ? left : right).add(node);
    }
    view(left.build());
    view(right.build());
  }

  private void boot(NodeName node) {
    nodes.put(
        node,
        new Runner<>(
            "election",
            node,
            ++incarnations,
            new Election(new ElectionConstants(node, ImmutableSortedSet.copyOf(NODES))),
            ElectionState.initial(node),
            ElectionInvariants.ALL,
            Trace.NONE));
  }

  private void view(ImmutableSortedSet<NodeName> members) {
    if (!members.isEmpty()) {
      View view = bus.view(members);
      members.forEach(member -> event(member, new ElectionEvent.ViewChanged(view)));
    }
  }

  private boolean hear(NodeName node) {
    if (!nodes.containsKey(node) || !bus.canHear(node)) {
      return false;
    }
    WeakBus.Said<Vote> said = bus.hear(node);
    event(node, new ElectionEvent.VoteDelivered(said.sender(), said.message()));
    return true;
  }

  private void event(NodeName node, ElectionEvent event) {
    Runner<ElectionState, ElectionEvent, ElectionEffect> runner = nodes.get(node);
    if (runner == null) {
      return;
    }
    for (ElectionEffect effect : runner.step(event, new Cause.Local("test")).step().effects()) {
      switch (effect) {
        case ElectionEffect.CastVote cast -> bus.say(node, cast.vote());
        case ElectionEffect.DeclareWinner winner -> {
          NodeName first =
              winners.computeIfAbsent(runner.state().round().orElseThrow(), round -> winner.dc());
          assertEquals(first, winner.dc(), () -> "two winners of one round");
        }
        case ElectionEffect.StartDeadtime _,
            ElectionEffect.CancelDeadtime _,
            ElectionEffect.StartVotesTimer _,
            ElectionEffect.CancelVotesTimer _ -> {}
      }
    }
  }
}
