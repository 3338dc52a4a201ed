package io.systole.protocol.attributes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import io.systole.kernel.Cause;
import io.systole.kernel.NodeName;
import io.systole.kernel.Runner;
import io.systole.kernel.Trace;
import io.systole.protocol.attributes.AttributesEffect.Multicast;
import io.systole.protocol.attributes.AttributesEffect.NotifySubscribers;
import io.systole.protocol.attributes.AttributesEffect.ReplyToClient;
import io.systole.protocol.attributes.AttributesEvent.ChangeRequested;
import io.systole.protocol.attributes.AttributesEvent.MessageDelivered;
import io.systole.protocol.attributes.AttributesEvent.ViewChanged;
import io.systole.protocol.weakbus.WeakBus;
import io.systole.xml.Xml;
import io.systole.xml.XmlException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Managers under loss, crashes, restarts and partitions. */
class AttributesConvergenceTest {

  private static final ImmutableList<NodeName> NODES =
      ImmutableList.of(new NodeName("n1"), new NodeName("n2"), new NodeName("n3"));
  private static final AttributeKey COUNTER = new AttributeKey(NODES.getFirst(), "fail-count-a");
  private static final int STEPS = 120;

  @Property(tries = 300)
  void valuesConvergeAndSubscribersFollow(@ForAll long seed) {
    Run run = new Run(seed, true);
    for (int i = 0; i < STEPS; i++) {
      run.disturb();
    }
    run.heal();
    AttributesState first = run.runner(NODES.getFirst()).state();
    for (NodeName node : NODES) {
      AttributesState state = run.runner(node).state();
      assertEquals(first.table(), state.table());
      assertTrue(state.isSynchronised());
      assertTrue(state.pending().isEmpty(), () -> "not answered: " + state.pending());
      assertEquals(
          state.table().texts(), run.heardBySubscribers(node), "subscribers know something else");
    }
  }

  /** Without partitions an increment counts once, however many views it took. */
  @Property(tries = 300)
  void incrementsCountOnce(@ForAll long seed) {
    Run run = new Run(seed, false);
    for (int i = 0; i < STEPS; i++) {
      run.disturb();
    }
    run.heal();
    long value =
        run.runner(NODES.getFirst()).state().table().text(COUNTER).map(Long::parseLong).orElse(0L);
    long answered = run.answered.values().stream().mapToLong(Long::longValue).sum();
    assertTrue(value >= answered, () -> answered + " were answered, but it is " + value);
    assertTrue(value <= run.requested, () -> run.requested + " were wanted, but it is " + value);
  }

  /** One seed's run. */
  private static final class Run {
    final SplittableRandom random;
    final boolean withPartitions;
    final WeakBus<AttributesMessage> bus = new WeakBus<>();
    final Map<NodeName, Runner<AttributesState, AttributesEvent, AttributesEffect>> alive =
        new TreeMap<>();
    final Map<NodeName, Map<AttributeKey, String>> subscribers = new TreeMap<>();
    long incarnations;
    long requested;
    final Map<NodeName, Long> answered = new TreeMap<>();

    Run(long seed, boolean withPartitions) {
      this.random = new SplittableRandom(seed);
      this.withPartitions = withPartitions;
      NODES.forEach(this::start);
      view(ImmutableSortedSet.copyOf(NODES));
    }

    Runner<AttributesState, AttributesEvent, AttributesEffect> runner(NodeName node) {
      var runner = alive.get(node);
      if (runner == null) {
        throw new IllegalArgumentException(node + " is not alive");
      }
      return runner;
    }

    Map<AttributeKey, String> heardBySubscribers(NodeName node) {
      return subscribers.getOrDefault(node, Map.of());
    }

    private void start(NodeName node) {
      AttributesState initial = AttributesState.initial(node, ++incarnations);
      subscribers.put(node, new TreeMap<>());
      alive.put(
          node,
          new Runner<>(
              "Attributes",
              node,
              incarnations,
              new AttributesMachine(),
              initial,
              AttributesInvariants.ALL,
              Trace.NONE));
    }

    private void view(ImmutableSortedSet<NodeName> members) {
      var view = bus.view(members);
      members.forEach(member -> step(member, new ViewChanged(view)));
    }

    void disturb() {
      NodeName node = pick(ImmutableList.copyOf(alive.keySet()));
      switch (random.nextInt(24)) {
        case 0 -> crash(node);
        case 1 -> restart();
        case 2 -> part(node);
        case 3 -> view(ImmutableSortedSet.copyOf(alive.keySet()));
        case 4, 5, 6, 7 -> request(node);
        default -> hear(node);
      }
    }

    private void crash(NodeName node) {
      // The last that has a value takes it along, which is no fault to be found here.
      boolean knows = alive.values().stream().allMatch(r -> r.state().isSynchronised());
      if (alive.size() > 1 && knows) {
        alive.remove(node);
        // What it answered may have been heard by nobody else.
        answered.remove(node);
        bus.crash(node);
        view(ImmutableSortedSet.copyOf(alive.keySet()));
      }
    }

    private void restart() {
      for (NodeName node : NODES) {
        if (!alive.containsKey(node)) {
          start(node);
          view(ImmutableSortedSet.copyOf(alive.keySet()));
          return;
        }
      }
    }

    private void part(NodeName alone) {
      if (withPartitions && alive.size() > 1) {
        view(ImmutableSortedSet.of(alone));
        view(
            alive.keySet().stream()
                .filter(n -> !n.equals(alone))
                .collect(ImmutableSortedSet.toImmutableSortedSet(NodeName::compareTo)));
      }
    }

    private void request(NodeName node) {
      AttributeEdit edit = withPartitions ? anyEdit() : new AttributeEdit.AddToValue(COUNTER, 1);
      requested++;
      step(node, new ChangeRequested(requested, edit));
    }

    private AttributeEdit anyEdit() {
      AttributeKey key = new AttributeKey(pick(NODES), pick(List.of("a", "b")));
      return switch (random.nextInt(6)) {
        case 0 -> new AttributeEdit.PurgeNode(key.node());
        case 1 -> new AttributeEdit.DeleteValue(key);
        case 2, 3 -> new AttributeEdit.AddToValue(key, 1 + random.nextInt(3));
        default -> new AttributeEdit.SetValue(key, "v" + random.nextInt(3));
      };
    }

    private void hear(NodeName node) {
      if (bus.canHear(node)) {
        var said = bus.hear(node);
        step(node, new MessageDelivered(said.sender(), said.message()));
      }
    }

    void heal() {
      NODES.stream().filter(n -> !alive.containsKey(n)).forEach(this::start);
      view(ImmutableSortedSet.copyOf(NODES));
      while (NODES.stream().anyMatch(bus::canHear)) {
        NODES.forEach(this::hear);
      }
    }

    private void step(NodeName node, AttributesEvent event) {
      var result = runner(node).step(event, new Cause.Local("test"));
      for (AttributesEffect effect : result.step().effects()) {
        switch (effect) {
          case Multicast multicast -> bus.say(node, overTheWire(multicast.message()));
          case ReplyToClient reply -> {
            assertEquals(Optional.empty(), reply.refusal());
            answered.merge(node, 1L, Long::sum);
          }
          case NotifySubscribers changed -> tell(node, changed);
        }
      }
    }

    private void tell(NodeName node, NotifySubscribers changed) {
      Map<AttributeKey, String> known = subscribers.computeIfAbsent(node, n -> new TreeMap<>());
      changed
          .text()
          .ifPresentOrElse(t -> known.put(changed.key(), t), () -> known.remove(changed.key()));
    }

    private static AttributesMessage overTheWire(AttributesMessage message) {
      try {
        AttributesMessage read =
            AttributesMessageCodec.decode(
                Xml.parse(AttributesMessageCodec.encode(message).toString()));
        assertEquals(message, read);
        return read;
      } catch (XmlException e) {
        throw new AssertionError("not well-formed: " + message, e);
      }
    }

    private <T> T pick(List<T> all) {
      return all.get(random.nextInt(all.size()));
    }
  }
}
