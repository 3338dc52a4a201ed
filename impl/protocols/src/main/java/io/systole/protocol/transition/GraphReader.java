package io.systole.protocol.transition;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import com.google.common.primitives.Ints;
import io.systole.cib.FieldValues;
import io.systole.kernel.NodeName;
import io.systole.xml.Element;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/** Reads the field's {@code <transition_graph>}. What is wrong with it refuses it as a whole. */
public final class GraphReader {

  private static final Duration DEFAULT_DELAY = Duration.ofSeconds(60);
  private static final Comparator<Synapse> ORDER =
      Comparator.comparingInt((Synapse synapse) -> -synapse.priority())
          .thenComparingInt(Synapse::id);

  private GraphReader() {}

  /**
   * The graph as a value.
   *
   * @throws GraphException if an id is missing, taken twice or not there, or a kind is unknown
   */
  public static TransitionGraph read(Element graph) throws GraphException {
    if (!graph.is("transition_graph")) {
      throw new GraphException("<" + graph.name() + "> is no <transition_graph>");
    }
    ImmutableList.Builder<Synapse> synapses = ImmutableList.builder();
    TreeMap<Integer, GraphAction> actions = new TreeMap<>();
    for (Element child : graph.children("synapse")) {
      Synapse synapse = synapse(child);
      synapses.add(synapse);
      GraphAction action = synapse.action();
      if (actions.put(action.id(), action) != null) {
        throw new GraphException("two actions have the id " + action.id());
      }
      if (actions.size() > TransitionGraph.MAX_ACTIONS) {
        throw new GraphException("more than " + TransitionGraph.MAX_ACTIONS + " actions");
      }
    }
    ImmutableList<Synapse> ordered = ImmutableList.sortedCopyOf(ORDER, synapses.build());
    checkInputs(ordered, actions);
    return new TransitionGraph(
        duration(graph, "cluster-delay"),
        duration(graph, "fencing-timeout", "stonith-timeout"),
        Math.max(0, number(graph, "batch-limit", 0)),
        number(graph, "migration-limit", -1),
        graph.attribute("failed-start-offset", "INFINITY"),
        graph.attribute("failed-stop-offset", "INFINITY"),
        ordered,
        ImmutableSortedMap.copyOf(actions));
  }

  /**
   * When time alone will change what the scheduler would answer, in seconds since 1970; empty if it
   * never will.
   *
   * @throws GraphException if the graph says so in no number
   */
  public static OptionalLong recheckBy(Element graph) throws GraphException {
    Optional<String> text = graph.attribute("recheck-by");
    if (text.isEmpty()) {
      return OptionalLong.empty();
    }
    return OptionalLong.of(whole("recheck-by", text.get()));
  }

  private static void checkInputs(
      ImmutableList<Synapse> synapses, Map<Integer, GraphAction> actions) throws GraphException {
    for (Synapse synapse : synapses) {
      for (int input : synapse.inputs()) {
        if (!actions.containsKey(input)) {
          throw new GraphException(
              "synapse " + synapse.id() + " waits for action " + input + ", which is not there");
        }
      }
    }
  }

  private static Synapse synapse(Element synapse) throws GraphException {
    ImmutableList<Element> actions =
        synapse.children("action_set").stream()
            .flatMap(set -> set.children().stream())
            .collect(ImmutableList.toImmutableList());
    if (actions.size() != 1) {
      throw new GraphException(
          "synapse " + synapse.id() + " has " + actions.size() + " actions instead of one");
    }
    ImmutableSortedSet.Builder<Integer> inputs = ImmutableSortedSet.naturalOrder();
    for (Element list : synapse.children("inputs")) {
      for (Element trigger : list.children("trigger")) {
        for (Element input : trigger.children()) {
          inputs.add(id(input));
        }
      }
    }
    return new Synapse(
        id(synapse), number(synapse, "priority", 0), action(actions.get(0)), inputs.build());
  }

  private static GraphAction action(Element action) throws GraphException {
    ActionKind kind =
        switch (action.name()) {
          case "pseudo_event" -> ActionKind.PSEUDO;
          case "rsc_op" -> ActionKind.RESOURCE;
          case "crm_event" -> ActionKind.CLUSTER;
          default -> throw new GraphException("unknown kind of action <" + action.name() + ">");
        };
    Element meta = action.child("attributes").orElseGet(() -> Element.of("attributes"));
    Optional<NodeName> node = node(action, "on_node");
    if (kind == ActionKind.RESOURCE && node.isEmpty()) {
      throw new GraphException("action " + action.id() + " names no node");
    }
    return new GraphAction(
        id(action),
        kind,
        action.attribute("operation", ""),
        action.attribute("operation_key", ""),
        node,
        node(action, "router_node"),
        Duration.ofMillis(Math.max(0, number(meta, "CRM_meta_timeout", 0))),
        number(meta, "CRM_meta_op_target_rc", 0),
        FieldValues.flag(meta.attribute("CRM_meta_op_no_wait", "false")).orElse(false),
        action);
  }

  private static Optional<NodeName> node(Element action, String attribute) throws GraphException {
    try {
      return action.attribute(attribute).filter(name -> !name.isEmpty()).map(NodeName::new);
    } catch (IllegalArgumentException e) {
      throw new GraphException("action " + action.id() + ": " + e.getMessage());
    }
  }

  private static int id(Element element) throws GraphException {
    Integer id = Ints.tryParse(element.id());
    if (id == null) {
      throw new GraphException(
          "<" + element.name() + "> needs a number for an id, not '" + element.id() + "'");
    }
    return id;
  }

  private static int number(Element element, String attribute, int otherwise)
      throws GraphException {
    Optional<String> text = element.attribute(attribute);
    if (text.isEmpty()) {
      return otherwise;
    }
    return Ints.saturatedCast(whole(attribute, text.get()));
  }

  private static long whole(String attribute, String text) throws GraphException {
    return FieldValues.number(text)
        .orElseThrow(() -> new GraphException(attribute + " is no number: '" + text + "'"));
  }

  private static Duration duration(Element graph, String... names) {
    for (String name : names) {
      Optional<Duration> value = graph.attribute(name).flatMap(FieldValues::duration);
      if (value.isPresent()) {
        return value.get();
      }
    }
    return DEFAULT_DELAY;
  }
}
