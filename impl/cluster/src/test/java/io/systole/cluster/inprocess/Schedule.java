package io.systole.cluster.inprocess;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.systole.cluster.ClusterEngine;
import io.systole.cluster.EngineException;
import io.systole.cluster.EngineListener;
import io.systole.cluster.group.QuorumPolicy;
import io.systole.kernel.NodeName;
import io.systole.kernel.View;
import io.systole.kernel.ViewId;
import io.systole.xml.Element;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A random run of a cluster whose processes talk all the time, with what the engine promises
 * checked after every event.
 */
final class Schedule {

  private static final String GROUP = "controller";
  private static final int STEPS = 60;
  private static final int MAX_NODES = 5;

  private final Random draws;
  private final InProcessNetwork network;
  private final List<NodeName> names = new ArrayList<>();
  private final TreeMap<NodeName, Talker> talkers = new TreeMap<>();
  private final TreeMap<ViewId, View> views = new TreeMap<>();
  private final TreeMap<ViewId, List<String>> orders = new TreeMap<>();
  private final StringBuilder transcript = new StringBuilder();
  private long lives;

  Schedule(long seed) {
    this.draws = new Random(seed);
    int nodes = 2 + draws.nextInt(MAX_NODES - 1);
    for (int i = 1; i <= nodes; i++) {
      names.add(new NodeName("n" + i));
    }
    QuorumPolicy quorum = nodes == 2 ? QuorumPolicy.twoNodes() : QuorumPolicy.majority(nodes);
    this.network =
        new InProcessNetwork(
            InProcessOptions.of(seed, quorum).withLossPerMille(draws.nextInt(4)), names);
    network.observe(fault -> transcript.append(fault).append('\n'));
  }

  /** Everything that happened, in words. */
  String transcript() {
    return transcript.toString();
  }

  /** Hurts the cluster at random, then lets it heal, and expects it whole again. */
  Schedule run() {
    names.forEach(this::start);
    for (int step = 0; step < STEPS; step++) {
      disturb();
      network.time().runFor(Duration.ofMillis(draws.nextInt(2500)));
    }
    network.heal();
    for (NodeName name : names) {
      if (!network.isUp(name)) {
        start(name);
      }
      network.resume(name);
      network.resumeProcess(name, "main");
    }
    network.time().runFor(Duration.ofSeconds(10));
    talkers.values().forEach(talker -> talker.heard = 0);
    network.time().runFor(Duration.ofSeconds(20));
    View whole = views.lastEntry().getValue();
    assertEquals(new TreeSet<>(names), new TreeSet<>(whole.nodes()), this::transcript);
    for (Talker talker : talkers.values()) {
      assertEquals(Optional.of(whole.id()), talker.view.map(View::id), this::transcript);
      assertTrue(talker.heard > 10, () -> talker.name + " hears little: " + transcript);
    }
    assertEquals(new TreeSet<>(names), new TreeSet<>(whole.members()), this::transcript);
    return this;
  }

  private void disturb() {
    NodeName node = names.get(draws.nextInt(names.size()));
    NodeName other = names.get(draws.nextInt(names.size()));
    boolean up = network.isUp(node);
    switch (draws.nextInt(10)) {
      case 0 -> {
        if (up) {
          network.crash(node);
        } else {
          start(node);
        }
      }
      case 1 -> network.cut(node, other);
      case 2 -> network.heal();
      case 3 -> network.partition(List.of(new TreeSet<>(List.of(node, other))));
      case 4 -> {
        if (up) {
          network.pause(node);
        }
      }
      case 5 -> network.resume(node);
      case 6 -> {
        if (up) {
          network.pauseProcess(node, "main");
        }
      }
      case 7 -> {
        if (up) {
          network.resumeProcess(node, "main");
        }
      }
      case 8 -> network.clog(node, Duration.ofMillis(draws.nextInt(3000)));
      default -> {
        if (up) {
          network.lose(node);
        }
      }
    }
  }

  private void start(NodeName name) {
    network.start(name);
    talkers.put(name, new Talker(name, network.engine(name)));
  }

  /**
   * A process that joins, says something every now and then, and joins again when it is put out.
   */
  private final class Talker implements EngineListener {

    private final NodeName name;
    private final InProcessEngine engine;
    private final TreeMap<String, Integer> lastOf = new TreeMap<>();
    private Optional<ClusterEngine.Group> group = Optional.empty();
    private Optional<View> view = Optional.empty();
    private long life;
    private int said;
    private int heardInView;
    private int heard;

    Talker(NodeName name, InProcessEngine engine) {
      this.name = name;
      this.engine = engine;
      join();
      talk();
    }

    private void join() {
      life = ++lives;
      said = 0;
      view = Optional.empty();
      lastOf.clear();
      try {
        group = Optional.of(engine.join(GROUP, this));
      } catch (EngineException e) {
        throw new AssertionError(e);
      }
    }

    private void talk() {
      group.ifPresent(joined ->
          joined.multicast(
              Element.of("m", "life", Long.toString(life), "n", Integer.toString(said++))));
      engine.after(Duration.ofMillis(100 + draws.nextInt(200)), this::talk);
    }

    @Override
    public void viewChanged(View next) {
      note("view " + next);
      assertTrue(next.members().contains(name), () -> name + " is not in " + next + transcript);
      view.ifPresent(
          before -> assertTrue(before.id().compareTo(next.id()) < 0, () -> before + " " + next));
      View known = views.putIfAbsent(next.id(), next);
      assertTrue(known == null || known.equals(next), () -> known + " is not " + next);
      view = Optional.of(next);
      heardInView = 0;
    }

    @Override
    public void delivered(NodeName sender, Element message) {
      String text = sender + "/" + message.attribute("life", "") + "/" + message.attribute("n", "");
      note("heard " + text);
      View here = view.orElseThrow(() -> new AssertionError("a message before the first view"));
      assertTrue(here.members().contains(sender), () -> sender + " is not in " + here);
      List<String> order = orders.computeIfAbsent(here.id(), _ -> new ArrayList<>());
      if (heardInView == order.size()) {
        order.add(text);
      }
      assertEquals(order.get(heardInView), text, () -> name + " in " + here + transcript);
      heardInView++;
      heard++;
      String speaker = sender + "/" + message.attribute("life", "");
      int number = Integer.parseInt(message.attribute("n", ""));
      Integer last = lastOf.put(speaker, number);
      assertTrue(last == null || last < number, () -> speaker + " said " + last + ", " + number);
    }

    @Override
    public void disconnected(String reason) {
      note("disconnected: " + reason);
      group = Optional.empty();
      join();
    }

    private void note(String what) {
      transcript
          .append(network.time().now())
          .append(' ')
          .append(name)
          .append(' ')
          .append(what)
          .append('\n');
    }
  }

  /** For the report of a run: which views there were. */
  Map<ViewId, View> views() {
    return views;
  }
}
