package io.systole.scheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.systole.scheduler.graph.TransitionGraph;
import io.systole.scheduler.graph.TransitionGraph.Synapse;
import io.systole.xml.Element;
import io.systole.xml.Xml;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/**
 * What must be true of the plan for any cluster. The clusters are drawn from a seed: a few nodes in
 * all conditions, resources of all shapes, constraints between any of them, histories at random.
 */
class SchedulerPropertiesTest {

  private static final int TRIES = 400;

  /** A cluster that a seed stands for. */
  private static final class Drawn {
    private final Random random;
    private final List<String> nodes = new ArrayList<>();
    private final List<String> tops = new ArrayList<>();
    private final List<String> primitives = new ArrayList<>();
    private final List<String> constraints = new ArrayList<>();
    private final boolean orders;
    private final TinyCib cib;

    Drawn(long seed) {
      random = new Random(seed);
      orders = random.nextBoolean();
      for (int i = 0; i < 2 + random.nextInt(3); i++) {
        nodes.add("n" + i);
      }
      cib = TinyCib.nodes(nodes.toArray(new String[0]));
      if (random.nextBoolean()) {
        cib.fencing();
      }
      for (int i = 0; i < 1 + random.nextInt(4); i++) {
        cib.resources(resource("r" + i));
      }
      for (int i = 0; i < random.nextInt(5); i++) {
        constraints.add(constraint("k" + i));
      }
      nodes.forEach(this::drawNode);
    }

    private String primitive(String id) {
      primitives.add(id);
      List<String> meta = new ArrayList<>();
      if (random.nextInt(6) == 0) {
        meta.add("target-role=Stopped");
      }
      if (random.nextInt(4) == 0) {
        meta.add("allow-migrate=true");
      }
      if (random.nextInt(4) == 0) {
        meta.add("resource-stickiness=" + random.nextInt(200));
      }
      if (random.nextInt(8) == 0) {
        meta.add("is-managed=false");
      }
      return random.nextBoolean()
          ? TinyCib.watched(id, meta.toArray(new String[0]))
          : TinyCib.primitive(id, meta.toArray(new String[0]));
    }

    private String resource(String id) {
      tops.add(id);
      return switch (random.nextInt(4)) {
        case 0 -> TinyCib.group(id, primitive(id + "x"), primitive(id + "y"), primitive(id + "z"));
        case 1 ->
            TinyCib.cloned(
                id,
                random.nextBoolean()
                    ? primitive(id + "x")
                    : TinyCib.group(id + "g", primitive(id + "x"), primitive(id + "y")),
                "interleave=" + random.nextBoolean(),
                "ordered=" + random.nextBoolean(),
                "promotable=" + (random.nextInt(3) == 0),
                "notify=" + (random.nextInt(3) == 0));
        default -> primitive(id);
      };
    }

    private String top() {
      return tops.get(random.nextInt(tops.size()));
    }

    private String node() {
      return nodes.get(random.nextInt(nodes.size()));
    }

    private String score() {
      return List.of("INFINITY", "100", "-100", "1", "-INFINITY").get(random.nextInt(5));
    }

    /** What must be apart leaves before the other comes, so that no order may say otherwise. */
    private String colocationScore() {
      return orders ? List.of("INFINITY", "100", "-100").get(random.nextInt(3)) : score();
    }

    private String constraint(String id) {
      return switch (random.nextInt(3)) {
        case 0 ->
            "<rsc_location id='%s' rsc='%s' node='%s' score='%s'/>"
                .formatted(id, top(), node(), score());
        case 1 ->
            "<rsc_colocation id='%s' rsc='%s' with-rsc='%s' score='%s'/>"
                .formatted(id, top(), top(), colocationScore());
        default -> orders ? order(id) : "";
      };
    }

    /** An order from an earlier to a later resource: what is asked for in a circle cannot be. */
    private String order(String id) {
      if (tops.size() < 2) {
        return "";
      }
      int then = 1 + random.nextInt(tops.size() - 1);
      return "<rsc_order id='%s' first='%s' then='%s' kind='%s' symmetrical='%b'/>"
          .formatted(
              id,
              tops.get(random.nextInt(then)),
              tops.get(then),
              List.of("Mandatory", "Optional", "Serialize").get(random.nextInt(3)),
              random.nextBoolean());
    }

    private void drawNode(String node) {
      switch (random.nextInt(6)) {
        case 0 -> cib.lost(node);
        case 1 -> cib.status(node, "standby", "true");
        case 2 -> cib.status(node, "shutdown", "1");
        default -> {
          // It is up, as most are.
        }
      }
      for (String id : primitives) {
        if (random.nextInt(3) == 0) {
          continue;
        }
        cib.ran(
            node,
            id,
            List.of(
                    "monitor=7",
                    "monitor=7",
                    "start=0",
                    "start=0 monitor/10000=0",
                    "start=0 monitor/10000=1",
                    "start=1",
                    "start=0 stop=0",
                    "start=0 stop=1")
                .get(random.nextInt(8)));
      }
    }

    Element build() {
      return cib.constraints(constraints.toArray(new String[0])).build();
    }
  }

  private static TransitionGraph schedule(Element cib) {
    return Scheduler.schedule(cib, 0).graph();
  }

  private static String name(Synapse synapse) {
    return synapse.action().attribute("internal_operation_key", "")
        + synapse.action().attribute("operation_key", "")
        + "@"
        + synapse.action().attribute("on_node", "");
  }

  @Property(tries = TRIES)
  void twoRunsGiveTheSameBytes(@ForAll long seed) {
    assertEquals(
        Xml.write(schedule(new Drawn(seed).build()).toXml()),
        Xml.write(schedule(new Drawn(seed).build()).toXml()));
  }

  @Property(tries = TRIES)
  void theOrderOfNodesInTheConfigurationDoesNotMatter(@ForAll long seed) {
    Element cib = new Drawn(seed).build();
    assertEquals(names(schedule(cib)), names(schedule(reversed(cib))));
  }

  private static Element reversed(Element element) {
    List<Element> children = new ArrayList<>(element.children());
    if (element.is("nodes")) {
      return Element.builder("nodes").children(children.reversed()).build();
    }
    Element.Builder copy = Element.builder(element.name()).attributes(element.attributes());
    children.forEach(child -> copy.child(element.is("status") ? child : reversed(child)));
    return copy.build();
  }

  private static Set<String> names(TransitionGraph graph) {
    Set<String> names = new LinkedHashSet<>();
    graph.synapses().stream().map(SchedulerPropertiesTest::name).sorted().forEach(names::add);
    return names;
  }

  @Property(tries = TRIES)
  void everyActionCanBeReached(@ForAll long seed) {
    TransitionGraph graph = schedule(new Drawn(seed).build());
    Set<Integer> done = new LinkedHashSet<>();
    boolean progress = true;
    while (progress) {
      progress = false;
      for (Synapse synapse : graph.synapses()) {
        if (!done.contains(synapse.actionId()) && done.containsAll(synapse.inputs())) {
          done.add(synapse.actionId());
          progress = true;
        }
      }
    }
    List<String> stuck =
        graph.synapses().stream()
            .filter(s -> !done.contains(s.actionId()))
            .map(SchedulerPropertiesTest::name)
            .toList();
    assertEquals(List.of(), stuck, "actions that wait for each other, seed " + seed);
  }

  /** An instance whose peers are notified, and that might migrate from a node that shuts down. */
  @Example
  void notificationsDoNotWaitForAMigration() {
    everyActionCanBeReached(5282);
  }

  @Property(tries = TRIES)
  void nothingIsStartedTwice(@ForAll long seed) {
    Map<String, List<String>> starts = new LinkedHashMap<>();
    for (Synapse synapse : schedule(new Drawn(seed).build()).synapses()) {
      Element action = synapse.action();
      if (action.is("rsc_op") && action.attribute("operation", "").equals("start")) {
        String key =
            action.attribute("internal_operation_key", action.attribute("operation_key", ""));
        starts.computeIfAbsent(key, k -> new ArrayList<>()).add(action.attribute("on_node", ""));
      }
    }
    starts.forEach((key, nodes) -> assertEquals(1, nodes.size(), key + " on " + nodes));
  }

  @Property(tries = TRIES)
  void nothingStartsBeforeTheFencingThatItNeeds(@ForAll long seed) {
    TransitionGraph graph = schedule(new Drawn(seed).build());
    GraphWords plan = new GraphWords(graph);
    List<String> fencings = plan.work().stream().filter(a -> a.startsWith("stonith-")).toList();
    for (Synapse synapse : graph.synapses()) {
      Element action = synapse.action();
      boolean starts =
          action.is("rsc_op")
              && action.attribute("operation", "").equals("start")
              && !action.attribute("operation_key", "").startsWith("dev_");
      if (starts) {
        String start =
            action.attribute("operation_key", "") + " " + action.attribute("on_node", "");
        fencings.forEach(f -> assertTrue(plan.waits(start, f), start + " before " + f));
      }
    }
  }
}
