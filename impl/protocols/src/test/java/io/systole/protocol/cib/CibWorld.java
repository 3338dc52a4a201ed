package io.systole.protocol.cib;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import io.systole.cib.CibChange;
import io.systole.cib.CibEdit;
import io.systole.cib.CibException;
import io.systole.kernel.Epoch;
import io.systole.kernel.NodeName;
import io.systole.kernel.View;
import io.systole.kernel.ViewId;
import io.systole.xml.Digest;
import io.systole.xml.Element;
import io.systole.xml.Xml;
import io.systole.xml.XmlException;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Three replicas over an agreed-order bus that keeps no more than an engine promises: a view that
 * ends may cut each member off at another place. All choices come from one seed.
 */
final class CibWorld {

  static final ImmutableSortedSet<NodeName> NODES =
      ImmutableSortedSet.of(new NodeName("n1"), new NodeName("n2"), new NodeName("n3"));
  private static final int QUORUM = 2;

  private final Random random;
  private final NavigableMap<NodeName, CibNode> nodes = new TreeMap<>();
  private final NavigableSet<NodeName> reachable = new TreeSet<>();
  private ImmutableSortedSet<NodeName> apart = ImmutableSortedSet.of();
  private long views;
  private long requests;

  /** By request: the epoch in which it was acknowledged. */
  private final NavigableMap<Long, Epoch> acknowledged = new TreeMap<>();

  private final NavigableSet<Long> refused = new TreeSet<>();

  /** What each position of each term was, whoever had it. */
  private final NavigableMap<Position, Digest> configurations = new TreeMap<>();

  CibWorld(long seed) {
    random = new Random(seed);
    for (NodeName name : NODES) {
      nodes.put(name, new CibNode(name));
      reachable.add(name);
    }
    changeViews();
  }

  int acknowledgements() {
    return acknowledged.size();
  }

  /** One thing happens. */
  void step() {
    CibNode node = any(ImmutableList.copyOf(nodes.values()));
    int draw = random.nextInt(1000);
    if (draw < 2) {
      crash(node);
    } else if (draw < 10) {
      restart(node);
    } else if (draw < 12) {
      partition();
    } else if (draw < 18) {
      heal();
    } else if (draw < 40) {
      order(node, random.nextInt(3), random.nextInt(8) > 0);
    } else if (draw < 100) {
      propose(node);
    } else if (draw < 120) {
      feed(node, new CibEvent.StoringRetried());
    } else if (draw < 300) {
      endStore(node, random.nextInt(10) > 0);
    } else {
      for (int messages = random.nextInt(6); messages >= 0; messages--) {
        deliver(node);
      }
    }
  }

  /** All faults end, and all that is under way comes to its end. */
  void healAndSettle() {
    nodes.values().forEach(this::restart);
    heal();
    settle();
    order(node(NODES.first()), 1, true);
    settle();
  }

  private void settle() {
    boolean busy = true;
    while (busy) {
      busy = false;
      for (CibNode node : nodes.values()) {
        while (!node.inbox.isEmpty() || node.storing.isPresent()) {
          busy = true;
          deliver(node);
          endStore(node, true);
        }
      }
    }
  }

  /** Promise 3: nothing acknowledged is lost, nothing refused is there, and all are alike. */
  void checkEnd() {
    Digest digest = node(NODES.first()).state().copy().cib().digest();
    for (CibNode node : nodes.values()) {
      CibState state = node.state();
      assertTrue(state.synchronised(), () -> node.name + " is not synchronised: " + state);
      assertEquals(digest, state.copy().cib().digest(), "the CIBs differ");
      for (long request : acknowledged.keySet()) {
        assertTrue(holds(state, request), () -> "acknowledged and lost: " + request);
      }
      for (long request : refused) {
        assertFalse(holds(state, request), () -> "refused and done: " + request);
      }
    }
  }

  private void crash(CibNode node) {
    if (!node.up) {
      return;
    }
    // What was being written may or may not have come to the disk.
    if (random.nextBoolean()) {
      node.storing.ifPresent(stored -> node.disk = stored);
    }
    node.crash();
    reachable.remove(node.name);
    changeViews();
  }

  private void restart(CibNode node) {
    if (!node.up) {
      node.restart();
      reachable.add(node.name);
      changeViews();
    }
  }

  private void partition() {
    apart = ImmutableSortedSet.of(any(NODES.asList()));
    changeViews();
  }

  private void heal() {
    if (!apart.isEmpty()) {
      apart = ImmutableSortedSet.of();
      changeViews();
    }
  }

  private void changeViews() {
    ImmutableSortedSet<NodeName> alone =
        ImmutableSortedSet.copyOf(reachable.stream().filter(apart::contains).iterator());
    ImmutableSortedSet<NodeName> others =
        ImmutableSortedSet.copyOf(
            reachable.stream().filter(name -> !apart.contains(name)).iterator());
    for (ImmutableSortedSet<NodeName> members : List.of(alone, others)) {
      if (!members.isEmpty()) {
        boolean quorate = members.size() >= QUORUM;
        View view =
            new View(new ViewId(++views, members.first()), members, members, QUORUM, quorate);
        members.forEach(name -> node(name).enter(view, random));
      }
    }
  }

  /** The node's controller believes to be the coordinator of its view, rightly or not. */
  private void order(CibNode node, int ahead, boolean quorate) {
    Optional<View> view = node.up ? node.state().view() : Optional.empty();
    if (view.isEmpty()) {
      return;
    }
    long greatest =
        view.get().members().stream()
            .map(this::node)
            .filter(member -> member.up)
            .mapToLong(member -> member.state().copy().seen().number())
            .max()
            .orElse(0);
    Epoch epoch = new Epoch(greatest + ahead, node.name);
    NodeName source = any(view.get().members().asList());
    feed(node, new CibEvent.SynchroniseOrdered(epoch, source, view.get().id(), quorate));
  }

  private void propose(CibNode node) {
    long request = ++requests;
    Element element = Element.of("node", "id", "r" + request, "uname", "r" + request);
    CibEdit edit =
        random.nextInt(4) == 0
            ? new CibEdit.Modify("status", Element.of("node_state", "id", "s" + request), true)
            : new CibEdit.Create("nodes", element);
    feed(node, new CibEvent.ChangeProposed(request, CibChange.of(edit)));
  }

  private void deliver(CibNode node) {
    if (!node.inbox.isEmpty()) {
      feed(node, node.inbox.removeFirst());
    }
  }

  private void endStore(CibNode node, boolean well) {
    if (node.storing.isEmpty()) {
      return;
    }
    CibEvent ended;
    if (well) {
      node.disk = node.storing.get();
      ended = new CibEvent.Stored(node.disk);
    } else {
      ended = new CibEvent.StoringFailed("no space left");
    }
    node.storing = Optional.empty();
    feed(node, ended);
  }

  private void feed(CibNode node, CibEvent event) {
    if (!node.up) {
      return;
    }
    Epoch term = node.state().copy().term();
    var result = node.step(event);
    assertTrue(node.state().copy().term().compareTo(term) >= 0, () -> "the term fell at " + event);
    result.effects().forEach(effect -> act(node, effect));
    checkConfiguration(node.state());
  }

  private void act(CibNode node, CibEffect effect) {
    switch (effect) {
      case CibEffect.Multicast multicast -> send(node, multicast.message());
      case CibEffect.Store store -> {
        assertTrue(node.storing.isEmpty(), "one store at a time");
        node.storing = Optional.of(store.stored());
      }
      case CibEffect.TellChanged changed -> acknowledged(node, changed.request());
      case CibEffect.TellRefused told -> refused.add(told.request());
      case CibEffect.TellUnknown _,
          CibEffect.RetryStoring _,
          CibEffect.TellSynchronised _,
          CibEffect.TellNotSynchronised _,
          CibEffect.TellRoundRefused _ -> {}
      case CibEffect.ReportDivergence report -> throw new AssertionError(report);
    }
  }

  private void acknowledged(CibNode node, long request) {
    CibState state = node.state();
    if (holds(state, request)) {
      acknowledged.put(request, state.copy().term());
    }
  }

  private void send(CibNode sender, CibMessage message) {
    CibMessage sent = throughXml(message);
    View now = sender.entered;
    boolean late = !sender.state().view().equals(Optional.of(now));
    if (late && random.nextBoolean()) {
      return;
    }
    for (NodeName member : now.members()) {
      CibNode receiver = node(member);
      if (receiver.up && receiver.entered.equals(now)) {
        receiver.inbox.add(new CibEvent.Delivered(sender.name, sent));
      }
    }
  }

  private static CibMessage throughXml(CibMessage message) {
    try {
      return CibMessageCodec.read(Xml.parse(Xml.write(CibMessageCodec.write(message))));
    } catch (XmlException | CibException e) {
      throw new AssertionError(message.toString(), e);
    }
  }

  private void checkConfiguration(CibState state) {
    Position position = state.copy().mark().position();
    Digest digest = state.copy().cib().configurationDigest();
    Digest known = configurations.putIfAbsent(position, digest);
    assertTrue(known == null || known.equals(digest), () -> "two configurations at " + position);
    if (state.mode() instanceof CibState.Mode.Synchronised mode && mode.leads()) {
      for (Map.Entry<Long, Epoch> entry : acknowledged.entrySet()) {
        assertTrue(
            entry.getValue().compareTo(mode.epoch()) >= 0 || holds(state, entry.getKey()),
            () -> "acknowledged in " + entry.getValue() + " and lost in " + mode.epoch());
      }
    }
  }

  /** Whether the configuration has the node of that request. Changes of the status don't count. */
  private static boolean holds(CibState state, long request) {
    return state.copy().cib().nodes().stream().anyMatch(n -> n.id().equals("r" + request));
  }

  private CibNode node(NodeName name) {
    return requireNonNull(nodes.get(name));
  }

  private <T> T any(List<T> all) {
    return all.get(random.nextInt(all.size()));
  }
}
