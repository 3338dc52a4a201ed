package io.systole.cluster.ring;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import io.systole.cluster.ring.RingGroupEffect.Deliver;
import io.systole.cluster.ring.RingGroupEffect.Multicast;
import io.systole.cluster.ring.RingGroupEffect.TellView;
import io.systole.cluster.ring.RingGroupEvent.MembersChanged;
import io.systole.cluster.ring.RingGroupEvent.QuorumHeard;
import io.systole.cluster.ring.RingGroupEvent.Received;
import io.systole.cluster.ring.RingGroupEvent.RingChanged;
import io.systole.kernel.NodeName;
import io.systole.kernel.Step;
import io.systole.kernel.View;
import io.systole.xml.Element;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Corosync as it should be: one order of messages, of processes that come and go, and of rings; and
 * word of the quorum to each node when the test likes.
 */
final class RingBus {

  private final TreeMap<String, Node> nodes = new TreeMap<>();
  private final Deque<Runnable> queue = new ArrayDeque<>();
  private final List<View> views = new ArrayList<>();
  private final List<RingWord> words = new ArrayList<>();
  private @Nullable Ring ring;
  private long sequence = 4;
  private long clock = 1000;
  private long pids = 100;

  /** Boots a node, on which no process runs and which is in no ring yet. */
  Node boot(String name) {
    Node node = new Node(name);
    nodes.put(name, node);
    return node;
  }

  Node node(String name) {
    return Objects.requireNonNull(nodes.get(name), name);
  }

  ImmutableList<View> allViews() {
    return ImmutableList.copyOf(views);
  }

  ImmutableList<RingWord> words() {
    return ImmutableList.copyOf(words);
  }

  /** A new ring of these nodes, after all that is under way. */
  void formRing(String... names) {
    Ring next = nextRing(names);
    queue.addLast(() -> turn(next));
  }

  /** A new ring of these nodes, before all that is under way. */
  void formRingFirst(String... names) {
    Ring next = nextRing(names);
    queue.addFirst(() -> turn(next));
  }

  private Ring nextRing(String... names) {
    sequence += 4;
    ImmutableSortedSet.Builder<NodeName> in = ImmutableSortedSet.naturalOrder();
    for (String name : names) {
      in.add(new NodeName(name));
    }
    return new Ring(new RingId(sequence, new NodeName(names[0])), in.build());
  }

  private void turn(Ring next) {
    if (ring != null && next.id().sequence() < ring.id().sequence()) {
      return;
    }
    TreeSet<GroupProcess> gone = new TreeSet<>(members);
    members.removeIf(member -> !isAlive(member) || !next.nodes().contains(member.node()));
    gone.removeAll(members);
    ring = next;
    if (!gone.isEmpty()) {
      ImmutableSortedSet<NodeName> down =
          gone.stream()
              .map(GroupProcess::node)
              .collect(ImmutableSortedSet.toImmutableSortedSet(NodeName::compareTo));
      tellAll(new MembersChanged(ImmutableSortedSet.copyOf(members), down, true));
    }
    tellAll(new RingChanged(next));
  }

  private final TreeSet<GroupProcess> members = new TreeSet<>();

  private boolean isAlive(GroupProcess process) {
    Node node = nodes.get(process.node().value());
    return node != null && node.state != null && node.state.self().equals(process);
  }

  /** Carries out all that is under way; questions without an answer are put again. */
  void settle() {
    for (int round = 0; round < 4; round++) {
      drain();
      clock += 10;
      nodes.values().forEach(node -> node.hear(new RingGroupEvent.AnswerOverdue(clock)));
    }
    drain();
  }

  private void drain() {
    for (Runnable next = queue.poll(); next != null; next = queue.poll()) {
      next.run();
    }
  }

  /** Tells all nodes that their ring is quorate, and settles. */
  void quorate() {
    drain();
    QuorumState quorum = new QuorumState(true, 2);
    nodes.values().forEach(node -> node.hearQuorum(quorum));
    settle();
  }

  /** Does something at random. */
  void random(Random random, List<String> names) {
    Node node = node(names.get(random.nextInt(names.size())));
    clock += 10;
    switch (random.nextInt(12)) {
      case 0, 1, 2 -> node.start();
      case 3 -> node.stop();
      case 4 -> {
        if (random.nextInt(4) == 0) {
          node.crash();
          boot(node.name.value());
          if (random.nextBoolean()) {
            formRing(names.toArray(String[]::new));
          } else {
            formRingFirst(names.toArray(String[]::new));
          }
        }
      }
      case 5 -> node.hearQuorum(new QuorumState(random.nextBoolean(), 1 + random.nextInt(3)));
      case 6 -> node.say(random.nextInt(100));
      case 7 -> node.hear(new RingGroupEvent.AnswerOverdue(clock));
      default -> {
        for (int i = random.nextInt(6); i > 0 && !queue.isEmpty(); i--) {
          queue.remove().run();
        }
      }
    }
  }

  /** Starts a process everywhere, and lets all come to rest. */
  void healAll(List<String> names) {
    names.forEach(name -> node(name).start());
    quorate();
    quorate();
  }

  private void tellAll(RingGroupEvent event) {
    for (Node node : ImmutableList.copyOf(nodes.values())) {
      node.hear(event);
    }
  }

  /** A node, on which a process of the group may run. */
  final class Node {

    private final NodeName name;
    private final RingGroup machine = new RingGroup();
    private final List<View> told = new ArrayList<>();
    private final List<String> heard = new ArrayList<>();
    private final Deque<RingGroupEvent> missed = new ArrayDeque<>();
    private @Nullable RingGroupState state;
    private boolean paused;
    private boolean answers;

    Node(String name) {
      this.name = new NodeName(name);
    }

    /** Starts a process, unless one runs. */
    void start() {
      if (state != null) {
        return;
      }
      GroupProcess process = new GroupProcess(name, ++pids);
      state = RingGroupState.initial(process, clock, pids * 1000);
      queue.add(() -> {
        RingGroupState before = state;
        if (ring != null && before != null && ring.nodes().contains(name) && isAlive(process)) {
          // The time of its place in the order is what counts.
          state =
              RingGroupState.initial(process, clock, process.pid() * 1000)
                  .draft()
                  .waiting(before.waiting())
                  .build();
          members.add(process);
          joined(ring);
        }
      });
    }

    private void joined(Ring present) {
      MembersChanged changed =
          new MembersChanged(ImmutableSortedSet.copyOf(members), ImmutableSortedSet.of(), false);
      // The engine keeps no order between the two.
      if (pids % 2 == 0) {
        hear(new RingChanged(present));
        tellAll(changed);
      } else {
        tellAll(changed);
        hear(new RingChanged(present));
      }
    }

    /** Ends the process. */
    void stop() {
      if (state == null) {
        return;
      }
      GroupProcess process = state.self();
      state = null;
      queue.add(() -> {
        if (members.remove(process)) {
          tellAll(
              new MembersChanged(
                  ImmutableSortedSet.copyOf(members), ImmutableSortedSet.of(), false));
        }
      });
    }

    /** Ends the node; a ring without it comes only when one is formed. */
    void crash() {
      state = null;
    }

    void pause() {
      paused = true;
    }

    void hearQuorum(QuorumState quorum) {
      if (ring != null) {
        hear(new QuorumHeard(ring.id(), quorum));
      }
    }

    /** From now on each view is answered with a message. */
    void sayAtEachView() {
      answers = true;
    }

    void say(int n) {
      hear(new RingGroupEvent.SendRequested(Element.of("m", "n", Integer.toString(n))));
    }

    ImmutableList<View> views() {
      return ImmutableList.copyOf(told);
    }

    View view() {
      return told.getLast();
    }

    ImmutableList<String> heard() {
      return ImmutableList.copyOf(heard);
    }

    void hear(RingGroupEvent event) {
      RingGroupState before = state;
      if (before == null) {
        return;
      }
      if (paused) {
        missed.add(event);
        return;
      }
      Step<RingGroupState, RingGroupEffect> step = machine.step(before, event);
      assertEquals(ImmutableList.of(), RingGroupInvariants.ALL.broken(step.state()));
      state = step.state();
      step.effects().forEach(effect -> carryOut(before.self(), effect));
    }

    private void carryOut(GroupProcess self, RingGroupEffect effect) {
      switch (effect) {
        case Multicast(RingWord word) -> {
          words.add(word);
          queue.add(() -> {
            if (members.contains(self)) {
              tellAll(new Received(self, word));
            }
          });
        }
        case TellView(View view) -> {
          told.add(view);
          if (answers) {
            queue.add(() -> say(0));
          }
          if (!view.id().creator().equals(name) || view.id().number() % (1L << 38) != 0) {
            views.add(view);
          }
        }
        case Deliver(NodeName sender, Element payload) ->
            heard.add(sender + ":" + payload.attribute("n", ""));
        case RingGroupEffect.TellDisconnected(String reason) -> throw new AssertionError(reason);
      }
    }
  }

  @Override
  public String toString() {
    return members.stream().map(GroupProcess::toString).collect(Collectors.joining(" "));
  }
}
